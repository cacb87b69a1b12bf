import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// A channel's own way out of the desk.
///
/// Random desks have direct outs, too, and so do those whose plans come and go: see `MixerTests`,
/// `SwapTests` and `ChurnTests`.
@Suite struct DirectOutTests {
  private func desk() -> Console {
    var console = Console.small(channels: 2)
    console.make(
      .outputs(BusID(.aux, 2), []), .outputs(.monitor, []),
      .fader(.channel(1), Decibels(-6)), .set(.channel(1), .directOn, 1),
      .direct(.channel(1), outputs: [7]))
    return console
  }

  /// With every processor at work it plays, bit for bit, what a send of the same tap at unity gives a
  /// mono aux.
  @Test(arguments: Tap.allCases, InstructionSet.available)
  func playsWhatASendOfItsTapGets(tap: Tap, set: InstructionSet) {
    var console = desk()
    let (strip, aux) = (StripID.channel(1), BusID(.aux, 1))
    console.make(
      .set(strip, .gateOn, 1), .set(strip, .gateThreshold, 0), .set(strip, .eqOn, 1),
      .set(strip, .eq(2, .on), 1), .set(strip, .eq(2, .gain), 9), .set(strip, .compressorOn, 1),
      .set(strip, .compressorThreshold, -30), .set(strip, .directTap, Double(tap.index)),
      .width(.bus(aux), .mono), .outputs(aux, [5]), .sendLevel(strip, to: aux, .unity),
      .sendTap(strip, to: aux, tap))
    var dice = Dice(1)
    let noise = (0..<2).map { _ in dice.noise(4000) }
    func render() -> [[Float]] {
      Rig(console, inputs: 2, outputs: 8, instructionSet: set).render(noise) { frame in
        frame % 3 == 0 ? 7 : 150
      }
    }
    let heard = render()
    #expect(heard[6] == heard[4])
    #expect((heard[6] == noise[0]) == (tap == .input))
    #expect(peak(heard[6]) > 0.001 && heard[7] == steady(0, 4000))
    // Without the send the tap is kept for it alone.
    console.make(.sendOn(strip, to: aux, false))
    #expect(render()[6] == heard[6])
  }

  @Test func aStereoOneTakesTwoOutputs() {
    var console = desk()
    console.make(
      .width(.channel(1), .stereo), .inputs(channel: 1, [1, 2]), .pan(.channel(1), .left),
      .direct(.channel(1), outputs: [8, 7]))
    var dice = Dice(2)
    let noise = (0..<2).map { _ in dice.noise(640) }
    let heard = Rig(console, inputs: 2, outputs: 8).render(noise, block: 64)
    #expect(heard[7] == noise[0] && heard[6] == noise[1])
    console.make(.direct(.channel(1), outputs: [7, 99]))
    let beyond = Rig(console, inputs: 2, outputs: 8).render(noise, block: 64)
    #expect(beyond[6] == noise[0] && beyond[7] == steady(0, 640))
  }

  /// On, off, another level, a mute: each one straight line of a ramp.
  @Test func everyGainMovesInAStraightLine() {
    var console = desk()
    let rig = Rig(console, inputs: 2, outputs: 8)
    let edits: [(edit: ConsoleEdit, level: Double)] = [
      (.set(.channel(1), .directOn, 0), 0), (.set(.channel(1), .directOn, 1), 0.5),
      (.set(.channel(1), .directLevel, -20), 0.05), (.set(.channel(1), .directLevel, 0), 0.5),
      (.mute(.channel(1), true), 0), (.mute(.channel(1), false), 0.5),
      (.set(.channel(1), .directLevel, -.infinity), 0),
    ]
    let heard = rig.render([steady(0.5, 4800), steady(0, 4800)]) { frame in
      if frame % 480 == 0, frame >= 480, frame / 480 <= edits.count {
        console.make(edits[frame / 480 - 1].edit)
        rig.engine.follow(console)
      }
      return 48
    }
    var level = 0.5
    for frame in 0..<4800 {
      let place = frame / 480
      if frame % 480 == 0, place >= 2, place - 2 < edits.count { level = edits[place - 2].level }
      let target = place >= 1 && place <= edits.count ? edits[place - 1].level : 0
      let part = min(1, Double(frame % 480 + 1) / 240)
      let wanted = place == 0 ? 0.5 : place > edits.count ? 0 : level + (target - level) * part
      #expect(abs(Double(heard[6][frame]) - wanted) < 1e-6, "frame \(frame)")
    }
  }

  @Test(arguments: Tap.allCases) func aMuteReachesItAsItReachesASend(tap: Tap) {
    for reach in MuteReach.allCases {
      for cause in 0..<4 {
        var console = desk()
        console.make(
          .muteReach(reach), .set(.channel(1), .directTap, Double(tap.index)),
          .joinVCA(.channel(1), vca: 1), .joinMuteGroup(.channel(1), group: 1),
          .fader(.channel(1), .unity))
        switch cause {
        case 0: console.make(.mute(.channel(1), true))
        case 1: console.make(.mute(.vca(1), true))
        case 2: console.make(.muteGroup(1, isOn: true))
        default: console.make(.soloMode(.inPlace), .solo(.channel(2), true))
        }
        let heard = Rig(console, inputs: 2, outputs: 8).render([steady(0.5, 64), steady(0, 64)])
        let isOpen = tap != .postFader && (reach == .postFader || cause == 3)
        #expect(heard[6][63] == (isOpen ? 0.5 : 0), "\(reach), cause \(cause)")
      }
    }
  }

  @Test func itTakesAnOutputToGetAPlanAndNothingIsLeftOfOneThatWasTakenOut() {
    var console = desk()
    console.make(.direct(.channel(1), outputs: []))
    let rig = Rig(console, inputs: 2, outputs: 8)
    rig.isServiced = false
    rig.engine.follow(console)
    console.make(.set(.channel(1), .directLevel, -3), .set(.channel(1), .directOn, 0))
    rig.engine.follow(console)
    #expect(rig.engine.plansUnderWay == 0)
    console.make(.set(.channel(1), .directOn, 1), .direct(.channel(1), outputs: [7]))
    rig.engine.follow(console)
    #expect(rig.engine.plansUnderWay == 1)
    rig.isServiced = true
    rig.settle()
    var heard = rig.render([steady(0.5, 64), steady(0, 64)])
    #expect(abs(Double(heard[6][63]) - 0.5 * amplitude(-3)) < 1e-6)
    console.make(.direct(.channel(1), outputs: []))
    rig.engine.follow(console)
    rig.settle(frames: 96000)
    heard = rig.render([steady(0.5, 64), steady(0, 64)])
    #expect(heard[6] == steady(0, 64) && rig.engine.plansUnderWay == 0)
  }

  @Test func aChannelThatNothingFeedsIsSilentThere() {
    var console = desk()
    console.make(.inputs(channel: 1, []))
    let rig = Rig(console, inputs: 2, outputs: 8)
    rig.settle(frames: 96000)
    #expect(rig.render([steady(0.5, 640), steady(0.5, 640)], block: 64)[6] == steady(0, 640))
  }
}

extension Tap {
  /// The place among the words of the table.
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
