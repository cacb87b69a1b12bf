import Testing
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct PanTests {
  private static let places = (-1000...1000).map { Pan(Double($0) / 1000) }

  private func decibels(_ gain: Double) -> Double { 20 * log10(gain) }

  @Test func keepsThePowerAtMinusThree() {
    for pan in Self.places {
      let gains = PanLaw.minus3.gains(at: pan)
      #expect(abs(gains.left * gains.left + gains.right * gains.right - 1) < 1e-12)
      #expect(abs(atan2(gains.right, gains.left) - (pan.value + 1) * .pi / 4) < 1e-12)
    }
  }

  @Test func keepsTheSumAtMinusSix() {
    for pan in Self.places {
      let gains = PanLaw.minus6.gains(at: pan)
      #expect(abs(gains.left + gains.right - 1) < 1e-12)
      #expect(abs(gains.right - gains.left - pan.value) < 1e-12)
    }
  }

  @Test func standsHalfwayInDecibelsAtMinusFourPointFive() {
    for pan in Self.places.dropFirst().dropLast() {
      let (power, sum) = (PanLaw.minus3.gains(at: pan), PanLaw.minus6.gains(at: pan))
      let between = PanLaw.minus4Point5.gains(at: pan)
      let left = (decibels(power.left) + decibels(sum.left)) / 2
      let right = (decibels(power.right) + decibels(sum.right)) / 2
      #expect(abs(decibels(between.left) - left) < 1e-9)
      #expect(abs(decibels(between.right) - right) < 1e-9)
    }
  }

  @Test(arguments: zip(PanLaw.allCases, [-3.0103, -4.5154, -6.0206]))
  func fallsInTheCentreByWhatTheLawIsNamedAfter(law: PanLaw, level: Double) {
    let gains = law.gains(at: .centre)
    #expect(abs(decibels(gains.left) - level) < 1e-4)
    #expect(abs(decibels(gains.right) - level) < 1e-4)
  }

  @Test(arguments: PanLaw.allCases)
  func isExactAtTheEnds(law: PanLaw) {
    #expect(law.gains(at: .left) == (1, 0))
    #expect(law.gains(at: .right) == (0, 1))
  }

  @Test(arguments: PanLaw.allCases)
  func mirrorsItselfAndNeverTurnsBack(law: PanLaw) {
    for (pan, next) in zip(Self.places, Self.places.dropFirst()) {
      let (here, there) = (law.gains(at: pan), law.gains(at: next))
      let mirrored = law.gains(at: Pan(-pan.value))
      #expect(here.left > there.left && here.right < there.right)
      #expect(abs(here.left - mirrored.right) < 1e-12)
    }
  }

  @Test func leavesBothSidesAloneWhenBalanceIsCentred() {
    #expect(Pan.centre.balance == (1, 1))
    #expect(Pan.left.balance == (1, 0))
    #expect(Pan.right.balance == (0, 1))
  }

  @Test func fadesOnlyTheSideThatBalanceTurnsAwayFrom() {
    for pan in Self.places.dropFirst().dropLast() {
      let (left, right) = pan.balance
      #expect(max(left, right) == 1)
      #expect(abs(min(left, right) - sin((1 - abs(pan.value)) * .pi / 2)) < 1e-12)
      #expect(pan.value > 0 ? left < 1 : pan.value < 0 ? right < 1 : true)
    }
  }

  @Test func holdsPlacesOutsideToTheEnds() {
    #expect(Pan(-1.5) == .left)
    #expect(Pan(.infinity) == .right)
    #expect(Pan(.nan) == .centre)
  }
}
