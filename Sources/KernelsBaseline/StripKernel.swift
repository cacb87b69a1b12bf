internal import CLanes
public import DSP

/// Applies trim and polarity to one bank in place, and stops what is not a number where it comes in.
///
/// Audio thread.
@_noLocks
public func trimStrips(_ block: StripBlock) {
  if passesTrim(block) { return }
  var isBroken = SIMDMask<SIMD16<Int32>>(repeating: false)
  var start = 0
  while start < block.frames {
    let frames = span(block.trim, block.frames &- start)
    isBroken = isBroken .| trimSpan(block, start, frames)
    start &+= frames
  }
  if lanes_any(unsafeBitCast(isBroken, to: SIMD16<Int32>.self)) {
    block.meter.pointee.brokenBlocks &+= SIMD16<Int32>().replacing(with: 1, where: isBroken)
  }
}

/// Whether the block comes through the trim as it is: at unity and sound.
@inline(__always)
@_noLocks
private func passesTrim(_ block: StripBlock) -> Bool {
  let isAway = unsafeBitCast(block.trim.pointee.value .!= 1, to: SIMD16<Int32>.self)
  if block.trim.pointee.isMoving || lanes_any(isAway) { return false }
  let limit = SIMD16<Int32>(repeating: Int32(bitPattern: LaneLayout.brokenAbove.bitPattern))
  var isBroken = SIMDMask<SIMD16<Int32>>(repeating: false)
  var frame = 0
  while frame < block.frames {
    isBroken = isBroken .| (magnitudeBits(block.signal[frame]) .> limit)
    frame &+= 1
  }
  return !lanes_any(unsafeBitCast(isBroken, to: SIMD16<Int32>.self))
}

/// Trims a span in which the gains move in straight lines; says which lanes broke.
@inline(__always)
@_noLocks
private func trimSpan(
  _ block: StripBlock, _ start: Int, _ frames: Int
) -> SIMDMask<SIMD16<Int32>> {
  let signal = block.signal + start
  var trim = block.trim.pointee.value
  let step = block.trim.pointee.step
  var isBroken = SIMDMask<SIMD16<Int32>>(repeating: false)
  let limit = SIMD16<Int32>(repeating: Int32(bitPattern: LaneLayout.brokenAbove.bitPattern))
  var frame = 0
  while frame < frames {
    trim += step
    let source = signal[frame] * trim
    // The bits of magnitudes sort as the numbers do, with infinity and NaN above them all.
    let isBad = magnitudeBits(source) .> limit
    isBroken = isBroken .| isBad
    signal[frame] = source.replacing(with: 0, where: isBad)
    frame &+= 1
  }
  arrive(block.trim, frames)
  return isBroken
}

/// Runs one bank from the tap before its faders to the tap after them, and meters it.
///
/// Audio thread.
@_noLocks
public func fadeStrips(_ block: StripBlock) {
  var start = 0
  while start < block.frames {
    let frames = span(block.fader, block.frames &- start)
    if block.isMeteredAfterFader {
      fadeSpan(block, start, frames, isMeteredAfterFader: true)
    } else {
      fadeSpan(block, start, frames, isMeteredAfterFader: false)
    }
    start &+= frames
  }
}

@inline(__always)
@_noLocks
private func fadeSpan(_ block: StripBlock, _ start: Int, _ frames: Int, isMeteredAfterFader: Bool) {
  let signal = block.signal + start
  let output = block.output + start
  var fader = block.fader.pointee.value
  let step = block.fader.pointee.step
  var peak = block.meter.pointee.peak
  var energy = block.meter.pointee.energy
  var frame = 0
  while frame < frames {
    fader += step
    let before = signal[frame]
    let faded = before * fader
    output[frame] = faded
    let metered = isMeteredAfterFader ? faded : before
    peak = lanes_max(unsafeBitCast(magnitudeBits(metered), to: Lanes.self), peak)
    energy = sum(energy, metered, metered)
    frame &+= 1
  }
  block.meter.pointee.peak = peak
  block.meter.pointee.energy = energy
  arrive(block.fader, frames)
}

/// The bits of each number without its sign.
@_transparent
@_noLocks
private func magnitudeBits(_ numbers: Lanes) -> SIMD16<Int32> {
  unsafeBitCast(numbers, to: SIMD16<Int32>.self) & SIMD16<Int32>(repeating: 0x7fff_ffff)
}
