import ConsoleModel
import Surface
import Testing

/// The tempo that somebody taps.
@Suite struct TapTempoTests {
  /// What a row of taps finds, each some milliseconds after the one before.
  private func tapped(_ intervals: UInt64...) -> [Double?] {
    var tempo = TapTempo()
    var now: UInt64 = 7
    return [tempo.tap(at: now)]
      + intervals.map { interval in
        now += interval * 1_000_000
        return tempo.tap(at: now)
      }
  }

  @Test func isTheMeanOfTheLastFourIntervals() {
    #expect(tapped(500, 500) == [nil, 120, 120])
    #expect(tapped(490, 510) == [nil, 122.4, 120])
    // 600 goes first: (500 + 500 + 500 + 500) / 4.
    #expect(tapped(600, 500, 500, 500, 500).last == 120)
  }

  @Test func beginsAnewAfterAPauseAndAtAnotherTempo() {
    #expect(tapped(500, 2401, 400) == [nil, 120, nil, 150])
    #expect(tapped(500, 500, 750) == [nil, 120, 120, 80])
    #expect(tapped(500, 500, 250) == [nil, 120, 120, 240])
    #expect(tapped(2400) == [nil, 25])
    #expect(tapped(100, 0) == [nil, 300, nil])
  }

  @Test func aKeyTapsEveryDelayThatFollowsATempo() throws {
    var desk = try ParameterBox.desk("key 1: tap tempo")
    let (first, second) = (StripID.bus(BusID(.fx, 1)), StripID.bus(BusID(.fx, 2)))
    // Nothing follows a tempo: the key is dark and does nothing.
    for _ in 0..<2 {
      #expect(desk.hear([0x90, 1, 127]) == [])
      desk.hear([0x90, 1, 0])
      desk.wait(500 * .ms)
    }
    #expect(desk.trace() == [])
    desk.set(.set(first, .echoTempo, 90), .set(second, .echoTempo, 90), .set(second, .effect, 1))
    desk.wait(3000 * .ms)
    #expect(desk.trace() == ["0: 90 01 7F"])
    #expect(desk.hear([0x90, 1, 127]) == [])
    desk.hear([0x90, 1, 0])
    desk.wait(500 * .ms)
    #expect(desk.hear([0x90, 1, 127]) == [.set(first, .echoTempo, 120)])
  }
}
