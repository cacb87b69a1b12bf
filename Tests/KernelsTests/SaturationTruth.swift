import DSP
import Glibc

/// Saturation by the plainest arithmetic, one lane in doubles.
///
/// Knows the rows' law and how a half-band filter is specified; designs the filters itself, fills in
/// zeroes and leaves out samples instead of sharing out work to paths.
enum SaturationTruth {
  static func saturate(_ input: [Float], _ rows: [Float]) -> [Double] {
    let rows = rows.map(Double.init)
    let x = input.map(Double.init)
    let first = halfBand(sections: 6, edge: 20.0 / 96)
    let second = halfBand(sections: 3, edge: 20.0 / 192)
    var low = 0.0
    let driven = x.map { sample in
      low += rows[SaturationRow.corner] * (sample - low)
      return rows[SaturationRow.drive] * (sample + rows[SaturationRow.emphasis] * low)
    }
    let fast = doubled(doubled(driven, first), second)
    let bent = fast.map { sample in
      let held = min(max(sample, -1), 1)
      return (1...7).reduce(-sample) { sum, power in
        sum + rows[SaturationRow.curve + power - 1] * pow(held, Double(power))
      }
    }
    var (restored, constant) = (0.0, 0.0)
    return zip(x, halved(halved(bent, second), first)).map { sample, bent in
      let back = bent / rows[SaturationRow.drive]
      restored = rows[SaturationRow.restore] * back + rows[SaturationRow.restoreDecay] * restored
      let added = back - restored
      constant += rows[SaturationRow.constantCorner] * (added - constant)
      return sample + rows[SaturationRow.amount] * (added - constant)
    }
  }

  /// The factors of an elliptic half-band filter's allpass sections, rising.
  ///
  /// The series of theta functions as for any elliptic filter (A. Antoniou, "Digital Filters",
  /// 1993) with the symmetry of a half-band.
  static func halfBand(sections: Int, edge: Double) -> [Double] {
    let k = pow(tan(.pi * edge), 2)
    let root = pow(1 - k * k, 0.25)
    let e = (1 - root) / (1 + root) / 2
    let q = e + 2 * pow(e, 5) + 15 * pow(e, 9)
    let order = Double(2 * sections + 1)
    return (1...sections).map { section in
      var (above, below) = (0.0, 0.5)
      for i in 0..<6 {
        let sign = i.isMultiple(of: 2) ? 1.0 : -1
        let angle = Double.pi * Double(section) / order
        above += sign * pow(q, Double(i * (i + 1))) * sin(Double(2 * i + 1) * angle)
        if i > 0 { below += sign * pow(q, Double(i * i)) * cos(Double(2 * i) * angle) }
      }
      let w = pow(pow(q, 0.25) * above / below, 2)
      let x = ((1 - w * k) * (1 - w / k)).squareRoot() / (1 + w)
      return (1 - x) / (1 + x)
    }.sorted()
  }

  /// Half of the sum of the even sections' path and, one sample later, that of the odd ones.
  static func filtered(_ x: [Double], _ factors: [Double]) -> [Double] {
    var early = x
    var late = [0] + x.dropLast()
    for (index, factor) in factors.enumerated() {
      if index.isMultiple(of: 2) {
        early = allpass(early, factor)
      } else {
        late = allpass(late, factor)
      }
    }
    return zip(early, late).map { ($0 + $1) / 2 }
  }

  private static func allpass(_ x: [Double], _ factor: Double) -> [Double] {
    var y = x
    for index in x.indices {
      y[index] = factor * x[index]
      if index >= 2 { y[index] += x[index - 2] - factor * y[index - 2] }
    }
    return y
  }

  private static func doubled(_ x: [Double], _ factors: [Double]) -> [Double] {
    filtered(x.flatMap { [2 * $0, 0] }, factors)
  }

  private static func halved(_ x: [Double], _ factors: [Double]) -> [Double] {
    let y = filtered(x, factors)
    return stride(from: 1, to: y.count, by: 2).map { y[$0] }
  }
}
