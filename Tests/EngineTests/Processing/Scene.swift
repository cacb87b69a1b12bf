import ConsoleModel
import DSP
import Engine
import Units

/// A desk of two stereo channels on which one strip is processed, which alone is heard on outputs
/// 1 and 2.
///
/// Channel 1 plays inputs 1 and 2 and feeds the strip at unity, whatever its kind. Channel 2 plays
/// inputs 3 and 4 and is heard by keys only.
struct Scene {
  let kind: StripKind
  let strip: StripID
  private(set) var console: Console

  init(_ kind: StripKind) {
    self.kind = kind
    let source = StripID.channel(1)
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs, size.matrices) = (2, 1, 1, 1, 1)
    var console = Console(name: "Scene", size: size)
    console.make(
      .fader(.main, .unity),
      .width(source, .stereo), .inputs(channel: 1, [1, 2]), .fader(source, .unity),
      .width(.channel(2), .stereo), .inputs(channel: 2, [3, 4]))
    for bus in console.buses { console.make(.outputs(bus.id, [])) }
    switch kind {
    case .channel:
      strip = source
      console.make(.outputs(.main, [1, 2]))
    case .group, .aux, .fx, .matrix:
      guard let bus = BusKind(rawValue: kind.rawValue) else { preconditionFailure("no bus") }
      let id = BusID(bus, 1)
      strip = .bus(id)
      console.make(.assign(source, to: .main, false), .outputs(id, [1, 2]))
      console.make(
        kind == .group ? .assign(source, to: id, true) : .sendLevel(source, to: id, .unity))
    case .main, .monitor:
      strip = kind == .main ? .main : .bus(.monitor)
      console.make(.outputs(kind == .main ? .main : .monitor, [1, 2]))
    case .talkback, .oscillator:
      strip = kind == .talkback ? .talkback : .oscillator
      console.make(
        .assign(strip, to: .main, true), .talkbackInput(1), .outputs(.monitor, [1, 2]))
    case .vca, .muteGroup, .desk: preconditionFailure("nothing of it is processed")
    }
    self.console = console
  }

  /// Sets some settings of the strip, which must not be refused.
  mutating func set(_ values: KeyValuePairs<Setting, Double>) {
    for (setting, value) in values { console.make(.set(strip, setting, value)) }
  }

  /// Makes other edits, which must not be refused.
  mutating func make(_ edits: ConsoleEdit...) {
    for edit in edits { console.make(edit) }
  }

  func rig(_ set: InstructionSet = .best, rate: Int = 48000) -> Rig {
    let own = console.strip(strip)
    let isSending =
      own?.insert.outputs.isEmpty == false || own?.directOutputs.isEmpty == false
    return Rig(
      console, inputs: 4, outputs: isSending ? 4 : 2, rate: rate, instructionSet: set)
  }

  /// What comes out of a fresh desk for inputs of both sides of channel 1, and of channel 2.
  func heard(_ left: [Float], _ right: [Float]? = nil, key: [Float]? = nil) -> [[Float]] {
    let silence = steady(0, left.count)
    return rig().render([left, right ?? left, key ?? silence, key ?? silence], block: 64)
  }
}

extension Scene {
  /// Turns on what a setting belongs to and sets it to work, so that moving the setting is heard.
  mutating func workOn(_ setting: Setting) {
    if kind == .talkback { set([.talkbackOn: 1]) }
    if kind == .oscillator { set([.oscillatorOn: 1]) }
    if setting == .dimLevel { set([.dimOn: 1]) }
    let group = setting.parameter.path.prefix { $0 != "." }
    switch group {
    case "high-pass": set([.highPassOn: 1, .highPassFrequency: 200])
    case "gate":
      set([
        .gateOn: 1, .gateThreshold: -10, .gateRange: -80, .gateRelease: 60, .gateHold: 20,
        .gateMode: setting == .gateRatio ? 1 : 0,
        .gateHysteresis: setting == .gateRatio ? 0 : 3,
      ])
      if [.gateKeyLowCut, .gateKeyHighCut, .gateHysteresis].contains(setting) {
        set([.gateThreshold: -3, .gateHold: 5, .gateRelease: 5])
      }
    case "eq", "order": workOnEqualiser(setting)
    case "compressor": workOnCompressor()
    case "saturation": set([.saturationOn: 1, .saturationDrive: 12])
    case "insert": make(.insert(strip, outputs: [3, 4], inputs: [3, 4]))
    case "direct":
      set([.directOn: 1, .gateOn: 1, .gateThreshold: -10])
      workOnEqualiser(setting)
      workOnCompressor()
      make(.direct(strip, outputs: [3, 4]))
    case "limiter":
      set([.limiterOn: 1, .limiterCeiling: -20])
    case "delay" where kind == .fx:
      set([.echoLeft: 30, .echoRight: 50, .echoFeedback: 50, .echoDepth: 2])
      if [.echoLeftNote, .echoRightNote].contains(setting) { set([.echoTempo: 300]) }
    case "reverb": set([.effect: 1])
    default: break
    }
  }

  private mutating func workOnEqualiser(_ setting: Setting) {
    let band = (1...6).first { band in
      Setting.BandPart.allCases.contains { Setting.eq(band, $0) == setting }
    }
    set([.eqOn: 1])
    for part in [band ?? 1] {
      set([
        .eq(part, .on): 1, .eq(part, .shape): 0, .eq(part, .gain): 9, .eq(part, .frequency): 700,
      ])
    }
    if setting == .order { workOnCompressor() }
  }

  private mutating func workOnCompressor() {
    set([.compressorOn: 1, .compressorThreshold: -20, .compressorRatio: 4])
    if kind == .channel { set([.compressorRelease: 5, .compressorDetector: 0]) }
  }
}

extension Parameter {
  /// The value at a part of the travel, 0…1, whole where only whole numbers mean something.
  func value(at part: Double) -> Double {
    if unit == .channel { return part < 0.5 ? 0 : 2 }
    if part >= 1 { return range.upperBound }
    if taper == .fader { return value(at: FaderPosition(part)) }
    let (low, high) = (range.lowerBound, min(range.upperBound, 100_000))
    let top = range.upperBound.isInfinite ? 100 : high
    let value = taper == .linear ? low + (top - low) * part : low * exponential(top / low, part)
    return allows(value) ? value : value.rounded()
  }

  private func exponential(_ ratio: Double, _ part: Double) -> Double {
    pow10(part * logarithm10(ratio))
  }

  /// Whether only some values are allowed.
  var isStepped: Bool {
    switch unit {
    case .onOff, .words, .channel: true
    default: false
    }
  }
}

/// A row of the table on a kind of strip that has it.
struct Row: Sendable, CustomStringConvertible {
  let setting: Setting
  let kind: StripKind

  static let all = StripKind.processing.flatMap { kind in
    Setting.all(of: kind).map { Row(setting: $0, kind: kind) }
  }

  var description: String { "\(kind) \(setting.parameter.path)" }
}
