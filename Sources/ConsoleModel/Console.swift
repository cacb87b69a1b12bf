import Units

/// The sizes that a console is made with; they do not change while it runs.
public struct ConsoleSize: Hashable, Sendable {
  public var channels = 32
  public var groups = 8
  public var auxes = 8
  public var fxs = 4
  public var matrices = 0
  public var vcas = 8
  public var muteGroups = 8

  public init() {}

  /// The most of each that may be asked for.
  public static let limits = (
    channels: 256, groups: 32, auxes: 32, fxs: 16, matrices: 16, vcas: 32, muteGroups: 16
  )
}

/// Which sends a mute silences.
public enum MuteReach: String, CaseIterable, Sendable {
  /// Sends before and after the fader.
  case all = "all"
  /// Only what comes after the fader: sends before it stay open.
  case postFader = "post-fader"
}

/// Where the meter of a strip listens.
public enum MeterPoint: String, CaseIterable, Sendable {
  /// After trim and polarity, before every processor.
  case input = "input"
  /// After every processor and the insert.
  case preFader = "pre-fader"
  case postFader = "post-fader"
}

/// The whole desk as a value: what every fader, key and patch is set to.
///
/// The control thread owns the one that runs. Buses are in the order group, aux, fx, matrix, main,
/// monitor.
public struct Console: Hashable, Sendable {
  public var name: String
  /// The sizes that this console was made with.
  public let size: ConsoleSize
  /// How long a gain takes to a target set by hand, 1…200 ms.
  public var rampTime = Milliseconds(5)
  public var muteReach = MuteReach.all
  /// Whether channels and fx returns are mute all at once.
  public internal(set) var isAllMuted = false
  /// What leaving a VCA keeps when nobody says.
  public internal(set) var unassign = Keeping.fader
  public var panLaw = PanLaw.minus3
  /// Where the meters of strips listen that go by the desk: channels, unless they say otherwise.
  public internal(set) var meterPoint = MeterPoint.preFader
  /// What solo keys do.
  public internal(set) var soloMode = SoloMode.preFader
  /// How solo keys behave, and where buses are listened to.
  public internal(set) var soloOptions = SoloOptions()
  /// What the monitor hears while it hears no solo.
  public internal(set) var monitorSource = BusID.main
  public internal(set) var channels: [Channel]
  public internal(set) var buses: [Bus]
  public internal(set) var vcas: [VCA]
  public internal(set) var muteGroups: [MuteGroup]
  /// The signals of the desk itself, in the order of `Source.allCases`: their settings, the
  /// talkback's input, and as assigns the buses that they go to.
  public internal(set) var sources: [Channel]

  /// Makes an idle desk: channels at minus infinity and assigned to the main bus, no sends.
  ///
  /// Channel k listens to device input k. Groups and fx returns stand at 0 dB and go to main, and
  /// main stands at minus infinity, so that nothing is heard before a hand moves. Main plays on
  /// outputs 1 and 2, the monitor on 3 and 4, the auxes and then the matrices on the pairs after
  /// them. Talkback and oscillator are off and go nowhere.
  ///
  /// - Parameters:
  ///   - name: What the desk is called.
  ///   - size: How many of each there are, within `ConsoleSize.limits`.
  public init(name: String, size: ConsoleSize = ConsoleSize()) {
    precondition(size.vcas <= NumberSet.most && size.muteGroups <= NumberSet.most, "sizes")
    self.name = name
    self.size = size
    channels = (1...max(size.channels, 1)).prefix(size.channels).map { number in
      var strip = Strip(
        name: "Ch \(number)", width: .mono, fader: .silence, kind: .channel)
      strip.assigns = [.main]
      return Channel(strip: strip, inputs: [number])
    }
    buses = Self.idleBuses(size)
    vcas = (0..<size.vcas).map { VCA(name: "VCA \($0 + 1)") }
    muteGroups = (0..<size.muteGroups).map { MuteGroup(name: "Mute \($0 + 1)") }
    sources = [StripKind.talkback, .oscillator].map { kind in
      Channel(
        strip: Strip(name: kind.rawValue, width: .mono, fader: .unity, kind: kind), inputs: [])
    }
  }

  /// The desk that runs when no console file is named.
  public static let standard = Console(name: "Busbar")
}

extension Console {
  private static func idleBuses(_ size: ConsoleSize) -> [Bus] {
    func bus(_ id: BusID, _ name: String, _ fader: Decibels, to target: BusID?, _ outputs: [Int])
      -> Bus
    {
      let kind = StripID.bus(id).kind ?? .group
      var strip = Strip(name: name, width: .stereo, fader: fader, kind: kind)
      if let target { strip.assigns = [target] }
      return Bus(id: id, strip: strip, outputs: outputs)
    }
    let groups = (0..<size.groups).map {
      bus(BusID(.group, $0 + 1), "Grp \($0 + 1)", .unity, to: .main, [])
    }
    let auxes = (0..<size.auxes).map {
      bus(BusID(.aux, $0 + 1), "Aux \($0 + 1)", .unity, to: nil, [5 + 2 * $0, 6 + 2 * $0])
    }
    let fxs = (0..<size.fxs).map {
      bus(BusID(.fx, $0 + 1), "FX \($0 + 1)", .unity, to: .main, [])
    }
    let matrices = (0..<size.matrices).map { index in
      let first = 5 + 2 * (size.auxes + index)
      return bus(
        BusID(.matrix, index + 1), "Mtx \(index + 1)", .unity, to: nil, [first, first + 1])
    }
    return groups + auxes + fxs + matrices + [
      bus(.main, "Main", .silence, to: nil, [1, 2]),
      bus(.monitor, "Monitor", .unity, to: nil, [3, 4]),
    ]
  }

  /// The place of a bus in `buses`, or nil if the console has no such bus.
  public func index(of id: BusID) -> Int? {
    let first: Int
    let count: Int
    switch id.kind {
    case .group: (first, count) = (0, size.groups)
    case .aux: (first, count) = (size.groups, size.auxes)
    case .fx: (first, count) = (size.groups + size.auxes, size.fxs)
    case .matrix: (first, count) = (size.groups + size.auxes + size.fxs, size.matrices)
    case .main: (first, count) = (buses.count - 2, 1)
    case .monitor: (first, count) = (buses.count - 1, 1)
    }
    return id.number >= 1 && id.number <= count ? first + id.number - 1 : nil
  }

  /// Whether the console has such a strip.
  public func has(_ id: StripID) -> Bool {
    switch id {
    case .channel(let number): channels.indices.contains(number &- 1)
    case .bus(let bus): index(of: bus) != nil
    case .vca(let number): vcas.indices.contains(number &- 1)
    case .source: true
    }
  }

  /// Every strip in the order channels, buses, VCAs; talkback and oscillator are none.
  public var stripIDs: [StripID] {
    channels.indices.map { .channel($0 + 1) } + buses.map { .bus($0.id) }
      + vcas.indices.map { .vca($0 + 1) }
  }

  /// Every strip that has a meter, in the order in which meters are read: channels, buses, talkback
  /// and oscillator.
  public var meteredIDs: [StripID] {
    stripIDs.filter { $0.kind != nil } + Source.allCases.map { .source($0) }
  }

  /// Where the meter of a strip listens, by its own choice or the desk's; nil for what has none.
  public func meterPoint(of id: StripID) -> MeterPoint? {
    guard let choice = value(of: .meter, on: id) else { return nil }
    return choice == 0 ? meterPoint : MeterPoint.allCases[Int(choice) - 1]
  }

  /// A channel's, bus's or source's strip; nil for a VCA and for what the console does not have.
  public func strip(_ id: StripID) -> Strip? {
    switch id {
    case .channel(let number):
      channels.indices.contains(number &- 1) ? channels[number - 1].strip : nil
    case .bus(let bus): index(of: bus).map { buses[$0].strip }
    case .vca: nil
    case .source(let source): self[source].strip
    }
  }

  /// The talkback or the oscillator.
  public internal(set) subscript(source: Source) -> Channel {
    get { sources[source == .talkback ? 0 : 1] }
    set { sources[source == .talkback ? 0 : 1] = newValue }
  }

  /// A VCA by its number from 1.
  public func vca(_ number: Int) -> VCA? {
    vcas.indices.contains(number &- 1) ? vcas[number - 1] : nil
  }

  /// The name that the user gave to a strip; empty for what the console does not have.
  public func name(of id: StripID) -> String {
    read(id, vca: { $0.name }, strip: { $0.name }) ?? ""
  }

  /// What a strip is shown in.
  public func colour(of id: StripID) -> StripColour {
    read(id, vca: { $0.colour }, strip: { $0.colour }) ?? .none
  }

  /// A strip's own fader, without what its VCAs add; nil for a source, whose level is a setting.
  public func fader(of id: StripID) -> Decibels? {
    if case .source = id { return nil }
    return read(id, vca: { $0.fader }, strip: { $0.fader })
  }

  /// Reads one thing of a strip where it lies: a copy of a strip counts five references.
  @inline(__always)
  func read<Value>(
    _ id: StripID, vca readVCA: (VCA) -> Value, strip readStrip: (Strip) -> Value
  ) -> Value? {
    switch id {
    case .channel(let number):
      guard channels.indices.contains(number &- 1) else { return nil }
      return readStrip(channels[number - 1].strip)
    case .bus(let bus):
      guard let index = index(of: bus) else { return nil }
      return readStrip(buses[index].strip)
    case .vca(let number):
      guard vcas.indices.contains(number &- 1) else { return nil }
      return readVCA(vcas[number - 1])
    case .source(let source): return readStrip(sources[source == .talkback ? 0 : 1].strip)
    }
  }
}
