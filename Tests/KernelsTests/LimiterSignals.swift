#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Signals that try to get past a limiter; every number follows from the seed.
struct LimiterSignals {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// How many times the usual length the long tests take: `BUSBAR_TEST_SCALE`, 1 unless set.
  static let scale = getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1

  /// 0..<1 (splitmix64).
  mutating func unit() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }

  /// A number of a normal distribution, after Box and Muller, 1958.
  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  mutating func noise(_ frames: Int, _ level: Double) -> [Float] {
    (0..<frames).map { _ in Float(normal() * level) }
  }

  mutating func uniform(_ frames: Int, _ level: Double) -> [Float] {
    (0..<frames).map { _ in Float((unit() * 2 - 1) * level) }
  }

  /// Plus or minus the level: the most that lies close to half the rate.
  mutating func signs(_ frames: Int, _ level: Double) -> [Float] {
    (0..<frames).map { _ in Float(unit() < 0.5 ? -level : level) }
  }

  /// Single frames, some two or three close together, of any size up to the level.
  mutating func impulses(_ frames: Int, _ level: Double) -> [Float] {
    (0..<frames).map { _ in unit() < 0.01 ? Float((unit() * 2 - 1) * level) : 0 }
  }

  /// Square waves that set in and stop, of periods from 2 to 200 frames.
  mutating func squares(_ frames: Int, _ level: Double) -> [Float] {
    var signal: [Float] = []
    while signal.count < frames {
      let half = 1 + Int(unit() * (unit() < 0.5 ? 3 : 100))
      let size = unit() < 0.4 ? 0.01 : unit() * level
      for frame in 0..<Int(200 + unit() * 2000) {
        signal.append(Float(frame / half % 2 == 0 ? size : -size))
      }
    }
    return Array(signal[..<frames])
  }

  /// Sines at parts of the rate whose frames keep missing the peak, then at any frequency to 20 kHz.
  mutating func sines(_ frames: Int, _ level: Double) -> [Float] {
    let hiding: [Double] = [0.25, 0.375, 0.4, 0.125, 1 / 3, 4 / 9, 5 / 12, 1 / 6, 3 / 7]
    var signal: [Float] = []
    while signal.count < frames {
      let isHiding = unit() < 0.6
      let cycles = isHiding ? hiding[Int(unit() * 9)] : unit() * 20000 / 44100
      let (phase, size) = (unit(), level * (0.2 + unit()))
      for frame in 0..<3000 {
        let turns: Double = cycles * Double(frame) + phase
        signal.append(Float(sin(2 * Double.pi * turns) * size))
      }
    }
    return Array(signal[..<frames])
  }
}
