import Processors
import Testing

@Suite struct SectionFormsTests {
  private typealias Biquad = (b0: Double, b1: Double, b2: Double, a1: Double, a2: Double)

  /// Impulse responses: the section by its states, a biquad by its definition.
  private func response(_ s: SectionCoefficients, _ count: Int) -> [Double] {
    var (a, b) = (0.0, 0.0)
    return (0..<count).map { frame in
      let x = frame == 0 ? 1.0 : 0
      let t = x - b
      let y = s.direct * x + s.first * a + s.second * b
      (a, b) = (
        a + s.damping * a + s.coupling * t, b + s.coupling * a + s.integration * t
      )
      return y
    }
  }

  private func response(_ f: Biquad, _ count: Int) -> [Double] {
    var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)
    return (0..<count).map { frame in
      let x = frame == 0 ? 1.0 : 0
      let y = f.b0 * x + f.b1 * x1 + f.b2 * x2 - f.a1 * y1 - f.a2 * y2
      (x1, x2, y1, y2) = (x, x1, y, y1)
      return y
    }
  }

  /// Complex and real poles, near and far from the unit circle.
  private static let biquads: [Biquad] = [
    (1, 0, 0, 0, 0), (0.3, -0.2, 0.7, 0.5, 0.25), (1, -2, 1, -1.99, 0.9905), (2, 1, -3, 1.8, 0.85),
    (0.1, 0.2, 0.1, -1.2, 0.35), (1, 0.5, 0, -0.9, 0), (1, 1, 1, 0, -0.81),
  ]

  @Test(arguments: 0..<7) func isTheFilterThatTheBiquadIs(index: Int) {
    let f = Self.biquads[index]
    let section = SectionCoefficients(b0: f.b0, b1: f.b1, b2: f.b2, a1: f.a1, a2: f.a2)
    let (ours, theirs) = (response(section, 300), response(f, 300))
    for frame in 0..<300 { #expect(abs(ours[frame] - theirs[frame]) < 1e-9) }
    let back = section.biquad
    #expect(abs(back.b0 - f.b0) + abs(back.b1 - f.b1) + abs(back.b2 - f.b2) < 1e-12)
    #expect(abs(back.a1 - f.a1) + abs(back.a2 - f.a2) < 1e-12)
  }

  @Test func isTheStateVariableFilterOfItsPaper() {
    let (g, k) = (0.3, 0.8)
    let section = SectionCoefficients(g: g, k: k, high: 0.5, band: -2, low: 3)
    // A. Simper's listing: v1 and v2 are band and low, and ic1 and ic2 the states.
    var (ic1, ic2) = (0.0, 0.0)
    let a1 = 1 / (1 + g * (g + k))
    let ours = response(section, 200)
    for frame in 0..<200 {
      let v0 = frame == 0 ? 1.0 : 0
      let v3 = v0 - ic2
      let v1 = a1 * ic1 + g * a1 * v3
      let v2 = ic2 + g * a1 * ic1 + g * g * a1 * v3
      (ic1, ic2) = (2 * v1 - ic1, 2 * v2 - ic2)
      let y = 0.5 * (v0 - k * v1 - v2) - 2 * v1 + 3 * v2
      #expect(abs(ours[frame] - y) < 1e-12)
    }
  }
}
