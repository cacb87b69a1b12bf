import CLanes
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

  @Test(arguments: [false, true]) func plans(isLarge: Bool) {
    let (start, rig) = isLarge ? largeDesk() : usualDesk()
    var console = start
    var follow = Duration.seconds(1)
    var swap = Duration.seconds(1)
    var plain = Duration.seconds(1)
    let source = DeviceMemory(channels: 64, frames: 64, format: .s32)
    let sink = DeviceMemory(channels: 64, frames: 64, format: .s32)
    for round in 0..<30 {
      console.make(.assign(.channel(30), to: BusID(.group, 2 + round % 5), true))
      follow = min(follow, ContinuousClock().measure { rig.engine.follow(console) })
      rig.isServiced = false
      swap = min(swap, ContinuousClock().measure { rig.render(source, sink) })
      plain = min(plain, ContinuousClock().measure { rig.render(source, sink) })
      rig.isServiced = true
      rig.render(source, sink)
      console.make(.assign(.channel(30), to: BusID(.group, 2 + round % 5), false))
      rig.engine.follow(console)
      for _ in 0..<1000 { rig.render(source, sink) }
    }
    print(
      "\(start.channels.count) channels: assign with its plan \(follow); block of 64 with a swap \(swap), without \(plain)"
    )
  }

  /// Blocks of the demo band's desk while settings move at random: printed, not judged, because
  /// wall time is the machine's as much as ours.
  @Test func blocksUnderAutomation() {
    let normal = machine_flush_denormals()
    defer { machine_restore_denormals(normal) }
    var console = AgreementTests.desk()
    let rig = Rig(console, inputs: 8, outputs: 8)
    let source = DeviceMemory(channels: 8, frames: 64, format: .float)
    let sink = DeviceMemory(channels: 8, frames: 64, format: .float)
    let strips = OffTests.strips(console)
    var dice = Dice(1)
    for channel in 0..<8 { source.write(dice.noise(64, peak: 0.3), to: channel) }
    rig.isServiced = false
    var times: [Double] = []
    for _ in 0..<rounds(6000) {
      for _ in 0..<8 {
        let strip = strips.randomElement(using: &dice) ?? .main
        guard let kind = strip.kind, let setting = Setting.all(of: kind).randomElement(using: &dice)
        else { continue }
        let value = OffTests.value(setting.parameter, &dice, channels: 8)
        console.make(.set(strip, setting, value))
      }
      rig.turn(console)
      times.append(ContinuousClock().measure { rig.render(source, sink) } / .microseconds(1))
    }
    times.sort()
    let median = times[times.count / 2]
    print("automation, blocks of 64 by their time in medians of \(median) us:")
    for (from, to) in [
      (0.0, 0.5), (0.5, 0.8), (0.8, 1), (1, 1.25), (1.25, 1.5), (1.5, 2), (2, 1e9),
    ] {
      let count = times.count { $0 >= from * median && $0 < to * median }
      print("  \(from)...\(to == 1e9 ? "" : "\(to)"): \(count)")
    }
    let rare = times[min(times.count - 1, times.count * 999 / 1000)]
    print("  p99.9 / median \(rare / median), longest / median \((times.last ?? 0) / median)")
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

  /// The desk that runs when no file is named, every channel with sends to every aux and fx.
  private func usualDesk() -> (Console, Rig) {
    var console = Console.standard
    for number in 1...32 {
      console.make(.fader(.channel(number), Decibels(-20)))
      for aux in 1...8 {
        console.make(.sendLevel(.channel(number), to: BusID(.aux, aux), Decibels(-20)))
      }
      for fx in 1...4 {
        console.make(.sendLevel(.channel(number), to: BusID(.fx, fx), Decibels(-20)))
      }
    }
    return (console, Rig(console, inputs: 64, outputs: 64))
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
