import ConsoleModel
import Engine
import Realtime
import Testing
import Units

/// Outputs begin at silence and rise in a straight line.
@Suite struct StartTests {
  private func rig(block: Int = 64) -> Rig {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .unity), .pan(.channel(1), .left))
    return Rig(console, inputs: 1, outputs: 2, block: block)
  }

  @Test(arguments: [1, 48, 100, 441, 2400, 48000]) func theRiseIsStraightAndEndsAtExactlyOne(
    frames: Int
  ) {
    for block in [7, 64, 441] {
      let rig = rig()
      rig.engine.core.pointee.riseFromSilence(over: frames)
      let out = rig.render([steady(0.5, frames + 500)], block: block)[0]
      let wanted = (0..<frames).map { 0.5 * Double($0) / Double(frames) }
      #expect(out[0] == 0)
      #expect(largestError(Array(out.prefix(frames)), wanted) < 1e-6)
      #expect(Array(out[frames...]) == steady(0.5, 500))
    }
  }

  @Test func aNewEngineIsSilentUntilItIsToldToRise() {
    let engine = Engine(
      console: .small(channels: 1), rate: 48000, largestBlock: 64, outputCount: 2)
    let sink = DeviceMemory(channels: 2, frames: 64, format: .s16)
    let source = DeviceMemory(channels: 0, frames: 64, format: .s16)
    engine.core.pointee.riseFromSilence(over: 100)
    engine.core.pointee.render(
      DeviceBlock(
        inputs: UnsafePointer(source.areas), inputCount: 0, inputFormat: .s16,
        outputs: UnsafePointer(sink.areas), outputCount: 2, outputFormat: .s16, frames: 64))
    #expect(sink.numbers(of: 0) == Array(repeating: 0, count: 64))
  }

  @Test func aSecondRiseBeginsAtSilenceAgain() {
    let rig = rig()
    rig.engine.core.pointee.riseFromSilence(over: 100)
    _ = rig.render([steady(0.5, 50)])
    rig.engine.core.pointee.riseFromSilence(over: 100)
    let out = rig.render([steady(0.5, 200)])[0]
    #expect(out[0] == 0 && abs(out[50] - 0.25) < 1e-6 && out[100] == 0.5)
  }
}
