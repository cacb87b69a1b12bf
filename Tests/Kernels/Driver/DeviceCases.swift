import DSP
import KernelsBaseline
import Realtime

private let frames = 61
private let channels = 18

/// Lanes side by side, then in reverse order with one that the device lacks.
func loadEveryFormat() {
  var noise = Noise(seed: 5)
  let areas = memory(of: ChannelArea.self, 16)
  let lanes = noise.bank(frames)
  for format in SampleFormat.allCases {
    let device = randomDevice(format, &noise)
    for isReversed in [false, true] {
      for lane in 0..<16 {
        (areas + lane).initialize(to: area(device, format, isReversed ? 15 - lane : lane))
      }
      if isReversed { areas[6].base = nil }
      loadLanes(areas, format, into: lanes, frames)
      Case(kernel: "loadLanes", detail: name(format)).write(scalars(lanes), frames * 16)
    }
    _ = loadRow(area(device, format, 1), format, into: lanes, frames)
    Case(kernel: "loadRow", detail: name(format)).write(scalars(lanes), frames * 16)
  }
}

/// A lane whose gain rises until it clips, and a lane that is silent.
func storeEveryFormat() {
  var noise = Noise(seed: 6)
  for format in SampleFormat.allCases {
    let device = randomDevice(format, &noise)
    let lanes = noise.bank(frames)
    let here = area(device, format, 1)
    storeLane(scalars(lanes) + 3, here, format, gain: 0.5, gainStep: 0.04, frames)
    storeLane(scalars(lanes) + 4, here, format, gain: 1, gainStep: 0, 10)
    let silent = area(device, format, 2)
    storeLane(nil, silent, format, gain: 1, gainStep: 0, 9)
    let stored = Case(kernel: "storeLane", detail: name(format))
    for frame in 0..<frames { stored.write(decode(here, format, frame)) }
    for frame in 0..<9 { stored.write(decode(silent, format, frame)) }
  }
}

private func name(_ format: SampleFormat) -> StaticString {
  switch format {
  case .s16: "s16"
  case .s24in3: "s24in3"
  case .s24in4: "s24in4"
  case .s32: "s32"
  case .float: "float"
  }
}

/// Every channel of a block, interleaved, full of random samples.
private func randomDevice(
  _ format: SampleFormat, _ noise: inout Noise
) -> UnsafeMutableRawPointer {
  let count = frames * channels
  let device = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
  for index in 0..<count {
    let sample = device + index * format.bytes
    if format == .float {
      sample.storeBytes(of: noise.next(), as: Float.self)
    } else {
      let bits = noise.bits()
      for byte in 0..<format.bytes {
        let shifted = UInt8(truncatingIfNeeded: bits >> UInt64(byte * 8))
        sample.storeBytes(of: shifted, toByteOffset: byte, as: UInt8.self)
      }
    }
  }
  return device
}

private func area(
  _ device: UnsafeMutableRawPointer, _ format: SampleFormat, _ channel: Int
) -> ChannelArea {
  ChannelArea(base: device + channel * format.bytes, stride: channels * format.bytes)
}

/// A stored sample by the plainest arithmetic, full scale 1.
private func decode(_ area: ChannelArea, _ format: SampleFormat, _ frame: Int) -> Double {
  guard let base = area.base else { return 0 }
  let sample = UnsafeRawPointer(base + frame * area.stride)
  switch format {
  case .s16: return Double(sample.loadUnaligned(as: Int16.self)) / 32_768
  case .s24in3:
    let low = Int32(sample.loadUnaligned(as: UInt16.self))
    let high = Int32(sample.load(fromByteOffset: 2, as: Int8.self))
    return Double(high * 65_536 + low) / 8_388_608
  case .s24in4: return Double(sample.loadUnaligned(as: Int32.self)) / 8_388_608
  case .s32: return Double(sample.loadUnaligned(as: Int32.self)) / 2_147_483_648
  case .float: return Double(sample.loadUnaligned(as: Float.self))
  }
}
