import ConsoleModel
import Engine
import Testing
import Units

/// Whatever can be set is heard: over its whole travel, on every kind of strip that has it.
///
/// A row of the table that nothing is connected to, or of which an end does nothing, fails here.
@Suite struct EverySettingTests {
  /// A burst of noise and tones that falls by 100 dB a second, 0.5 s long, again and again; of
  /// two, the second is 40 dB quieter.
  private static func bursts(_ count: Int, seed: UInt64, level: Double) -> [Float] {
    var dice = Dice(seed)
    let tone = sine(430, peak: 0.5, rate: 48000, count)
    return dice.noise(count, peak: 0.7).enumerated().map { frame, noise in
      let time = Double(frame % 24000) / 48000
      let decay = time < 0.12 ? 0 : -100 * (time - 0.12)
      let quiet: Double = time < 0.02 || frame / 24000 % 2 == 1 ? -40 : 0
      return Float((Double(noise) + tone[frame]) * amplitude(max(-70, decay + level + quiet)))
    }
  }

  /// Tones that fall from above full scale by some dB a second.
  private static func falling(_ count: Int, level: Double, _ hertz: [Double], by fall: Double)
    -> [Float]
  {
    let tones = hertz.map { sine($0, peak: 1.5 / Double(hertz.count), rate: 48000, count) }
    return (0..<count).map { frame in
      let fallen = frame < 960 ? -60 : -fall * Double(frame) / 48000
      return Float(tones.reduce(0) { $0 + $1[frame] } * amplitude(fallen + level))
    }
  }

  private static func signal(_ row: Row, _ count: Int, seed: UInt64, level: Double) -> [Float] {
    switch row.setting {
    case .gateKeyLowCut, .gateKeyHighCut:
      falling(count, level: level, [60, 12000], by: 5)
    case .gateThreshold, .gateRange, .gateRatio, .gateHold, .gateRelease, .gateHysteresis:
      falling(count, level: level, [430], by: 30)
    default: bursts(count, seed: seed, level: level)
    }
  }

  /// Long enough for the setting to make a difference, in frames.
  private static func length(_ setting: Setting) -> Int {
    switch setting {
    case .echoLeft, .echoRight, .gateHold, .gateThreshold: 148_800
    case .gateKeyLowCut, .gateKeyHighCut, .echoTempo, .echoLeftNote, .echoRightNote: 86400
    case .gateRelease, .gateHysteresis, .delay, .compressorHold, .reverbDecay: 43200
    default: 26400
    }
  }

  @Test(arguments: Row.all.filter { ![.loudnessOn, .meter].contains($0.setting) })
  func movingItIsHeard(row: Row) {
    let parameter = row.setting.parameter
    var scene = Scene(row.kind)
    scene.workOn(row.setting)
    let count = Self.length(row.setting)
    // Below the device's full scale, whatever the setting does; a limiter comes after the fader.
    let isLimiter = parameter.path.hasPrefix("limiter.")
    if row.kind != .talkback && row.kind != .oscillator {
      scene.make(.fader(scene.strip, isLimiter ? .faderTop : Decibels(-20)))
    }
    let left = Self.signal(row, count, seed: 1, level: 0)
    let right = Self.signal(row, count, seed: 2, level: -3)
    let key = Array(Self.signal(row, count, seed: 3, level: 0).dropFirst(7000)) + steady(0, 7000)
    let parts: [Double]
    if case .words(let words) = parameter.unit {
      parts = (0..<words.count).map { Double($0) / Double(words.count - 1) }
    } else {
      parts = parameter.isStepped ? [0, 1] : [0, 0.03, 0.5, 0.97, 1]
    }
    var before: (value: Double, heard: [[Float]])?
    for part in parts {
      let value = parameter.unit == .channel && part == 1 ? 2 : parameter.value(at: part)
      scene.set([row.setting: value])
      let heard = scene.heard(left, right, key: key)
      if let before {
        let difference = zip(before.heard, heard).map { largestError($1, $0.map(Double.init)) }
        // The engine repeats itself to the last bit: what is not connected makes no difference.
        #expect((difference.max() ?? 0) > 0, "\(row): from \(before.value) to \(value)")
      }
      before = (value, heard)
    }
  }

  @Test func whatAKindOfStripDoesNotHaveIsRefused() {
    for kind in StripKind.processing {
      let scene = Scene(kind)
      for setting in Setting.allCases {
        let parameter = setting.parameter
        var console = scene.console
        let value = parameter.range.lowerBound
        let isMade = console.attempt(.set(scene.strip, setting, value))
        #expect(isMade == parameter.kinds.contains(kind), "\(parameter.path) on \(kind)")
        for beyond in [parameter.range.lowerBound - 1, parameter.range.upperBound + 1, .nan]
        where beyond.isFinite || beyond.isNaN {
          let isMade = console.attempt(.set(scene.strip, setting, beyond))
          #expect(!isMade, "\(parameter.path) at \(beyond)")
        }
      }
    }
  }
}
