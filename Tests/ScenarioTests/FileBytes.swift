import Glibc

// Files as the tests write and read them: made and taken apart here, byte by byte, so that a
// mistake of the desk's own readers and writers shows.

/// How the samples of a made WAV file are stored.
enum MadeFormat: CaseIterable {
  case s16, s24, s32, float

  var bits: Int { self == .s16 ? 16 : self == .s24 ? 24 : 32 }

  /// The bits of one sample, full scale ±1.
  func number(_ sample: Double) -> Int {
    self == .float
      ? Int(Float(sample).bitPattern) : Int((sample * Double(1 << (bits - 1))).rounded())
  }
}

/// A number as bytes, the lowest first.
func little(_ value: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

/// A WAV file of equally long channels, full scale ±1, with a plain 16-byte format chunk.
func wavBytes(_ channels: [[Double]], _ format: MadeFormat, rate: Int = 48000) -> [UInt8] {
  let frame = channels.count * format.bits / 8
  var data: [UInt8] = []
  data.reserveCapacity(channels[0].count * frame)
  for index in channels[0].indices {
    for channel in channels {
      let number = format.number(channel[index])
      for shift in stride(from: 0, to: format.bits, by: 8) {
        data.append(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
  }
  let head =
    little(format == .float ? 3 : 1, 2) + little(channels.count, 2) + little(rate, 4)
    + little(rate * frame, 4) + little(frame, 2) + little(format.bits, 2)
  let chunks =
    Array("WAVEfmt ".utf8) + little(16, 4) + head + Array("data".utf8) + little(data.count, 4)
    + data
  return Array("RIFF".utf8) + little(chunks.count, 4) + chunks
}

/// The sound of a WAV file of 32-bit floats: its channels and what each holds.
struct ReadWAV {
  var rate = 0
  var channels: [[Double]] = []

  /// Reads RIFF chunks; nil when there is no sound of that kind.
  init?(_ bytes: [UInt8]) {
    var place = 12
    var count = 0
    while place + 8 <= bytes.count {
      let name = String(decoding: bytes[place..<place + 4], as: UTF8.self)
      let length = Self.number(bytes, place + 4, 4)
      let body = place + 8
      if name == "fmt " {
        count = Self.number(bytes, body + 2, 2)
        rate = Self.number(bytes, body + 4, 4)
        guard Self.number(bytes, body + 14, 2) == 32 else { return nil }
      } else if name == "data", count > 0 {
        read(bytes, body, min(length, bytes.count - body) / 4, count)
      }
      place = body + length + length % 2
    }
    if channels.isEmpty { return nil }
  }

  private mutating func read(_ bytes: [UInt8], _ start: Int, _ samples: Int, _ count: Int) {
    channels = Array(repeating: [], count: count)
    for index in 0..<samples {
      let place = start + 4 * index
      let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
      let bits = low | UInt32(bytes[place + 2]) << 16 | UInt32(bytes[place + 3]) << 24
      channels[index % count].append(Double(Float(bitPattern: bits)))
    }
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// The level of a stretch of a channel, from 0, in dBFS; a full-scale square is 0.
  func level(_ channel: Int, _ seconds: ClosedRange<Double>) -> Double {
    let first = Int((seconds.lowerBound * Double(rate)).rounded())
    let end = Int((seconds.upperBound * Double(rate)).rounded())
    let energy = channels[channel][first..<end].reduce(0) { $0 + $1 * $1 }
    return 10 * log10(energy / Double(end - first))
  }
}

/// A message at a time in seconds.
struct TimedBytes: Equatable {
  var seconds: Double
  var bytes: [UInt8]
}

/// A Standard MIDI File of one track at 120 beats a minute, 480 ticks a beat.
func midiFileBytes(_ events: [TimedBytes], endingAt end: Double) -> [UInt8] {
  var track: [UInt8] = []
  var tick = 0
  func delta(to seconds: Double) {
    let next = Int((seconds * 960).rounded())
    track += variableLength(next - tick)
    tick = next
  }
  for event in events {
    delta(to: event.seconds)
    if event.bytes[0] == 0xF0 {
      track += [0xF0] + variableLength(event.bytes.count - 1) + event.bytes.dropFirst()
    } else {
      track += event.bytes
    }
  }
  delta(to: end)
  track += [0xFF, 0x2F, 0x00]
  let head: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 1, 0x01, 0xE0]  // 480 ticks a beat
  return Array("MThd".utf8) + head + Array("MTrk".utf8) + little(track.count, 4).reversed() + track
}

private func variableLength(_ value: Int) -> [UInt8] {
  let digits = [value >> 21 & 127, value >> 14 & 127, value >> 7 & 127].map { UInt8($0) | 0x80 }
  let kept = digits.drop { $0 == 0x80 }
  return kept + [UInt8(value & 127)]
}

/// Takes a Standard MIDI File of format 0 apart.
struct ReadMIDIFile {
  private(set) var events: [TimedBytes] = []
  private let bytes: [UInt8]
  private var place = 22
  private var secondsPerTick = 0.0

  /// Reads the events; nil for anything but what such a file looks like.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count > 26, bytes.starts(with: Array("MThd".utf8)), bytes[9] == 0,
      Array(bytes[14..<18]) == Array("MTrk".utf8)
    else { return nil }
    let ticksPerBeat = Double(Int(bytes[12]) << 8 | Int(bytes[13]))
    secondsPerTick = 0.5 / ticksPerBeat
    var ticks = 0
    var status: UInt8 = 0
    while place < bytes.count {
      ticks += number()
      if bytes[place] >= 0x80 {
        status = bytes[place]
        place += 1
      }
      switch status {
      case 0xFF:
        let kind = bytes[place]
        place += 1
        let length = number()
        if kind == 0x51 {
          let beat = bytes[place..<place + 3].reduce(0) { $0 << 8 | Int($1) }
          secondsPerTick = Double(beat) / 1e6 / ticksPerBeat
        }
        place += length
        if kind == 0x2F { return }
      case 0xF0:
        let length = number()
        add(ticks, [0xF0] + bytes[place..<place + length])
        place += length
      default:
        let count = status & 0xF0 == 0xC0 || status & 0xF0 == 0xD0 ? 1 : 2
        add(ticks, [status] + bytes[place..<place + count])
        place += count
      }
    }
    return nil
  }

  private mutating func add(_ ticks: Int, _ bytes: [UInt8]) {
    events.append(TimedBytes(seconds: Double(ticks) * secondsPerTick, bytes: bytes))
  }

  private mutating func number() -> Int {
    var value = 0
    while true {
      let byte = bytes[place]
      place += 1
      value = value << 7 | Int(byte & 127)
      if byte < 0x80 { return value }
    }
  }
}
