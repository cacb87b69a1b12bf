import Processors
import Testing

@Suite struct FXDelaySettingsTests {
  @Test func notesFollowTheTempo() {
    func time(_ length: NoteValue.Length, _ feel: NoteValue.Feel, _ bpm: Double) -> Double {
      FXDelaySettings.time(beats: NoteValue(length, feel).beats, bpm: bpm)
    }
    #expect(time(.quarter, .straight, 120) == 500)
    #expect(time(.eighth, .dotted, 120) == 375)
    #expect(abs(time(.quarter, .triplet, 120) - 1000.0 / 3) < 1e-9)
    #expect(time(.thirtySecond, .straight, 120) == 62.5)
    #expect(time(.whole, .straight, 120) == 2000)
    #expect(time(.half, .dotted, 90) == 2000)
  }

  @Test func timesThatAreTooLongAreHalvedAndKeepTime() {
    #expect(FXDelaySettings.time(beats: 4, bpm: 40) == 1500)  // 6000 ms
    #expect(FXDelaySettings.time(beats: 4, bpm: 30) == 2000)  // 8000 ms
    #expect(FXDelaySettings.time(beats: 0.001, bpm: 300) == 1)
    #expect(FXDelaySettings.time(beats: 1, bpm: 0) == 1)
    #expect(FXDelaySettings.time(beats: -1, bpm: 120) == 1)
  }

  @Test func everyNoteOfEveryTempoIsLegal() {
    for bpm in stride(from: 20.0, through: 300, by: 0.5) {
      for length in NoteValue.Length.allCases {
        for feel in NoteValue.Feel.allCases {
          let time = FXDelaySettings.time(beats: NoteValue(length, feel).beats, bpm: bpm)
          #expect(FXDelaySettings.times.contains(time))
        }
      }
    }
  }

  @Test func oneCleanEchoHasPlainRows() {
    let rows = FXDelaySettings(time: 10).rows(rate: 48_000)
    #expect(rows.count == 32)
    #expect(Array(rows.prefix(3)) == [480, 480, 0])
    // cut, same, other; into the lines; feedback and cross; filters and saturation unheard
    #expect(Array(rows[16..<24]) == [1, 1, 0, 1, 0, 1, 0, 0])
    #expect(rows[24] == 0 && rows[26] == 0 && rows[28] == 0)
  }

  @Test func offHearsNothingOfTheEchoes() {
    var settings = FXDelaySettings(time: 10)
    settings.isOn = false
    #expect(Array(settings.rows(rate: 48_000)[16..<19]) == [0, 0, 0])
    let untouched = FXDelaySettings().rows(rate: 48_000)
    #expect(Array(untouched[16..<19]) == [0, 0, 0])
  }

  @Test func holdsWhatIsOutOfRange() {
    var wild = FXDelaySettings(time: 5000)
    (wild.feedback, wild.lowCut, wild.highCut) = (300, 9000, 10)
    (wild.modulationDepth, wild.modulationRate, wild.width) = (99, 99, -4)
    (wild.saturation, wild.mix) = (.nan, .infinity)
    var held = FXDelaySettings(time: 2000)
    (held.feedback, held.lowCut, held.highCut) = (100, 2000, 1000)
    (held.modulationDepth, held.modulationRate, held.width) = (10, 5, 0)
    #expect(wild.rows(rate: 44_100) == held.rows(rate: 44_100))
    let isFinite = wild.rows(rate: 8000).allSatisfy { $0.isFinite }
    #expect(isFinite)
  }
}
