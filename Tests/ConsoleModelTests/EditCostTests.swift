import ConsoleModel
import Testing
import Units

/// What edits and questions cost on the largest desk of the design, measured in release.
@Suite(.serialized) struct EditCostTests {
  #if DEBUG
    private static let isOptimized = false
  #else
    private static let isOptimized = true
  #endif

  /// 256 channels and 64 buses (main and monitor among them), each fed; 32 VCAs, four levels deep.
  private func largeDesk() throws -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (256, 26, 26, 10)
    (size.vcas, size.muteGroups) = (32, 16)
    var desk = Console(name: "large", size: size)
    for number in 1...256 {
      let id = StripID.channel(number)
      try desk.apply(.assign(id, to: BusID(.group, number % 26 + 1), true))
      for aux in 1...8 { try desk.apply(.sendLevel(id, to: BusID(.aux, aux), Decibels(-10))) }
      for fx in 1...4 { try desk.apply(.sendLevel(id, to: BusID(.fx, fx), Decibels(-10))) }
      for vca in 0..<3 { try desk.apply(.joinVCA(id, vca: (number + vca * 3) % 8 + 1)) }
      try desk.apply(.joinMuteGroup(id, group: number % 16 + 1))
    }
    for number in 1...24 { try desk.apply(.joinVCA(.vca(number), vca: number + 8)) }
    for number in 1...26 {
      for aux in 1...8 {
        try desk.apply(.sendLevel(.group(number), to: BusID(.aux, aux), Decibels(-10)))
      }
    }
    return desk
  }

  /// The least time of one run among several batches, in microseconds: others' load only adds.
  private func microseconds(_ runs: Int, _ body: (Int) throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<7 {
      let start = ContinuousClock.now
      for run in 0..<runs { try body(run) }
      let time = (ContinuousClock.now - start) / .microseconds(1)
      least = min(least, time / Double(runs))
    }
    return least
  }

  @Test(.enabled(if: isOptimized)) func editsAreCheapOnALargeDesk() throws {
    var desk = try largeDesk()
    let fader = try microseconds(2000) {
      try desk.apply(.fader(.channel($0 % 256 + 1), Decibels(Double($0 % 64) - 60)))
    }
    let vca = try microseconds(2000) {
      try desk.apply(.fader(.vca($0 % 32 + 1), Decibels(Double($0 % 64) - 60)))
    }
    let mute = try microseconds(2000) { try desk.apply(.mute(.channel($0 % 256 + 1), $0 % 2 == 0)) }
    let send = try microseconds(2000) {
      try desk.apply(
        .sendLevel(.channel($0 % 256 + 1), to: BusID(.aux, $0 % 8 + 1), Decibels(Double(-$0 % 64))))
    }
    let assign = try microseconds(500) {
      try desk.apply(.assign(.channel($0 % 256 + 1), to: BusID(.group, 1), $0 % 2 == 0))
    }
    let busAssign = try microseconds(100) {
      try desk.apply(.assign(.group($0 % 25 + 2), to: BusID(.group, 1), $0 % 2 == 0))
    }
    let join = try microseconds(100) {
      try desk.apply(.joinVCA(.channel($0 % 256 + 1), vca: 1))
      try desk.apply(.leaveVCA(.channel($0 % 256 + 1), vca: 1, keeping: .fader))
    }
    let copied = try microseconds(500) {
      let before = desk
      try desk.apply(.fader(.channel($0 % 256 + 1), Decibels(Double($0 % 64) - 60)))
      withExtendedLifetime(before) {}
    }
    for everyMove in [fader, vca, mute, send] { #expect(everyMove < 5) }
    for rewiring in [assign, busAssign, join] { #expect(rewiring < 100) }
    print(
      """
      µs an edit, 256 channels, 64 buses, 32 VCAs: fader \(fader), VCA fader \(vca), mute \(mute), \
      send level \(send), assign \(assign), assign of a bus \(busAssign), join and leave \(join), \
      fader with the old desk kept \(copied)
      """)
  }

  @Test(.enabled(if: isOptimized)) func askingEveryChannelForItsGainIsCheap() throws {
    let desk = try largeDesk()
    var sum: Float = 0
    let masters = microseconds(20) { _ in
      for number in 1...256 { sum += Float(desk.masters(of: .channel(number)).count) }
    }
    let gains = microseconds(20) { _ in
      for number in 1...256 { sum += desk.faderGain(of: .channel(number)) }
    }
    #expect(gains < 1000)  // control has 1 ms from an event to the audio thread
    print("µs for 256 channels: masters \(masters), fader gains \(gains) (\(sum))")
  }

  @Test(.enabled(if: isOptimized)) func explainingIsCheap() throws {
    let desk = try largeDesk()
    var letters = 0
    let channel = microseconds(20) {
      letters += desk.explanation(of: .channel($0 % 256 + 1))?.nodes.count ?? 0
    }
    let main = microseconds(5) { _ in letters += desk.explanation(of: .main)?.nodes.count ?? 0 }
    let silence = microseconds(20) {
      letters += desk.silence(of: .channel($0 % 256 + 1), width: 7)?.count ?? 0
    }
    let warnings = microseconds(5) { _ in letters += desk.warnings.count }
    #expect(channel < 2000 && main < 50_000 && silence < 50 && warnings < 50_000)
    print(
      """
      µs on a large desk: to explain a channel \(channel), main \(main); silence of a channel \
      \(silence); all warnings \(warnings) (\(letters))
      """)
  }
}
