import ConsoleModel
import Engine
import Testing
import Units

/// Nothing that is set is heard as a click: neither a jump from end to end nor a sweep.
///
/// A sine plays. A gain that goes in a straight line over the 240 frames of a ramp bends the sine by
/// no more than 1/240 of its peak in one frame, and a jump of the same size as the ramp would by
/// all of it. So the second difference may exceed what the sound itself has before and after by a
/// few such bends, and by no more: a step 30 dB below the loudest sample fails.
@Suite struct ClickTests {
  /// The most that a bend may be, as a part of the loudest sample.
  private static let bend = 0.03

  /// The largest second difference.
  static func bend(_ samples: ArraySlice<Float>) -> Double {
    var (before, last, largest) = (Double.nan, Double.nan, 0.0)
    for sample in samples {
      let bend = Double(sample) - 2 * last + before
      if bend.magnitude > largest { largest = bend.magnitude }
      (before, last) = (last, Double(sample))
    }
    return largest
  }

  /// Renders with a setting moved at given frames.
  private func render(
    _ scene: Scene, _ setting: Setting, _ input: [[Float]], moves: [Int: Double]
  ) -> [[Float]] {
    var scene = scene
    let rig = scene.rig()
    return rig.render(input) { frame in
      if let value = moves[frame] {
        scene.set([setting: value])
        rig.engine.follow(scene.console)
      }
      return 64
    }
  }

  @Test(arguments: Row.all) func neitherJumpsNorSweepsClick(row: Row) {
    let parameter = row.setting.parameter
    let jumps = [0.0, 1, 0, 0.5, 1, 0.5, 0].map(parameter.value)
    for hertz in [100.0, 1000] {
      var scene = Scene(row.kind)
      scene.workOn(row.setting)
      if row.setting.parameter.path.hasPrefix("gate.") && row.setting != .gateAttack {
        scene.set([.gateAttack: 20])
      }
      if row.kind != .talkback && row.kind != .oscillator {
        scene.make(.fader(scene.strip, Decibels(-20)))
      }
      scene.set([row.setting: jumps[0]])
      var moves: [Int: Double] = [:]
      for (index, value) in jumps.enumerated() { moves[(index + 1) * 7680] = value }
      let sweep = (jumps.count + 1) * 7680
      if !parameter.isStepped {
        for index in 0...75 { moves[sweep + index * 64] = parameter.value(at: Double(index) / 75) }
      }
      let count = sweep + 11520
      let tone = sine(hertz, peak: 0.25, rate: 48000, count + 100).dropFirst(100).enumerated().map {
        frame, sample in  // no move falls on a zero crossing
        Float(sample * min(1, Double(frame) / 4800))
      }
      let other = tone.map { -$0 / 2 }
      let heard = render(scene, row.setting, [tone, other, tone, tone], moves: moves)
      for (side, samples) in heard.enumerated() {
        let loudest = peak(samples[5280...])
        // What the sound is like while nothing moves: the last part before each move.
        let still = (1...jumps.count + 1).map { Self.bend(samples[($0 * 7680 - 1920)..<$0 * 7680]) }
        let quiet = max(still.max() ?? 0, Self.bend(samples[(count - 1920)...]))
        let bend = Self.bend(samples[5280...])
        #expect(
          bend <= quiet + Self.bend * loudest,
          "\(row), \(hertz) Hz, side \(side): \((bend - quiet) / max(loudest, 1e-9)) of the peak")
      }
    }
  }

  /// A steep shelf and a steep low cut go in and out of what the top section is for.
  @Test(arguments: [1.0, 2, 3], [Setting.eq1Frequency, .eq1Gain, .eq1Q])
  func comingNearTheTopOfTheSpectrumDoesNotClick(shape: Double, setting: Setting) {
    let range: (Double, Double) =
      switch setting {
      case .eq1Frequency: (4000, 16000)
      case .eq1Gain: (-18, 18)
      default: (1, 8)
      }
    for hertz in [100.0, 1000] {
      var scene = Scene(.channel)
      scene.set([
        .eqOn: 1, .eq1On: 1, .eq1Shape: shape, .eq1Frequency: 14000, .eq1Gain: 18, .eq1Q: 8,
      ])
      scene.make(.fader(scene.strip, Decibels(-20)))
      scene.set([setting: range.0])
      // There and back in jumps, then in steps of a block.
      var moves = [7680: range.1, 15360: range.0, 23040: (range.0 + range.1) / 2, 30720: range.0]
      for index in 0...75 {
        moves[38400 + index * 64] = range.0 + (range.1 - range.0) * Double(index) / 75
      }
      let count = 38400 + 11520
      let tone = sine(hertz, peak: 0.25, rate: 48000, count + 100).dropFirst(100).enumerated().map {
        frame, sample in Float(sample * min(1, Double(frame) / 4800))
      }
      let heard = render(scene, setting, [tone, tone, tone, tone], moves: moves)[0]
      let still = (1...5).map { Self.bend(heard[($0 * 7680 - 1920)..<$0 * 7680]) }
      let quiet = max(still.max() ?? 0, Self.bend(heard[(count - 1920)...]))
      let loudest = peak(heard[5280...])
      let bend = Self.bend(heard[5280...])
      // A cut leaves next to nothing of these tones.
      let most = (shape == 3 ? 2 : 1) * Self.bend
      #expect(
        bend <= quiet + most * loudest,
        "\(hertz) Hz: \((bend - quiet) / max(loudest, 1e-9)) of the peak")
    }
  }
}
