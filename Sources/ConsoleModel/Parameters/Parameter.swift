/// One row of the table of parameters: what a setting or control is called, measured in and held to.
///
/// The console file, mappings, shows, remote control and the documentation all read this table.
public struct Parameter: Sendable {
  /// What the row is about.
  public let id: ParameterID
  /// The keys that lead to it in a console file, joined by points: `gate.threshold`.
  ///
  /// A `*` stands for the bus that the strip feeds: `sends.*.level`.
  public let path: String
  public let unit: ParameterUnit
  /// The values allowed, both ends included, in the unit.
  public let range: ClosedRange<Double>
  /// What a new channel is set to, and a new bus, unless `exceptions` says otherwise.
  public let defaults: (channel: Double, bus: Double)
  /// What else some kinds are set to: of strips, or of buses where the path names one.
  public let exceptions: [StripKind: Double]
  /// What one click of an encoder adds; a factor where the taper is logarithmic, a part of the travel
  /// where it is a fader's.
  public let step: Double
  public let taper: ParameterTaper
  /// The strips that have it.
  public let kinds: Set<StripKind>
  /// The buses that the `*` of the path may stand for; none where it has no such.
  public let destinations: Set<BusKind>
  /// What the `*` of the path numbers, where it stands for no bus: VCAs or mute groups.
  public let membership: StripKind?
  /// What it does, in a sentence without a full stop.
  public let summary: String

  init(
    id: ParameterID, _ path: String, _ unit: ParameterUnit, _ range: ClosedRange<Double>,
    defaults: (channel: Double, bus: Double), exceptions: [StripKind: Double] = [:], step: Double,
    taper: ParameterTaper = .linear, kinds: Set<StripKind>, to destinations: Set<BusKind> = [],
    in membership: StripKind? = nil, _ summary: String
  ) {
    self.id = id
    self.path = path
    self.unit = unit
    self.range = range
    self.defaults = defaults
    self.exceptions = exceptions
    self.step = step
    self.taper = taper
    self.kinds = kinds
    self.destinations = destinations
    self.membership = membership
    self.summary = summary
  }
}

// Rows of settings.
extension Parameter {
  init(
    _ setting: Setting, _ path: String, _ unit: ParameterUnit, _ range: ClosedRange<Double>,
    default value: Double, onBuses busValue: Double? = nil, step: Double,
    taper: ParameterTaper = .linear, kinds: Set<StripKind>, _ summary: String
  ) {
    self.init(
      id: .setting(setting), path, unit, range, defaults: (value, busValue ?? value), step: step,
      taper: taper, kinds: kinds, summary)
  }

  /// A switch, off by default.
  init(switch setting: Setting, _ path: String, kinds: Set<StripKind>, _ summary: String) {
    self.init(
      setting, path, .onOff, 0...1, default: 0, step: 1, kinds: kinds, summary)
  }

  /// One of some words, whose value is its place among them from 0.
  init(
    choice setting: Setting, _ path: String, _ words: [String], default value: Int = 0,
    onBuses busValue: Int? = nil, kinds: Set<StripKind>, _ summary: String
  ) {
    self.init(
      setting, path, .words(words), 0...Double(words.count - 1), default: Double(value),
      onBuses: busValue.map(Double.init), step: 1, kinds: kinds, summary)
  }
}

// Rows of controls.
extension Parameter {
  init(
    _ control: Control, _ path: String, _ unit: ParameterUnit, _ range: ClosedRange<Double>,
    default value: Double, onBuses busValue: Double? = nil, exceptions: [StripKind: Double] = [:],
    step: Double, taper: ParameterTaper = .linear, kinds: Set<StripKind>,
    to destinations: Set<BusKind> = [], _ summary: String
  ) {
    self.init(
      id: .control(control), path, unit, range, defaults: (value, busValue ?? value),
      exceptions: exceptions, step: step, taper: taper, kinds: kinds, to: destinations, summary)
  }

  /// A switch, off by default.
  init(
    switch control: Control, _ path: String, exceptions: [StripKind: Double] = [:],
    kinds: Set<StripKind>, to destinations: Set<BusKind> = [], _ summary: String
  ) {
    self.init(
      control, path, .onOff, 0...1, default: 0, exceptions: exceptions, step: 1, kinds: kinds,
      to: destinations, summary)
  }

  /// Whether a strip is a member of the VCA or mute group that the path numbers.
  init(
    member control: Control, _ path: String, in membership: StripKind, kinds: Set<StripKind>,
    _ summary: String
  ) {
    self.init(
      id: .control(control), path, .onOff, 0...1, defaults: (0, 0), step: 1, kinds: kinds,
      in: membership, summary)
  }

  /// One of some words, whose value is its place among them from 0.
  init(
    choice control: Control, _ path: String, _ words: [String], default value: Int = 0,
    exceptions: [StripKind: Double] = [:], kinds: Set<StripKind>,
    to destinations: Set<BusKind> = [], _ summary: String
  ) {
    self.init(
      control, path, .words(words), 0...Double(words.count - 1), default: Double(value),
      exceptions: exceptions, step: 1, kinds: kinds, to: destinations, summary)
  }
}

/// What a parameter is measured in.
public enum ParameterUnit: Hashable, Sendable {
  case decibels
  case hertz
  case milliseconds
  case percent
  /// A ratio to 1, such as that of a compressor.
  case ratio
  /// A plain number, such as the Q of a filter or a factor.
  case number
  /// 0 is off, 1 is on.
  case onOff
  /// The place of a word, from 0.
  case words([String])
  /// The number of a channel, 0 for none.
  case channel
  /// The place of a bus among all that the monitor may hear, from 0.
  case bus
  /// A place between left and right, -100 to 100: `L50`, `C`, `R12.5`.
  case place
  /// The same, or infinity for that of the strip: `follow`.
  case placeOrFollow
  /// A level in dB, or infinity for `none`.
  case decibelsOrNone
}

/// How a parameter is spread over the travel of a knob or fader.
public enum ParameterTaper: Hashable, Sendable {
  /// Equal ways are equal differences.
  case linear
  /// Equal ways are equal ratios; with no end to the range, the last place is infinity.
  case logarithmic
  /// The law of a fader, `Taper`, up to the end of the range.
  case fader
}

/// The kinds of what has parameters: strips, and mute groups and the desk itself.
public enum StripKind: String, CaseIterable, Sendable {
  case channel, group, aux, fx, matrix, main, monitor, talkback, oscillator
  case vca
  case muteGroup = "mute group"
  case desk

  /// The kinds that have settings of processors.
  public static let processing = allCases.filter { kind in
    Setting.allCases.contains { $0.parameter.kinds.contains(kind) }
  }
}

extension StripID {
  /// The kind of a channel, bus or source; nil for a VCA, which carries no audio.
  public var kind: StripKind? {
    switch self {
    case .channel: .channel
    case .bus(let bus): StripKind(rawValue: bus.kind.rawValue)
    case .vca: nil
    case .source(let source): StripKind(rawValue: source.rawValue)
    }
  }
}

extension Parameter {
  /// The value that a new strip of a kind has, for a bus of some kind where the path names one.
  public func defaultValue(on kind: StripKind, to bus: BusKind? = nil) -> Double {
    let exceptional = bus.flatMap { StripKind(rawValue: $0.rawValue) } ?? kind
    return exceptions[exceptional] ?? (kind == .channel ? defaults.channel : defaults.bus)
  }

  /// Whether a value is allowed: in the range, a whole number where only those mean something.
  public func allows(_ value: Double) -> Bool {
    switch unit {
    case .onOff, .words, .channel, .bus: range.contains(value) && value == value.rounded()
    case .placeOrFollow, .decibelsOrNone: range.contains(value) || value == .infinity
    default: range.contains(value)
    }
  }
}
