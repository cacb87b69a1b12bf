import ConsoleModel
import Engine
import Testing
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The filters of strips, through the whole engine, against the analogue filters that they follow.
@Suite struct FilterStageTests {
  private static let frequencies = [
    20.0, 31, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150, 5000, 8000, 12500, 16000,
  ]

  /// The power response of (n0 + n1 s + n2 s²) / (d0 + d1 s + d2 s²) at s = j × ratio.
  private func power(_ n: [Double], _ d: [Double], _ ratio: Double) -> Double {
    func power(_ p: [Double]) -> Double {
      let (real, imaginary) = (p[0] - p[2] * ratio * ratio, p[1] * ratio)
      return real * real + imaginary * imaginary
    }
    return power(n) / power(d)
  }

  /// The level in dB of a band of the analogue equaliser; shapes in the order of the table.
  ///
  /// By the transfer functions of Robert Bristow-Johnson's cookbook.
  private func level(_ shape: Int, _ hertz: Double, _ centre: Double, _ gain: Double, _ q: Double)
    -> Double
  {
    let a = pow10(gain / 40)
    let r = a.squareRoot() / q
    let (n, d): ([Double], [Double]) =
      switch shape {
      case 0: ([1, a / q, 1], [1, 1 / (a * q), 1])
      case 1: ([a * a, a * r, a], [1, r, a])
      case 2: ([a, a * r, a * a], [a, r, 1])
      case 3: ([0, 0, 1], [1, 1 / q, 1])
      case 4: ([1, 0, 0], [1, 1 / q, 1])
      case 5: ([1, 0, 1], [1, 1 / q, 1])
      default: ([1, a * a, 0], [a * a, 1, 0])
      }
    return decibels(power(n, d, hertz / centre)) / 2
  }

  /// The response of a scene at each frequency in dB, from its answer to an impulse.
  private func response(_ scene: Scene, at frequencies: [Double] = frequencies) -> [[Double]] {
    var impulse = steady(0, 48000)
    impulse[0] = 0.02
    return scene.heard(impulse).map { answer in
      frequencies.map { hertz in
        // A projection of the whole answer; its scale is twice the sum over the count.
        decibels(amplitude(of: hertz, in: answer) * Double(answer.count) / 2 / 0.02)
      }
    }
  }

  @Test(arguments: [12.0, 18, 24]) func aHighPassIsAButterworthFilter(slope: Double) {
    var scene = Scene(.channel)
    scene.set([.highPassOn: 1, .highPassFrequency: 120, .highPassSlope: slope / 6 - 2])
    for side in response(scene) {
      for (hertz, heard) in zip(Self.frequencies, side) {
        let wanted = -10 * log10(1 + pow(120 / hertz, slope / 3))
        #expect(abs(heard - wanted) < 0.05, "\(slope) dB at \(hertz) Hz: \(heard), not \(wanted)")
      }
    }
  }

  @Test(arguments: [StripKind.channel, .group, .main], 0..<7)
  func bandsInSeriesAddUp(kind: StripKind, shape: Int) {
    var scene = Scene(kind)
    let centres = [60.0, 220, 900, 3300, 6000, 12000]
    let gains = [6.0, -9, 12, -4, 3, -6]
    let qualities = [0.7, 2, 1, 4, 0.5, 1.4]
    let count = Parameter.bandCount(of: kind)
    scene.set([.eqOn: 1])
    if kind == .channel { scene.set([.order: Double(shape % 2)]) }
    for band in 1...count {
      scene.set([
        .eq(band, .on): 1, .eq(band, .shape): Double((shape + band) % 7),
        .eq(band, .frequency): centres[band - 1], .eq(band, .gain): gains[band - 1],
        .eq(band, .q): qualities[band - 1],
      ])
    }
    for side in response(scene) {
      for (hertz, heard) in zip(Self.frequencies, side) {
        let wanted = (1...count).reduce(0) { sum, band in
          sum
            + level(
              (shape + band) % 7, hertz, centres[band - 1], gains[band - 1], qualities[band - 1])
        }
        guard wanted > -50 else { continue }  // near a notch
        #expect(abs(heard - wanted) < 0.5, "\(hertz) Hz: \(heard), not \(wanted)")
      }
    }
  }

  /// What one section a band cannot do is done by the top section, before or after the compressor.
  @Test(arguments: [StripKind.channel, .aux, .main], [0.0, 1])
  func steepBandsNearTheTopAreRightToo(kind: StripKind, order: Double) {
    let frequencies = [200.0, 4000, 8000, 10000, 12000, 14000, 16000, 18000, 20000]
    let bands = [(1, 15000.0, 12.0), (2, 12500, 18), (2, 10500, -18), (3, 15500, 0)]
    for (shape, centre, gain) in bands {
      var scene = Scene(kind)
      if kind == .channel { scene.set([.order: order]) }
      let last = Parameter.bandCount(of: kind)
      scene.set([
        .eqOn: 1, .eq(last, .on): 1, .eq(last, .shape): Double(shape),
        .eq(last, .frequency): centre, .eq(last, .gain): gain, .eq(last, .q): 8,
      ])
      for side in response(scene, at: frequencies) {
        for (hertz, heard) in zip(frequencies, side) {
          let wanted = level(shape, hertz, centre, gain, 8)
          guard wanted > -40 else { continue }
          #expect(
            abs(heard - wanted) < 0.1, "\(shape), \(hertz) Hz: \(heard), not \(wanted)")
        }
      }
    }
  }
}
