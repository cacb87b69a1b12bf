internal import CLanes
public import DSP
public import Realtime

/// Runs a bank from the device's memory through trim, fader and meter into two columns.
///
/// Does in registers what `loadRow`, `trimStrips`, `fadeStrips` and `mixColumns` do one after the
/// other, for a bank whose gains all rest. Audio thread.
///
/// - Parameters:
///   - area: The first of sixteen channels that lie side by side.
///   - format: How their samples are stored: `s16`, `s32` or `float`.
///   - strip: The gains and the meter, all lanes at one point; its samples are not touched.
///   - columns: Two columns; its source is not touched.
@_noLocks
public func passStraight(
  _ area: ChannelArea, _ format: SampleFormat, _ strip: StripBlock, _ columns: ColumnBlock
) {
  guard let base = area.base.map({ UnsafeRawPointer($0) }) else { return }
  switch format {
  case .s16: pass(base, area.stride, strip, columns) { lanes_load_s16($0) }
  case .s32: pass(base, area.stride, strip, columns) { lanes_load_s32($0) }
  case .float: pass(base, area.stride, strip, columns) { lanes_load_float($0) }
  case .s24in3, .s24in4: break
  }
}

@inline(__always)
@_noLocks
private func pass(
  _ base: UnsafeRawPointer, _ stride: Int, _ strip: StripBlock, _ columns: ColumnBlock,
  _ load: (UnsafeRawPointer) -> Lanes
) {
  // Known before the loop, so that none of this is asked in each frame.
  let isAfter = if case .postFader = strip.metering { true } else { false }
  let isUnity = isOne(strip.trim.pointee.value) && isOne(strip.fader.pointee.value)
  switch (columns.isFirst, isAfter, isUnity) {
  case (true, true, true):
    pass(base, stride, strip, columns, isFirst: true, isAfter: true, isUnity: true, load)
  case (true, true, false):
    pass(base, stride, strip, columns, isFirst: true, isAfter: true, isUnity: false, load)
  case (true, false, true):
    pass(base, stride, strip, columns, isFirst: true, isAfter: false, isUnity: true, load)
  case (true, false, false):
    pass(base, stride, strip, columns, isFirst: true, isAfter: false, isUnity: false, load)
  case (false, true, true):
    pass(base, stride, strip, columns, isFirst: false, isAfter: true, isUnity: true, load)
  case (false, true, false):
    pass(base, stride, strip, columns, isFirst: false, isAfter: true, isUnity: false, load)
  case (false, false, true):
    pass(base, stride, strip, columns, isFirst: false, isAfter: false, isUnity: true, load)
  case (false, false, false):
    pass(base, stride, strip, columns, isFirst: false, isAfter: false, isUnity: false, load)
  }
}

/// Whether gains leave every sample as it is.
@inline(__always)
@_noLocks
private func isOne(_ gains: Lanes) -> Bool {
  !lanes_any(unsafeBitCast(gains .!= 1, to: SIMD16<Int32>.self))
}

@inline(__always)
@_noLocks
private func pass(
  _ base: UnsafeRawPointer, _ stride: Int, _ strip: StripBlock, _ columns: ColumnBlock,
  isFirst: Bool, isAfter: Bool, isUnity: Bool, _ load: (UnsafeRawPointer) -> Lanes
) {
  let (trim, fader) = (strip.trim.pointee.value, strip.fader.pointee.value)
  let (leftGain, rightGain) = (columns.gains[0], columns.gains[1])
  let left = columns.sums
  let right = left + ColumnBlock.length
  var from = base
  var (peak, energy) = (strip.meter.pointee.peak, strip.meter.pointee.energy)
  var broken = SIMD16<Int32>()
  var frame = 0
  while frame < strip.frames {
    let trimmed = isUnity ? load(from) : load(from) * trim
    let isBad = brokenLanes(trimmed)
    broken |= isBad
    let before = unsafeBitCast(
      unsafeBitCast(trimmed, to: SIMD16<Int32>.self) & ~isBad, to: Lanes.self)
    let faded = isUnity ? before : before * fader
    let metered = isAfter ? faded : before
    peak = lanes_max(magnitudes(metered), peak)
    energy = sum(energy, metered, metered)
    left[frame] = isFirst ? faded * leftGain : sum(left[frame], faded, leftGain)
    right[frame] = isFirst ? faded * rightGain : sum(right[frame], faded, rightGain)
    from += stride
    frame &+= 1
  }
  (strip.meter.pointee.peak, strip.meter.pointee.energy) = (peak, energy)
  // All bits are -1.
  if lanes_any(broken) { strip.meter.pointee.brokenBlocks &-= broken }
}
