import Testing
import YAML

@Suite struct NumberTests {
  private func level(_ text: String) -> (value: Double?, mistakes: [String]) {
    read(text) { $0.number(in: -90...10, unit: .decibels, infinity: .negative) }
  }

  @Test(arguments: [
    ("-6 dB", -6.0), ("-6dB", -6), ("+3.5 dB", 3.5), ("0 dB", 0), ("'-6 dB'", -6),
    ("-inf dB", -Double.infinity), ("-inf", -Double.infinity), ("-∞ dB", -Double.infinity),
    ("1e1 dB", 10),
    ("-90 dB", -90), ("10 dB", 10), ("0.05 dB", 0.05), ("25e-1 dB", 2.5),
  ])
  func readsALevel(text: String, value: Double) {
    #expect(level(text).value == value)
    #expect(level(text).mistakes == [])
  }

  @Test func neverGivesMinusZero() {
    #expect(level("-0 dB").value?.sign == .plus)
  }

  @Test(arguments: [
    (
      "10.1 dB",
      "'10.1 dB' is out of range in 'fader' of a channel; allowed are -90 dB to 10 dB,"
        + " and -inf dB"
    ),
    (
      "inf dB",
      "'inf dB' is out of range in 'fader' of a channel; allowed are -90 dB to 10 dB, and"
        + " -inf dB"
    ),
    ("1e400 dB", "'1e400 dB' is too large a number in 'fader' of a channel"),
    ("nan dB", "'fader' of a channel is 'nan dB', but a number in dB is needed"),
    (".nan", "'fader' of a channel is '.nan', but a number in dB is needed"),
    ("-.inf", "'fader' of a channel is '-.inf', but a number in dB is needed"),
    ("info", "'fader' of a channel is 'info', but a number in dB is needed"),
    (
      "0x10 dB",
      "'0x10 dB' is hexadecimal in 'fader' of a channel; only decimal numbers are allowed"
        + " here"
    ),
    (
      "0x1p3",
      "'0x1p3' is hexadecimal in 'fader' of a channel; only decimal numbers are allowed"
        + " here"
    ),
    (
      "-3,5 dB",
      "'-3,5 dB' has a comma in 'fader' of a channel; write a point; did you mean"
        + " '-3.5 dB'?"
    ),
    ("-06 dB", "'-06 dB' starts with a needless zero in 'fader' of a channel; leave the zero out"),
    ("-6", "no unit after '-6' in 'fader' of a channel; allowed is: dB; did you mean '-6 dB'?"),
    ("-6 DB", "unknown unit 'DB' in 'fader' of a channel; allowed is: dB; did you mean 'dB'?"),
    ("-6 ms", "unknown unit 'ms' in 'fader' of a channel; allowed is: dB"),
    ("--6 dB", "'fader' of a channel is '--6 dB', but a number in dB is needed"),
    ("6. dB", "'fader' of a channel is '6. dB', but a number in dB is needed"),
    (".5 dB", "'fader' of a channel is '.5 dB', but a number in dB is needed"),
    ("1_000 dB", "unknown unit '_000 dB' in 'fader' of a channel; allowed is: dB"),
    ("٣ dB", "'fader' of a channel is '٣ dB', but a number in dB is needed"),
  ])
  func saysWhyALevelIsNone(text: String, message: String) {
    #expect(level(text).value == nil)
    #expect(level(text).mistakes == ["desk.yaml:1:8: error: \(message)"])
  }

  @Test func convertsToTheFirstUnit() {
    #expect(read("1 s") { $0.number(in: 0...2000, unit: .milliseconds) }.value == 1000)
    #expect(read("5 ms") { $0.number(in: 0...300, unit: .milliseconds) }.value == 5)
    #expect(read("5 ms") { $0.number(in: 0...1, unit: .seconds) }.value == 0.005)
    #expect(read("1.5 kHz") { $0.number(in: 20...20_000, unit: .hertz) }.value == 1500)
    #expect(read("120 Hz") { $0.number(in: 20...20_000, unit: .hertz) }.value == 120)
    #expect(read("25 %") { $0.number(in: 0...100, unit: .percent) }.value == 25)
    #expect(read("48000") { $0.number(in: 8000...192_000, unit: .hertz.orBare) }.value == 48_000)
    #expect(
      read("2 s") { $0.number(in: 0...300, unit: .milliseconds) }.mistakes == [
        "desk.yaml:1:8: error: '2 s' is out of range in 'fader' of a channel; allowed are 0 ms to"
          + " 300 ms"
      ])
    #expect(
      read("5 mz") { $0.number(in: 0...300, unit: .milliseconds) }.mistakes == [
        "desk.yaml:1:8: error: unknown unit 'mz' in 'fader' of a channel; allowed are: ms, s; did"
          + " you mean 'ms'?"
      ])
  }

  @Test func refusesAUnitWhereThereIsNone() {
    #expect(
      read("4 dB") { $0.number(in: 0...10) }.mistakes == [
        "desk.yaml:1:8: error: unknown unit 'dB' in 'fader' of a channel; a number without unit is"
          + " allowed; did you mean '4'?"
      ])
  }

  @Test func namesOpenRanges() {
    #expect(read("inf") { $0.number(in: 1...20, infinity: .positive) }.value == .infinity)
    #expect(
      read("0.5") { $0.number(in: 1...(.infinity), infinity: .positive) }.mistakes == [
        "desk.yaml:1:8: error: '0.5' is out of range in 'fader' of a channel; allowed is 1 or more,"
          + " and inf"
      ])
    #expect(read("inf") { $0.number(in: 1...(.infinity)) }.value == nil)
    #expect(read("1e308 s") { $0.number(in: 0...(.infinity), unit: .milliseconds) }.value == nil)
  }
}

@Suite struct IntegerTests {
  @Test func readsDecimalAndHexadecimal() {
    #expect(read("20") { $0.integer(in: 0...127) }.value == 20)
    #expect(read("0x14") { $0.integer(in: 0...127) }.value == 20)
    #expect(read("-0x14") { $0.integer(in: -100...127) }.value == -20)
    #expect(read("+0") { $0.integer(in: 0...127) }.value == 0)
    #expect(read("-9223372036854775808") { $0.integer(in: .min ... .max) }.value == .min)
  }

  @Test(arguments: [
    ("128", "'128' is out of range in 'fader' of a channel; allowed are 0 to 127"),
    ("0x80", "'0x80' is out of range in 'fader' of a channel; allowed are 0 to 127"),
    (
      "99999999999999999999",
      "'99999999999999999999' is out of range in 'fader' of a channel;"
        + " allowed are 0 to 127"
    ),
    ("1.0", "'1.0' is not a whole number in 'fader' of a channel; allowed are 0 to 127"),
    ("0x", "'0x' is not a whole number in 'fader' of a channel; allowed are 0 to 127"),
    ("+-1", "'+-1' is not a whole number in 'fader' of a channel; allowed are 0 to 127"),
    ("010", "'010' starts with a needless zero in 'fader' of a channel; leave the zero out"),
    ("one", "'one' is not a whole number in 'fader' of a channel; allowed are 0 to 127"),
    ("[1]", "'fader' of a channel is a list, but a whole number is needed"),
  ])
  func saysWhyAWholeNumberIsNone(text: String, message: String) {
    let result = read(text) { $0.integer(in: 0...127) }
    #expect(result.value == nil)
    #expect(result.mistakes == ["desk.yaml:1:8: error: \(message)"])
  }

  @Test func readsRangesAndLists() {
    #expect(read("1..8") { $0.range(in: 1...16) }.value == 1...8)
    #expect(read("0x10 .. 0x17") { $0.range(in: 0...127) }.value == 16...23)
    #expect(read("5") { $0.range(in: 1...16) }.value == 5...5)
    #expect(read("[1, 3..5]") { $0.integers(in: 1...8) }.value == [1, 3, 4, 5])
    #expect(read("2..4") { $0.integers(in: 1...8) }.value == [2, 3, 4])
    #expect(read("[]") { $0.integers(in: 1...8) }.value == [])
    #expect(read("[3, 1..3]") { $0.integers(in: 1...8, repeats: true) }.value == [3, 1, 2, 3])
  }

  @Test func saysWhatIsWrongWithARange() {
    #expect(
      read("8..1") { $0.range(in: 1...16) }.mistakes == [
        "desk.yaml:1:8: error: the range '8..1' runs backwards in 'fader' of a channel; did you"
          + " mean '1..8'?"
      ])
    #expect(
      read("1..") { $0.range(in: 1...16) }.mistakes == [
        "desk.yaml:1:8: error: a number is missing in 'fader' of a channel; allowed are 1 to 16"
      ])
    #expect(
      read("1...8") { $0.range(in: 1...16) }.mistakes == [
        "desk.yaml:1:8: error: '.8' is not a whole number in 'fader' of a channel; allowed are 1"
          + " to 16"
      ])
    #expect(
      read("[1, 3..5, 4, 9]") { $0.integers(in: 1...8) }.mistakes == [
        "desk.yaml:1:18: error: 4 is given twice in 'fader' of a channel",
        "desk.yaml:1:21: error: '9' is out of range in item 4 of 'fader' of a channel; allowed are"
          + " 1 to 8",
      ])
  }

  @Test func refusesListsThatWouldFillMemory() {
    let text = "-9223372036854775808..9223372036854775807"
    #expect(
      read(text) { $0.integers(in: .min ... .max) }.mistakes == [
        "desk.yaml:1:8: error: too many numbers in 'fader' of a channel; at most 65536 are allowed"
      ])
    #expect(read("0..65535") { $0.integers(in: 0...(.max)) }.value?.count == 65_536)
    #expect(read("0..65536") { $0.integers(in: 0...(.max)) }.value == nil)
  }
}

@Suite struct WordTests {
  @Test func readsTextForPeople() {
    #expect(read("Lead Vox 👩‍🎤") { $0.string(length: 1...10) }.value == "Lead Vox 👩‍🎤")
    #expect(read("no") { $0.string() }.value == "no")
    #expect(read("12") { $0.string() }.value == "12")
    #expect(read("'null'") { $0.string() }.value == "null")
  }

  @Test func refusesTextThatDoesNotFit() {
    #expect(
      read("Kick drum inside") { $0.string(length: 1...7) }.mistakes == [
        "desk.yaml:1:8: error: 'Kick drum inside' is 16 characters long in 'fader' of a channel;"
          + " allowed are 1 to 7 characters"
      ])
    #expect(
      read("''") { $0.string() }.mistakes == [
        "desk.yaml:1:8: error: '' is 0 characters long in 'fader' of a channel; allowed are 1 to 64"
          + " characters"
      ])
    #expect(
      read(#""a\e[2Jb""#) { $0.string() }.mistakes == [
        "desk.yaml:1:8: error: 'a\\u{1b}[2Jb' holds the unprintable character U+1B in 'fader' of a"
          + " channel; only printable text is allowed"
      ])
    #expect(read("\"a\\nb\"") { $0.string() }.value == nil)
    #expect(read("a\u{202E}b") { $0.string() }.value == nil)
  }

  @Test func shortensAndSpellsOutTheWordAtFault() {
    let long = String(repeating: "x", count: 1000)
    #expect(
      read(long) { $0.boolean() }.mistakes == [
        "desk.yaml:1:8: error: unknown word '\(String(repeating: "x", count: 40))…' in 'fader' of a"
          + " channel; allowed are: on, off, yes, no, true, false"
      ])
  }

  @Test func readsSwitches() {
    for text in ["on", "yes", "true"] { #expect(read(text) { $0.boolean() }.value == true) }
    for text in ["off", "no", "false"] { #expect(read(text) { $0.boolean() }.value == false) }
    for text in ["On", "TRUE", "y", "1", "", "[on]"] {
      #expect(read(text) { $0.boolean() }.value == nil)
      #expect(read(text) { $0.boolean() }.mistakes.count == 1)
    }
  }

  @Test func readsChoices() {
    #expect(read("pre-fader") { $0.choice(SampleDesk.Tap.self) }.value == .preFader)
    #expect(read("b") { $0.choice(["a": 1, "b": 2]) }.value == 2)
    #expect(
      read("prefader") { $0.choice(SampleDesk.Tap.self) }.mistakes == [
        "desk.yaml:1:8: error: unknown word 'prefader' in 'fader' of a channel; allowed are: input,"
          + " pre-fader, post-fader; did you mean 'pre-fader'?"
      ])
  }

  @Test func readsBytes() {
    #expect(read("F0 00 00 66 f7") { $0.bytes() }.value == [0xF0, 0, 0, 0x66, 0xF7])
    #expect(read("90") { $0.bytes() }.value == [0x90])
    #expect(
      read("B0 cc vv") { $0.byteWords(placeholders: ["vv", "nn"]) }.value
        == [.byte(0xB0), .byte(0xCC), .placeholder("vv")])
    #expect(
      read("B0 {c+3}") { $0.byteWords(allowed: ["{c+3}"]) { $0.hasPrefix("{") } }.value
        == [.byte(0xB0), .placeholder("{c+3}")])
    #expect(
      read("F0 0 1G nm") { $0.byteWords(placeholders: ["nn"]) }.mistakes == [
        "desk.yaml:1:8: error: unknown byte '0' in 'fader' of a channel; allowed are: 00 to FF, nn",
        "desk.yaml:1:8: error: unknown byte '1G' in 'fader' of a channel; allowed are: 00 to FF,"
          + " nn",
        "desk.yaml:1:8: error: unknown byte 'nm' in 'fader' of a channel; allowed are: 00 to FF,"
          + " nn; did you mean 'nn'?",
      ])
    #expect(
      read("F0 F7") { $0.bytes(count: 3...3) }.mistakes == [
        "desk.yaml:1:8: error: 'fader' of a channel has 2 bytes; allowed are 3 bytes"
      ])
  }

  @Test func readsListsAndSingleValuesAlike() {
    #expect(read("a") { $0.oneOrMore() }.value?.map(\.text) == ["a"])
    #expect(read("[a, b]") { $0.oneOrMore() }.value?.map(\.text) == ["a", "b"])
    #expect(
      read("[a, b]") { $0.items(count: 1...1) }.mistakes == [
        "desk.yaml:1:8: error: 'fader' of a channel has 2 items; allowed are 1 item"
      ])
  }
}
