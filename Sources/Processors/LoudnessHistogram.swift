/// How often each loudness occurred, and with what energy.
struct LoudnessHistogram: Sendable {
  /// The absolute gate: below it nothing counts.
  private static let bottom = -70.0
  private static let binsPerUnit = 50.0
  /// From -70 to +80 LUFS; what is louder counts as that.
  private static let bins = 150 * 50

  private var counts = [Int](repeating: 0, count: bins)
  private var energies = [Double](repeating: 0, count: bins)

  mutating func add(_ energy: Double, _ loudness: Double) {
    guard loudness >= Self.bottom else { return }
    let bin = min(Int((loudness - Self.bottom) * Self.binsPerUnit), Self.bins - 1)
    counts[bin] += 1
    energies[bin] += energy
  }

  /// The gate that lies `offset` LU from the loudness of all, in LUFS.
  func relativeGate(_ offset: Double) -> Double {
    LoudnessMeter.loudness(mean(above: Self.bottom)) + offset
  }

  /// The mean energy of what is at or above a loudness; 0 when nothing is.
  func mean(above gate: Double) -> Double {
    var (count, energy) = (0, 0.0)
    for bin in first(above: gate)..<Self.bins {
      count += counts[bin]
      energy += energies[bin]
    }
    return count > 0 ? energy / Double(count) : 0
  }

  /// From the tenth part to nineteen twentieths of what is at or above a loudness, in LU.
  func range(above gate: Double) -> Double {
    let start = first(above: gate)
    let total = counts[start...].reduce(0, +)
    guard total > 0 else { return 0 }
    return loudness(ofRank: 0.95, total, from: start) - loudness(ofRank: 0.1, total, from: start)
  }

  /// The first bin that holds, on average, what is at or above a loudness.
  private func first(above gate: Double) -> Int {
    guard gate > Self.bottom else { return 0 }
    let bin = min(Int((gate - Self.bottom) * Self.binsPerUnit), Self.bins - 1)
    guard counts[bin] > 0 else { return bin }
    return LoudnessMeter.loudness(energies[bin] / Double(counts[bin])) >= gate ? bin : bin + 1
  }

  /// The loudness that a part of the values from a bin on lies below.
  private func loudness(ofRank rank: Double, _ total: Int, from start: Int) -> Double {
    let wanted = Int((rank * Double(total - 1)).rounded())
    var passed = 0
    for bin in start..<Self.bins where counts[bin] > 0 {
      passed += counts[bin]
      if passed > wanted { return LoudnessMeter.loudness(energies[bin] / Double(counts[bin])) }
    }
    return Self.bottom
  }
}
