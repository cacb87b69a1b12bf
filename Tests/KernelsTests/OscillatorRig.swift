import DSP
import Engine
import Processors

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One oscillator and the memory that the engine would give it.
final class OscillatorRig {
  let unit: UnsafeMutablePointer<OscillatorUnit>
  let row: UnsafeMutablePointer<Ramp>
  private let kernels: Kernels
  private let rate: Int
  private let lane: UnsafeMutablePointer<Float>

  init(_ kernels: Kernels, _ settings: OscillatorSettings, rate: Int, seed: UInt32 = 0) {
    self.kernels = kernels
    self.rate = rate
    unit = .allocate(capacity: 1)
    unit.initialize(to: OscillatorSettings.unit(rate: rate, seed: seed))
    row = .allocate(capacity: 1)
    row.initialize(to: Ramp(restingAt: Lanes()))
    lane = .allocate(capacity: LaneLayout.chunk * LaneLayout.lanes)
    lane.initialize(repeating: 9, count: LaneLayout.chunk * LaneLayout.lanes)
    send(settings)
  }

  deinit {
    unit.deallocate()
    row.deallocate()
    lane.deallocate()
  }

  /// Sends the row to what the settings say, where it arrives in `frames`.
  func send(_ settings: OscillatorSettings, in frames: Int32 = 0) {
    for (lane, target) in settings.rows(rate: rate).enumerated() {
      row.pointee.move(lane: lane, to: target, in: frames)
    }
  }

  /// The next frames, in blocks of the sizes that `block` gives for where each starts.
  func render(_ frames: Int, block: (Int) -> Int = { _ in LaneLayout.chunk }) -> [Float] {
    var sound: [Float] = []
    while sound.count < frames {
      let count = min(block(sound.count), frames - sound.count)
      kernels.oscillate(unit, row, lane + 2, stride: 16, count)
      for frame in 0..<count { sound.append(lane[frame * 16 + 2]) }
    }
    return sound
  }
}

/// A measure of how much of a signal lies around a frequency.
enum Spectrum {
  /// The mean square in a band around `cycles` (a part of the rate), divided by the band's width.
  ///
  /// The band is `width` of the frequency wide: sines with a bell-shaped window, one after another.
  static func density(of signal: [Float], at cycles: Double, width: Double) -> Double {
    let length = Int(2 / (cycles * width))
    var (sum, windows, start) = (0.0, 0.0, 0)
    while start + length <= signal.count {
      var (real, imaginary) = (0.0, 0.0)
      for frame in 0..<length {
        let window = 0.5 - 0.5 * cos(2 * .pi * Double(frame) / Double(length))
        let angle = 2 * .pi * cycles * Double(frame)
        real += Double(signal[start + frame]) * window * cos(angle)
        imaginary += Double(signal[start + frame]) * window * sin(angle)
      }
      sum += (real * real + imaginary * imaginary) / Double(length)
      windows += 1
      start += length
    }
    return sum / windows
  }
}
