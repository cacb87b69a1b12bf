import ConsoleModel
import Units

/// Draws desks and edits of everything that can be heard.
struct RandomDesk {
  var dice: Dice
  let size: ConsoleSize
  let inputs: Int
  let outputs: Int
  private let strips: [StripID]
  private let carriers: [StripID]
  private let buses: [BusID]

  /// Draws the sizes of a desk and of its device.
  init(seed: UInt64) {
    dice = Dice(seed)
    var size = ConsoleSize()
    size.channels = dice.number(0...24)
    size.groups = dice.number(0...5)
    size.auxes = dice.number(0...4)
    size.fxs = dice.number(0...3)
    size.matrices = dice.chance(50) ? dice.number(1...3) : 0
    size.vcas = dice.number(0...6)
    size.muteGroups = dice.number(0...3)
    self.size = size
    inputs = dice.number(1...28)
    outputs = dice.number(1...20)
    let desk = Console(name: "idle", size: size)
    strips = desk.stripIDs
    carriers = strips.filter { desk.strip($0) != nil }
    buses = desk.buses.map(\.id)
  }

  /// Draws a desk far from idle.
  mutating func desk() -> Console {
    var console = Console(name: "random", size: size)
    console.panLaw = PanLaw.allCases.randomElement(using: &dice) ?? .minus3
    console.muteReach = dice.chance(50) ? .all : .postFader
    for id in carriers {
      if dice.chance(80) { console.attempt(.fader(id, level())) }
      if dice.chance(30) { console.attempt(.width(id, dice.chance(50) ? .mono : .stereo)) }
      patch(id, &console)
    }
    for _ in 0..<dice.number(10...120) { console.attempt(edit(on: console)) }
    for id in carriers where dice.chance(15) { patchInsert(id, &console) }
    for id in carriers where dice.chance(20) { patchDirect(id, &console) }
    if !dice.chance(25) { console.attempt(.clearSolo) }
    if dice.chance(30) {
      console.attempt(.talkbackInput(dice.number(1...inputs)))
      console.attempt(.set(.talkback, .talkbackOn, dice.chance(70) ? 1 : 0))
      for _ in 0..<3 { console.attempt(monitorEdit()) }
    }
    return console
  }

  private mutating func patch(_ id: StripID, _ console: inout Console) {
    let sides = console.strip(id)?.width.sides ?? 1
    switch id {
    case .channel(let number):
      console.attempt(.inputs(channel: number, (0..<sides).map { _ in dice.number(1...inputs) }))
    case .bus(let bus):
      let first = dice.number(1...outputs + 2)
      console.attempt(.outputs(bus, (0..<sides).map { first + $0 }))
    case .vca, .source: break
    }
  }

  /// Patches an insert to outputs and inputs that the device may not have.
  private mutating func patchInsert(_ id: StripID, _ console: inout Console) {
    let sides = console.strip(id)?.width.sides ?? 1
    let first = dice.number(1...outputs + 2)
    console.attempt(
      .insert(
        id, outputs: (0..<sides).map { first + $0 },
        inputs: (0..<sides).map { _ in dice.number(1...inputs + 2) }))
    console.attempt(.set(id, .insertOn, dice.chance(70) ? 1 : 0))
  }

  /// Patches a channel's direct out, maybe to outputs that the device does not have.
  private mutating func patchDirect(_ id: StripID, _ console: inout Console) {
    let sides = console.strip(id)?.width.sides ?? 1
    let first = dice.number(1...outputs + 2)
    console.attempt(.direct(id, outputs: (0..<sides).map { first + $0 }))
    for _ in 0..<3 { console.attempt(directEdit(id)) }
  }

  /// Draws an edit of a direct out, which only channels have.
  private mutating func directEdit(_ id: StripID) -> ConsoleEdit {
    switch dice.number(0...3) {
    case 0: .set(id, .directOn, dice.chance(70) ? 1 : 0)
    case 1: .set(id, .directTap, Double(dice.number(0...4)))
    case 2: .set(id, .directLevel, level().value)
    default: .set(id, .directOn, 1)
    }
  }

  mutating func level() -> Decibels {
    switch dice.number(0...9) {
    case 0: .silence
    case 1, 2: .unity
    case 3: .faderTop
    default: Decibels(.random(in: -40...10, using: &dice))
    }
  }

  private mutating func carrier() -> StripID { carriers.randomElement(using: &dice) ?? .main }
  private mutating func strip() -> StripID {
    size.vcas > 0 && dice.chance(30)
      ? .vca(dice.number(1...size.vcas)) : carrier()
  }

  private mutating func bus(_ kinds: Set<BusKind>) -> BusID {
    buses.filter { kinds.contains($0.kind) }.randomElement(using: &dice) ?? .main
  }

  private mutating func pan() -> Pan {
    switch dice.number(0...4) {
    case 0: .left
    case 1: .right
    case 2: .centre
    default: Pan(.random(in: -1...1, using: &dice))
    }
  }

  /// Draws an edit; the desk may refuse it.
  mutating func edit(on desk: Console) -> ConsoleEdit {
    if dice.chance(8) { return monitorEdit() }
    if dice.chance(3) { return directEdit(carrier()) }
    if dice.chance(2) { return .direct(carrier(), outputs: [dice.number(1...outputs)]) }
    if dice.chance(2) { return .set(carrier(), .meter, Double(dice.number(0...3))) }
    return switch dice.number(0...99) {
    case 0...14: .fader(strip(), level())
    case 15...21: .mute(strip(), dice.chance(40))
    case 22...24: .solo(strip(), dice.chance(40))
    case 25...29: .pan(carrier(), pan())
    case 30...34: .trim(carrier(), Decibels(.random(in: -30...20, using: &dice)))
    case 35...37: .polarity(carrier(), inverted: dice.chance(50))
    case 38...49: .assign(carrier(), to: bus([.group, .main]), dice.chance(75))
    case 50...64: .sendLevel(carrier(), to: bus([.aux, .fx, .matrix]), level())
    case 65...67: .sendOn(carrier(), to: bus([.aux, .fx, .matrix]), dice.chance(60))
    case 68...72: .sendTap(carrier(), to: bus([.aux, .fx, .matrix]), tap())
    case 73...74: .sendPan(carrier(), to: bus([.aux, .fx, .matrix]), .fixed(pan()))
    case 75:
      .sendWidth(carrier(), to: bus([.aux, .fx, .matrix]), .random(in: 0...200, using: &dice))
    case 76: sparing()
    case 77...84: .joinVCA(strip(), vca: dice.number(1...max(1, size.vcas)))
    case 85...87: leaving(desk)
    case 88...90: .joinMuteGroup(carrier(), group: dice.number(1...max(1, size.muteGroups)))
    case 91...92: .muteGroup(dice.number(1...max(1, size.muteGroups)), isOn: dice.chance(50))
    case 93...94: dimming()
    case 95: .set(carrier(), .width, .random(in: 0...200, using: &dice))
    case 96: .width(carrier(), dice.chance(50) ? .mono : .stereo)
    default: .delay(bus([.fx]), Milliseconds(.random(in: 0...8, using: &dice)))
    }
  }

  private mutating func tap() -> Tap { Tap.allCases.randomElement(using: &dice) ?? .postFader }

  /// Draws an edit of solo modes, the monitor or the talkback.
  private mutating func monitorEdit() -> ConsoleEdit {
    let isOn = dice.chance(50) ? 1.0 : 0
    return switch dice.number(0...11) {
    case 10: .soloOption(.inputFirst(isOn == 1))
    case 11:
      .soloOption(
        .tap(
          BusKind.allCases.randomElement(using: &dice) ?? .main,
          SoloTap.allCases.randomElement(using: &dice) ?? .preFader))
    case 0: .soloMode(SoloMode.allCases.randomElement(using: &dice) ?? .preFader)
    case 1: .soloSafe(carrier(), isOn == 1)
    case 2: .monitorSource(bus(Set(BusKind.allCases)))
    case 3: .set(.monitor, .dimOn, isOn)
    case 4: .set(.monitor, .dimLevel, .random(in: -40...0, using: &dice))
    case 5: .set(.monitor, .mono, isOn)
    case 6: .set(.talkback, .talkbackOn, isOn)
    case 7: .set(.talkback, .talkbackLevel, .random(in: -20...10, using: &dice))
    case 8: .set(.talkback, .talkbackDim, .random(in: -40...0, using: &dice))
    default: .assign(.talkback, to: bus(Set(BusKind.allCases)), dice.chance(70))
    }
  }

  private mutating func leaving(_ desk: Console) -> ConsoleEdit {
    let id = strip()
    let vca = desk.directMasters(of: id).sorted().randomElement(using: &dice) ?? 1
    return .leaveVCA(id, vca: vca, keeping: dice.chance(50) ? .sound : .fader)
  }

  /// Draws what spares strips and sends from mutes, and what mutes all.
  private mutating func sparing() -> ConsoleEdit {
    switch dice.number(0...9) {
    case 0: .allMute(dice.chance(30))
    case 1...3: .muteSafe(carrier(), dice.chance(60))
    default:
      .sendMute(
        carrier(), to: bus([.aux, .fx, .matrix]),
        SendMute.allCases.randomElement(using: &dice) ?? .safe)
    }
  }

  private mutating func dimming() -> ConsoleEdit {
    .muteGroupDim(
      dice.number(1...max(1, size.muteGroups)),
      dice.chance(60) ? Decibels(.random(in: -30 ... -1, using: &dice)) : nil)
  }
}
