internal import CLanes
public import DSP

/// Applies trim and polarity to one bank in place, and stops what is not a number where it comes in.
///
/// Audio thread.
@_noLocks
public func trimStrips(_ block: StripBlock) {
  if passesTrim(block) { return }
  var broken = SIMD16<Int32>()
  var start = 0
  while start < block.frames {
    let frames = span(block.trim, block.frames &- start)
    broken |= trimSpan(block, start, frames)
    start &+= frames
  }
  // All bits are -1.
  if lanes_any(broken) { block.meter.pointee.brokenBlocks &-= broken }
}

/// Whether the block comes through the trim as it is: at unity and sound.
@inline(__always)
@_noLocks
private func passesTrim(_ block: StripBlock) -> Bool {
  guard isAtUnity(block.trim) else { return false }
  if block.isSound { return true }
  var broken = SIMD16<Int32>()
  var frame = 0
  while frame < block.frames {
    broken |= brokenLanes(block.signal[frame])
    frame &+= 1
  }
  return !lanes_any(broken)
}

/// Whether a gain rests at 1 in every lane.
@inline(__always)
@_noLocks
private func isAtUnity(_ ramp: UnsafeMutablePointer<Ramp>) -> Bool {
  let isAway = unsafeBitCast(ramp.pointee.value .!= 1, to: SIMD16<Int32>.self)
  return !ramp.pointee.isMoving && !lanes_any(isAway)
}

/// All bits in each lane that is not a number or is beyond `LaneLayout.brokenAbove`.
@_transparent
@_noLocks
func brokenLanes(_ numbers: Lanes) -> SIMD16<Int32> {
  // The bits of magnitudes sort as the numbers do, with infinity and NaN above them all; a
  // difference below 0 leaves all bits.
  let limit = SIMD16<Int32>(repeating: Int32(bitPattern: LaneLayout.brokenAbove.bitPattern))
  return (limit &- magnitudeBits(numbers)) &>> 31
}

/// Trims a span in which the gains move in straight lines; says which lanes broke.
@inline(__always)
@_noLocks
private func trimSpan(_ block: StripBlock, _ start: Int, _ frames: Int) -> SIMD16<Int32> {
  let signal = block.signal + start
  var trim = block.trim.pointee.value
  let step = block.trim.pointee.step
  var broken = SIMD16<Int32>()
  var frame = 0
  while frame < frames {
    trim += step
    let source = signal[frame] * trim
    let isBad = brokenLanes(source)
    broken |= isBad
    signal[frame] = unsafeBitCast(
      unsafeBitCast(source, to: SIMD16<Int32>.self) & ~isBad, to: Lanes.self)
    frame &+= 1
  }
  arrive(block.trim, frames)
  return broken
}

/// Runs one bank from the tap before its faders to the tap after them, and meters it.
///
/// Audio thread.
@_noLocks
public func fadeStrips(_ block: StripBlock) {
  let isMixed = if case .mixed = block.metering { true } else { false }
  guard isMixed || block.fader.pointee.isMoving else { return fadeResting(block) }
  var start = 0
  while start < block.frames {
    let frames = span(block.fader, block.frames &- start)
    switch block.metering {
    case .preFader: fadeMoving(block, start, frames) { before, _ in before }
    case .postFader: fadeMoving(block, start, frames) { _, faded in faded }
    case .mixed:
      let (early, late) = (block.meter.pointee.beforeFader, block.meter.pointee.afterFader)
      fadeMoving(block, start, frames) { masked($0, early) + masked($1, late) }
    }
    start &+= frames
  }
}

/// Applies faders that rest; where they rest at unity and the block stays in place, it only meters.
@inline(__always)
@_noLocks
private func fadeResting(_ block: StripBlock) {
  if block.signal == block.output && isAtUnity(block.fader) { return meter(block, block.signal) }
  let fader = block.fader.pointee.value
  let isAfter = if case .postFader = block.metering { true } else { false }
  if !isAfter { meter(block, block.signal) }
  var frame = 0
  while frame < block.frames {
    block.output[frame] = block.signal[frame] * fader
    frame &+= 1
  }
  if isAfter { meter(block, block.output) }
}

/// Gathers peaks and energy of some frames.
@inline(__always)
@_noLocks
private func meter(_ block: StripBlock, _ samples: UnsafePointer<Lanes>) {
  var peak = block.meter.pointee.peak
  // Two sums side by side, as each waits for its last product.
  var (even, odd) = (block.meter.pointee.energy, Lanes())
  var frame = 0
  while frame &+ 1 < block.frames {
    let (first, second) = (samples[frame], samples[frame &+ 1])
    let larger = lanes_max(magnitudes(first), magnitudes(second))
    peak = lanes_max(larger, peak)
    even = sum(even, first, first)
    odd = sum(odd, second, second)
    frame &+= 2
  }
  if frame < block.frames {
    peak = lanes_max(magnitudes(samples[frame]), peak)
    even = sum(even, samples[frame], samples[frame])
  }
  block.meter.pointee.peak = peak
  block.meter.pointee.energy = even + odd
}

/// Applies faders in a span in which they move in straight lines, or rest; `metered` chooses from a
/// frame before and after the fader what is metered.
@inline(__always)
@_noLocks
private func fadeMoving(
  _ block: StripBlock, _ start: Int, _ frames: Int, metered: (Lanes, Lanes) -> Lanes
) {
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
    let shown = metered(before, faded)
    peak = lanes_max(magnitudes(shown), peak)
    energy = sum(energy, shown, shown)
    frame &+= 1
  }
  block.meter.pointee.peak = peak
  block.meter.pointee.energy = energy
  arrive(block.fader, frames)
}

/// Meters the lanes of one bank that are metered at their inputs, after the trim.
///
/// Audio thread.
@_noLocks
public func meterInputs(_ block: StripBlock) {
  let mask = block.meter.pointee.atInput
  var (peak, energy) = (block.meter.pointee.peak, block.meter.pointee.energy)
  var frame = 0
  while frame < block.frames {
    let shown = masked(block.signal[frame], mask)
    peak = lanes_max(magnitudes(shown), peak)
    energy = sum(energy, shown, shown)
    frame &+= 1
  }
  (block.meter.pointee.peak, block.meter.pointee.energy) = (peak, energy)
}

/// The numbers of the lanes that have all bits in a mask; 0 in the others.
@_transparent
@_noLocks
private func masked(_ numbers: Lanes, _ mask: SIMD16<Int32>) -> Lanes {
  unsafeBitCast(unsafeBitCast(numbers, to: SIMD16<Int32>.self) & mask, to: Lanes.self)
}

/// Each number without its sign.
@_transparent
@_noLocks
func magnitudes(_ numbers: Lanes) -> Lanes {
  unsafeBitCast(magnitudeBits(numbers), to: Lanes.self)
}

/// The bits of each number without its sign.
@_transparent
@_noLocks
private func magnitudeBits(_ numbers: Lanes) -> SIMD16<Int32> {
  unsafeBitCast(numbers, to: SIMD16<Int32>.self) & SIMD16<Int32>(repeating: 0x7fff_ffff)
}
