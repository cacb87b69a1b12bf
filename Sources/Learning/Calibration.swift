public import MIDI
import Surface
public import Units

/// A level that is printed beside a fader.
public struct PrintedMark: Hashable, Sendable, CustomStringConvertible {
  /// As a person wrote it: `+10`, `-inf`.
  public let description: String
  /// Minus infinity for the lowest.
  public let level: Decibels

  /// Reads a list such as `+10, 0, -20, -inf`.
  ///
  /// - Parameter text: Levels in dB, +10 to -89, and `-inf`; in any order.
  /// - Returns: The marks, from the top down; or a sentence that says what is wrong.
  public static func list(_ text: String) -> Result<[PrintedMark], CalibrationMistake> {
    var marks: [PrintedMark] = []
    for part in text.split(separator: ",") {
      let word = part.trimmed
      let digits = word.lowercased().replacing("db", with: "").trimmed
      let isSilence = ["-inf", "inf", "-oo", "∞", "-∞"].contains(digits)
      let number = isSilence ? -Double.infinity : Double(digits) ?? .nan
      guard isSilence || (-89...10).contains(number) else {
        return .failure(
          CalibrationMistake("'\(word)' is no mark; allowed are +10 to -89 (dB) and -inf"))
      }
      let mark = PrintedMark(description: digits, level: Decibels(number))
      guard !marks.contains(where: { $0.level == mark.level }) else {
        return .failure(CalibrationMistake("the mark \(word) is named twice"))
      }
      marks.append(mark)
    }
    guard marks.count(where: { $0.level.value.isFinite }) >= 2 else {
      return .failure(CalibrationMistake("a scale needs two marks besides -inf"))
    }
    return .success(marks.sorted { $0.level > $1.level })
  }

  /// What most faders have printed beside them.
  public static let usual = "+10, +5, 0, -5, -10, -20, -30, -40, -60, -inf"
}

/// Why a scale can't be: a sentence without its point.
public struct CalibrationMistake: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ text: String) { description = text }
}

/// Finds the numbers that a fader sends at the levels that are printed beside it.
public struct Calibration: Dialogue {
  public var outbox = Outbox()
  public private(set) var isDone = false
  /// What the person is asked for.
  public private(set) var request = Request.mark("", "")
  private let target: FaderTarget
  private let marks: [PrintedMark]
  /// The number at each mark; nil until it is known, or where it was left out.
  private var numbers: [Int?]
  private var isLeftOut: [Bool]
  private var current = 0
  private var decoder: InputDecoder
  private var positions: [Stream.Event] = []
  private var isTouched = false
  private var repeats = 0

  /// What a person is asked for.
  public enum Request: Hashable, Sendable {
    /// To put the fader of a name on a mark and to press Enter.
    case mark(String, String)
  }

  /// How long before Enter a hand has to be still.
  private static let still: UInt64 = 400 * .millisecond
  private static let mostRepeats = 2

  /// Makes a calibration of one fader, whose row gets the scale.
  public init(_ target: FaderTarget, marks: [PrintedMark]) {
    self.target = target
    self.marks = marks
    numbers = marks.map { _ in nil }
    isLeftOut = marks.map { _ in false }
    let profile = target.profile
    decoder = InputDecoder([profile.address] + (profile.touch.map { [$0] } ?? []))
  }
}

// What comes.
extension Calibration {
  public mutating func start(at now: UInt64) {
    outbox.say("Put '\(target.name)' on each mark, hold it still, and press Enter.")
    outbox.say("'-' leaves a mark out that is not printed, 'back' repeats the one before.")
    ask(0)
  }

  private mutating func ask(_ index: Int) {
    current = index
    positions = []
    request = .mark(target.name, marks[index].description)
    outbox.say("\(marks[index]) dB:")
  }

  public mutating func heard(_ message: MIDIMessage, at now: UInt64) {
    let profile = target.profile
    for (address, value) in decoder.read(message) {
      if address == profile.touch { isTouched = value > 0 }
      // Of a fader that feels hands, what comes without one is its motor's.
      guard address == profile.address, profile.touch == nil || isTouched else { continue }
      if positions.count >= ControlGuess.mostMessages { positions.removeFirst() }
      positions.append(Stream.Event(at: now, value: value))
      // Told where it is, it stays there when the hand lets go.
      if profile.isMotor && isTouched { outbox.send(profile.messages(value)) }
    }
  }

  public mutating func advance(to now: UInt64) {}

  public var nextDeadline: UInt64? { nil }

  public mutating func ended(at now: UInt64) { isDone = true }

  public mutating func typed(_ line: String, at now: UInt64) {
    switch line.trimmed.lowercased() {
    case "": take(at: now)
    case "-":
      isLeftOut[current] = true
      numbers[current] = nil
      goOn()
    case "back":
      let before = (0..<current).last ?? 0
      isLeftOut[before] = false
      numbers[before] = nil
      ask(before)
    default: outbox.say("Enter when '\(target.name)' stands on \(marks[current]); '-' or 'back'.")
    }
  }

  private mutating func take(at now: UInt64) {
    guard let last = positions.last else {
      return outbox.say(
        "Nothing has come from '\(target.name)' yet; move it a little, put it on"
          + " \(marks[current]) and press Enter again.")
    }
    let recent = positions.filter { $0.at + Self.still >= now }.map(\.value).sorted()
    let span = (recent.last ?? 0) - (recent.first ?? 0)
    guard span <= max(target.profile.rules.top / 50, 4 * target.profile.rules.step) else {
      return outbox.say("It still moves: hold it still, then press Enter.")
    }
    numbers[current] = recent.isEmpty ? last.value : recent[recent.count / 2]
    goOn()
  }

  private mutating func goOn() {
    let open = marks.indices.first { numbers[$0] == nil && !isLeftOut[$0] }
    if let open { return ask(open) }
    let odd = odd
    guard !odd.isEmpty, repeats < Self.mostRepeats else { return isDone = true }
    repeats += 1
    outbox.say("These do not rise with the others: \(list(odd)). Once more:")
    for index in odd { numbers[index] = nil }
    ask(odd[0])
  }
}

// What it comes to.
extension Calibration {
  /// The marks that may be wrong: all but those in every longest row of marks that rise.
  private var odd: [Int] {
    let known = marks.indices.reversed().filter { numbers[$0] != nil }  // from the bottom up
    let places = known.map { numbers[$0] ?? 0 }
    let below = Self.rising(places)
    let above = Array(Self.rising(places.reversed().map { -$0 }).reversed())
    let longest = zip(below, above).map { $0 + $1 - 1 }.max() ?? 0
    let fits = known.indices.filter { below[$0] + above[$0] - 1 == longest }
    let sure = fits.filter { place in !fits.contains { $0 != place && below[$0] == below[place] } }
    return known.indices.filter { !sure.contains($0) }.map { known[$0] }
  }

  /// The length of the longest rising row that ends at each number.
  private static func rising(_ numbers: [Int]) -> [Int] {
    var lengths: [Int] = []
    for (place, number) in numbers.enumerated() {
      let before = (0..<place).filter { numbers[$0] < number }.map { lengths[$0] }.max() ?? 0
      lengths.append(before + 1)
    }
    return lengths
  }

  /// Marks with their numbers, in words.
  private func list(_ indices: [Int]) -> String {
    indices.map { "\(marks[$0]) dB at \(numbers[$0] ?? 0)" }.joined(separator: ", ")
  }

  /// The levels from the bottom up, each with its number, the last at the fader's top.
  ///
  /// - Returns: The scale, or a sentence that says why there is none.
  public var scale: Result<[FaderMark], CalibrationMistake> {
    let top = target.profile.rules.top
    guard isDone, marks.indices.allSatisfy({ numbers[$0] != nil || isLeftOut[$0] }) else {
      return .failure(CalibrationMistake("not all marks are measured"))
    }
    guard odd.isEmpty else {
      return .failure(CalibrationMistake("these marks do not rise with the others: \(list(odd))"))
    }
    var scale = marks.indices.reversed().compactMap { index -> FaderMark? in
      guard marks[index].level.value.isFinite, let number = numbers[index] else { return nil }
      return FaderMark(level: marks[index].level, raw: number)
    }
    guard scale.count >= 2, let first = scale.first, let last = scale.last else {
      return .failure(CalibrationMistake("a scale needs two marks besides -inf"))
    }
    guard first.raw > 0 else {
      return .failure(CalibrationMistake("the lowest mark lies at 0, where there is silence"))
    }
    guard last.raw <= top else {
      return .failure(
        CalibrationMistake(
          "the highest mark lies at \(last.raw), but the file says `top: \(top)`; busbar surface test"
            + " measures it"))
    }
    return reaching(top, &scale)
  }

  /// Ends a scale at the fader's top, as files need it: a mark that is near it is there, and above a
  /// lower one levels go on as below it.
  private func reaching(
    _ top: Int, _ scale: inout [FaderMark]
  ) -> Result<[FaderMark], CalibrationMistake> {
    let last = scale[scale.count - 1]
    let before = scale[scale.count - 2]
    if last.raw == top { return .success(scale) }
    if (top - last.raw) * 32 <= top {
      scale[scale.count - 1].raw = top
      return .success(scale)
    }
    guard last.level < .faderTop else {
      return .failure(
        CalibrationMistake(
          "the highest mark lies at \(last.raw), well below the top, \(top); busbar surface test"
            + " measures that"))
    }
    let slope = (last.level.value - before.level.value) / Double(last.raw - before.raw)
    let level = min(last.level.value + slope * Double(top - last.raw), Decibels.faderTop.value)
    scale.append(FaderMark(level: Decibels((level * 10).rounded(.down) / 10), raw: top))
    return .success(scale)
  }

  /// The marks with their numbers, and where the desk's own law has them.
  public var table: [String] {
    let grid = FaderGrid(top: target.profile.rules.top)
    let rows = marks.indices.compactMap { index -> String? in
      guard let number = numbers[index] else { return nil }
      let own = grid.raw(of: marks[index].level)
      return "  \("\(marks[index]) dB".padded(10))\("\(number)".padded(10))\(own)"
    }
    let head = "\(target.row.name)"
    return [head, "  \("mark".padded(10))\("number".padded(10))without a scale"] + rows
  }

  /// Writes the scale into the text of the mapping.
  ///
  /// - Parameters:
  ///   - scale: The scale.
  ///   - text: The mapping's file, of which nothing else is changed.
  /// - Throws: `MappingText.Refusal`; the text is as it was then.
  public func apply(
    _ scale: [FaderMark], to text: inout MappingText
  ) throws(MappingText.Refusal) {
    let marks = scale.map { "\($0.level.plain) dB: \($0.raw)" }.joined(separator: ", ")
    try text.apply([MappingText.Change("scale", "{\(marks)}")], to: target.row)
  }
}

extension Decibels {
  /// The number, without a point where there is nothing behind it.
  fileprivate var plain: String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
