internal import CLanes
import DSP

// The passes of the limiter that make a gain of the reduction that peaks need. Each reads one line
// and writes the next; they return the line that was written last.

/// Holds every reduction of line 4 for one and a half times the smoothing and both guards.
@inline(__always)
@_noLocks
func hold(_ unit: UnsafeMutablePointer<LimiterUnit>, _ vectors: Int) -> Int {
  let third = unit.pointee.layout.smoothing >> 1
  var line = 4
  var width = 1
  while width < third {
    let isFourfold = width &* 4 <= third
    line = widen(unit, line, by: width, isFourfold: isFourfold, weight: 1, vectors)
    width &*= isFourfold ? 4 : 2
  }
  let from = unit.pointee.line(line) + unit.pointee.position
  let to = unit.pointee.line(line &+ 1) + unit.pointee.position
  let oldest = third &+ third &+ 2 &* LimiterLayout.guardFrames
  var frame = 0
  while frame < vectors &* 16 {
    let at = from + frame
    let recent = lanes_max(lanes_load_float(at), lanes_load_float(at - third))
    let old = lanes_max(lanes_load_float(at - third - third), lanes_load_float(at - oldest))
    lanes_store_float(to + frame, lanes_max(recent, old))
    frame &+= 16
  }
  return line &+ 1
}

/// Lets the reduction fall to the slow reduction, and that to none, no faster than exponentials.
///
/// The slow reduction follows what is above it (slowly, and as it was 64 frames ago, so that no
/// vector waits for the one before). Each of its sixteen lanes looks at one frame in sixteen; the
/// averages that come later cover whole sixteens and take out what the lanes differ by.
@inline(__always)
@_noLocks
func release(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ parameters: UnsafeMutablePointer<Ramp>, _ line: Int,
  _ vectors: Int
) -> Int {
  let position = unit.pointee.position
  let attack = Lanes(repeating: parameters.pointee.value[LimiterParameter.slowAttack])
  let rest = Lanes(repeating: parameters.pointee.value[LimiterParameter.slowRelease])
  let decay = parameters.pointee.value[LimiterParameter.release]
  let held = unit.pointee.line(line) + position
  let slow = unit.pointee.line(line &+ 1) + position
  let above = unit.pointee.line(line &+ 2) + position
  let fast = unit.pointee.line(line &+ 5) + position
  let result = unit.pointee.line(line &+ 6) + position
  var frame = 0
  while frame < vectors &* 16 {
    let followed = lanes_load_float(fast + (frame &- LaneLayout.chunk)) * attack
    let now = sum(followed, lanes_load_float(slow + (frame &- 16)), rest)
    lanes_store_float(slow + frame, now)
    lanes_store_float(above + frame, lanes_load_float(held + frame) - now)
    frame &+= 16
  }
  let four = (decay * decay) * (decay * decay)
  _ = widen(unit, line &+ 2, by: 1, isFourfold: true, weight: decay, vectors)
  _ = widen(unit, line &+ 3, by: 4, isFourfold: true, weight: four, vectors)
  let recent = unit.pointee.line(line &+ 4) + position
  let sixteen = Lanes(repeating: (four * four) * (four * four))
  frame = 0
  var before = lanes_load_float(fast - 16)
  while frame < vectors &* 16 {
    before = lanes_max(lanes_load_float(recent + frame), before * sixteen)
    lanes_store_float(fast + frame, before)
    lanes_store_float(result + frame, before + lanes_load_float(slow + frame))
    frame &+= 16
  }
  return line &+ 6
}

/// Two averages in a row, the second over half as many frames as the first.
@inline(__always)
@_noLocks
func smooth(_ unit: UnsafeMutablePointer<LimiterUnit>, _ line: Int, _ vectors: Int) -> Int {
  let smoothing = unit.pointee.layout.smoothing
  return average(unit, average(unit, line, over: smoothing, vectors), over: smoothing >> 1, vectors)
}

/// Scales the delayed input by 1 less the reduction.
@inline(__always)
@_noLocks
func apply(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ line: Int, _ left: UnsafeMutablePointer<Float>,
  _ right: UnsafeMutablePointer<Float>?, _ frames: Int
) {
  let position = unit.pointee.position
  let reduction = unit.pointee.line(line) + position
  let gain = unit.pointee.line(line &+ 1) + position
  var deepest = Lanes(repeating: unit.pointee.deepest)
  var frame = 0
  while frame < frames {
    let value = lanes_load_float(reduction + frame)
    let left = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: frames &- frame))
    let isInside = lanes_count() .< left
    deepest = lanes_max(value.replacing(with: 0, where: .!isInside), deepest)
    lanes_store_float(gain + frame, lanes_max(Lanes(repeating: 1) - value, Lanes()))
    frame &+= 16
  }
  unit.pointee.deepest = lanes_greatest(deepest)
  let delayed = position &- unit.pointee.layout.latency
  let product = unit.pointee.line(line &+ 2) + position
  scale(unit.pointee.line(0) + delayed, gain, product, left, frames)
  if let right { scale(unit.pointee.line(1) + delayed, gain, product, right, frames) }
}

@inline(__always)
@_noLocks
private func scale(
  _ line: UnsafeMutablePointer<Float>, _ gain: UnsafeMutablePointer<Float>,
  _ product: UnsafeMutablePointer<Float>, _ samples: UnsafeMutablePointer<Float>, _ frames: Int
) {
  var frame = 0
  while frame < frames {
    lanes_store_float(
      product + frame, lanes_load_float(line + frame) * lanes_load_float(gain + frame))
    frame &+= 16
  }
  frame = 0
  while frame < frames {
    samples[frame &* 16] = product[frame]
    frame &+= 1
  }
}

/// The maximum of two or four values that are `stride` frames apart, each older one times another
/// `weight`.
@inline(__always)
@_noLocks
private func widen(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ line: Int, by stride: Int, isFourfold: Bool,
  weight: Float, _ vectors: Int
) -> Int {
  var from = unit.pointee.line(line) + unit.pointee.position
  var to = unit.pointee.line(line &+ 1) + unit.pointee.position
  let end = to + vectors &* 16
  let one = Lanes(repeating: weight)
  let two = one * one
  if isFourfold {
    while to < end {
      let older = from - stride - stride
      let recent = lanes_max(lanes_load_float(from), lanes_load_float(from - stride) * one)
      let old = lanes_max(lanes_load_float(older), lanes_load_float(older - stride) * one)
      lanes_store_float(to, lanes_max(recent, old * two))
      from += 16
      to += 16
    }
  } else {
    while to < end {
      let recent = lanes_max(lanes_load_float(from), lanes_load_float(from - stride) * one)
      lanes_store_float(to, recent)
      from += 16
      to += 16
    }
  }
  return line &+ 1
}

/// The average over a power of two of frames, four times or twice as many with each pass.
@inline(__always)
@_noLocks
private func average(
  _ unit: UnsafeMutablePointer<LimiterUnit>, _ first: Int, over frames: Int, _ vectors: Int
) -> Int {
  var line = first
  var width = 1
  while width < frames {
    var from = unit.pointee.line(line) + unit.pointee.position
    var to = unit.pointee.line(line &+ 1) + unit.pointee.position
    let end = to + vectors &* 16
    let isFourfold = width &* 4 <= frames
    while to < end {
      let recent = lanes_load_float(from) + lanes_load_float(from - width)
      if isFourfold {
        let older = from - width - width
        let old = lanes_load_float(older) + lanes_load_float(older - width)
        lanes_store_float(to, (recent + old) * 0.25)
      } else {
        lanes_store_float(to, recent * 0.5)
      }
      from += 16
      to += 16
    }
    width &*= isFourfold ? 4 : 2
    line &+= 1
  }
  return line
}
