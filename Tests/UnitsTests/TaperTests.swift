import Testing
import Units

@Suite struct TaperTests {
  /// The corners of the law, written down by hand from its description.
  @Test(arguments: [
    (1.0, 10.0), (0.875, 5.0), (0.75, 0.0), (0.625, -5.0), (0.5, -10.0),
    (0.375, -20.0), (0.25, -30.0), (0.15625, -45.0), (0.0625, -60.0), (0.03125, -75.0),
  ])
  func runsThroughTheCornersAndMiddlesOfItsLines(position: Double, level: Double) {
    #expect(Taper.level(at: FaderPosition(position)) == Decibels(level))
    #expect(Taper.position(of: Decibels(level)) == FaderPosition(position))
  }

  @Test func isSilentOnlyAtTheVeryBottom() {
    #expect(Taper.level(at: .bottom) == .silence)
    #expect(Taper.position(of: .silence) == .bottom)
    let justAbove = Taper.level(at: FaderPosition(1e-12)).value
    #expect(abs(justAbove - -90) < 1e-9)
  }

  @Test(arguments: [-90.0, -90.001, -1000, -1e300])
  func putsLevelsBelowItsRangeAtTheBottom(level: Double) {
    #expect(Taper.position(of: Decibels(level)) == .bottom)
  }

  @Test(arguments: [10.0, 10.001, 20, 1e300])
  func putsLevelsAboveItsRangeAtTheTop(level: Double) {
    #expect(Taper.position(of: Decibels(level)) == .top)
  }

  @Test func risesWithoutAStepBetweenItsLines() {
    var last = Taper.level(at: FaderPosition(1e-9)).value
    for step in 1...100_000 {
      let level = Taper.level(at: FaderPosition(Double(step) / 100_000)).value
      #expect(level > last && level - last < 0.0049)  // the steepest line rises 480 dB a travel
      last = level
    }
  }

  /// Tops of 7, 10, 12 and 14 bits, and those that controllers were seen to send.
  @Test(arguments: [127, 1023, 4095, 16383, 16368, 15935, 14843, 1023 * 16, 1])
  func givesEveryValueOfAGridBack(top: Int) {
    let grid = FaderGrid(top: top)
    for raw in 0...top where grid.raw(of: grid.level(of: raw)) != raw {
      Issue.record("\(raw) of \(top) came back as \(grid.raw(of: grid.level(of: raw)))")
    }
    #expect(grid.level(of: 0) == .silence)
    #expect(grid.level(of: top) == .faderTop)
    #expect((1...max(1, top)).allSatisfy { grid.level(of: $0) > grid.level(of: $0 - 1) })
    // A hand can set unity, wherever three quarters of the travel lie.
    let isUnityThere = (0...top).contains { grid.level(of: $0) == .unity }
    #expect(isUnityThere == (top > 1))
  }

  /// Of 10 bits in messages of 14, unity lies between two places.
  @Test func aHandCanSetUnityOnCoarseGrids() {
    for (top, step) in [(16368, 16), (16383, 129), (1000, 7), (127, 1)] {
      let grid = FaderGrid(top: top, step: step)
      let places = Array(stride(from: 0, through: top, by: step))
      #expect(places.count { grid.level(of: $0) == .unity } == 1, "\(top) by \(step)")
      let levels = places.map { grid.level(of: $0) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 })
      for place in places {
        #expect((grid.raw(of: grid.level(of: place)) + step / 2) / step * step == place)
      }
    }
  }

  @Test func holdsDeviceValuesBeyondAGridToItsEnds() {
    let grid = FaderGrid(top: 1023)
    #expect(grid.level(of: -5) == .silence)
    #expect(grid.level(of: 1024) == .faderTop)
    #expect(grid.raw(of: .silence) == 0)
    #expect(grid.raw(of: Decibels(300)) == 1023)
  }

  @Test func neverHoldsANumberThatIsNone() {
    #expect(FaderPosition(.nan) == .bottom)
    #expect(FaderPosition(.infinity) == .top)
    #expect(FaderPosition(-.infinity) == .bottom)
  }

  /// Marks of a fader whose print is not the law: 0 dB lower, and a top of +6 dB.
  private static let marks = [
    (-60, 900), (-40, 2_000), (-20, 5_000), (-10, 8_000), (0, 12_000), (6, 16_368),
  ]
  .map { FaderMark(level: Decibels($0.0), raw: $0.1) }

  @Test func marksAreMetExactlyAndEveryStepComesBack() {
    let grid = FaderGrid(top: 16_368, marks: Self.marks)
    for mark in Self.marks {
      #expect(abs(grid.level(of: mark.raw).value - mark.level.value) < 1e-9)
      #expect(grid.raw(of: mark.level) == mark.raw)
    }
    #expect(abs(grid.level(of: 10_000).value - -5) < 1e-9)
    #expect(grid.level(of: 0).isSilence)
    #expect(grid.raw(of: Decibels(10)) == 16_368)
    var last = -Double.infinity
    for raw in 0...16_368 {
      #expect(grid.raw(of: grid.level(of: raw)) == raw)
      #expect(raw == 0 || grid.level(of: raw).value > last)
      last = grid.level(of: raw).value
    }
  }
}
