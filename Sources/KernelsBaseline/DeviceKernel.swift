internal import CLanes
public import DSP
public import Realtime

/// Reads one bank's sixteen lanes out of a device's memory, wherever each of them lies.
///
/// - Parameters:
///   - areas: Sixteen channels; a lane without memory reads silence.
///   - format: How their samples are stored.
///   - destination: Receives `frames` frames, full scale ±1. Audio thread.
///   - frames: How many.
@_noLocks
public func loadLanes(
  _ areas: UnsafePointer<ChannelArea>, _ format: SampleFormat,
  into destination: UnsafeMutablePointer<Lanes>, _ frames: Int
) {
  let scalars = UnsafeMutableRawPointer(destination).assumingMemoryBound(to: Float.self)
  var lane = 0
  while lane < LaneLayout.lanes {
    loadLane(areas[lane], format, scalars + lane, frames)
    lane &+= 1
  }
}

/// Reads sixteen channels that lie side by side in every frame.
///
/// - Parameters:
///   - area: The first of them.
///   - format: How their samples are stored.
///   - destination: Receives `frames` frames, full scale ±1. Audio thread.
///   - frames: How many.
/// - Returns: Whether every sample is a number within ±`LaneLayout.brokenAbove`.
@_noLocks
public func loadRow(
  _ area: ChannelArea, _ format: SampleFormat, into destination: UnsafeMutablePointer<Lanes>,
  _ frames: Int
) -> Bool {
  guard var from = area.base else { return true }
  var isSound = true
  let end = destination + frames
  var to = destination
  switch format {
  case .s16:
    while to < end {
      to.pointee = lanes_load_s16(from)
      from += area.stride
      to += 1
    }
  case .s32:
    while to < end {
      to.pointee = lanes_load_s32(from)
      from += area.stride
      to += 1
    }
  case .float:
    var broken = SIMD16<Int32>()
    while to < end {
      let frame = lanes_load_float(from)
      broken |= brokenLanes(frame)
      to.pointee = frame
      from += area.stride
      to += 1
    }
    isSound = !lanes_any(broken)
  case .s24in3, .s24in4:
    let scalars = UnsafeMutableRawPointer(destination).assumingMemoryBound(to: Float.self)
    var lane = 0
    while lane < LaneLayout.lanes {
      loadLane(
        ChannelArea(base: from + lane &* format.bytes, stride: area.stride), format,
        scalars + lane, frames)
      lane &+= 1
    }
  }
  return isSound
}

/// Reads one channel of a device into one lane.
///
/// - Parameters:
///   - area: The device's channel; silence is read where it has no memory.
///   - format: How it stores samples.
///   - destination: The lane's first sample; its samples are sixteen apart, full scale ±1.
///   - frames: How many. Audio thread.
@_noLocks
public func loadLane(
  _ area: ChannelArea, _ format: SampleFormat, _ destination: UnsafeMutablePointer<Float>,
  _ frames: Int
) {
  guard let base = area.base else {
    for frame in 0..<frames { destination[frame &* 16] = 0 }
    return
  }
  var from = UnsafeRawPointer(base)
  var to = destination
  let end = destination + frames &* 16
  switch format {
  case .s16:
    while to < end {
      to.pointee = Float(from.loadUnaligned(as: Int16.self)) * 0x1p-15
      from += area.stride
      to += 16
    }
  case .s24in3, .s24in4:
    while to < end {
      let low = Int32(from.load(as: UInt8.self))
      let middle = Int32(from.load(fromByteOffset: 1, as: UInt8.self))
      let high = Int32(from.load(fromByteOffset: 2, as: Int8.self))
      to.pointee = Float(low | middle << 8 | high << 16) * 0x1p-23
      from += area.stride
      to += 16
    }
  case .s32:
    while to < end {
      to.pointee = Float(from.loadUnaligned(as: Int32.self)) * 0x1p-31
      from += area.stride
      to += 16
    }
  case .float:
    while to < end {
      to.pointee = from.loadUnaligned(as: Float.self)
      from += area.stride
      to += 16
    }
  }
}

/// Writes one lane to one channel of a device, clipped to full scale.
///
/// - Parameters:
///   - source: The lane's first sample; its samples are sixteen apart. Nil writes silence.
///   - area: The device's channel.
///   - format: How it stores samples; integers are rounded to the nearest.
///   - gain: What every sample is multiplied by at the first frame.
///   - gainStep: What the factor grows by in each frame.
///   - frames: How many. Audio thread.
@_noLocks
public func storeLane(
  _ source: UnsafePointer<Float>?, _ area: ChannelArea, _ format: SampleFormat, gain: Float,
  gainStep: Float, _ frames: Int
) {
  // Known before the loop, so that none of this is asked in each frame.
  switch format {
  case .s16: store(source, area, .s16, gain, gainStep, frames)
  case .s24in3: store(source, area, .s24in3, gain, gainStep, frames)
  case .s24in4: store(source, area, .s24in4, gain, gainStep, frames)
  case .s32: store(source, area, .s32, gain, gainStep, frames)
  case .float: store(source, area, .float, gain, gainStep, frames)
  }
}

@inline(__always)
@_noLocks
private func store(
  _ source: UnsafePointer<Float>?, _ area: ChannelArea, _ format: SampleFormat, _ gain: Float,
  _ gainStep: Float, _ frames: Int
) {
  if let source, gainStep == 0 {
    store(source, LaneLayout.lanes, area, format, gain, 0, frames, isFading: false)
  } else if let source {
    store(source, LaneLayout.lanes, area, format, gain, gainStep, frames, isFading: true)
  } else {
    var silence: Float = 0
    store(&silence, 0, area, format, 0, 0, frames, isFading: false)
  }
}

@inline(__always)
@_noLocks
private func store(
  _ source: UnsafePointer<Float>, _ sourceStride: Int, _ area: ChannelArea,
  _ format: SampleFormat, _ gain: Float, _ gainStep: Float, _ frames: Int, isFading: Bool
) {
  guard var to = area.base else { return }
  var from = source
  var factor = gain
  for _ in 0..<frames {
    let sample = from.pointee * factor
    if isFading { factor += gainStep }
    let clipped = min(max(sample, -1), 1)
    switch format {
    case .s16: to.storeBytes(of: Int16(whole(clipped, 0x1p15)), as: Int16.self)
    case .s24in3:
      let bits = UInt32(bitPattern: whole(clipped, 0x1p23))
      to.storeBytes(of: UInt8(truncatingIfNeeded: bits), as: UInt8.self)
      to.storeBytes(of: UInt8(truncatingIfNeeded: bits >> 8), toByteOffset: 1, as: UInt8.self)
      to.storeBytes(of: UInt8(truncatingIfNeeded: bits >> 16), toByteOffset: 2, as: UInt8.self)
    case .s24in4: to.storeBytes(of: whole(clipped, 0x1p23), as: Int32.self)
    case .s32: to.storeBytes(of: whole(clipped, 0x1p31), as: Int32.self)
    case .float: to.storeBytes(of: clipped, as: Float.self)
    }
    to += area.stride
    from += sourceStride
  }
}

/// A sample of -1…1 as the nearest whole number of a format whose full scale is `scale`.
@inline(__always)
@_noLocks
private func whole(_ sample: Float, _ scale: Double) -> Int32 {
  // Doubles hold every 32-bit integer, so the clip at the top is exact.
  let scaled = min(Double(sample) * scale, scale - 1)
  // Adding and taking away 1.5 * 2^52 rounds to the nearest whole number, ties to even.
  let rounded = (scaled + 0x1.8p52) - 0x1.8p52
  return Int32(truncatingIfNeeded: Int64(rounded))
}
