import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// What is not a number stops at the strip where it comes in, and nothing else notices.
@Suite struct BrokenSampleTests {
  static let broken: [Float] = [
    .nan, -.nan, .signalingNaN, .infinity, -.infinity, 1e30, -1e30, .greatestFiniteMagnitude, 1.1e9,
  ]

  /// Three channels in one group and in main, the second in fx too.
  private func desk() -> Console {
    var console = Console.small(channels: 3, groups: 1)
    for number in 1...3 {
      console.make(
        .fader(.channel(number), .unity), .assign(.channel(number), to: BusID(.group, 1), true),
        .sendLevel(.channel(number), to: BusID(.aux, 1), Decibels(-3)),
        .sendLevel(.channel(number), to: BusID(.fx, 1), Decibels(-9)))
    }
    console.make(.delay(BusID(.fx, 1), Milliseconds(1)))
    return console
  }

  private func render(
    _ input: [[Float]], _ set: InstructionSet, isMoving: Bool
  ) -> (out: [[Float]], meters: [StripMeter]) {
    let rig = Rig(desk(), inputs: 3, outputs: 6, instructionSet: set)
    var next = desk()
    next.make(.fader(.channel(2), Decibels(-10)), .fader(.main, Decibels(-2)))
    let out = rig.render(input) { frame in
      if isMoving && frame == 640 { rig.engine.follow(next) }
      return 64
    }
    _ = rig.engine.takeMeters()
    _ = rig.render([[0], [0], [0]])
    return (out, rig.engine.takeMeters())
  }

  @Test(arguments: InstructionSet.available, [false, true])
  func
    aBrokenSampleIsSilenceAndNothingMore(set: InstructionSet, isMoving: Bool)
  {
    for (index, sample) in Self.broken.enumerated() {
      var dice = Dice(UInt64(index))
      var input = (0..<3).map { _ in dice.noise(1280, peak: 0.05) }
      var mended = input
      // Blocks 11 and 13 hold broken samples; the blocks between and after them are whole.
      for frame in [704, 710, 767, 832 + dice.number(0...63)] {
        input[1][frame] = sample
        mended[1][frame] = 0
      }
      let heard = render(input, set, isMoving: isMoving)
      let wanted = render(mended, set, isMoving: isMoving)
      #expect(heard.out == wanted.out, "\(sample)")
      #expect(heard.out.joined().allSatisfy { $0.isFinite })
      #expect(heard.meters.map(\.brokenBlocks) == [0, 2, 0] + Array(repeating: 0, count: 9))
      #expect(heard.meters.allSatisfy { $0.peak.isFinite && $0.rms.isFinite })
      #expect(wanted.meters.allSatisfy { $0.brokenBlocks == 0 })
    }
  }

  @Test(arguments: InstructionSet.available) func numbersTooSmallForFullPrecisionAreNotBroken(
    set: InstructionSet
  ) {
    var dice = Dice(5)
    let whole = dice.noise(640, peak: 0.05)
    let silence = steady(0, 640)
    let tiny = steady(.leastNonzeroMagnitude, 320) + steady(-.leastNormalMagnitude / 8, 320)
    let heard = render([whole, tiny, silence], set, isMoving: false)
    let wanted = render([whole, silence, silence], set, isMoving: false)
    #expect(heard.meters.allSatisfy { $0.brokenBlocks == 0 })
    for (a, b) in zip(heard.out, wanted.out) {
      #expect(largestError(a, b.map(Double.init)) < 1e-37)
    }
  }

  @Test func aBlockThatIsAllBrokenIsSilence() {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .unity), .pan(.channel(1), .left))
    let rig = Rig(console, inputs: 1, outputs: 2)
    #expect(rig.render([steady(.nan, 64)]) == [steady(0, 64), steady(0, 64)])
    #expect(rig.render([steady(0.5, 64)]) == [steady(0.5, 64), steady(0, 64)])
  }

  @Test func overTheTopButWholeIsClippedAndLeavesNoTrace() {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .faderTop), .pan(.channel(1), .left))
    let rig = Rig(console, inputs: 1, outputs: 2)
    #expect(rig.render([steady(9e8, 64)])[0].allSatisfy { $0 == 0 || $0 == 1 })
    console.make(.fader(.channel(1), .unity))
    rig.engine.follow(console)
    _ = rig.render([steady(0, 320)])
    #expect(rig.render([steady(0.5, 64)]) == [steady(0.5, 64), steady(0, 64)])
  }
}
