import ConsoleModel
import DSP
import Engine
import Realtime
import Testing
import Units

/// A strip's way out of the desk and back.
@Suite struct InsertTests {
  static let kinds: [StripKind] = [.channel, .group, .aux, .fx, .matrix, .main, .monitor]

  /// Patches that pass the signal: off, or without a way out, or without a way back, on a device of
  /// four inputs and four outputs.
  static let passing: [(isOn: Double, outputs: [Int], inputs: [Int])] = [
    (0, [3, 4], [3, 4]), (0, [], []), (1, [], []), (1, [3, 4], []), (1, [], [3, 4]),
    (1, [4, 5], [3, 4]), (1, [3, 4], [4, 5]), (1, [99, 4], [3, 4]), (1, [3, 4], [256, 1]),
  ]

  private static func rig(_ scene: Scene) -> Rig { Rig(scene.console, inputs: 4, outputs: 4) }

  private static func noise(_ seed: UInt64, _ count: Int = 1000) -> [[Float]] {
    var dice = Dice(seed)
    return (0..<4).map { _ in dice.noise(count) }
  }

  @Test(arguments: kinds) func whatIsOffOrHasNoWayRoundPassesBitForBit(kind: StripKind) {
    let noise = Self.noise(1)
    for (isOn, outputs, inputs) in Self.passing {
      var scene = Scene(kind)
      scene.make(.insert(scene.strip, outputs: outputs, inputs: inputs))
      scene.set([.insertOn: isOn])
      let heard = Self.rig(scene).render(noise, block: 64)
      #expect(Array(heard[..<2]) == Array(noise[..<2]), "\(kind), \(outputs), \(inputs)")
      for output in [3, 4] {
        let side = outputs.firstIndex(of: output)
        #expect(heard[output - 1] == side.map { noise[$0] } ?? steady(0, 1000))
      }
    }
  }

  @Test(arguments: kinds) func theSignalLeavesWithinItsBlockAndWhatComesBackIsHeardInstead(
    kind: StripKind
  ) {
    let noise = Self.noise(2)
    for isOn in [0.0, 1] {
      var scene = Scene(kind)
      scene.make(.insert(scene.strip, outputs: [4, 3], inputs: [4, 3]))
      scene.set([.insertOn: isOn])
      let heard = Self.rig(scene).render(noise) { frame in frame % 3 == 0 ? 7 : 150 }
      // Sent in either case, sides and frames as they are.
      #expect([heard[3], heard[2]] == Array(noise[..<2]), "\(kind)")
      #expect(Array(heard[..<2]) == (isOn == 1 ? [noise[3], noise[2]] : Array(noise[..<2])))
    }
  }

  @Test(arguments: [StripKind.channel, .group, .main]) func itStandsBehindTheProcessors(
    kind: StripKind
  ) {
    let noise = Self.noise(3, 4000)
    var scene = Scene(kind)
    scene.workOn(.eq1Gain)
    scene.workOn(.compressorThreshold)
    if kind != .channel { scene.workOn(.saturationDrive) }
    let processed = Self.rig(scene).render(noise, block: 64)
    scene.make(.insert(scene.strip, outputs: [3, 4], inputs: [3, 4]))
    scene.set([.insertOn: 1])
    let heard = Self.rig(scene).render(noise, block: 64)
    #expect(Array(heard[2...]) == Array(processed[..<2]))
    #expect(Array(heard[..<2]) == Array(noise[2...]))
    #expect(processed[0] != noise[0])
  }

  @Test func balanceWidthMuteAndFaderComeAfterIt() {
    let noise = Self.noise(4)
    var scene = Scene(.group)
    scene.make(
      .insert(scene.strip, outputs: [3, 4], inputs: [3, 4]), .pan(scene.strip, .right),
      .fader(scene.strip, Decibels(-20)))
    scene.set([.insertOn: 1])
    let heard = Self.rig(scene).render(noise, block: 64)
    #expect(Array(heard[2...]) == Array(noise[..<2]))
    #expect(peak(heard[0]) < 1e-8)
    #expect(largestError(heard[1], noise[3].map { Double($0) * 0.1 }) < 1e-7)
    scene.make(.mute(scene.strip, true))
    let mute = Self.rig(scene).render(noise, block: 64)
    #expect(Array(mute[2...]) == Array(noise[..<2]))
    #expect(peak(mute[0]) == 0 && peak(mute[1]) == 0)
  }

  @Test(arguments: Tap.allCases) func tapsBehindItHearWhatComesBack(tap: Tap) {
    var console = Console.small(channels: 1)
    let aux = BusID(.aux, 1)
    console.make(
      .width(.bus(aux), .mono), .outputs(aux, [5]), .fader(.channel(1), .unity),
      .sendLevel(.channel(1), to: aux, .unity), .sendTap(.channel(1), to: aux, tap),
      .outputs(BusID(.aux, 2), []), .insert(.channel(1), outputs: [7], inputs: [2]),
      .set(.channel(1), .insertOn, 1))
    let noise = Array(Self.noise(5)[..<2])
    let heard = Rig(console, inputs: 2, outputs: 8).render(noise, block: 64)
    #expect(heard[4] == (tap == .preFader || tap == .postFader ? noise[1] : noise[0]))
  }

  /// Gear that halves on channel 1, and gear that turns over and quarters on main, a period away.
  @Test(arguments: [16, 64, 256]) func aLoopBackNullsAgainstWhatItShouldBe(period: Int) {
    var console = Console.small(channels: 1)
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left),
      .insert(.channel(1), outputs: [9], inputs: [2]), .set(.channel(1), .insertOn, 1),
      .insert(.main, outputs: [10, 11], inputs: [3, 4]), .set(.main, .insertOn, 1))
    let rig = Rig(console, inputs: 4, outputs: 11)
    var dice = Dice(UInt64(period))
    let count = 20 * period
    let source = dice.noise(count)
    var back = [[Float]](repeating: steady(0, period), count: 3)
    var heard: [Float] = []
    for start in stride(from: 0, to: count, by: period) {
      let out = rig.render([Array(source[start..<start + period])] + back)
      heard += out[0]
      back = [out[8].map { $0 / 2 }, out[9].map { -$0 / 4 }, out[10].map { -$0 / 4 }]
    }
    // Two round trips, and factors that cost no rounding.
    let late = steady(0, 2 * period) + source.map { -$0 / 8 }
    #expect(heard == Array(late.prefix(count)))
  }

  @Test func aBusThatNobodyFeedsHearsWhatComesBack() {
    var console = Console.small(channels: 1)
    console.make(
      .outputs(BusID(.aux, 2), []), .insert(.group(2), outputs: [7, 8], inputs: [1, 2]),
      .set(.group(2), .insertOn, 1))
    let rig = Rig(console, inputs: 2, outputs: 8)
    // Long enough for banks in which nothing goes on to be left alone.
    rig.settle(frames: 110_000)
    let noise = Array(Self.noise(9)[..<2])
    let heard = rig.render(noise, block: 64)
    #expect(Array(heard[..<2]) == noise)
    #expect(heard[6] == steady(0, 1000) && heard[7] == steady(0, 1000))
  }

  @Test func switchingIsAStraightLineOfOneRampBothWays() {
    var scene = Scene(.channel)
    scene.make(.insert(scene.strip, outputs: [3, 4], inputs: [3, 4]))
    let rig = Self.rig(scene)
    let input = [0.25, -0.125, -0.25, 0.5].map { steady($0, 1920) }
    let heard = rig.render(input) { frame in
      if frame == 480 || frame == 1200 {
        scene.set([.insertOn: frame == 480 ? 1 : 0])
        rig.engine.follow(scene.console)
      }
      return 48
    }
    for (side, (dry, wet)) in [(0.25, -0.25), (-0.125, 0.5)].enumerated() {
      for frame in 0..<1920 {
        let part = min(1, max(0, Double(frame + 1 - 480) / 240))
        let share = part - min(1, max(0, Double(frame + 1 - 1200) / 240))
        let wanted = dry + (wet - dry) * share
        #expect(abs(Double(heard[side][frame]) - wanted) < 1e-6, "frame \(frame)")
      }
      #expect(heard[2 + side] == input[side])
    }
  }

  @Test func plansComeAndGoUnderACrossfadeAndUnderARoundTrip() {
    for seed in 0..<UInt64(rounds(10)) {
      var dice = Dice(seed)
      let noise = (0..<SwapDesk.inputs).map { _ in dice.noise(4000, peak: 0.03) }
      var start = SwapDesk.console
      start.make(
        .outputs(SwapDesk.aux2, []), .insert(.channel(1), outputs: [11], inputs: [22]),
        .insert(.channel(10), outputs: [7, 8], inputs: [24, 23]),
        // Beyond the device: channel 14 passes.
        .insert(.channel(14), outputs: [50], inputs: [3]), .set(.channel(14), .insertOn, 1),
        .set(.channel(10), .insertOn, 1))
      var switched = start
      switched.make(.set(.channel(1), .insertOn, 1), .set(.channel(10), .insertOn, 0))
      var routed = switched
      // Another plan, without a change of lanes, in which another insert is new.
      routed.make(
        .assign(.channel(3), to: SwapDesk.group2, true), .solo(.channel(3), true),
        .insert(.channel(3), outputs: [12], inputs: [4]), .set(.channel(3), .insertOn, 1))
      let delay = dice.number(1...6)
      func render(_ isSwapped: Bool) -> [[Float]] {
        let rig = Rig(start, inputs: SwapDesk.inputs, outputs: SwapDesk.outputs)
        return rig.render(noise) { frame in
          if frame == 37 * 10 { rig.engine.follow(switched) }
          if isSwapped && frame == 37 * (10 + delay) { rig.engine.follow(routed) }
          return 37
        }
      }
      let (plain, swapped) = (render(false), render(true))
      for output in SwapDesk.untouched + [6, 7, 10] {
        #expect(plain[output] == swapped[output], "seed \(seed), output \(output + 1)")
      }
      #expect(swapped[11] != plain[11])
    }
  }

  @Test func whatComesBackBrokenIsSilenceAndIsCounted() {
    for sample in BrokenSampleTests.broken {
      var scene = Scene(.channel)
      scene.make(
        .insert(scene.strip, outputs: [3, 4], inputs: [3, 4]), .inputs(channel: 2, []))
      scene.set([.insertOn: 1])
      var noise = Self.noise(6, 640)
      let rig = Self.rig(scene)
      var mended = noise
      for frame in [130, 131, 300] {
        noise[2][frame] = sample
        mended[2][frame] = 0
      }
      #expect(Array(rig.render(noise, block: 64)[..<2]) == Array(mended[2...]), "\(sample)")
      _ = rig.engine.takeMeters()
      _ = rig.render(noise.map { Array($0[..<1]) })
      let meters = rig.engine.takeMeters()
      #expect(meters.map(\.brokenBlocks) == [2] + Array(repeating: 0, count: meters.count - 1))
    }
  }

  /// Out of the desk by output 3, in at input 2: whole numbers are the same on both sides.
  @Test(arguments: SampleFormat.allCases.filter { $0 != .float })
  func wholeNumbersComeBackAsTheyAre(format: SampleFormat) {
    var console = Console.small(channels: 1)
    console.make(
      .fader(.channel(1), .unity), .pan(.channel(1), .left), .outputs(.monitor, []),
      .insert(.channel(1), outputs: [3], inputs: [2]), .set(.channel(1), .insertOn, 1))
    let rig = Rig(console, inputs: 2, outputs: 3)
    let bits = format == .s16 ? 15 : 23
    let scale = format == .s32 ? 256 : 1
    var dice = Dice(7)
    let numbers = (0..<2).map { _ in
      (0..<200).map { _ in dice.number(-(1 << bits)...(1 << bits) - 1) * scale }
    }
    let source = DeviceMemory(channels: 2, frames: 200, format: format)
    let result = DeviceMemory(channels: 3, frames: 200, format: format)
    for channel in 0..<2 { source.write(numbers[channel], to: channel) }
    rig.render(source, result)
    #expect(result.numbers(of: 2) == numbers[0])
    #expect(result.numbers(of: 0) == numbers[1])
  }

  /// A recording takes the place of the inputs, but what stands outside is the device's.
  @Test func whatComesBackIsTheDevicesOwnUnderARecording() {
    var scene = Scene(.channel)
    scene.make(.insert(scene.strip, outputs: [3, 4], inputs: [1, 2]))
    scene.set([.insertOn: 1])
    let noise = Self.noise(8, 64)
    let recording = DeviceMemory(channels: 4, frames: 64, format: .float)
    let device = DeviceMemory(channels: 2, frames: 64, format: .float)
    let result = DeviceMemory(channels: 4, frames: 64, format: .float)
    for channel in 0..<2 {
      recording.write(noise[channel], to: channel)
      device.write(noise[2 + channel], to: channel)
    }
    for channel in 2..<4 { recording.write(steady(0, 64), to: channel) }
    let rig = Self.rig(scene)
    var block = DeviceBlock(
      inputs: UnsafePointer(recording.areas), inputCount: 4, inputFormat: .float,
      outputs: UnsafePointer(result.areas), outputCount: 4, outputFormat: .float, frames: 64)
    block.returns = UnsafePointer(device.areas)
    block.returnCount = 2
    rig.engine.core.pointee.render(block)
    #expect((0..<4).map(result.floats) == [noise[2], noise[3], noise[0], noise[1]])
    // Without a card nothing comes back.
    block.returnCount = 0
    rig.engine.core.pointee.render(block)
    #expect((0..<4).map(result.floats) == [noise[0], noise[1], noise[0], noise[1]])
  }

  @Test func itsOutputsRiseFromSilenceToo() {
    var scene = Scene(.main)
    scene.make(.insert(scene.strip, outputs: [3, 4], inputs: [3, 4]))
    let rig = Self.rig(scene)
    rig.engine.core.pointee.riseFromSilence(over: 960)
    let heard = rig.render((0..<4).map { _ in steady(0.5, 1920) }, block: 64)
    #expect(heard[2][0] < 0.001 && largestStep(heard[2]) < 0.001 && heard[2][1919] == 0.5)
  }
}
