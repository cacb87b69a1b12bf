extension MIDIMessage {
  /// The message as sent, with its status byte; numbers out of range are held to their ends.
  public var bytes: [UInt8] {
    switch self {
    case .noteOff(let channel, let note, let velocity):
      [status(0x80, channel), seven(note), seven(velocity)]
    case .noteOn(let channel, let note, let velocity):
      [status(0x90, channel), seven(note), seven(velocity)]
    case .polyPressure(let channel, let note, let value):
      [status(0xA0, channel), seven(note), seven(value)]
    case .controlChange(let channel, let controller, let value):
      [status(0xB0, channel), seven(controller), seven(value)]
    case .programChange(let channel, let program): [status(0xC0, channel), seven(program)]
    case .channelPressure(let channel, let value): [status(0xD0, channel), seven(value)]
    case .pitchBend(let channel, let value): [status(0xE0, channel)] + fourteen(value)
    case .sysex(let bytes): bytes
    case .timeCode(let data): [0xF1, seven(data)]
    case .songPosition(let sixteenths): [0xF2] + fourteen(sixteenths)
    case .songSelect(let song): [0xF3, seven(song)]
    case .tuneRequest: [0xF6]
    case .realTime(let kind): [kind.rawValue]
    }
  }

  /// Decodes exactly one complete message with its status byte.
  ///
  /// - Parameter bytes: The message; nil is returned when a byte is missing, left over, not allowed
  ///   at its place, or the status is undefined (F4, F5, F9, FD).
  public init?(bytes: some Collection<UInt8>) {
    guard let status = bytes.first, status >= 0x80 else { return nil }
    let data = bytes.dropFirst()
    if status == 0xF0 {
      let sysex = Array(bytes)
      guard sysex.last == 0xF7, sysex.dropFirst().dropLast().allSatisfy({ $0 < 0x80 }) else {
        return nil
      }
      self = .sysex(sysex)
      return
    }
    guard let length = Self.dataLength(of: status), data.count == length,
      data.allSatisfy({ $0 < 0x80 })
    else { return nil }
    var rest = data.makeIterator()
    self.init(status: status, rest.next() ?? 0, rest.next() ?? 0)
  }
}

extension MIDIMessage {
  /// How many data bytes follow a status byte; nil for data, sysex, its end, and undefined ones.
  static func dataLength(of status: UInt8) -> Int? {
    switch status {
    case 0x80...0xBF, 0xE0...0xEF, 0xF2: 2
    case 0xC0...0xDF, 0xF1, 0xF3: 1
    case 0xF6: 0
    default: RealTime(rawValue: status) == nil ? nil : 0
    }
  }

  /// Puts a message together from a status that `dataLength(of:)` knows and its data bytes.
  init?(status: UInt8, _ first: UInt8, _ second: UInt8) {
    let channel = Int(status & 0x0F) + 1
    let first = Int(first)
    let second = Int(second)
    switch status {
    case 0x80...0x8F: self = .noteOff(channel: channel, note: first, velocity: second)
    case 0x90...0x9F: self = .noteOn(channel: channel, note: first, velocity: second)
    case 0xA0...0xAF: self = .polyPressure(channel: channel, note: first, value: second)
    case 0xB0...0xBF: self = .controlChange(channel: channel, controller: first, value: second)
    case 0xC0...0xCF: self = .programChange(channel: channel, program: first)
    case 0xD0...0xDF: self = .channelPressure(channel: channel, value: first)
    case 0xE0...0xEF: self = .pitchBend(channel: channel, value: first + second << 7)
    case 0xF1: self = .timeCode(first)
    case 0xF2: self = .songPosition(first + second << 7)
    case 0xF3: self = .songSelect(first)
    case 0xF6: self = .tuneRequest
    default:
      guard let kind = RealTime(rawValue: status) else { return nil }
      self = .realTime(kind)
    }
  }
}

/// A status byte of a channel 1…16.
private func status(_ kind: UInt8, _ channel: Int) -> UInt8 {
  kind | UInt8(min(max(channel, 1), 16) - 1)
}

/// A data byte: 0…127.
private func seven(_ value: Int) -> UInt8 { UInt8(min(max(value, 0), 127)) }

/// Two data bytes of a value 0…16383, the low seven bits first.
private func fourteen(_ value: Int) -> [UInt8] {
  let held = min(max(value, 0), 16383)
  return [UInt8(held & 0x7F), UInt8(held >> 7)]
}
