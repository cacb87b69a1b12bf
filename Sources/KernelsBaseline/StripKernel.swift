internal import CLanes
public import DSP

/// Runs one bank from its source to its post-fader tap, and meters it.
///
/// Stops what is not a number at the strip where it comes in. Audio thread.
@_noLocks
public func renderStrips(_ block: StripBlock) {
  var isBroken = SIMDMask<SIMD16<Int32>>(repeating: false)
  var start = 0
  while start < block.frames {
    let frames = span(block.trim, span(block.fader, block.frames &- start))
    if block.isMeteredAfterFader {
      isBroken = isBroken .| renderSpan(block, start, frames, isMeteredAfterFader: true)
    } else {
      isBroken = isBroken .| renderSpan(block, start, frames, isMeteredAfterFader: false)
    }
    start &+= frames
  }
  if lanes_any(unsafeBitCast(isBroken, to: SIMD16<Int32>.self)) {
    block.meter.pointee.brokenBlocks &+= SIMD16<Int32>().replacing(with: 1, where: isBroken)
  }
}

/// Runs the bank over a span in which its gains move in straight lines; says which lanes broke.
@inline(__always)
@_noLocks
private func renderSpan(
  _ block: StripBlock, _ start: Int, _ frames: Int, isMeteredAfterFader: Bool
) -> SIMDMask<SIMD16<Int32>> {
  let input = block.input + start
  let output = block.output + start
  var trim = block.trim.pointee.value
  var fader = block.fader.pointee.value
  let trimStep = block.trim.pointee.step
  let faderStep = block.fader.pointee.step
  var peak = block.meter.pointee.peak
  var energy = block.meter.pointee.energy
  var isBroken = SIMDMask<SIMD16<Int32>>(repeating: false)
  let limit = SIMD16<Int32>(repeating: Int32(bitPattern: LaneLayout.brokenAbove.bitPattern))
  let signless = SIMD16<Int32>(repeating: 0x7fff_ffff)
  var frame = 0
  while frame < frames {
    trim += trimStep
    fader += faderStep
    let source = input[frame] * trim
    // The bits of magnitudes sort as the numbers do, with infinity and NaN above them all.
    let isBad = (unsafeBitCast(source, to: SIMD16<Int32>.self) & signless) .> limit
    isBroken = isBroken .| isBad
    let signal = source.replacing(with: 0, where: isBad)
    let faded = signal * fader
    input[frame] = signal
    output[frame] = faded
    let metered = isMeteredAfterFader ? faded : signal
    let magnitude = unsafeBitCast(
      unsafeBitCast(metered, to: SIMD16<Int32>.self) & signless, to: Lanes.self)
    peak = lanes_max(magnitude, peak)
    energy = sum(energy, metered, metered)
    frame &+= 1
  }
  block.meter.pointee.peak = peak
  block.meter.pointee.energy = energy
  arrive(block.trim, frames)
  arrive(block.fader, frames)
  return isBroken
}
