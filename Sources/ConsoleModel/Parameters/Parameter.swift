/// One row of the table of parameters: what a setting is called, measured in and held to.
///
/// The console file, mappings, shows, remote control and the documentation all read this table.
public struct Parameter: Sendable {
  /// Which setting the row is about.
  public let setting: Setting
  /// The keys that lead to it in a console file, joined by points: `gate.threshold`.
  public let path: String
  public let unit: ParameterUnit
  /// The values allowed, both ends included, in the unit.
  public let range: ClosedRange<Double>
  /// What a new channel is set to, and a new bus.
  public let defaults: (channel: Double, bus: Double)
  /// What one click of an encoder adds; a factor where the taper is logarithmic.
  public let step: Double
  public let taper: ParameterTaper
  /// The strips that have it.
  public let kinds: Set<StripKind>
  /// What it does, in a sentence without a full stop.
  public let summary: String

  init(
    _ setting: Setting, _ path: String, _ unit: ParameterUnit, _ range: ClosedRange<Double>,
    default value: Double, onBuses busValue: Double? = nil, step: Double,
    taper: ParameterTaper = .linear, kinds: Set<StripKind>, _ summary: String
  ) {
    self.setting = setting
    self.path = path
    self.unit = unit
    self.range = range
    defaults = (value, busValue ?? value)
    self.step = step
    self.taper = taper
    self.kinds = kinds
    self.summary = summary
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
}

/// How a parameter is spread over the travel of a knob or fader.
public enum ParameterTaper: Hashable, Sendable {
  /// Equal ways are equal differences.
  case linear
  /// Equal ways are equal ratios.
  case logarithmic
}

/// The kinds of strips that have processing.
public enum StripKind: String, CaseIterable, Sendable {
  case channel, group, aux, fx, matrix, main, monitor, talkback, oscillator
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
  /// The value that a new strip of a kind has.
  public func defaultValue(on kind: StripKind) -> Double {
    kind == .channel ? defaults.channel : defaults.bus
  }

  /// Whether a value is allowed: in the range, a whole number where only those mean something.
  public func allows(_ value: Double) -> Bool {
    guard range.contains(value) else { return false }
    switch unit {
    case .onOff, .words, .channel: return value == value.rounded()
    default: return true
    }
  }
}
