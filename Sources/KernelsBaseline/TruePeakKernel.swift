internal import CLanes
public import DSP

/// Holds the largest true peak of a stereo pair or of one channel (ITU-R BS.1770-5, annex 2, at
/// twelve times the rate instead of four), as of `TruePeakFilter.delay` frames ago.
///
/// - Parameters:
///   - unit: The meter.
///   - left: The left or only channel's first sample; its samples are sixteen apart.
///   - right: The right channel's, or nil.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func measureTruePeak(
  _ unit: UnsafeMutablePointer<TruePeakUnit>, _ left: UnsafePointer<Float>,
  _ right: UnsafePointer<Float>?, _ frames: Int
) {
  if unit.pointee.position &+ LaneLayout.chunk > TruePeakUnit.history &+ TruePeakUnit.run {
    for index in 0..<4 {
      let line = unit.pointee.line(index)
      let from = line + (unit.pointee.position &- TruePeakUnit.history)
      for frame in 0..<TruePeakUnit.history { line[frame] = from[frame] }
    }
    unit.pointee.position = TruePeakUnit.history
  }
  hold(unit, 0, left, frames)
  if let right { hold(unit, 1, right, frames) }
  unit.pointee.position &+= frames
}

@inline(__always)
@_noLocks
private func hold(
  _ unit: UnsafeMutablePointer<TruePeakUnit>, _ channel: Int, _ samples: UnsafePointer<Float>,
  _ frames: Int
) {
  let table = UnsafePointer(unit.pointee.memory)
  let input = unit.pointee.line(channel) + unit.pointee.position
  let halfway = unit.pointee.line(channel &+ 2) + unit.pointee.position
  takeChannel(samples, input, frames)
  findHalfway(table, input, halfway, ((frames &+ 31) >> 5) &* 2)
  var peak = Lanes(repeating: unit.pointee.peak)
  var frame = 0
  while frame < frames {
    let left = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: frames &- frame))
    let found = findPeak(input + frame, halfway + frame, table)
    peak = lanes_max(found.replacing(with: 0, where: lanes_count() .>= left), peak)
    frame &+= 16
  }
  unit.pointee.peak = lanes_greatest(peak)
}

/// Copies the lane of a bank to a line.
@inline(__always)
@_noLocks
func takeChannel(
  _ samples: UnsafePointer<Float>, _ line: UnsafeMutablePointer<Float>, _ frames: Int
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
func findHalfway(
  _ table: UnsafePointer<Float>, _ newestInput: UnsafeMutablePointer<Float>,
  _ output: UnsafeMutablePointer<Float>, _ vectors: Int
) {
  var (newest, to) = (newestInput, output)
  var vector = 0
  while vector < vectors {
    let oldest = newest - (TruePeakFilter.halfwayTaps &- 1)
    var (a, b) = (Lanes(), Lanes())
    var tap = 0
    while tap < TruePeakFilter.halfwayTaps / 2 {
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

/// The largest magnitude from a frame to the next, 26 frames ago: of the frame, halfway, and between.
@inline(__always)
@_noLocks
func findPeak(
  _ frame: UnsafeMutablePointer<Float>, _ halfway: UnsafeMutablePointer<Float>,
  _ filters: UnsafePointer<Float>
) -> Lanes {
  let table = filters + TruePeakFilter.halfwayTaps / 2
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
