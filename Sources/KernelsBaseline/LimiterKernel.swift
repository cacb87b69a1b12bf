internal import CLanes
public import DSP

/// Keeps the peaks of a stereo pair or of one channel below a ceiling, those between frames too.
///
/// What comes out is what went in `layout.latency` frames earlier, times a gain that both channels
/// share. Where no peak is above the ceiling the gain is exactly 1.
///
/// The gain is 1 less a reduction, which is made in passes over the block, each from one line to the
/// next, so that vectors of sixteen frames do all the work and every block costs the same:
///
/// 1. The peak around each frame is looked for at twelve times the rate (after ITU-R BS.1770-5,
///    annex 2, which asks for four): first halfway between frames, then five times between each
///    two of the values at twice the rate.
/// 2. The reduction that the peak needs is held for as long as the smoothing lasts. A maximum over a
///    window is made of maxima over shorter ones.
/// 3. The release: the reduction may fall no faster than an exponential. That is a maximum as well,
///    of the past times powers of the decay.
/// 4. Two averages in a row, over powers of two, so that a reduction held is reached exactly.
///
/// - Parameters:
///   - unit: The limiter.
///   - parameters: Its row (`LimiterParameter`).
///   - left: The left or only channel's first sample; its samples are sixteen apart. In place.
///   - right: The right channel's, or nil.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func limitPeaks(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
  _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>?, _ frames: Int
) {
  if unit.pointee.position &+ LaneLayout.chunk > unit.pointee.layout.history &+ LimiterLayout.run {
    rewind(unit)
  }
  // Whole vectors, two at a time; what lies beyond the block is written again by the next.
  let vectors = ((frames &+ 31) >> 5) &* 2
  take(left, unit.pointee.line(0) + unit.pointee.position, frames)
  findHalfway(unit, 0, vectors)
  if let right {
    take(right, unit.pointee.line(1) + unit.pointee.position, frames)
    findHalfway(unit, 1, vectors)
    findReduction(unit, parameters, isStereo: true, vectors)
  } else {
    findReduction(unit, parameters, isStereo: false, vectors)
  }
  arrive(parameters, frames)
  let reduction = smooth(unit, release(unit, parameters, hold(unit, vectors), vectors), vectors)
  apply(unit, reduction, left, right, frames)
  unit.pointee.position &+= frames
}

/// Copies what is still needed to the start of every line.
@inline(__always)
@_noLocks
private func rewind(_ unit: UnsafeMutablePointer<LimiterUnit>) {
  let history = unit.pointee.layout.history
  for index in 0..<LimiterLayout.lines {
    let line = unit.pointee.line(index)
    let from = line + (unit.pointee.position &- history)
    for frame in 0..<history { line[frame] = from[frame] }
  }
  unit.pointee.position = history
}

@inline(__always)
@_noLocks
private func take(
  _ samples: UnsafeMutablePointer<Float>, _ line: UnsafeMutablePointer<Float>, _ frames: Int
) {
  var frame = 0
  while frame < frames {
    line[frame] = samples[frame &* 16]
    frame &+= 1
  }
}

/// The values halfway between the frames of a channel, 24 frames ago.
@inline(__always)
@_noLocks
private func findHalfway(_ unit: UnsafeMutablePointer<LimiterUnit>, _ channel: Int, _ vectors: Int)
{
  let table = unit.pointee.memory
  var newest = unit.pointee.line(channel) + unit.pointee.position
  var to = unit.pointee.line(channel &+ 2) + unit.pointee.position
  var vector = 0
  while vector < vectors {
    let oldest = newest - (LimiterLayout.halfwayTaps &- 1)
    var (a, b) = (Lanes(), Lanes())
    var tap = 0
    while tap < LimiterLayout.halfwayTaps / 2 {
      let weight = Lanes(repeating: table[tap])
      a = sum(a, lanes_load_float(newest - tap) + lanes_load_float(oldest + tap), weight)
      b = sum(b, lanes_load_float(newest + 16 - tap) + lanes_load_float(oldest + 16 + tap), weight)
      tap &+= 1
    }
    lanes_store_float(to, a)
    lanes_store_float(to + 16, b)
    newest += 32
    to += 32
    vector &+= 2
  }
}

/// The reduction that the peak around each frame needs, 26 frames ago; line 4.
@inline(__always)
@_noLocks
private func findReduction(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
  isStereo: Bool, _ vectors: Int
) {
  let position = unit.pointee.position
  let table = UnsafePointer(unit.pointee.memory + LimiterLayout.halfwayTaps / 2)
  let goal = Lanes(repeating: parameters.pointee.target[LimiterParameter.ceiling])
  let step = Lanes(repeating: parameters.pointee.step[LimiterParameter.ceiling])
  var left = SIMD16<Int32>(repeating: parameters.pointee.left[LimiterParameter.ceiling] &- 1)
  left = left &- lanes_count()
  var frame = 0
  while frame < vectors &* 16 {
    let at = position &+ frame
    var peak = findPeak(unit.pointee.line(0) + at, unit.pointee.line(2) + at, table)
    if isStereo {
      peak = lanes_max(peak, findPeak(unit.pointee.line(1) + at, unit.pointee.line(3) + at, table))
    }
    let ceiling = goal - step * lanes_from_int(left.replacing(with: 0, where: left .< 0))
    peak = lanes_max(peak, ceiling)
    // A grain more than needed, so that rounding does not take it below.
    let needed = (peak - ceiling) / peak * Lanes(repeating: 1 + 0x1p-22)
    lanes_store_float(unit.pointee.line(4) + at, needed)
    left = left &- SIMD16<Int32>(repeating: 16)
    frame &+= 16
  }
}

/// The largest magnitude from a frame to the next, 26 frames ago: of the frame, halfway, and between.
@inline(__always)
@_noLocks
private func findPeak(
  _ frame: UnsafeMutablePointer<Float>, _ halfway: UnsafeMutablePointer<Float>,
  _ table: UnsafePointer<Float>
) -> Lanes {
  let x = frame - 26
  let h = halfway - 2
  let first = findBetween(
    table, (x, h), (h - 1, x + 1), (x - 1, h + 1), (h - 2, x + 2))
  let second = findBetween(
    table, (h, x + 1), (x, h + 1), (h - 1, x + 2), (x - 1, h + 2))
  let known = lanes_max(lanes_magnitude(lanes_load_float(x)), lanes_magnitude(lanes_load_float(h)))
  return lanes_max(known, lanes_max(first, second))
}

private typealias Two = (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)

/// The largest of five values between two neighbours of the doubled rate.
///
/// The weights of the first value mirror those of the fifth. With the sum over what is even in them
/// and the sum over what is odd, one is even + odd, the other even - odd, and the larger magnitude
/// of the two is |even| + |odd|.
@inline(__always)
@_noLocks
private func findBetween(
  _ table: UnsafePointer<Float>, _ a: Two, _ b: Two, _ c: Two, _ d: Two
) -> Lanes {
  var (even1, odd1, even2, odd2, middle) = (Lanes(), Lanes(), Lanes(), Lanes(), Lanes())
  add(table, a, &even1, &odd1, &even2, &odd2, &middle)
  add(table + 5, b, &even1, &odd1, &even2, &odd2, &middle)
  add(table + 10, c, &even1, &odd1, &even2, &odd2, &middle)
  add(table + 15, d, &even1, &odd1, &even2, &odd2, &middle)
  let first = lanes_magnitude(even1) + lanes_magnitude(odd1)
  let second = lanes_magnitude(even2) + lanes_magnitude(odd2)
  return lanes_max(lanes_magnitude(middle), lanes_max(first, second))
}

@inline(__always)
@_noLocks
private func add(
  _ table: UnsafePointer<Float>, _ two: Two, _ even1: inout Lanes, _ odd1: inout Lanes,
  _ even2: inout Lanes, _ odd2: inout Lanes, _ middle: inout Lanes
) {
  let (before, after) = (lanes_load_float(two.0), lanes_load_float(two.1))
  let (both, difference) = (before + after, after - before)
  even1 = sum(even1, both, Lanes(repeating: table[0]))
  odd1 = sum(odd1, difference, Lanes(repeating: table[1]))
  even2 = sum(even2, both, Lanes(repeating: table[2]))
  odd2 = sum(odd2, difference, Lanes(repeating: table[3]))
  middle = sum(middle, both, Lanes(repeating: table[4]))
}
