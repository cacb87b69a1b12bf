import ConsoleModel
import Testing
import Units

/// Where parameters lie along knobs and faders.
@Suite struct ParameterTravelTests {
  @Test(arguments: Parameter.table.indices) func everyPlaceOfAMotorFaderIsItsOwn(index: Int) {
    let row = Parameter.table[index]
    // 1023 steps, as a Mackie has; what has fewer values stays where the nearest is.
    for raw in 0...1023 {
      let place = FaderPosition(Double(raw) / 1023)
      let value = row.value(at: place)
      #expect(row.allows(value), "\(row.path) at \(value)")
      let back = row.position(of: value)
      switch row.unit {
      case .onOff, .words, .channel, .bus: #expect(row.value(at: back) == value)
      default: #expect((back.value * 1023).rounded() == Double(raw), "\(row.path) at \(value)")
      }
    }
  }

  @Test func endsAreTheRangesEnds() {
    for row in Parameter.table {
      #expect(row.value(at: .bottom) == row.range.lowerBound, "\(row.path)")
      #expect(row.value(at: .top) == row.range.upperBound, "\(row.path)")
      #expect(row.position(of: row.range.lowerBound) == .bottom, "\(row.path)")
      #expect(row.position(of: row.range.upperBound) == .top, "\(row.path)")
    }
  }

  @Test func middlesAreThoseOfTheTapers() {
    let middle = FaderPosition(0.5)
    #expect(Control.fader.parameter.value(at: middle) == -10)
    #expect(Control.pan.parameter.value(at: middle) == 0)
    #expect(Control.trim.parameter.value(at: middle) == -20)
    let frequency = Setting.eq1Frequency.parameter  // 20...20000 Hz
    #expect(abs(frequency.value(at: middle) - 632.4555) < 0.001)
    #expect(abs(Setting.gateRatio.parameter.value(at: middle) - 10) < 1e-9)  // of 1 to 100
    #expect(Setting.gateRatio.parameter.position(of: 400) == .top)
    #expect(Control.muteGroupDim.parameter.position(of: .infinity) == .top)
    #expect(Control.sendPan.parameter.position(of: .infinity) == middle)
  }

  @Test func clicksLandOnWholeSteps() {
    let trim = Control.trim.parameter
    #expect(trim.value(movedBy: 1, from: 0.3) == 1)
    #expect(trim.value(movedBy: -3, from: 0) == -1.5)
    #expect(trim.value(movedBy: 63, from: 0) == 20)
    let delay = Setting.delay.parameter
    #expect(delay.value(movedBy: 3, from: 0) == 0.3)  // not 0.30000000000000004
    let frequency = Setting.highPassFrequency.parameter
    #expect(frequency.value(movedBy: 1, from: 80) == 84.8)
    #expect(frequency.value(movedBy: 2, from: 80) == 89.89)
    #expect(frequency.value(movedBy: -1, from: 84.8) == 80)
    #expect(frequency.value(movedBy: -63, from: 80) == 20)
    let ratio = Setting.compressorRatio.parameter
    #expect(ratio.value(movedBy: 1, from: 99) == .infinity)
    #expect(ratio.value(movedBy: -1, from: .infinity) == 100)
    #expect(ratio.value(movedBy: 1, from: .infinity) == .infinity)
    #expect(ratio.value(movedBy: 1, from: 3) == 3.3)
    let fader = Control.fader.parameter
    #expect(abs(fader.value(movedBy: 1, from: -10) + 9.6) < 1e-9)  // a hundredth of 40 dB
    #expect(fader.value(movedBy: -50, from: -10) == -.infinity)
    #expect(fader.value(movedBy: 50, from: -10) == 10)
    #expect(Control.sendPan.parameter.value(movedBy: -1, from: .infinity) == -2)
    #expect(Setting.gateMode.parameter.value(movedBy: 5, from: 0) == 2)
    #expect(Setting.gateOn.parameter.value(movedBy: -1, from: 1) == 0)
    #expect(Control.muteGroupDim.parameter.value(movedBy: 1, from: -0.001) == -0.001)
  }

  @Test func noCountOfClicksLeavesTheRange() {
    for row in Parameter.table {
      for clicks in [Int.min, -64, -1, 1, 64, .max] {
        for part in [0.0, 0.3, 1] {
          let start = row.value(at: FaderPosition(part))
          #expect(row.allows(row.value(movedBy: clicks, from: start)), "\(row.path)")
        }
      }
    }
  }
}
