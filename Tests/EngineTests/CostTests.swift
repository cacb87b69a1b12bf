import ConsoleModel
import Engine
import Realtime
import Testing
import Units

/// What edits cost on the largest desk; printed, and held to limits only where a hand would feel it.
@Suite(.serialized) struct CostTests {
  @Test func edits() {
    let (console, rig) = largeDesk()
    let fader = followTimes(rig, console) {
      $0.make(.fader(.channel(100), Decibels(-10 - Double($1 % 7))))
    }
    let send = followTimes(rig, console) {
      $0.make(.sendLevel(.channel(9), to: BusID(.aux, 3), Decibels(-10 - Double($1 % 7))))
    }
    let vca = followTimes(rig, console) {
      $0.make(.fader(.vca(1), Decibels(-1 - Double($1 % 7))))
    }
    let solo = followTimes(rig, console) { $0.make(.solo(.channel(7), $1 % 2 == 0)) }
    print("follow, 256 channels, 64 buses, 32 VCAs: fader \(fader), send \(send), VCA \(vca),")
    print("  solo \(solo) (with its plan)")
    #expect(fader < .microseconds(1000))
    #expect(vca < .microseconds(5000))
  }

  @Test func plans() {
    let (start, rig) = largeDesk()
    var console = start
    var follow = Duration.seconds(1)
    var swap = Duration.seconds(1)
    var plain = Duration.seconds(1)
    let source = DeviceMemory(channels: 64, frames: 64, format: .s32)
    let sink = DeviceMemory(channels: 64, frames: 64, format: .s32)
    for round in 0..<30 {
      console.make(.assign(.channel(50), to: BusID(.group, 10 + round % 8), true))
      follow = min(follow, ContinuousClock().measure { rig.engine.follow(console) })
      rig.isServiced = false
      swap = min(swap, ContinuousClock().measure { rig.render(source, sink) })
      plain = min(plain, ContinuousClock().measure { rig.render(source, sink) })
      rig.isServiced = true
      rig.render(source, sink)
      console.make(.assign(.channel(50), to: BusID(.group, 10 + round % 8), false))
      rig.engine.follow(console)
      for _ in 0..<1000 { rig.render(source, sink) }
    }
    print("assign with its plan \(follow); block of 64 with a swap \(swap), without \(plain)")
  }

  private func followTimes(
    _ rig: Rig, _ start: Console, _ edit: (inout Console, Int) -> Void
  ) -> Duration {
    var console = start
    var best = Duration.seconds(1)
    for round in 0..<60 {
      edit(&console, round)
      best = min(best, ContinuousClock().measure { rig.engine.follow(console) })
      rig.settle(frames: 64)
    }
    return best
  }

  /// 256 channels in 24 groups and main, each with sends to 24 auxes and 14 fx, under 32 VCAs.
  private func largeDesk() -> (Console, Rig) {
    var size = ConsoleSize()
    size.channels = 256
    size.groups = 24
    size.auxes = 24
    size.fxs = 14
    size.vcas = 32
    size.muteGroups = 16
    var console = Console(name: "Large", size: size)
    for number in 1...256 {
      console.make(
        .fader(.channel(number), Decibels(-20)), .joinVCA(.channel(number), vca: 1 + number % 32),
        .assign(.channel(number), to: BusID(.group, 1 + number % 24), true))
      for aux in 1...24 {
        console.make(.sendLevel(.channel(number), to: BusID(.aux, aux), Decibels(-20)))
      }
      for fx in 1...14 {
        console.make(.sendLevel(.channel(number), to: BusID(.fx, fx), Decibels(-20)))
      }
    }
    for number in 2...32 { console.make(.joinVCA(.vca(number), vca: 1)) }
    return (console, Rig(console, inputs: 64, outputs: 64))
  }
}
