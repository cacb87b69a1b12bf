public import Realtime
import CALSA
import Glibc

/// What a stream agreed to.
public struct PCMSettings: Hashable, Sendable {
  /// The name it was opened by.
  public let device: String
  /// How it holds a sample.
  public let format: SampleFormat
  /// Its channels.
  public let channels: Int
  /// Frames a second.
  public let rate: Int
  /// Frames transferred at once.
  public let period: Int
  /// Frames in its buffer, at least two periods.
  public let buffer: Int
  /// Whether each channel has a block of memory of its own.
  public let isPlanar: Bool
}

/// Agrees with one opened stream on how to work, or says what it would have allowed.
struct PCMNegotiation: ~Copyable {
  private let handle: OpaquePointer
  private let device: String
  private let hardware: OpaquePointer

  init(_ handle: OpaquePointer, device: String) throws(ALSAError) {
    let hardware = try allocate("snd_pcm_hw_params_malloc", snd_pcm_hw_params_malloc)
    let result = snd_pcm_hw_params_any(handle, hardware)
    if result < 0 {
      snd_pcm_hw_params_free(hardware)
      throw .failed(call: "snd_pcm_hw_params_any", subject: device, code: -result)
    }
    self.handle = handle
    self.device = device
    self.hardware = hardware
  }

  deinit { snd_pcm_hw_params_free(hardware) }

  /// Sets the stream up; the order narrows the choices as drivers expect.
  func settle(_ wanted: PCMConfiguration, channels: Int?) throws(ALSAError) -> PCMSettings {
    let isPlanar = try settleAccess()
    let format = try settleFormat(wanted.formats)
    try settleRate(wanted.rate)
    let channels = try settleChannels(channels)
    try settlePeriod(wanted.period)
    let buffer = try settleBuffer(wanted)
    try check(snd_pcm_hw_params(handle, hardware), "snd_pcm_hw_params", device)
    try setWaking(period: wanted.period)
    return PCMSettings(
      device: device, format: format, channels: channels, rate: wanted.rate,
      period: wanted.period, buffer: buffer, isPlanar: isPlanar)
  }

  private func settleAccess() throws(ALSAError) -> Bool {
    let interleaved = SND_PCM_ACCESS_MMAP_INTERLEAVED
    if snd_pcm_hw_params_set_access(handle, hardware, interleaved) == 0 { return false }
    let planar = SND_PCM_ACCESS_MMAP_NONINTERLEAVED
    if snd_pcm_hw_params_set_access(handle, hardware, planar) == 0 { return true }
    throw refusal(.access, "mmap", "only reading and writing")
  }

  private func settleFormat(_ wanted: [SampleFormat]) throws(ALSAError) -> SampleFormat {
    for format in wanted
    where snd_pcm_hw_params_set_format(handle, hardware, format.code) == 0 {
      return format
    }
    let known = (0...SND_PCM_FORMAT_LAST.rawValue).map { snd_pcm_format_t(rawValue: $0) }
    let allowed = known.filter { snd_pcm_hw_params_test_format(handle, hardware, $0) == 0 }
      .compactMap(snd_pcm_format_name).map { String(cString: $0) }
    let asked = wanted.map(\.description).joined(separator: ", ")
    throw refusal(.format, asked, allowed.joined(separator: ", "))
  }

  private func settleRate(_ rate: Int) throws(ALSAError) {
    if snd_pcm_hw_params_set_rate(handle, hardware, UInt32(rate), 0) == 0 { return }
    let usual: [UInt32] = [
      32000, 44100, 48000, 64000, 88200, 96000, 176_400, 192_000, 352_800, 384_000,
    ]
    let allowed = usual.filter { snd_pcm_hw_params_test_rate(handle, hardware, $0, 0) == 0 }
    let names = allowed.map(String.init).joined(separator: ", ")
    throw refusal(.rate, "\(rate)", allowed.isEmpty ? "none of the usual rates" : names)
  }

  private func settleChannels(_ wanted: Int?) throws(ALSAError) -> Int {
    var most: UInt32 = 0
    try check(
      snd_pcm_hw_params_get_channels_max(hardware, &most), "snd_pcm_hw_params_get_channels_max",
      device)
    let all = most > 1024 ? 2 : most  // a plug-in without hardware names no limit
    let count = wanted.map { UInt32($0) } ?? all
    if snd_pcm_hw_params_set_channels(handle, hardware, count) == 0 { return Int(count) }
    let allowed = (1...256).filter {
      snd_pcm_hw_params_test_channels(handle, hardware, UInt32($0)) == 0
    }
    throw refusal(.channels, "\(count)", ranges(allowed))
  }

  private func settlePeriod(_ period: Int) throws(ALSAError) {
    let frames = snd_pcm_uframes_t(period)
    if snd_pcm_hw_params_set_period_size(handle, hardware, frames, 0) == 0 { return }
    let sizes = (16...2048).filter {
      snd_pcm_hw_params_test_period_size(handle, hardware, snd_pcm_uframes_t($0), 0) == 0
    }
    throw refusal(.period, "\(period)", sizes.isEmpty ? "none from 16 to 2048" : ranges(sizes))
  }

  private func settleBuffer(_ wanted: PCMConfiguration) throws(ALSAError) -> Int {
    var frames = snd_pcm_uframes_t(wanted.buffer)
    if snd_pcm_hw_params_set_buffer_size(handle, hardware, frames) == 0 { return Int(frames) }
    var least = snd_pcm_uframes_t(wanted.buffer)
    var direction: Int32 = 0
    if snd_pcm_hw_params_set_buffer_size_min(handle, hardware, &least) == 0,
      snd_pcm_hw_params_set_buffer_size_first(handle, hardware, &frames) == 0,
      frames >= wanted.period * 2
    {
      return Int(frames)
    }
    var few: UInt32 = 0
    var many: UInt32 = 0
    snd_pcm_hw_params_get_periods_min(hardware, &few, &direction)
    snd_pcm_hw_params_get_periods_max(hardware, &many, &direction)
    throw refusal(.buffer, "\(wanted.buffer) frames", "\(few) to \(many) periods")
  }

  /// Wakes at each whole period, starts only when told, and stops at an xrun.
  private func setWaking(period: Int) throws(ALSAError) {
    let software = try allocate("snd_pcm_sw_params_malloc", snd_pcm_sw_params_malloc)
    defer { snd_pcm_sw_params_free(software) }
    try check(
      snd_pcm_sw_params_current(handle, software), "snd_pcm_sw_params_current", device)
    var boundary: snd_pcm_uframes_t = 0
    snd_pcm_sw_params_get_boundary(software, &boundary)
    snd_pcm_sw_params_set_start_threshold(handle, software, boundary)
    snd_pcm_sw_params_set_avail_min(handle, software, snd_pcm_uframes_t(period))
    try check(snd_pcm_sw_params(handle, software), "snd_pcm_sw_params", device)
  }

  private func refusal(
    _ parameter: PCMParameter, _ asked: String, _ allowed: String
  ) -> ALSAError {
    .refused(
      device: device, parameter: parameter, asked: asked,
      allowed: allowed.isEmpty ? "nothing" : allowed)
  }
}

/// Sorted numbers as text, neighbours joined: "1, 2, 4 to 8".
package func ranges(_ numbers: [Int]) -> String {
  var parts: [ClosedRange<Int>] = []
  for number in numbers {
    if let last = parts.last, number == last.upperBound + 1 {
      parts[parts.count - 1] = last.lowerBound...number
    } else {
      parts.append(number...number)
    }
  }
  let words = parts.map { part in
    switch part.count {
    case 1: "\(part.lowerBound)"
    case 2: "\(part.lowerBound), \(part.upperBound)"
    default: "\(part.lowerBound) to \(part.upperBound)"
    }
  }
  // A card that takes every eighth size has many parts: show the ends.
  guard words.count > 12 else { return words.joined(separator: ", ") }
  return words.prefix(6).joined(separator: ", ") + " … " + words.suffix(3).joined(separator: ", ")
}
