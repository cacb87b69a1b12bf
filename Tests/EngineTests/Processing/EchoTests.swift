import ConsoleModel
import Engine
import Processors
import Testing
import Units

/// A delay that follows a tempo.
@Suite struct EchoTests {
  /// What an impulse makes of an fx bus, as the frames and sizes of what is not silent.
  private func echoes(_ settings: KeyValuePairs<Setting, Double>) -> [[Int: Float]] {
    var scene = Scene(.fx)
    scene.set(settings)
    let heard = scene.heard([0.5] + steady(0, 95_999))
    return heard.map { side in
      Dictionary(uniqueKeysWithValues: side.enumerated().filter { $1 != 0 }.map { ($0, $1) })
    }
  }

  private func note(_ word: String) throws -> Double {
    Double(try #require(Parameter.notes.firstIndex(of: word)))
  }

  @Test func comesAfterItsNotesToTheFrame() throws {
    // At 120 a minute a quarter is 500 ms: an eighth 250, a dotted quarter 750.
    let some = try echoes([
      .echoLeft: 10, .echoRight: 20, .echoTempo: 120, .echoLeftNote: note("1/8"),
      .echoRightNote: note("1/4."),
    ])
    #expect(some == [[12_000: 0.5], [36_000: 0.5]])
    // A triplet's eighth at 93.7: 60 s / 93.7 / 3.
    let triplet = try echoes([.echoTempo: 93.7, .echoLeftNote: note("1/8t")])
    #expect(Array(triplet[0].keys) == [Int((48_000 * 60 / 93.7 / 3).rounded())])
    // Four seconds are more than there is memory for: halved, they keep time.
    let long = try echoes([.echoTempo: 60, .echoLeftNote: note("1/1"), .echoRightNote: note("1/2")])
    #expect(long == [[:], [:]])
    #expect(try echoes([.echoTempo: 240, .echoLeftNote: note("1/2")])[0] == [24_000: 0.5])
  }

  @Test func withoutATempoTimesAreWhatTheySay() throws {
    let echoes = echoes([.echoLeft: 10, .echoRight: 20, .echoTempo: 0])
    #expect(echoes == [[480: 0.5], [960: 0.5]])
  }

  /// The words of the table are notes, the longest first.
  @Test func wordsAreNotes() throws {
    let beats = try Parameter.notes.map { try #require(NoteValue($0)).beats }
    #expect(beats == beats.sorted(by: >))
    #expect(beats.first == 4 && beats.last == 0.125)
    #expect(NoteValue("1/4t")?.beats == 2.0 / 3)
    for word in ["", "1/3", "2/4", "1/4x", "t", "1/", "1/4.t"] { #expect(NoteValue(word) == nil) }
  }
}
