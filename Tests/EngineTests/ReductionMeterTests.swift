import ConsoleModel
import Engine
import Processors
import Testing
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What dynamics turn down, and how loud main is, as the laws and standards have it.
@Suite struct ReductionMeterTests {
  /// A tone of 997 Hz whose peaks are at a level in dBFS.
  private func tone(_ level: Double, frames: Int) -> [Float] {
    let peak = pow(10, level / 20)
    return (0..<frames).map { Float(peak * sin(2 * .pi * 997 * Double($0) / 48000)) }
  }

  private func meters(_ console: Console, _ input: [Float]) -> (Engine, [StripMeter]) {
    let rig = Rig(console, inputs: 2, outputs: 2)
    var start = 0
    var last: [StripMeter] = []
    while start < input.count {
      let end = min(start + 4800, input.count)
      let part = Array(input[start..<end])
      _ = rig.render([part, part], block: 64)
      last = rig.engine.takeMeters()
      start = end
    }
    return (rig.engine, last)
  }

  private func desk(_ edits: ConsoleEdit...) -> Console {
    var console = Console.small(channels: 2)
    for channel in 1...2 { console.make(.fader(.channel(channel), .unity)) }
    for edit in edits { console.make(edit) }
    return console
  }

  @Test func aCompressorShowsWhatItsLawTakes() {
    let one = StripID.channel(1)
    let console = desk(
      .set(one, .compressorOn, 1), .set(one, .compressorThreshold, -30),
      .set(one, .compressorRatio, 4), .set(one, .compressorKnee, 0),
      .set(one, .compressorDetector, 0))
    let (_, meters) = meters(console, tone(-10, frames: 48000))
    // 20 dB above the threshold become 5.
    #expect(abs(meters[0].compressorReduction - 15) < 0.2)
    #expect(meters[1].compressorReduction == 0 && meters[0].gateReduction == 0)
  }

  @Test func aClosedGateShowsItsRange() {
    let console = desk(
      .set(.channel(2), .gateOn, 1), .set(.channel(2), .gateThreshold, -20),
      .set(.channel(2), .gateRange, -35))
    let (_, meters) = meters(console, tone(-50, frames: 96000))
    #expect(abs(meters[1].gateReduction - 35) < 0.1)
    #expect(meters[0].gateReduction == 0)
  }

  @Test func aLimiterShowsHowFarThePeakWasAboveItsCeiling() {
    let console = desk(
      .set(.main, .limiterOn, 1), .set(.main, .limiterCeiling, -10), .pan(.channel(1), .left),
      .pan(.channel(2), .right))
    let (_, meters) = meters(console, tone(-4, frames: 48000))
    let main = meters[console.channels.count + console.buses.count - 2]
    #expect(abs(main.limiterReduction - 6) < 0.1)
  }

  @Test func mainIsAsLoudAsTheStandardSays() {
    // A stereo tone of 997 Hz of -23 dBFS is at -23 LUFS: EBU Tech 3341, test 1.
    let console = desk(.pan(.channel(1), .left), .pan(.channel(2), .right))
    let (engine, _) = meters(console, tone(-23, frames: 48000 * 6))
    #expect(abs(engine.loudness.integrated + 23) < 0.1)
    #expect(abs(engine.loudness.momentary + 23) < 0.1)
    #expect(abs(engine.loudness.shortTerm + 23) < 0.1)
    #expect(abs(20 * log10(engine.loudness.truePeak) + 23) < 0.1)
    #expect(engine.loudness.range < 0.1)
    engine.restartLoudness()
    #expect(engine.loudness.integrated == -.infinity)
  }
}
