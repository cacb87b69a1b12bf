import ConsoleModel
import Testing
import Units

/// Every parameter of the largest desk, by its address.
@Suite struct ParameterAddressTests {
  private static let largest: Console = {
    var size = ConsoleSize()
    let most = ConsoleSize.limits
    (size.channels, size.groups, size.auxes) = (most.channels, most.groups, most.auxes)
    (size.fxs, size.matrices, size.vcas) = (most.fxs, most.matrices, most.vcas)
    size.muteGroups = most.muteGroups
    return Console(name: "largest", size: size)
  }()

  @Test func aNewConsoleHasEveryDefault() {
    let console = Self.largest
    let addresses = console.addresses
    #expect(addresses.count > 100_000)
    for address in addresses where console.value(of: address) != address.defaultValue {
      Issue.record("\(address): \(console.value(of: address) ?? .nan)")
    }
  }

  /// Sets every parameter to both ends, the middle and a word, and back to its default.
  @Test func whatWasSetIsThere() throws {
    var console = Self.largest
    for address in console.addresses {
      let row = address.parameter
      let middle = row.value(at: FaderPosition(0.37))
      var values = [row.range.lowerBound, row.range.upperBound, middle]
      if row.allows(.infinity) { values.append(.infinity) }
      for value in values + [address.defaultValue] {
        if closesALoop(address, value, console) || isAlone(address, value, console) {
          #expect(throws: EditRefusal.self) { try console.set(address, to: value) }
          continue
        }
        try console.set(address, to: value)
        let found = console.value(of: address) ?? .nan
        if found != value && abs(found - value) > 1e-12 {
          Issue.record("\(address) was set to \(value) and is \(found)")
        }
      }
      // A send whose level was set is on, which no parameter of its own takes back.
      if case .control(.sendLevel) = row.id, let bus = address.key.bus {
        try console.set(ParameterAddress(address.owner, ParameterKey(.sendOn, to: bus)), to: 0)
      }
    }
    #expect(console.addresses.allSatisfy { console.value(of: $0) == $0.defaultValue })
  }

  /// The last channel has no next one, and no VCA hangs under itself.
  private func isAlone(
    _ address: ParameterAddress, _ value: Double, _ console: Console
  ) -> Bool {
    guard value == 1, case .strip(let id) = address.owner else { return false }
    if let number = address.key.number, case .vca = id { return id == .vca(number) }
    return address.key == ParameterKey(.link) && id == .channel(console.channels.count)
  }

  /// On a new console groups and fx feed main and nothing else, so that these are all loops.
  private func closesALoop(
    _ address: ParameterAddress, _ value: Double, _ console: Console
  ) -> Bool {
    guard let bus = address.key.bus, case .strip(.bus(let source)) = address.owner else {
      return false
    }
    let isLoop = source == bus || (source == .main && (bus.kind == .group || bus.kind == .fx))
    switch address.key.id {
    case .control(.group), .control(.main), .control(.sendOn): return isLoop && value == 1
    case .control(.sendLevel): return isLoop && console.strip(.bus(source))?.sends[bus] == nil
    default: return false
    }
  }

  @Test func whatIsBeyondARangeIsRefusedInTheTablesWords() throws {
    let console = Self.largest
    let addresses = console.addresses
    for row in Parameter.table {
      let address = try #require(addresses.first { $0.key.id == row.id })
      for value in [row.range.lowerBound - 1, row.range.upperBound + 1, .nan, -.infinity]
      where !row.allows(value) {
        var desk = console
        do throws(EditRefusal) {
          try desk.set(address, to: value)
          Issue.record("\(address) at \(value)")
        } catch {
          #expect(error.description.hasPrefix("\(address.key) at "))
          #expect(error.description.hasSuffix(" is out of range; allowed is \(row.allowed)"))
        }
      }
    }
  }

  @Test func typedEditsAndTheTableAgree() throws {
    let aux = BusID(.aux, 3)
    let pairs: [(String, Double, ConsoleEdit)] = [
      ("channel 2 trim", -3.5, .trim(.channel(2), Decibels(-3.5))),
      ("channel 2 polarity", 1, .polarity(.channel(2), inverted: true)),
      ("vca 2 fader", -.infinity, .fader(.vca(2), .silence)),
      ("main fader", 10, .fader(.main, .faderTop)),
      ("monitor mute", 1, .mute(.monitor, true)), ("vca 1 solo", 1, .solo(.vca(1), true)),
      ("fx 1 solo-safe", 0, .soloSafe(.fx(1), false)),
      ("channel 9 arm", 1, .arm(.channel(9), true)),
      ("group 1 pan", -50, .pan(.group(1), Pan(-0.5))),
      ("channel 1 main", 0, .assign(.channel(1), to: .main, false)),
      ("channel 1 groups.4", 1, .assign(.channel(1), to: BusID(.group, 4), true)),
      ("talkback to.aux 3", 1, .assign(.talkback, to: aux, true)),
      ("oscillator to.main", 1, .assign(.oscillator, to: .main, true)),
      ("channel 1 sends.aux 3.level", -12, .sendLevel(.channel(1), to: aux, Decibels(-12))),
      ("channel 1 sends.aux 3.on", 1, .sendOn(.channel(1), to: aux, true)),
      ("channel 1 sends.aux 3.tap", 2, .sendTap(.channel(1), to: aux, .postEQ)),
      ("channel 1 sends.aux 3.pan", 25, .sendPan(.channel(1), to: aux, .fixed(Pan(0.25)))),
      ("channel 1 sends.aux 3.pan", .infinity, .sendPan(.channel(1), to: aux, .follow)),
      ("channel 1 eq.2.gain", 6, .set(.channel(1), .eq(2, .gain), 6)),
      ("monitor source", 33, .monitorSource(BusID(.aux, 2))), ("desk solo", 2, .soloMode(.inPlace)),
      ("desk meter", 0, .meterPoint(.input)),
      ("channel 3 meter", 2, .set(.channel(3), .meter, 2)),
      ("talkback meter", 3, .set(.talkback, .meter, 3)),
      ("channel 3 direct.level", -.infinity, .set(.channel(3), .directLevel, -.infinity)),
      ("mute group 7 on", 1, .muteGroup(7, isOn: true)),
      ("mute group 7 dim", -20, .muteGroupDim(7, Decibels(-20))),
      ("mute group 7 dim", .infinity, .muteGroupDim(7, nil)),
    ]
    for (text, value, edit) in pairs { #expect(try ParameterAddress(text).edit(value) == edit) }
  }

  @Test func textsAreReadBack() throws {
    for address in Self.largest.addresses where try ParameterAddress(address.description) != address
    {
      Issue.record("\(address)")
    }
  }

  @Test(arguments: [
    (
      "channel 1 gate.treshold", "unknown parameter 'gate.treshold'; did you mean 'gate.threshold'?"
    ),
    ("channel 1 fadr", "unknown parameter 'fadr'; did you mean 'fader'?"),
    ("vca 1 trim", "unknown parameter 'trim'"),
    ("chanel 1 fader", "unknown strip 'chanel 1'; did you mean 'channel 1'?"),
    ("mute grup 1 on", "unknown strip 'mute grup 1'; did you mean 'mute group 1'?"),
    ("dsk solo", "unknown strip 'dsk'; did you mean 'desk'?"),
    ("channel 01 fader", "unknown strip 'channel 01'; did you mean 'channel 1'?"),
    ("channel 1  fader", "unknown parameter ' fader'; did you mean 'fader'?"),
    ("channel 1 sends.axu 2.level", "unknown bus 'axu 2'; did you mean 'aux 1'?"),
    ("channel 1 sends.group 2.level", "unknown bus 'group 2'"),
    (
      "channel 1 sends.aux 2.levle",
      "unknown parameter 'sends.aux 2.levle'; did you mean 'sends.aux 2.level'?"
    ),
    ("channel 1 groups.x", "unknown bus 'x'"),
    ("channel 1", "no parameter is named"), ("", "no strip is named"),
    ("main", "no parameter is named"),
    ("fader", "unknown strip 'fader'"),
  ]) func saysWhatWasProbablyMeant(text: String, message: String) {
    do throws(AddressMistake) {
      let address = try ParameterAddress(text)
      Issue.record("\(address)")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test func whatTheConsoleLacksHasNoValueAndIsRefused() throws {
    var console = Console(name: "Test")
    for text in [
      "channel 33 fader", "matrix 1 mute", "vca 9 fader", "mute group 9 on",
      "channel 1 sends.matrix 1.level", "channel 1 groups.9", "channel 33 eq.on",
    ] {
      let address = try ParameterAddress(text)
      #expect(console.value(of: address) == nil, "\(text)")
      #expect(throws: EditRefusal.self, "\(text)") { try console.set(address, to: 0) }
    }
    for (owner, key) in [
      (ParameterOwner.muteGroup(1), ParameterKey(.fader)), (.desk, ParameterKey(.gateOn)),
      (.strip(.vca(1)), ParameterKey(.gateOn)), (.strip(.monitor), ParameterKey(.solo)),
      (.strip(.main), ParameterKey(.soloMode)),
    ] {
      let address = ParameterAddress(owner, key)
      #expect(console.value(of: address) == nil, "\(address)")
      #expect(throws: EditRefusal.self, "\(address)") { try console.set(address, to: 0) }
    }
    #expect(throws: EditRefusal.noSuch("channel 33")) {
      try console.set(ParameterAddress("channel 1 gate.key"), to: 33)
    }
    #expect(throws: EditRefusal.noSuch("matrix 1")) {
      try console.set(
        ParameterAddress("monitor source"),
        to: Double(BusID.everyName.firstIndex(of: BusID(.matrix, 1)) ?? 0))
    }
    #expect(console == Console(name: "Test"))
  }

  @Test func valuesHaveTheConsoleFilesWords() throws {
    let texts: [(String, Double, String)] = [
      ("main fader", -.infinity, "-inf dB"), ("main fader", -6.5, "-6.5 dB"),
      ("main pan", 0, "C"), ("main pan", -50, "L50"), ("main pan", 12.5, "R12.5"),
      ("channel 1 sends.fx 1.pan", .infinity, "follow"), ("channel 1 polarity", 1, "inverted"),
      ("channel 1 sends.fx 1.tap", 4, "post-fader"), ("mute group 1 dim", .infinity, "none"),
      ("mute group 1 dim", -20, "-20 dB"), ("desk solo", 0, "pfl"), ("monitor source", 96, "main"),
      ("channel 1 gate.key", 0, "none"), ("channel 1 gate.ratio", .infinity, "inf"),
      ("channel 1 mute", 1, "on"), ("channel 1 meter", 0, "desk"), ("main meter", 1, "input"),
      ("desk meter", 0, "input"), ("channel 1 direct.tap", 3, "pre-fader"),
      ("channel 1 direct.level", -.infinity, "-inf dB"),
    ]
    for (address, value, text) in texts {
      #expect(try ParameterAddress(address).parameter.text(value) == text)
    }
  }
}
