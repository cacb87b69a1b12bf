import ConsoleModel
import Testing
import Units

@Suite struct RoundTripTests {
  @Test func readsEveryConsoleThatEditsCanMake() throws {
    for seed in 0..<UInt64(200 * testScale) {
      let desk = RandomDesk(seed: seed).console
      let loaded = loadWhole(Writer(console: desk).text)
      #expect(loaded.messages.filter { $0.contains(" error: ") } == [], "seed \(seed)")
      try #require(loaded.console == desk, "seed \(seed)")
    }
  }
}

/// Makes a small desk by random edits of every kind; those that it refuses are left out.
struct RandomDesk {
  private(set) var console: Console
  private var random: Seeded

  init(seed: UInt64) {
    random = Seeded(seed)
    var size = ConsoleSize()
    size.channels = random.number(1...4)
    size.groups = random.number(0...3)
    size.auxes = random.number(0...3)
    size.fxs = random.number(0...3)
    size.matrices = random.number(0...2)
    size.vcas = random.number(0...6)
    size.muteGroups = random.number(0...3)
    console = Console(name: random.chance(50) ? "Bob's #1: desk" : "Ünïcode 🎛️", size: size)
    console.rampTime = Milliseconds(.random(in: 1...200, using: &random))
    console.panLaw = PanLaw.allCases.randomElement(using: &random) ?? .minus3
    console.muteReach = MuteReach.allCases.randomElement(using: &random) ?? .all
    for _ in 0..<120 {
      let edit = edit()
      try? console.apply(edit)
    }
  }

  private mutating func soloOption() -> ConsoleEdit {
    let isOn = random.chance(50)
    return switch random.number(0...5) {
    case 0: .soloOption(.exclusive(isOn))
    case 1: .soloOption(.inputFirst(isOn))
    case 2: .soloOption(.followsSelect(isOn))
    case 3: .soloOption(.key(SoloKey.allCases.randomElement(using: &random) ?? .latch))
    default:
      .soloOption(
        .tap(
          [BusKind.group, .aux, .fx, .matrix, .main].randomElement(using: &random) ?? .main,
          SoloTap.allCases.randomElement(using: &random) ?? .preFader))
    }
  }

  private mutating func edit() -> ConsoleEdit {
    let sources = [StripID.talkback, .oscillator]
    let id = (console.stripIDs + sources).randomElement(using: &random) ?? .main
    let isOn = random.chance(60)
    return switch random.number(0...41) {
    case 38: .meterPoint(MeterPoint.allCases.randomElement(using: &random) ?? .preFader)
    case 39: direct()
    case 40: .set(id, .meter, Double(random.number(0...3)))
    case 41: .set(id, .directLevel, level().value)
    case 28: .muteSafe(id, isOn)
    case 29: .sendMute(id, to: bus(), SendMute.allCases.randomElement(using: &random) ?? .safe)
    case 30: .sendWidth(id, to: bus(), .random(in: 0...200, using: &random))
    case 31: .link(channel: random.number(1...4), isOn)
    case 32: .allMute(isOn)
    case 33: .unassign(isOn ? .sound : .fader)
    case 34: .muteReach(isOn ? .all : .postFader)
    case 35...37: soloOption()
    case 20: .soloSafe(id, isOn)
    case 21: .soloMode(SoloMode.allCases.randomElement(using: &random) ?? .preFader)
    case 22: .monitorSource(bus())
    case 23: .talkbackInput(isOn ? random.number(1...256) : nil)
    case 24: .assign(isOn ? .talkback : .oscillator, to: bus(), random.chance(70))
    case 0: .fader(id, level())
    case 1: .mute(id, isOn)
    case 2: .solo(id, isOn)
    case 3: .arm(id, isOn)
    case 4: .pan(id, pan())
    case 5: .trim(id, Decibels(.random(in: -60...20, using: &random)))
    case 6: .polarity(id, inverted: isOn)
    case 7:
      .name(
        id, ["Kick", "null", "~", "[x]", "3", "a: b", "yes"].randomElement(using: &random) ?? "")
    case 8, 9: .assign(id, to: bus(), isOn)
    case 10: .sendLevel(id, to: bus(), level())
    case 11: .sendOn(id, to: bus(), isOn)
    case 12: .sendTap(id, to: bus(), Tap.allCases.randomElement(using: &random) ?? .input)
    case 13: .sendPan(id, to: bus(), isOn ? .fixed(pan()) : .follow)
    case 14: .joinVCA(id, vca: random.number(1...6))
    case 15: .joinMuteGroup(id, group: random.number(1...3))
    case 16: muteGroup()
    case 17: .width(id, isOn ? .stereo : .mono)
    case 18: plugs(id)
    case 25: insert(id)
    case 19: .delay(bus(), Milliseconds(.random(in: 0...2000, using: &random)))
    default: setting(id)
    }
  }

  private mutating func setting(_ id: StripID) -> ConsoleEdit {
    let settings = id.kind.map { Setting.all(of: $0) } ?? []
    guard let setting = settings.randomElement(using: &random) else { return .clearSolo }
    let row = setting.parameter
    let low = max(row.range.lowerBound, -100)
    let high = min(row.range.upperBound, low + 1000)
    var value = Double.random(in: low...high, using: &random)
    if row.range.upperBound == .infinity && random.chance(20) { value = .infinity }
    return .set(id, setting, row.allows(value) ? value : value.rounded())
  }

  private mutating func muteGroup() -> ConsoleEdit {
    switch random.number(0...2) {
    case 0: .muteGroup(random.number(1...3), isOn: random.chance(50))
    case 1: .muteGroupDim(random.number(1...3), random.chance(80) ? level() : nil)
    default: .muteGroupName(random.number(1...3), "All \(random.number(1...9))")
    }
  }

  private mutating func plugs(_ id: StripID) -> ConsoleEdit {
    let plugs = (0..<random.number(0...2)).map { _ in random.number(1...12) }
    if case .channel(let number) = id { return .inputs(channel: number, plugs) }
    return .outputs(bus(), plugs)
  }

  private mutating func insert(_ id: StripID) -> ConsoleEdit {
    let sides = console.strip(id)?.width.sides ?? 1
    func plugs() -> [Int] {
      random.chance(20) ? [] : (0..<sides).map { _ in random.number(10...40) }
    }
    return .insert(id, outputs: plugs(), inputs: plugs())
  }

  private mutating func direct() -> ConsoleEdit {
    let outputs = (0..<random.number(0...2)).map { _ in random.number(10...40) }
    return .direct(.channel(random.number(1...4)), outputs: outputs)
  }

  private mutating func bus() -> BusID {
    console.buses.map(\.id).randomElement(using: &random) ?? .main
  }

  private mutating func level() -> Decibels {
    random.chance(20) ? .silence : Decibels(.random(in: -100...10, using: &random))
  }

  /// A pan that is a whole number of thousandths, so that it survives being written in percent.
  private mutating func pan() -> Pan { Pan(Double(random.number(-100...100)) / 100) }
}
