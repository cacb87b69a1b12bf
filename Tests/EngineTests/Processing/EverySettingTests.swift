import ConsoleModel
import Engine
import Testing
import Units

/// Whatever can be set is heard: over its whole travel, on every kind of strip that has it.
///
/// A row of the table that nothing is connected to, or of which an end does nothing, fails here.
@Suite struct EverySettingTests {
  /// Two bursts with a decay of 60 dB between them, at 0 dB and again at -40 dB; sides differ.
  static func bursts(_ count: Int, seed: UInt64, level: Double = 0) -> [Float] {
    var dice = Dice(seed)
    let tone = sine(430, peak: 0.3, rate: 48000, count)
    return dice.noise(count, peak: 0.4).enumerated().map { frame, noise in
      let time = Double(frame % 24000) / 48000
      let decay = time < 0.02 ? 0 : time < 0.12 ? 0 : -150 * (time - 0.12)
      let isQuiet = time < 0.02 || frame / 24000 % 2 == 1
      return Float(
        (Double(noise) + tone[frame]) * amplitude(max(-70, decay + level - (isQuiet ? 40 : 0))))
    }
  }

  /// Long enough for the setting to make a difference, in frames.
  private static func length(_ setting: Setting) -> Int {
    switch setting {
    case .echoLeft, .echoRight, .gateHold: 115_200
    case .gateRelease, .delay, .compressorHold, .reverbDecay: 43200
    default: 26400
    }
  }

  @Test(arguments: Row.all) func movingItIsHeard(row: Row) {
    let parameter = row.setting.parameter
    var scene = Scene(row.kind)
    scene.workOn(row.setting)
    let count = Self.length(row.setting)
    let left = Self.bursts(count, seed: 1)
    let right = Self.bursts(count, seed: 2, level: -3)
    let key = Array(Self.bursts(count, seed: 3).dropFirst(7000)) + steady(0, 7000)
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
        #expect((difference.max() ?? 0) > 1e-5, "\(row): from \(before.value) to \(value)")
      }
      before = (value, heard)
    }
  }

  @Test func whatAKindOfStripDoesNotHaveIsRefused() {
    for kind in StripKind.allCases {
      let scene = Scene(kind)
      for parameter in Parameter.table {
        var console = scene.console
        let value = parameter.range.lowerBound
        let isMade = console.attempt(.set(scene.strip, parameter.setting, value))
        #expect(isMade == parameter.kinds.contains(kind), "\(parameter.path) on \(kind)")
        for beyond in [parameter.range.lowerBound - 1, parameter.range.upperBound + 1, .nan]
        where beyond != .infinity {
          let isMade = console.attempt(.set(scene.strip, parameter.setting, beyond))
          #expect(!isMade, "\(parameter.path) at \(beyond)")
        }
      }
    }
  }
}
