public import DSP

/// Weighs a stereo pair or one channel and adds up its energy (ITU-R BS.1770-5, annex 1).
///
/// - Parameters:
///   - unit: The meter; a step that ends in the block waits in it.
///   - left: The left or only channel's first sample; its samples are sixteen apart.
///   - isStereo: Whether the next lane is the right channel.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func measureLoudness(
  _ unit: UnsafeMutablePointer<LoudnessUnit>, _ left: UnsafePointer<Float>, isStereo: Bool,
  _ frames: Int
) {
  var start = 0
  while start < frames {
    let count = min(frames &- start, unit.pointee.framesLeft)
    if isStereo {
      weigh(unit, left + start &* 16, isStereo: true, count)
    } else {
      weigh(unit, left + start &* 16, isStereo: false, count)
    }
    unit.pointee.framesLeft &-= count
    if unit.pointee.framesLeft == 0 { unit.pointee.endStep() }
    start &+= count
  }
}

@inline(__always)
@_noLocks
private func weigh(
  _ unit: UnsafeMutablePointer<LoudnessUnit>, _ samples: UnsafePointer<Float>, isStereo: Bool,
  _ frames: Int
) {
  let (shelf, highPass) = (unit.pointee.weighting.shelf, unit.pointee.weighting.highPass)
  var states = unit.pointee.states
  var energy = SIMD4<Float>()
  var frame = 0
  while frame < frames {
    let at = samples + frame &* 16
    let input = SIMD4<Float>(at[0], isStereo ? at[1] : 0, 0, 0)
    let bright = filter(shelf, input, &states.0, &states.1)
    let weighed = filter(highPass, bright, &states.2, &states.3)
    energy = sum4(energy, weighed, weighed)
    frame &+= 1
  }
  unit.pointee.states = states
  unit.pointee.energy += Double(energy[0]) + Double(energy[1])
}

/// One frame of a section (`FilterSection`).
@inline(__always)
@_noLocks
private func filter(
  _ section: LoudnessWeighting.Section, _ x: SIMD4<Float>, _ a: inout SIMD4<Float>,
  _ b: inout SIMD4<Float>
) -> SIMD4<Float> {
  let t = x - b
  let y = sum4(
    sum4(x * section.direct, a, SIMD4(repeating: section.first)), b,
    SIMD4(repeating: section.second))
  let coupling = SIMD4<Float>(repeating: section.coupling)
  let oldA = a
  a = sum4(sum4(a, a, SIMD4(repeating: section.damping)), t, coupling)
  b = sum4(sum4(b, oldA, coupling), t, SIMD4(repeating: section.integration))
  return y
}

@_transparent
@_noLocks
private func sum4(_ c: SIMD4<Float>, _ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
  #if NO_FMA
    c + a * b
  #else
    c.addingProduct(a, b)
  #endif
}
