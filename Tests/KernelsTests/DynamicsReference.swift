import Glibc
import Processors

// The laws that the settings document, once more: one channel, doubles, cases instead of lanes.

/// The level of a key without filters, in groups of four frames.
struct ReferenceLevel {
  private let window: Int
  private let averaging: Double?
  private var energies: [Double] = []
  private var average = 0.0
  private var frame = 0

  /// A peak detector; windows are whole blocks of 64 frames.
  init(windowMilliseconds: Double, rate: Int) {
    window = max(1, Int((windowMilliseconds * Double(rate) / 1000 / 64).rounded())) * 64
    averaging = nil
  }

  /// An average with a time constant in milliseconds.
  init(averagingMilliseconds: Double, rate: Int) {
    window = 64
    averaging = 1 - exp(-4000 / (averagingMilliseconds * Double(rate)))
  }

  /// The level of the next four frames in dB.
  mutating func next(_ frames: ArraySlice<Float>) -> Double {
    let squares = frames.map { Double($0) * Double($0) }
    frame += 4
    if let averaging {
      average += averaging * (squares.reduce(0, +) / 4 - average)
      return 10 * log10(max(average, 1e-30))
    }
    energies.append(squares.max() ?? 0)
    let level = 10 * log10(max(energies.max() ?? 0, 1e-30))
    // A first window of one block, then whole ones; a level looks at this window and the last.
    if frame >= 64, (frame - 64) % window == 0 {
      energies = [energies.suffix(frame == 64 ? 16 : window / 4).max() ?? 0]
    }
    return level
  }
}

/// A channel's gains in dB by `GateSettings`, one for every group.
func referenceGate(_ settings: GateSettings, _ key: [Float], rate: Int) -> [Double] {
  let length = min(12.5, max(2.5, max(settings.hold, settings.release / 2) / 2))
  var level = ReferenceLevel(windowMilliseconds: length, rate: rate)
  let frames = Double(rate) / 1000
  let window = max(1, (length * frames / 64).rounded()) * 64
  var (isOpen, sincePeak, reduction) = (false, 0.0, 0.0)
  let stay = max(1, settings.hold * frames - window)
  return stride(from: 0, to: key.count - 3, by: 4).map { start in
    let level = level.next(key[start..<start + 4])
    if level >= settings.threshold - (isOpen ? settings.hysteresis : 0) {
      (isOpen, sincePeak) = (true, 0)
    } else {
      if sincePeak >= stay { isOpen = false }
      sincePeak += 4
    }
    let target: Double
    switch settings.mode {
    case .gate: target = isOpen ? 0 : -settings.range
    case .ducker: target = isOpen ? -settings.range : 0
    case .expander:
      let asked = (settings.ratio - 1) * (settings.threshold - level)
      target = isOpen ? 0 : min(-settings.range, asked)
    }
    let isAttack = (target > reduction) == (settings.mode == .ducker)
    let time = (isAttack ? settings.attack : settings.release) * frames
    reduction += (target - reduction) * (1 - exp(-4 / time))
    return -reduction
  }
}

/// The static law: the reduction in dB at a level.
func referenceReduction(
  _ level: Double, threshold: Double, ratio: Double, knee: Double
) -> Double {
  let over = level - threshold
  let slope = 1 - 1 / ratio
  if 2 * over <= -knee { return 0 }
  if 2 * over < knee { return slope * (over + knee / 2) * (over + knee / 2) / (2 * knee) }
  return slope * over
}

/// What a compressor does after its static law.
struct ReferenceTiming {
  var attack: Double
  var release: Double
  var stay: Double
  var slowRelease: Double?
}

/// A channel's gains in dB, one for every group: `CompressorSettings` and `GlueSettings`.
///
/// When the hold time begins can hang on a hair; `hair`, in dB, is how much later than by the law.
func referenceCompressor(
  _ level: ReferenceLevel, _ timing: ReferenceTiming, _ key: [Float], rate: Int,
  hair: Double, _ law: (Double) -> Double
) -> [Double] {
  var level = level
  let frames = Double(rate) / 1000
  func part(_ milliseconds: Double) -> Double { 1 - exp(-4 / (milliseconds * frames)) }
  var (reduction, sustained, left) = (0.0, 0.0, 0.0)
  return stride(from: 0, to: key.count - 3, by: 4).map { start in
    let demand = law(level.next(key[start..<start + 4]))
    let before = reduction
    let isNear = demand >= reduction - 0.03 - hair
    let isReleasing = !isNear && left <= 0
    left = isNear ? timing.stay : left - 4
    if demand >= reduction {
      reduction += part(timing.attack) * (max(demand, sustained) - reduction)
    } else if isNear || isReleasing {
      reduction += part(timing.release) * (max(demand, sustained) - reduction)
    }
    if let slow = timing.slowRelease {
      sustained +=
        isReleasing
        ? part(slow) * (demand - sustained)
        : part(slow / 4) * (before - sustained)
    }
    return -reduction
  }
}
