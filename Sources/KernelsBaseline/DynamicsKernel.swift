internal import CLanes
import DSP

// What gates and compressors have in common: the key's level, links, rows that move, the meter.
// Some are transparent because the compiler does not always heed `@inline(__always)`.

/// `a` in the lanes where the condition holds, `b` in the others.
@_transparent
@_noLocks
func select(_ isTrue: SIMDMask<SIMD16<Int32>>, _ a: Lanes, _ b: Lanes) -> Lanes {
  b.replacing(with: a, where: isTrue)
}

/// The level of an energy, a binary logarithm; energies of -300 dB or less are silence.
@_transparent
@_noLocks
func level(_ energy: Lanes) -> Lanes {
  lanes_log2(lanes_max(energy, Lanes(repeating: 1e-30)))
}

/// How many of the next `frames` frames every row goes on in one straight line.
@_transparent
@_noLocks
func span(rows: UnsafeMutablePointer<Ramp>, _ count: Int, _ frames: Int) -> Int {
  var frames = frames
  var row = 0
  while row < count {
    frames = span(rows + row, frames)
    row &+= 1
  }
  return frames
}

/// Takes note in every row that `frames` frames went by.
@_transparent
@_noLocks
func arrive(rows: UnsafeMutablePointer<Ramp>, _ count: Int, _ frames: Int) {
  var row = 0
  while row < count {
    arrive(rows + row, frames)
    row &+= 1
  }
}

/// Whether every lane of a row rests at 0.
@inline(__always)
@_noLocks
func isZeroAtRest(_ ramp: UnsafePointer<Ramp>) -> Bool {
  guard !ramp.pointee.isMoving else { return false }
  return !lanes_any(unsafeBitCast(ramp.pointee.value .!= 0, to: SIMD16<Int32>.self))
}

/// The part of its way that something goes in `frames` frames, when it goes `part` of it in one.
///
/// Sums and products of small numbers, where 1 - (1 - part)^frames would round them away.
@inline(__always)
@_noLocks
func pace(_ part: Lanes, _ frames: Int) -> Lanes {
  var whole = part
  var frame = 1
  while frame < frames {
    whole += part - whole * part
    frame &+= 1
  }
  return whole
}

/// The detector as it stands, to be asked for the levels of groups of `count` frames.
@inline(__always)
@_noLocks
func openDetector(
  _ parameters: UnsafePointer<Ramp>, _ state: UnsafePointer<Lanes>, _ count: Int
) -> DetectorLanes {
  var detector = DetectorLanes()
  detector.highCut = parameters[LevelDetector.highCut].value
  detector.lowCut = parameters[LevelDetector.lowCut].value
  detector.amount = -parameters[LevelDetector.lowCutAmount].value
  detector.averaging = pace(parameters[LevelDetector.averaging].value, count)
  detector.keepAverage = 1 - detector.averaging
  detector.averaging *= 1 / Float(Int32(truncatingIfNeeded: count))  // means from sums
  detector.isPeak = unsafeBitCast(
    parameters[LevelDetector.window].value .> 0, to: SIMD16<Int32>.self)
  detector.low1 = state[LevelDetector.filters]
  detector.low2 = state[LevelDetector.filters &+ 1]
  detector.high1 = state[LevelDetector.filters &+ 2]
  detector.high2 = state[LevelDetector.filters &+ 3]
  detector.average = state[LevelDetector.average]
  detector.peak = state[LevelDetector.peak]
  detector.earlierPeak = state[LevelDetector.earlierPeak]
  return detector
}

/// The level, an energy, of the next `count` frames of the key.
@inline(__always)
@_noLocks
func detect(
  _ detector: inout DetectorLanes, _ key: UnsafePointer<Lanes>, _ count: Int
) -> Lanes {
  var all = Lanes()
  var most = Lanes()
  var frame = 0
  while frame < count {
    let y = filter(&detector, key[frame])
    let energy = y * y
    all += energy
    most = lanes_max(energy, most)
    frame &+= 1
  }
  detector.average = sum(
    detector.averaging * all, detector.keepAverage, detector.average)
  detector.peak = lanes_max(detector.peak, most)
  let held = lanes_max(detector.peak, detector.earlierPeak)
  let isPeak = unsafeBitCast(detector.isPeak, to: SIMDMask<SIMD16<Int32>>.self)
  return select(isPeak, held, detector.average)
}

/// One frame of the key after its filters.
@inline(__always)
@_noLocks
private func filter(_ detector: inout DetectorLanes, _ x: Lanes) -> Lanes {
  detector.low1 = sum(detector.low1, detector.highCut, x - detector.low1)
  detector.low2 = sum(detector.low2, detector.highCut, detector.low1 - detector.low2)
  detector.high1 = sum(detector.high1, detector.lowCut, detector.low2 - detector.high1)
  let once = sum(detector.low2, detector.amount, detector.high1)
  detector.high2 = sum(detector.high2, detector.lowCut, once - detector.high2)
  return sum(once, detector.amount, detector.high2)
}

/// Puts the detector's states back.
@inline(__always)
@_noLocks
func closeDetector(_ detector: DetectorLanes, _ state: UnsafeMutablePointer<Lanes>) {
  state[LevelDetector.filters] = detector.low1
  state[LevelDetector.filters &+ 1] = detector.low2
  state[LevelDetector.filters &+ 2] = detector.high1
  state[LevelDetector.filters &+ 3] = detector.high2
  state[LevelDetector.average] = detector.average
  state[LevelDetector.peak] = detector.peak
}

/// Starts a new window in the lanes whose window is over after `frames` more frames.
@inline(__always)
@_noLocks
func turnWindows(
  _ parameters: UnsafePointer<Ramp>, _ state: UnsafeMutablePointer<Lanes>, _ frames: Int
) {
  let window = parameters[LevelDetector.window].value
  let left = state[LevelDetector.windowLeft] - Float(Int32(truncatingIfNeeded: frames))
  let peak = state[LevelDetector.peak]
  let isOver = left .<= 0
  state[LevelDetector.earlierPeak] = select(isOver, peak, state[LevelDetector.earlierPeak])
  state[LevelDetector.peak] = select(isOver, Lanes(), peak)
  state[LevelDetector.windowLeft] = select(isOver, window, left)
}

/// The larger of each lane and its partner.
@inline(__always)
@_noLocks
func linked(
  _ lanes: Lanes, _ isFirst: SIMDMask<SIMD16<Int32>>, _ isSecond: SIMDMask<SIMD16<Int32>>
) -> Lanes {
  let here = lanes_opaque(lanes)
  let partner = select(isFirst, lanes_next(here), select(isSecond, lanes_previous(here), here))
  return lanes_max(here, partner)
}

/// Makes the reductions of linked lanes equal to the bit once they are within 0.0006 dB.
///
/// Lanes that get linked while they sound come together by attack and release, which leaves the last
/// bit to chance. `rows` states from `first` on belong to the reduction, itself the first of them.
@_transparent
@_noLocks
func joinLinked(
  _ link: UnsafePointer<Ramp>, _ state: UnsafeMutablePointer<Lanes>, _ first: Int, _ rows: Int
) {
  let links = link.pointee.value
  guard lanes_any(unsafeBitCast(links .!= 0, to: SIMD16<Int32>.self)) else { return }
  let (isFirst, isSecond) = (links .> 0.5, links .< -0.5)
  let reduction = state[first]
  let difference = linked(reduction, isFirst, isSecond) + linked(-reduction, isFirst, isSecond)
  let isNear = difference .< 1e-4
  var row = first
  while row < first &+ rows {
    state[row] = select(isNear, linked(state[row], isFirst, isSecond), state[row])
    row &+= 1
  }
}

/// Forgets everything but the meter in lanes that are off, so that switching on starts afresh.
@_transparent
@_noLocks
func clearOff(
  _ engaged: UnsafePointer<Ramp>, _ state: UnsafeMutablePointer<Lanes>, _ rows: Int, meter: Int
) {
  let isOff = engaged.pointee.value .== 0
  guard lanes_any(unsafeBitCast(isOff, to: SIMD16<Int32>.self)) else { return }
  let seen = state[meter]
  var row = 0
  while row < rows {
    state[row] = select(isOff, Lanes(), state[row])
    row &+= 1
  }
  state[meter] = seen
}

/// Holds the deepest reduction, log2 of an amplitude, in dB in the meter's row; lanes that are off
/// show none.
@_transparent
@_noLocks
func meter(
  _ deepest: Lanes, _ engaged: UnsafePointer<Ramp>, _ meter: UnsafeMutablePointer<Lanes>
) {
  let shown = select(engaged.pointee.value .== 0, Lanes(), deepest * 6.0205999)
  meter.pointee = lanes_max(shown, meter.pointee)
}

/// Scales `count` frames by a gain that arrives at `goal` in a straight line; returns the goal.
@inline(__always)
@_noLocks
func apply(
  _ goal: Lanes, _ start: Lanes, _ samples: UnsafeMutablePointer<Lanes>, _ count: Int
) -> Lanes {
  let step = (goal - start) * (1 / Float(Int32(truncatingIfNeeded: count)))
  var gain = start
  var frame = 0
  while frame < count {
    gain += step
    samples[frame] *= gain
    frame &+= 1
  }
  return goal
}
