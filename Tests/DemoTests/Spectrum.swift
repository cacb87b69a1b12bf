#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What frequencies a sound holds, by the definition of the Fourier transform and nothing quicker.
struct Spectrum {
  private let samples: [Double]
  private let rate: Double

  /// Takes samples at a rate, under a Hann window.
  init(_ samples: [Float], rate: Int) {
    let turn = 2 * Double.pi / Double(samples.count)
    self.samples = samples.enumerated().map {
      Double($0.element) * (0.5 - 0.5 * cos(turn * Double($0.offset)))
    }
    self.rate = Double(rate)
  }

  /// The energy at a frequency in Hz.
  func energy(at frequency: Double) -> Double {
    let step = (cos(2 * .pi * frequency / rate), sin(2 * .pi * frequency / rate))
    var turn = (1.0, 0.0)
    var sum = (0.0, 0.0)
    for sample in samples {
      sum = (sum.0 + sample * turn.0, sum.1 + sample * turn.1)
      turn = (turn.0 * step.0 - turn.1 * step.1, turn.0 * step.1 + turn.1 * step.0)
    }
    return sum.0 * sum.0 + sum.1 * sum.1
  }

  /// The part (0…1) of all energy that lies from one frequency up to another, in Hz.
  func share(from low: Double, to high: Double) -> Double {
    var (inside, all) = (0.0, 0.0)
    for bin in 1..<samples.count / 2 {
      let frequency = Double(bin) * rate / Double(samples.count)
      let energy = energy(at: frequency)
      all += energy
      if frequency >= low && frequency < high { inside += energy }
    }
    return inside / all
  }

  /// How many cents from a frequency the strongest tone within 300 cents of it lies.
  func cents(from frequency: Double) -> Double {
    let candidates = stride(from: -300.0, through: 300, by: 5)
    let energies = candidates.map { ($0, energy(at: frequency * pow(2, $0 / 1200))) }
    return energies.max { $0.1 < $1.1 }?.0 ?? .infinity
  }
}
