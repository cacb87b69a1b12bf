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
  let table = UnsafePointer(unit.pointee.memory)
  let position = unit.pointee.position
  takeChannel(UnsafePointer(left), unit.pointee.line(0) + position, frames)
  findHalfway(table, unit.pointee.line(0) + position, unit.pointee.line(2) + position, vectors)
  if let right {
    takeChannel(UnsafePointer(right), unit.pointee.line(1) + position, frames)
    findHalfway(table, unit.pointee.line(1) + position, unit.pointee.line(3) + position, vectors)
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

/// The reduction that the peak around each frame needs, 26 frames ago; line 4.
@inline(__always)
@_noLocks
private func findReduction(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
  isStereo: Bool, _ vectors: Int
) {
  let position = unit.pointee.position
  let table = UnsafePointer(unit.pointee.memory)
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
