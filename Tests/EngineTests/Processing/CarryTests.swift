import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// New plans leave filters, detectors and effects where they are in the signal.
@Suite struct CarryTests {
  private static let strip = StripID.channel(18)

  /// Twenty channels, of which the 18th, in the second bank, is processed and heard by itself on
  /// outputs 1 and 2 through a group with everything on.
  private static func desk(isWithEffects: Bool) -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (20, 4, 1, 2)
    var console = Console(name: "Carry", size: size)
    let group = BusID(.group, 3)
    for bus in console.buses { console.make(.outputs(bus.id, [])) }
    for number in 1...20 {
      console.make(.inputs(channel: number, [2]), .fader(.channel(number), .unity))
    }
    console.make(
      .fader(.main, .unity), .inputs(channel: 18, [1]), .assign(strip, to: .main, false),
      .assign(strip, to: group, true), .assign(.bus(group), to: .main, false),
      .outputs(group, [1, 2]), .pan(strip, Pan(-0.3)), .set(strip, .highPassOn, 1),
      .set(strip, .highPassFrequency, 60), .set(strip, .gateOn, 1), .set(strip, .gateHold, 300),
      .set(strip, .eqOn, 1), .set(strip, .eq1On, 1), .set(strip, .eq1Gain, 9),
      .set(strip, .eq1Shape, 0), .set(strip, .eq1Q, 8), .set(strip, .compressorOn, 1),
      .set(strip, .compressorThreshold, -40), .set(strip, .compressorRelease, 1000),
      .set(strip, .delay, 7))
    let bus = StripID.bus(group)
    console.make(
      .set(bus, .eqOn, 1), .set(bus, .eq6On, 1), .set(bus, .eq6Gain, -4),
      .set(bus, .compressorOn, 1), .set(bus, .compressorThreshold, -30),
      .set(bus, .saturationOn, 1), .set(bus, .width, 140))
    if isWithEffects {
      let (reverb, echo) = (BusID(.fx, 1), BusID(.fx, 2))
      console.make(
        .sendLevel(strip, to: reverb, .unity), .sendLevel(strip, to: echo, .unity),
        .set(.bus(reverb), .effect, 1), .set(.bus(echo), .echoLeft, 90),
        .set(.bus(echo), .echoRight, 130), .set(.bus(echo), .echoFeedback, 60))
      for fx in [reverb, echo] {
        console.make(.assign(.bus(fx), to: .main, false), .assign(.bus(fx), to: group, true))
      }
    }
    return console
  }

  /// Edits of other strips, each of which needs a new plan.
  static let edits: [[ConsoleEdit]] = [
    // Lanes of the same bank move, and then banks.
    [.width(.channel(17), .stereo)], [.width(.channel(2), .stereo)],
    [.width(.channel(17), .stereo), .width(.channel(19), .stereo)],
    // Another bus changes its width, and its depth.
    [.width(.group(1), .mono)], [.assign(.group(1), to: BusID(.group, 2), true)],
    // The bus itself becomes deeper, and with it what it feeds.
    [.assign(.group(1), to: BusID(.group, 3), true), .fader(.group(1), .silence)],
    [.set(.channel(1), .gateKey, 20), .set(.channel(1), .gateOn, 1)],
    [.set(.main, .limiterOn, 1)], [.set(.channel(17), .delay, 20)],
    [
      .sendLevel(.channel(3), to: BusID(.aux), .unity),
      .sendTap(.channel(3), to: BusID(.aux), .input),
    ],
  ]

  /// A tone of 100 Hz that comes and goes, so that detectors are in motion whenever a plan comes.
  @Test(arguments: edits.indices, [false, true])
  func aNewPlanIsNotHeardInStripsThatDidNotChange(edit: Int, isWithEffects: Bool) {
    let count = 38400
    let tone = sine(100, peak: 0.4, rate: 48000, count).enumerated().map { frame, sample in
      Float(sample * (frame % 9600 < 6000 ? 1 : 0.02))
    }
    var dice = Dice(1)
    let noise = dice.noise(count, peak: 0.1)
    func render(_ moves: [Int: [ConsoleEdit]]) -> [[Float]] {
      var console = Self.desk(isWithEffects: isWithEffects)
      let rig = Rig(console, inputs: 2, outputs: 2)
      return rig.render([tone, noise]) { frame in
        if let edits = moves[frame] {
          for edit in edits { console.make(edit) }
          rig.engine.follow(console)
        }
        return 64
      }
    }
    let plain = render([:])
    let there = Self.edits[edit]
    let edited = render([11520: there])
    for side in 0..<2 {
      let error = largestError(edited[side], plain[side].map(Double.init))
      // A bus that moves to another bank adds its sources in another order.
      #expect(error < 1e-6, "edit \(edit), side \(side): \(error)")
    }
    #expect(peak(plain[0]) > 0.05)
  }

  /// A bus that becomes stereo has a wide image in its rows before it has its second lane.
  @Test func aBusThatBecomesStereoDoesNotHearItsNeighbour() {
    var console = Console.small(channels: 2, groups: 2)
    let (quiet, loud, aux) = (BusID(.group, 1), BusID(.group, 2), BusID(.aux, 1))
    for bus in console.buses { console.make(.outputs(bus.id, [])) }
    console.make(
      .width(.bus(quiet), .mono), .set(.bus(quiet), .width, 200),
      .fader(.channel(2), .unity), .assign(.channel(2), to: .main, false),
      .assign(.channel(2), to: loud, true), .sendLevel(.bus(quiet), to: aux, .unity),
      .outputs(aux, [1, 2]), .outputs(loud, [3, 4]))
    let rig = Rig(console, inputs: 2, outputs: 4)
    let heard = rig.render([steady(0, 4800), steady(0.5, 4800)]) { frame in
      if frame == 1280 {
        console.make(.width(.bus(quiet), .stereo))
        rig.engine.follow(console)
      }
      return 64
    }
    #expect(peak(heard[0] + heard[1]) == 0)
    #expect(peak(heard[2]) > 0.3)
  }
}
