import ConsoleModel
import Engine
import Testing
import Units

/// Meters show what a plain computation finds, and lose no peak however seldom they are read.
@Suite struct MeterTests {
  private func desk(_ point: MeterPoint) -> Console {
    var console = Console.small(channels: 3, groups: 1)
    console.make(
      .meterPoint(point),
      .fader(.channel(1), Decibels(-6)), .pan(.channel(1), .left), .trim(.channel(1), Decibels(3)),
      .width(.channel(2), .stereo), .inputs(channel: 2, [2, 3]),
      .inputs(channel: 3, [4]),
      .fader(.channel(2), .silence), .fader(.main, Decibels(-3)))
    return console
  }

  @Test(arguments: MeterPoint.allCases) func peaksAreThoseOfTheSignalAtTheirPoint(
    point: MeterPoint
  ) {
    var dice = Dice(1)
    let noise = (0..<4).map { _ in dice.noise(640) }
    let rig = Rig(desk(point), inputs: 4, outputs: 2)
    _ = rig.render(noise, block: 640)
    let meters = rig.engine.takeMeters()
    func peak(_ samples: [Float]) -> Double { Double(samples.map(abs).max() ?? 0) }
    let one = peak(noise[0]) * pow10(3.0 / 20)
    let faded = one * pow10(-6.0 / 20)
    let two = max(peak(noise[1]), peak(noise[2]))
    #expect(abs(Double(meters[0].peak) - (point != .postFader ? one : faded)) < 1e-6)
    #expect(abs(Double(meters[1].peak) - (point != .postFader ? two : 0)) < 1e-6)
    #expect(meters[2].peak == (point != .postFader ? Float(peak(noise[3])) : 0))
    // Buses, in the console's order group, aux, aux, fx, fx, main, monitor: after their faders.
    // Talkback and oscillator come last.
    #expect(meters.count == 12 && meters.count == rig.engine.console.meteredIDs.count)
    #expect(meters[10].peak == 0 && meters[11].peak == 0)
    #expect(meters[3].peak == 0)
    #expect(abs(Double(meters[8].peak) - faded * pow10(-3.0 / 20)) < 1e-6)
    #expect(abs(Double(meters[9].peak) - faded * pow10(-3.0 / 20)) < 1e-6)
    #expect(rig.engine.takeMeters().map(\.peak) == Array(repeating: 0, count: 12))
  }

  @Test func meansAreThoseOfAFilterOf300Milliseconds() {
    var dice = Dice(2)
    var console = Console.small(channels: 2)
    console.make(.fader(.channel(1), .unity))
    let rig = Rig(console, inputs: 2, outputs: 2)
    // Loud, quiet, silent: the naive mean of squares takes 300 ms frame by frame.
    var mean = 0.0
    var largest = 0.0
    for (count, peak) in [(48000, 0.5), (24000, 0.05), (48000, 0)] as [(Int, Float)] {
      var left = count
      while left > 0 {
        let interval = min(left, dice.number(400...1600))
        let tone = dice.noise(interval, peak: peak)
        _ = rig.render([tone, steady(0, interval)], block: 64)
        for sample in tone { mean += (Double(sample * sample) - mean) / (0.3 * 48000) }
        // A letter is posted when the last was collected, so two looks see all there is.
        _ = rig.engine.takeMeters()
        _ = rig.render([[0], [0]])
        let shown = Double(rig.engine.takeMeters()[0].rms)
        left -= interval
        if mean > 1e-8 {
          largest = max(
            largest,
            abs(Decibels(amplitude: shown).value - Decibels(amplitude: mean.squareRoot()).value))
        }
      }
    }
    print("RMS meter against the naive filter: at most \(largest) dB off")
    #expect(largest < 0.5)
  }

  @Test func aSteadySineShowsItsRootMeanSquare() {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .unity))
    let rig = Rig(console, inputs: 1, outputs: 2)
    let tone = sine(1000, peak: 0.5, rate: 48000, 144_000).map { Float($0) }
    for start in stride(from: 0, to: tone.count, by: 1600) {
      _ = rig.render([Array(tone[start..<start + 1600])], block: 64)
      _ = rig.engine.takeMeters()
    }
    let shown = Decibels(amplitude: Double(rig.engine.takeMeters()[0].rms)).value
    #expect(abs(shown - Decibels(amplitude: 0.5 * 0.5.squareRoot()).value) < 0.01)
  }

  @Test func noPeakIsLostHoweverSeldomTheyAreRead() {
    var console = Console.small(channels: 2)
    for seed in 0..<UInt64(rounds(200)) {
      var dice = Dice(seed)
      let rig = Rig(console, inputs: 2, outputs: 2)
      let place = dice.number(0...9999)
      var input = dice.noise(10000, peak: 0.01)
      input[place] = dice.chance(50) ? 0.75 : -0.75
      var shown: [Float] = []
      var untilRead = 0
      _ = rig.render([input, steady(0, 10000)]) { _ in
        untilRead -= 1
        if untilRead <= 0 {
          shown.append(rig.engine.takeMeters()[0].peak)
          untilRead = dice.number(1...80)
        }
        if dice.chance(2) {  // a new plan must not lose what the old one had metered
          let isOn = dice.chance(50)
          console.make(.assign(.channel(2), to: BusID(.group, 1), isOn))
          rig.engine.follow(console)
        }
        return 64
      }
      shown.append(rig.engine.takeMeters()[0].peak)
      _ = rig.render([[0], [0]])
      shown.append(rig.engine.takeMeters()[0].peak)
      #expect(shown.filter { $0 == 0.75 }.count == 1, "seed \(seed)")
    }
  }
}
