import DSP
import Processors

/// One lane of filter sections in Double, whose numbers move in straight lines frame by frame.
struct FilterReference {
  private struct Row {
    var start = 0.0
    var goal = 0.0
    var length = 0
    var passed = 0

    var hasArrived: Bool { passed == length }

    mutating func next() -> Double {
      if passed < length { passed += 1 }
      return length == 0 ? goal : start + (goal - start) * Double(passed) / Double(length)
    }
  }

  private var rows: [Row]
  private var states: [(a: Double, b: Double)]

  /// Whether all lanes do as this one, so that a section that rests in bypass is silenced.
  private let isAlone: Bool

  init(sections: Int, isAlone: Bool = false) {
    self.isAlone = isAlone
    rows = [Row](repeating: Row(), count: sections * FilterSection.parameterRows)
    states = [(a: Double, b: Double)](repeating: (0, 0), count: sections)
  }

  /// Sends all rows to targets, where they arrive in `frames`.
  mutating func send(to targets: [Float], in frames: Int = 0) {
    for (row, target) in targets.enumerated() {
      var now = rows[row]
      let value =
        now.length == 0
        ? now.goal : now.start + (now.goal - now.start) * Double(now.passed) / Double(now.length)
      now = Row(start: value, goal: Double(target), length: frames, passed: 0)
      rows[row] = now
    }
  }

  /// One frame.
  mutating func next(_ input: Double) -> Double {
    var x = input
    for section in states.indices {
      let k = (0..<6).map { rows[section * 6 + $0].next() }
      let (a, b) = states[section]
      let t = x - b
      x = k[3] * x + k[4] * a + k[5] * b
      states[section] = (a + k[0] * a + k[1] * t, b + k[1] * a + k[2] * t)
      if isAlone && k[3...] == [1, 0, 0]
        && rows[section * 6..<section * 6 + 6].allSatisfy(\.hasArrived)
      {
        states[section] = (0, 0)
      }
    }
    return x
  }
}

/// Random settings and signals, the same ones everywhere (SplitMix64).
struct FilterDice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }

  /// A whole number of 0..<count.
  mutating func whole(_ count: Int) -> Int { Int(bits() >> 33) % count }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(bits() >> 11) * 0x1p-53
  }

  /// White noise of -1…1.
  mutating func noise(_ count: Int) -> [Float] { (0..<count).map { _ in Float(number(-1...1)) } }

  /// A band of any shape with a frequency of `lowest` Hz and up, spread evenly over octaves.
  mutating func band(above lowest: Double = 20) -> EQBandSettings {
    var frequency = lowest * number(1...2)
    for _ in 0..<whole(10) where frequency * 2 <= 20000 { frequency *= 2 }
    return EQBandSettings(
      FilterShape.allCases[whole(7)], frequency: frequency, gain: number(-18...18),
      q: number(0.1...1) * [1, 1, 4, 16][whole(4)])
  }

  /// The rows of six sections: a high-pass and four bands, each off now and then.
  mutating func strip(above lowest: Double = 20, rate: Int = 48000) -> [Float] {
    var highPass = HighPassSettings(
      frequency: number(max(20, lowest)...1000), slope: HighPassSettings.Slope.allCases[whole(3)])
    highPass.isOn = whole(4) > 0
    var rows = highPass.rows(rate: rate)
    for _ in 0..<4 {
      var band = band(above: lowest)
      band.isOn = whole(4) > 0
      rows += band.rows(rate: rate)
    }
    return rows
  }
}

/// Whether this is a release build.
var isOptimizedBuild: Bool {
  var optimized = true
  assert({ optimized = false }() == ())
  return optimized
}
