import ConsoleModel
import Surface
import Testing

/// Whatever a unit sends: nothing breaks, nothing grows, and only a whole, valid message of a control
/// moves what that control is bound to.
@Suite(.serialized) struct GarbageTests {
  private static let events = 10_000 * testScale

  @Test(arguments: Codec.names) func onlyWholeMessagesOfControlsMoveAnything(name: String) throws {
    let codec = try Codec(name)
    let clock = ContinuousClock()
    let start = clock.now
    var growth = 0
    var (edits, messages) = (0, 0)
    for (place, road) in GarbageRun.Road.allCases.enumerated() {
      var run = try GarbageRun(codec, road, seed: 1000 + UInt64(place))
      for _ in 0..<512 { run.event(isGarbage: false) }
      let (before, footprint) = (residentSize(), run.footprint)
      for count in 0..<Self.events * 3 / 8 {
        run.event(isGarbage: false)
        if count % 256 == 0 { run.rest(isGarbage: false) }
      }
      growth = max(growth, residentSize() - before)
      #expect(run.faults == [])
      #expect(run.edits > Self.events / 200 && run.messages > Self.events / 8)
      #expect(run.footprint < footprint + 20_000, "\(footprint) values became \(run.footprint)")
      (edits, messages) = (edits + run.edits, messages + run.messages)
    }
    // With other tests at the same time the process may grow for other reasons.
    if testScale >= 10 { #expect(growth < 16 << 20) }
    report(name, edits, messages, clock.now - start, growth)
  }

  @Test(arguments: Codec.names) func garbageAloneMovesNothing(name: String) throws {
    let codec = try Codec(name)
    for (place, road) in GarbageRun.Road.allCases.enumerated() {
      var run = try GarbageRun(codec, road, seed: 2000 + UInt64(place))
      let (console, navigation) = (run.console, run.surface.navigation)
      for count in 0..<Self.events / 8 {
        run.event(isGarbage: true)
        if count % 256 == 0 { run.rest(isGarbage: true) }
      }
      #expect(run.faults == [] && run.edits == 0)
      #expect(run.console == console && run.surface.navigation == navigation)
      #expect(run.messages > 0)
    }
  }

  /// A message that goes on and on, up to 16 MiB of it, and ends too late.
  @Test(arguments: Codec.names) func aGiantMessageIsNotKept(name: String) throws {
    let codec = try Codec(name)
    for road in GarbageRun.Road.allCases {
      var run = try GarbageRun(codec, road, seed: 3000)
      let (before, footprint) = (residentSize(), run.footprint)
      let piece = Array(repeating: UInt8(0x55), count: 4096)
      run.take([0xF0], 0)
      for _ in 0..<64 * min(testScale, 64) { run.take(piece, 0) }
      #expect(run.footprint < footprint + 2048)
      run.take([0xF7], 0)
      run.take([0x90, 0x7F], 0)
      #expect(run.faults == [] && run.edits == 0 && run.messages == 0)
      if testScale >= 10 { #expect(residentSize() - before < 4 << 20) }
    }
  }

  private func report(
    _ name: String, _ edits: Int, _ messages: Int, _ time: Duration, _ growth: Int
  ) {
    guard testScale > 1 else { return }
    print(
      "\(name): \(Self.events * 3 / 4) events, \(messages) messages, \(edits) edits,",
      "\(time.components.seconds) s, resident size grew by \(growth / 1024) KiB")
  }
}
