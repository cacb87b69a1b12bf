import CLanes
import ConsoleModel
import DSP
import Demo
import Engine
import Testing
import Units

/// The demo band through a desk with everything on.
@Suite struct AgreementTests {
  /// Eight channels, a group, an aux, both effects, a matrix and main, all at work.
  static func desk() -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs, size.matrices) = (8, 1, 1, 2, 1)
    var console = Console(name: "Band", size: size)
    console.make(
      .fader(.main, .unity), .sendLevel(.main, to: BusID(.matrix), Decibels(-3)),
      .outputs(BusID(.matrix), [7, 8]))
    for number in 1...8 {
      let strip = StripID.channel(number)
      console.make(
        .fader(strip, Decibels(-6)), .pan(strip, Pan(Double(number - 4) / 5)),
        .sendLevel(strip, to: BusID(.aux), Decibels(-6)),
        .sendLevel(strip, to: BusID(.fx, 1), Decibels(-12)),
        .sendLevel(strip, to: BusID(.fx, 2), Decibels(-12)),
        .assign(strip, to: BusID(.group), number % 2 == 0),
        .assign(strip, to: .main, number % 2 == 1),
        .set(strip, .highPassOn, 1), .set(strip, .gateOn, 1), .set(strip, .gateThreshold, -50),
        .set(strip, .gateMode, Double(number % 3)), .set(strip, .gateKey, Double(number % 3)),
        .set(strip, .delay, Double(number)), .set(strip, .order, Double(number % 2)),
        .set(strip, .compressorKey, number == 5 ? 1 : 0))
    }
    for strip in OffTests.strips(console) {
      guard let kind = strip.kind else { continue }
      for setting in Setting.all(of: kind) {
        let path = setting.parameter.path
        if path.hasSuffix(".on") && !path.hasPrefix("gate") {
          console.make(.set(strip, setting, 1))
        }
        if path.hasSuffix(".gain") { console.make(.set(strip, setting, 4)) }
      }
    }
    console.make(
      .set(.fx(1), .effect, 1), .set(.fx(2), .echoLeft, 120), .set(.fx(2), .echoRight, 180),
      .set(.fx(2), .echoFeedback, 40), .set(.fx(2), .echoDepth, 1),
      .set(.fx(2), .echoSaturation, 50), .set(.group(1), .width, 140))
    return console
  }

  /// Four seconds of the band, from where all of it plays.
  private static let music: [[Float]] = {
    let band = DemoBand.render(rate: 48000)
    return band.parts.indices.map { part in
      band.withUnsafeSamples(of: part) { Array($0[(12 * 48000)..<(16 * 48000)]) }
    }
  }()

  @Test func allSetsAgreeOnMusicThroughEverything() {
    let normal = machine_flush_denormals()
    defer { machine_restore_denormals(normal) }
    let outputs = InstructionSet.available.map { set in
      Rig(Self.desk(), inputs: 8, outputs: 8, instructionSet: set).render(Self.music, block: 64)
    }
    func energy(_ samples: some Sequence<Double>) -> Double { samples.reduce(0) { $0 + $1 * $1 } }
    for (set, heard) in zip(InstructionSet.available, outputs).dropFirst() {
      for output in heard.indices {
        let truth = outputs[0][output].map(Double.init)
        let difference = energy(zip(heard[output], truth).map { Double($0) - $1 })
        let level = 10 * logarithm10(max(difference, 1e-300) / energy(truth))
        print("\(set) against baseline, output \(output + 1): \(level) dB")
        #expect(energy(truth) > 1)
        #expect(level < -100)
      }
    }
  }

}
