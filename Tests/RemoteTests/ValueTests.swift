import ConsoleModel
import Remote
import Testing

/// Every parameter of the table over the protocol.
@Suite struct ValueTests {
  /// A value that a row allows, often an end of its range.
  private func value(_ row: Parameter, _ console: Console, _ dice: inout Dice) -> Double {
    let isWhole =
      switch row.unit {
      case .onOff, .words, .channel, .bus: true
      default: false
      }
    var range = row.range
    if row.unit == .channel { range = 0...Double(console.size.channels) }
    if row.unit == .bus {
      return Double(BusID.everyName.firstIndex(of: console.buses[Int(dice.next() % 5)].id) ?? 0)
    }
    if row.unit == .placeOrFollow || row.unit == .decibelsOrNone, dice.next() % 4 == 0 {
      return .infinity
    }
    if !isWhole && dice.next() % 4 == 0 {
      return Bool.random(using: &dice) ? range.lowerBound : range.upperBound
    }
    let low = max(range.lowerBound, -100)
    let number = Double.random(in: low...max(low, min(range.upperBound, 20_000)), using: &dice)
    return isWhole ? number.rounded() : number
  }

  @Test func everyParameterIsReadAsTheConsoleHasIt() {
    var door = Door()
    let told = values(door.ask(#"{"op":"get","addresses":["*"]}"#))
    let console = door.desk.console
    #expect(told.map(\.address) == console.addresses.map(\.description))
    for (address, told) in zip(console.addresses, told) {
      #expect(address.parameter.json(console.value(of: address) ?? .nan) == told.value)
    }
  }

  @Test func whatIsSetIsWhatIsRead() throws {
    var dice = Dice(2)
    var door = Door()
    var (made, refused) = (0, 0)
    for address in door.desk.console.addresses {
      let wanted = value(address.parameter, door.desk.console, &dice)
      var copy = Console.small
      let isAllowed = (try? copy.set(address, to: wanted)) != nil
      // As a number where it is one, else as a word; then as the text of a console file.
      for json in [address.parameter.json(wanted), .string(address.parameter.text(wanted))] {
        door = Door()
        let line = JSON.object([
          ("op", .string("set")), ("address", .string("\(address)")), ("value", json),
        ]).line
        let answer = door.ask(line)
        guard isAllowed else {
          #expect(answer.first?["error"] != nil, "\(line)")
          refused += 1
          continue
        }
        made += 1
        let isAsByHand = door.desk.console == copy
        #expect(isAsByHand, "\(line): \(answer)")
        let told = values(answer)
        let back = values(door.ask(#"{"op":"get","addresses":["\#(address)"]}"#))
        #expect(told.first?.value == back.first?.value && told.count == 1)
        let isSame =
          back.first?.value == address.parameter.json(wanted)
          || back.first?.value.double.map { abs($0 - wanted) < 1e-9 } ?? false
        #expect(isSame, "\(line): \(back)")
      }
    }
    print("remote: \(made) values set and read, \(refused) refused as by the console itself")
    #expect(refused < made / 10)
  }

  @Test(arguments: [
    ("channel * fader", ["channel 1 fader", "channel 2 fader", "channel 3 fader"]),
    ("channel 2..9 pan", ["channel 2 pan", "channel 3 pan"]),
    ("mute group * on", ["mute group 1 on", "mute group 2 on"]),
    (
      "main sends.*.on",
      [
        "main sends.aux 1.on", "main sends.aux 2.on", "main sends.fx 1.on",
        "main sends.fx 2.on", "main sends.matrix 1.on",
      ]
    ),
    ("aux 1 sends.fx *.level", ["aux 1 sends.fx 1.level", "aux 1 sends.fx 2.level"]),
    ("vca * vcas.*", ["vca 1 vcas.1", "vca 1 vcas.2", "vca 2 vcas.1", "vca 2 vcas.2"]),
    (
      "channel 1 eq.2.*",
      [
        "channel 1 eq.2.on", "channel 1 eq.2.shape", "channel 1 eq.2.frequency",
        "channel 1 eq.2.gain", "channel 1 eq.2.q",
      ]
    ),
    ("* dim-level", ["monitor dim-level"]), ("desk solo-e*", []),
  ])
  func wildcardsMeanWhatTheySay(pattern: String, expected: [String]) {
    var door = Door()
    let told = values(door.ask(#"{"op":"get","addresses":["\#(pattern)"]}"#)).map(\.address)
    #expect(told == expected)
  }

  @Test func aWildcardAtTheEndMeansAllThatFollows() {
    var door = Door()
    let all = door.desk.console.addresses
    for owner in ["channel 2", "aux 1", "vca 1", "desk", "mute group 2"] {
      let told = values(door.ask(#"{"op":"get","addresses":["\#(owner) *"]}"#)).map(\.address)
      #expect(told == all.filter { "\($0.owner)" == owner }.map(\.description))
    }
    let told = values(door.ask(#"{"op":"get","addresses":["* gate.*"]}"#)).map(\.address)
    #expect(told == all.map(\.description).filter { $0.contains(" gate.") })
  }
}
