import CLanes
import ConsoleModel
import DSP
import Engine
import Realtime
import Testing
import Units

/// Silence after signal leaves nothing behind that would slow the next block down.
@Suite(.serialized) struct SilenceTests {
  /// Everything on, then ten seconds of silence: what still comes out is 0 or a normal number, with
  /// the processor's own flushing of denormal numbers off, which shows what states hold.
  @Test func nothingDenormalIsHeardAfterALongSilence() {
    let rig = Rig(AgreementTests.desk(), inputs: 8, outputs: 8)
    var dice = Dice(1)
    let normal = machine_flush_denormals()
    _ = rig.render((0..<8).map { _ in dice.noise(9600, peak: 0.5) }, block: 64)
    let silence = Array(repeating: steady(0, 64), count: 8)
    var isNormal = true
    var last = 1.0
    for block in 0..<rounds(7500) {
      let heard = rig.render(silence)
      isNormal = isNormal && heard.joined().allSatisfy { !$0.isSubnormal }
      if block % 750 == 749 { last = peak(heard.joined()) }
    }
    machine_restore_denormals(normal)
    #expect(isNormal)
    #expect(last < 1e-5)
    // Once more without flushing: a state that had stayed denormal would come out as it is.
    let rest = rig.render(Array(repeating: steady(0, 256), count: 8), block: 64)
    #expect(rest.joined().allSatisfy { !$0.isSubnormal })
  }

  /// The least times of a block in a stretch of signal and in stretches of silence after it.
  @Test func silenceCostsNoMoreThanSignal() {
    let normal = machine_flush_denormals()
    defer { machine_restore_denormals(normal) }
    for set in InstructionSet.available {
      let rig = Rig(AgreementTests.desk(), inputs: 8, outputs: 8, instructionSet: set)
      let (source, sink) = (
        DeviceMemory(channels: 8, frames: 64, format: .float),
        DeviceMemory(channels: 8, frames: 64, format: .float)
      )
      func least(_ blocks: Int) -> Duration {
        (0..<blocks).reduce(Duration.seconds(1)) { least, _ in
          min(least, ContinuousClock().measure { rig.render(source, sink) })
        }
      }
      var dice = Dice(2)
      for channel in 0..<8 { source.write(dice.noise(64, peak: 0.5), to: channel) }
      let signal = least(1500)
      for channel in 0..<8 { source.write(steady(0, 64), to: channel) }
      let silences = (0..<8).map { _ in least(750) }
      let most = silences.max() ?? .zero
      print("\(set): least block with signal \(signal), in 8 s of silence after it \(most)")
    }
  }
}
