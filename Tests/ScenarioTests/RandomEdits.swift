import ConsoleModel
import Units

/// A stream of edits of every kind, some of which a console refuses.
struct RandomEdits {
  private var dice: Dice
  private let size: ConsoleSize
  /// The longest delay that an fx bus is given, in milliseconds.
  private let longestDelay = 20.0

  init(seed: UInt64, size: ConsoleSize) {
    dice = Dice(seed)
    self.size = size
  }

  /// How many kinds there are.
  static let kindCount = 44

  /// The place of an edit's kind; a new kind of edit does not compile until it is listed here.
  static func kind(of edit: ConsoleEdit) -> Int {
    switch edit {
    case .fader: 0
    case .mute: 1
    case .solo: 2
    case .arm: 3
    case .pan: 4
    case .trim: 5
    case .polarity: 6
    case .name: 7
    case .assign: 8
    case .sendLevel: 9
    case .sendOn: 10
    case .sendTap: 11
    case .sendPan: 12
    case .joinVCA: 13
    case .leaveVCA: 14
    case .joinMuteGroup: 15
    case .leaveMuteGroup: 16
    case .muteGroup: 17
    case .muteGroupDim: 18
    case .muteGroupName: 19
    case .width: 20
    case .inputs: 21
    case .outputs: 22
    case .delay: 23
    case .set: 24
    case .clearSolo: 25
    case .soloSafe: 26
    case .soloMode: 27
    case .monitorSource: 28
    case .talkbackInput: 29
    case .insert: 30
    case .sendWidth: 31
    case .sendMute: 32
    case .copySends: 33
    case .copyMix: 34
    case .muteSafe: 35
    case .allMute: 36
    case .muteReach: 37
    case .unassign: 38
    case .soloOption: 39
    case .link: 40
    case .direct: 41
    case .meterPoint: 42
    case .colour: 43
    }
  }

  /// The next edit.
  mutating func next() -> ConsoleEdit {
    let kind = Int.random(in: 0..<Self.kindCount, using: &dice)
    return kind < 8
      ? stripEdit(kind)
      : kind < 13
        ? routingEdit(kind)
        : kind < 31 ? otherEdit(kind) : deskEdit(kind)
  }

  private mutating func stripEdit(_ kind: Int) -> ConsoleEdit {
    switch kind {
    case 0: .fader(anyStrip(), level())
    case 1: .mute(anyStrip(), flip())
    // Few solos, so that main is mostly heard on the monitor.
    case 2: .solo(anyStrip(), number(4) == 1)
    case 3: .arm(.channel(number(size.channels)), flip())
    case 4: .pan(signalStrip(), pan())
    case 5: .trim(signalStrip(), Decibels(Double.random(in: -60...20, using: &dice)))
    case 6: .polarity(signalStrip(), inverted: flip())
    default: .name(anyStrip(), "Strip \(number(99))")
    }
  }

  private mutating func routingEdit(_ kind: Int) -> ConsoleEdit {
    switch kind {
    case 8:
      number(6) == 1
        ? .assign(source(), to: anyBus(), flip()) : .assign(signalStrip(), to: assignable(), flip())
    case 9: .sendLevel(signalStrip(), to: sendable(), level())
    case 10: .sendOn(signalStrip(), to: sendable(), flip())
    case 11: .sendTap(signalStrip(), to: sendable(), tap())
    default: .sendPan(signalStrip(), to: sendable(), flip() ? .follow : .fixed(pan()))
    }
  }

  private mutating func otherEdit(_ kind: Int) -> ConsoleEdit {
    switch kind {
    case 13: .joinVCA(anyStrip(), vca: number(size.vcas))
    case 14: .leaveVCA(anyStrip(), vca: number(size.vcas), keeping: flip() ? .fader : .sound)
    case 15: .joinMuteGroup(signalStrip(), group: number(size.muteGroups))
    case 16: .leaveMuteGroup(signalStrip(), group: number(size.muteGroups))
    case 17: .muteGroup(number(size.muteGroups), isOn: flip())
    case 18: .muteGroupDim(number(size.muteGroups), flip() ? Decibels(-12) : nil)
    case 19: .muteGroupName(number(size.muteGroups), "Group \(number(9))")
    case 20: .width(signalStrip(), flip() ? .mono : .stereo)
    case 21: .inputs(channel: number(size.channels), plugs(size.channels))
    case 22: .outputs(anyBus(), plugs(8))
    case 23:
      .delay(
        BusID(.fx, number(size.fxs)),
        Milliseconds(Double.random(in: 0...longestDelay, using: &dice)))
    case 24: set()
    case 26: .soloSafe(signalStrip(), flip())
    // Few solos in place, so that main is mostly heard.
    case 27: .soloMode(number(4) == 1 ? .inPlace : flip() ? .preFader : .afterFader)
    case 28: .monitorSource(flip() ? .main : anyBus())
    case 29: .talkbackInput(flip() ? number(size.channels) : nil)
    case 30: .insert(signalStrip(), outputs: plugs(8), inputs: plugs(size.channels))
    default: .clearSolo
    }
  }

  private mutating func deskEdit(_ kind: Int) -> ConsoleEdit {
    switch kind {
    case 31: .sendWidth(signalStrip(), to: sendable(), Double.random(in: 0...200, using: &dice))
    case 32:
      .sendMute(
        signalStrip(), to: sendable(), SendMute.allCases.randomElement(using: &dice) ?? .safe)
    case 33: .copySends(from: signalStrip(), to: signalStrip())
    case 34: .copyMix(from: sendable(), to: sendable())
    case 35: .muteSafe(signalStrip(), flip())
    // Seldom, so that there is something to hear.
    case 36: .allMute(number(4) == 1)
    case 37: .muteReach(flip() ? .all : .postFader)
    case 38: .unassign(flip() ? .fader : .sound)
    case 39: soloOption()
    case 41: .direct(.channel(number(size.channels)), outputs: plugs(8))
    case 43: .colour(signalStrip(), StripColour.allCases.randomElement(using: &dice) ?? .red)
    case 42: .meterPoint(MeterPoint.allCases.randomElement(using: &dice) ?? .input)
    default: .link(channel: number(size.channels), flip())
    }
  }

  private mutating func soloOption() -> ConsoleEdit {
    switch number(5) {
    case 1: .soloOption(.exclusive(flip()))
    case 2: .soloOption(.inputFirst(flip()))
    case 3: .soloOption(.followsSelect(flip()))
    case 4: .soloOption(.key(SoloKey.allCases.randomElement(using: &dice) ?? .latch))
    default:
      .soloOption(
        .tap(
          BusKind.allCases.randomElement(using: &dice) ?? .main,
          SoloTap.allCases.randomElement(using: &dice) ?? .preFader))
    }
  }

  private mutating func tap() -> Tap { Tap.allCases.randomElement(using: &dice) ?? .postFader }

  /// A setting of a strip's processing, often to an end of its range.
  private mutating func set() -> ConsoleEdit {
    let strip = number(6) == 1 ? source() : signalStrip()
    let settings = strip.kind.map { Setting.all(of: $0) } ?? []
    guard let setting = settings.randomElement(using: &dice) else { return .clearSolo }
    let row = setting.parameter
    let longest = row.unit == .milliseconds ? longestDelay : 20000
    let low = max(row.range.lowerBound, -100)
    let high = max(low, min(row.range.upperBound, longest))
    let value = flip() ? Double.random(in: low...high, using: &dice) : flip() ? low : high
    return .set(strip, setting, row.allows(value) ? value : value.rounded(.down))
  }

  private mutating func number(_ most: Int) -> Int { Int.random(in: 1...most, using: &dice) }
  private mutating func flip() -> Bool { Bool.random(using: &dice) }
  private mutating func pan() -> Pan { Pan(Double.random(in: -1...1, using: &dice)) }

  private mutating func level() -> Decibels {
    number(8) == 1 ? .silence : Decibels(Double.random(in: -60...10, using: &dice))
  }

  private mutating func plugs(_ most: Int) -> [Int] {
    (0..<number(3) - 1).map { _ in number(most) }
  }

  private mutating func source() -> StripID { flip() ? .talkback : .oscillator }

  private mutating func anyBus() -> BusID {
    switch number(6) {
    case 5 where size.matrices > 0: BusID(.matrix, number(size.matrices))
    case 1: BusID(.group, number(size.groups))
    case 2: BusID(.aux, number(size.auxes))
    case 3: BusID(.fx, number(size.fxs))
    case 4: .main
    default: .monitor
    }
  }

  private mutating func signalStrip() -> StripID {
    number(3) == 1 ? .bus(anyBus()) : .channel(number(size.channels))
  }

  private mutating func anyStrip() -> StripID {
    number(6) == 1 ? .vca(number(size.vcas)) : signalStrip()
  }

  private mutating func assignable() -> BusID {
    flip() ? .main : BusID(.group, number(size.groups))
  }

  private mutating func sendable() -> BusID {
    if size.matrices > 0 && number(4) == 1 { return BusID(.matrix, number(size.matrices)) }
    return flip() ? BusID(.aux, number(size.auxes)) : BusID(.fx, number(size.fxs))
  }
}
