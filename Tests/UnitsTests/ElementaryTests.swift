#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif
import Testing
import Units

/// The functions behind gains against the system's, which are right to the last digit or nearly so.
@Suite struct ElementaryTests {
  @Test func gainsAreTheSystemsPowersOfTen() {
    for hundredth in -20000...2000 {
      let level = Decibels(Double(hundredth) / 100)
      let expected = pow(10, level.value / 20)
      #expect(abs(Double(level.gain) / expected - 1) < 6e-8)  // half a step of a Float
    }
    #expect(Decibels(-1e300).gain == 0)
  }

  @Test func pansAreTheSystemsCosinesAndSines() {
    for thousandth in -999...999 {
      let pan = Pan(Double(thousandth) / 1000)
      let (left, right) = PanLaw.minus3.gains(at: pan)
      let angle = (pan.value + 1) * Double.pi / 4
      #expect(abs(left - cos(angle)) < 1e-15)
      #expect(abs(right - sin(angle)) < 1e-15)
      let away = cos(abs(pan.value) * Double.pi / 2)
      #expect(abs(min(pan.balance.left, pan.balance.right) - away) < 1e-15)
    }
  }

  @Test func exponentialsLogarithmsAndAnglesAreTheSystems() {
    for step in -6900...6900 {
      let x = Double(step) / 100
      #expect(abs(Elementary.exponential(x) / exp(x) - 1) < 1e-13)
      #expect(abs(Elementary.logarithm(exp(x)) - x) < 1e-13 * max(1, abs(x)))
      #expect(abs(Elementary.cosine(x) - cos(x)) < 1e-13)
      #expect(abs(Elementary.sine(x) - sin(x)) < 1e-13)
    }
    for thousandth in 1...1570 {
      let angle = Double(thousandth) / 1000
      #expect(abs(Elementary.tangent(angle) / tan(angle) - 1) < 1e-11)
    }
    #expect(Elementary.logarithm(0) == -.infinity)
    #expect(Elementary.exponential(-1e9) == 0)
    #expect(Elementary.exponential(1e9) == .infinity)
  }
}
