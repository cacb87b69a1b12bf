import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// What stages do with time and place: delays, taps, width, limiters, effects.
@Suite struct PlaceStageTests {
  private static let kinds: [StripKind] = [.channel, .group, .aux, .matrix, .main, .monitor]

  @Test(arguments: kinds) func aDelayIsExactToTheFrame(kind: StripKind) {
    var dice = Dice(1)
    let noise = dice.noise(4800, peak: 0.4)
    let other = dice.noise(4800, peak: 0.4)
    for (time, frames) in [(0.1, 5), (1, 48), (12.5, 600), (0, 0)] {
      var scene = Scene(kind)
      scene.set([.delay: time])
      let heard = scene.heard(noise, other)
      #expect(heard[0] == steady(0, frames) + noise.dropLast(frames), "\(time) ms")
      #expect(heard[1] == steady(0, frames) + other.dropLast(frames), "\(time) ms")
    }
    var longest = Scene(kind)
    longest.set([.delay: 300])
    let long = dice.noise(15000, peak: 0.4)
    #expect(longest.heard(long)[0] == steady(0, 14400) + long.dropLast(14400))
  }

  /// On, to another time and off again: exact a little later, and bit for bit what came in.
  @Test(arguments: kinds) func aDelayMayBeChangedAtAnyTime(kind: StripKind) {
    var dice = Dice(2)
    let noise = dice.noise(96000, peak: 0.4)
    var scene = Scene(kind)
    let rig = scene.rig()
    let moves = [9600: 10.0, 24000: 3, 38400: 250, 72000: 0]
    let heard = rig.render([noise, noise, noise, noise]) { frame in
      if let time = moves[frame] {
        scene.set([.delay: time])
        rig.engine.follow(scene.console)
      }
      return 64
    }
    for (end, delay) in [(9600, 0), (24000, 480), (38400, 144), (72000, 12000), (96000, 0)] {
      let stretch = end - 9000..<end
      #expect(
        Array(heard[0][stretch]) == Array(noise[stretch.lowerBound - delay..<end - delay]),
        "\(delay) frames")
    }
  }

  @Test(arguments: [StripKind.group, .aux, .fx, .matrix, .main, .monitor])
  func widthAndBalanceAreThoseOfMidAndSide(kind: StripKind) {
    var dice = Dice(3)
    let (left, right) = (dice.noise(2000, peak: 0.3), dice.noise(2000, peak: 0.3))
    for (width, pan, gains) in [
      (0.0, 0.0, (1.0, 1.0)), (50, -1, (1, 0)), (100, 1, (0, 1)), (200, 0, (1, 1)),
      (130, 0.5, (0.5.squareRoot(), 1)),
    ] {
      var scene = Scene(kind)
      scene.set([.width: width])
      scene.make(.pan(scene.strip, Pan(pan)))
      let heard = scene.heard(left, right)
      for frame in left.indices {
        let (l, r) = (Double(left[frame]), Double(right[frame]))
        let (mid, side) = ((l + r) / 2, (l - r) / 2 * width / 100)
        #expect(abs(Double(heard[0][frame]) - (mid + side) * gains.0) < 1e-6)
        #expect(abs(Double(heard[1][frame]) - (mid - side) * gains.1) < 1e-6)
      }
    }
  }

  /// The five taps of a channel whose processors change the level of a tone, each by its own share.
  ///
  /// The high-pass takes 3.01 dB at its corner, the equaliser adds 12, the compressor's make-up
  /// takes 5, the fader 7.
  @Test(arguments: [0.0, 1]) func aSendTakesItsSignalAtItsTap(order: Double) {
    let levels: [(Tap, Double)] =
      order == 0
      ? [(.input, 0), (.preEQ, -3.01), (.postEQ, 8.99), (.preFader, 3.99), (.postFader, -3.01)]
      : [(.input, 0), (.preEQ, -8.01), (.postEQ, 3.99), (.preFader, 3.99), (.postFader, -3.01)]
    for (tap, wanted) in levels {
      var console = Console.small(channels: 3)
      let strip = StripID.channel(2)
      let aux = BusID(.aux, 1)
      console.make(
        .inputs(channel: 2, [1]), .assign(strip, to: .main, false), .fader(strip, Decibels(-7)),
        .width(.bus(aux), .mono), .outputs(.main, []), .outputs(aux, [1]),
        .sendLevel(strip, to: aux, .unity), .sendTap(strip, to: aux, tap),
        .set(strip, .highPassOn, 1), .set(strip, .highPassFrequency, 1000),
        .set(strip, .order, order),
        .set(strip, .eqOn, 1), .set(strip, .eq2On, 1), .set(strip, .eq2Frequency, 1000),
        .set(strip, .eq2Gain, 12), .set(strip, .compressorOn, 1),
        .set(strip, .compressorThreshold, 0), .set(strip, .compressorKnee, 0),
        .set(strip, .compressorMakeUp, -5))
      let tone = sine(1000, peak: 0.01, rate: 48000, 9600).map(Float.init)
      let heard = Rig(console, inputs: 1, outputs: 1).render([tone], block: 64)[0]
      let level = decibels(amplitude(of: 1000, in: heard.suffix(4800)) / 0.01)
      #expect(abs(level - wanted) < 0.05, "\(tap), order \(order): \(level), not \(wanted)")
    }
  }

  /// A bus's limiter delays by its look-ahead, holds its ceiling, and leaves no trace when off again.
  @Test(arguments: [StripKind.aux, .matrix, .main, .monitor])
  func aLimiterHoldsItsCeilingAndGoesWithoutATrace(kind: StripKind) {
    var dice = Dice(4)
    let quiet = dice.noise(19200, peak: 0.1)
    let loud = dice.noise(19200, peak: 0.9)
    let input = quiet + loud + quiet + quiet + quiet + quiet
    var scene = Scene(kind)
    scene.set([.limiterCeiling: -6])
    let rig = scene.rig()
    let heard = rig.render([input, input, quiet + input, quiet + input]) { frame in
      if frame == 6400 || frame == 57600 {
        scene.set([.limiterOn: frame == 6400 ? 1 : 0])
        rig.engine.follow(scene.console)
      }
      return 64
    }
    for side in heard {
      #expect(Array(side[..<6400]) == Array(input[..<6400]))
      // Quiet passes as a pure delay.
      let late = LimiterLayout(rate: 48000).latency
      #expect(Array(side[9600..<19200]) == Array(input[(9600 - late)..<(19200 - late)]))
      #expect(peak(side[19500..<38000]) <= amplitude(-6))
      #expect(peak(side[19500..<38000]) > amplitude(-9))
      #expect(Array(side[60000...]) == Array(input[60000...]))
    }
  }

  /// Harmonics come with saturation, at about the same level.
  @Test(arguments: [StripKind.group, .aux, .fx, .matrix, .main, .monitor], [0.0, 1, 2])
  func saturationAddsHarmonics(kind: StripKind, character: Double) {
    var scene = Scene(kind)
    let tone = sine(500, peak: 0.25, rate: 48000, 14400).map(Float.init)
    func harmonics(_ heard: [Float]) -> (first: Double, others: Double) {
      let end = heard.suffix(4800)
      let others = [1000.0, 1500].map { amplitude(of: $0, in: end) }
      return (decibels(amplitude(of: 500, in: end) / 0.25), decibels((others.max() ?? 0) / 0.25))
    }
    let clean = harmonics(scene.heard(tone)[0])
    #expect(clean.others < -120)
    scene.set([.saturationOn: 1, .saturationCharacter: character, .saturationDrive: 24])
    let driven = harmonics(scene.heard(tone)[0])
    #expect(driven.others > -60 && driven.others < -12, "\(driven)")
    #expect(abs(driven.first) < 3, "\(driven)")
  }

  /// The energy of a reverb on an fx bus falls by 60 dB in the time that is set, within 10 %.
  @Test(arguments: [0.0, 1, 2], [600.0, 2000]) func aReverbDecaysInItsTime(
    voicing: Double, decay: Double
  ) {
    var scene = Scene(.fx)
    scene.set([
      .effect: 1, .reverbVoicing: voicing, .reverbDecay: decay, .reverbLowDecay: 1,
      .reverbHighDecay: 1,
    ])
    let count = Int(decay * 72)
    var impulse = steady(0, count)
    impulse[0] = 0.5
    let heard = scene.heard(impulse)
    // Schroeder's integral, backwards; the slope from -10 to -35 dB.
    var rest = 0.0
    var energy = [Double](repeating: 0, count: count)
    for frame in (0..<count).reversed() {
      rest += heard.reduce(0) { $0 + Double($1[frame]) * Double($1[frame]) }
      energy[frame] = rest
    }
    func time(_ level: Double) -> Double {
      Double(energy.firstIndex { decibels($0 / energy[0]) / 2 < level } ?? 0) / 48
    }
    let measured = (time(-35) - time(-10)) * 60 / 25
    #expect(abs(measured / decay - 1) < 0.1, "\(measured) ms instead of \(decay)")
  }
}
