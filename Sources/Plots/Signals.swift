import Units

/// Signals to feed in, and what is measured of those that come out.
enum Signals {
  private static var rate: Double { Double(TestStrip.rate) }

  static func frames(_ seconds: Double) -> Int { Int((seconds * rate).rounded()) }

  static func silence(_ seconds: Double) -> [Float] {
    [Float](repeating: 0, count: frames(seconds))
  }

  /// One frame at full scale, then silence.
  static func impulse(_ seconds: Double) -> [Float] { [1] + silence(seconds).dropFirst() }

  /// A sine whose peaks are at `level` dBFS.
  static func tone(_ frequency: Double, _ level: Double, _ seconds: Double) -> [Float] {
    let gain = Elementary.powerOfTen(level / 20)
    return (0..<frames(seconds)).map { frame in
      let turns = (Double(frame) * frequency / rate).truncatingRemainder(dividingBy: 1)
      return Float(gain * Elementary.sine(2 * .pi * turns))
    }
  }

  /// A square wave of 1 kHz: its magnitude is the same in every frame, so that what a processor
  /// makes of any frame tells its gain.
  static func square(_ level: Double, _ seconds: Double) -> [Float] {
    let gain = Float(Elementary.powerOfTen(level / 20))
    return (0..<frames(seconds)).map { $0 / 24 % 2 == 0 ? gain : -gain }
  }

  /// Pink noise with a root mean square of `level` dBFS.
  ///
  /// White noise through three one-pole filters (P. Kellet, musicdsp.org, 1999), within half a dB
  /// of 3 dB an octave.
  static func pink(_ level: Double, _ seconds: Double) -> [Float] {
    var state: UInt32 = 1
    var (slow, middle, fast) = (0.0, 0.0, 0.0)
    let noise = (0..<frames(seconds)).map { _ -> Double in
      state = state &* 1_664_525 &+ 1_013_904_223
      let white = Double(Int32(bitPattern: state)) * 0x1p-31
      slow = 0.99765 * slow + white * 0.0990460
      middle = 0.963 * middle + white * 0.2965164
      fast = 0.57 * fast + white * 1.0526913
      return slow + middle + fast + white * 0.1848
    }
    let power = noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)
    let gain = Elementary.powerOfTen(level / 20) / power.squareRoot()
    return noise.map { Float($0 * gain) }
  }
}

/// dB of an amplitude; a very low level for silence.
func decibels(_ amplitude: Double) -> Double {
  20 * Elementary.logarithm(max(amplitude, 1e-15)) / Elementary.logarithm(10)
}

extension Sequence<Float> {
  /// The mean of the squares.
  var power: Double {
    var (sum, count) = (0.0, 0.0)
    for sample in self {
      sum += Double(sample) * Double(sample)
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}

extension [Float] {
  /// The sum of the samples as they turn at a frequency in Hz: the spectrum at one place.
  func spectrum(at frequency: Double) -> (real: Double, imaginary: Double) {
    let angle = 2 * .pi * frequency / Double(TestStrip.rate)
    let (stepReal, stepImaginary) = (Elementary.cosine(angle), -Elementary.sine(angle))
    var (real, imaginary) = (0.0, 0.0)
    var (cosine, sine) = (1.0, 0.0)
    for sample in self {
      real += Double(sample) * cosine
      imaginary += Double(sample) * sine
      (cosine, sine) = (
        cosine * stepReal - sine * stepImaginary, cosine * stepImaginary + sine * stepReal
      )
    }
    return (real, imaginary)
  }

  /// The spectrum's magnitude in dB at a frequency.
  func magnitude(at frequency: Double) -> Double {
    let (real, imaginary) = spectrum(at: frequency)
    return decibels((real * real + imaginary * imaginary).squareRoot())
  }

  /// Without what comes after the last sample that matters to a spectrum.
  var trimmed: [Float] {
    Array(prefix((lastIndex { abs($0) > 1e-9 } ?? 0) + 1))
  }
}
