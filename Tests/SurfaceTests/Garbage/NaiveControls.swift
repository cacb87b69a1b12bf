import Surface

/// A thing of a unit that a hand moves; the number is its place in the profile's list.
enum Handle: Hashable {
  case fader(Int)
  case touch(Int)
  case button(Int)
  case encoder(Int)
}

/// Which controls of a unit a channel message speaks of: what was said before is kept as it came,
/// and looked up when something ends.
struct NaiveControls {
  let table: [MessageAddress: Handle]
  /// For each channel and controller the newest value, and the number of the message that it was.
  private var values: [[(value: Int, at: Int)?]] = []
  private var count = 0
  /// How answers of the unit begin; nil stands for any byte.
  private let answers: [[UInt8?]]

  init(_ profile: UnitProfile) {
    answers = profile.greeting.answers.map { template in
      template.parts.map { if case .byte(let byte) = $0 { byte } else { nil } }
    }
    var table: [MessageAddress: Handle] = [:]
    for (place, fader) in profile.faders.enumerated() {
      table[fader.profile.address] = .fader(place)
      if let touch = fader.profile.touch { table[touch] = .touch(place) }
    }
    for (place, key) in profile.buttons.enumerated() {
      table[key.profile.address] = .button(place)
    }
    for (place, pot) in profile.encoders.enumerated() {
      table[pot.profile.address] = .encoder(place)
    }
    self.table = table
    forget()
  }

  /// What was said is lost.
  mutating func forget() {
    values = Array(repeating: Array(repeating: nil, count: 128), count: 17)
  }

  /// Whether a message says that the unit was switched on.
  func isAnswer(_ bytes: [UInt8]) -> Bool {
    answers.contains { answer in
      bytes.count >= answer.count && zip(answer, bytes).allSatisfy { $0 == nil || $0 == $1 }
    }
  }

  /// The controls that a whole channel message ends the message of, and the value.
  mutating func take(_ bytes: [UInt8]) -> [(handle: Handle, value: Int)] {
    let channel = Int(bytes[0] & 0xF) + 1
    let first = Int(bytes[1])
    let last = Int(bytes.last ?? 0)
    let found: [(MessageAddress, Int)]
    switch bytes[0] >> 4 {
    case 0x8: found = [(.note(channel: channel, number: first), 0)]
    case 0x9: found = [(.note(channel: channel, number: first), last)]
    case 0xA: found = [(.keyPressure(channel: channel, number: first), last)]
    case 0xB: found = controllers(channel, first, last)
    case 0xC:
      found = [
        (.program(channel: channel, number: first), 127), (.programNumber(channel: channel), first),
      ]
    case 0xD: found = [(.channelPressure(channel: channel), first)]
    default: found = [(.pitchBend(channel: channel), first + 128 * last)]
    }
    return found.compactMap { address, value in table[address].map { ($0, value) } }
  }

  private mutating func controllers(
    _ channel: Int, _ number: Int, _ value: Int
  ) -> [(MessageAddress, Int)] {
    count += 1
    values[channel][number] = (value, count)
    var found = [(MessageAddress.controller(channel: channel, number: number), value)]
    func said(_ number: Int) -> Int? { values[channel][number]?.value }
    if (32..<64).contains(number), let upper = said(number - 32) {
      found.append((.wideController(channel: channel, number: number - 32), 128 * upper + value))
    }
    if number == 0x2F, let zone = said(0x0F) {
      let port = MessageAddress.zone(channel: channel, zone: zone, port: value % 16)
      found.append((port, value & 0x40 > 0 ? 127 : 0))
    }
    if let parameter = parameter(channel) {
      if number == 6 {
        found.append((.narrowParameter(channel: channel, number: parameter.number), value))
      } else if number == 38, let data = values[channel][6], data.at > parameter.at {
        found.append(
          (.parameter(channel: channel, number: parameter.number), 128 * data.value + value))
      }
    }
    return found
  }

  /// The non-registered number that data belong to: 99, then 98, and nothing of the kind since.
  private func parameter(_ channel: Int) -> (number: Int, at: Int)? {
    guard let upper = values[channel][99], let lower = values[channel][98], upper.at < lower.at
    else { return nil }
    let others = [96, 97, 100, 101].compactMap { values[channel][$0]?.at }
    guard others.allSatisfy({ $0 < lower.at }), (upper.value, lower.value) != (127, 127) else {
      return nil
    }
    return (128 * upper.value + lower.value, lower.at)
  }
}

extension MessageAddress {
  /// The bytes in which a device says a value, one message after the other.
  func spoken(_ value: Int) -> [[UInt8]] {
    func message(_ kind: Int, _ channel: Int, _ data: Int...) -> [UInt8] {
      [UInt8(kind + channel - 1)] + data.map { UInt8($0) }
    }
    switch self {
    case .note(let channel, let number): return [message(0x90, channel, number, value)]
    case .controller(let channel, let number): return [message(0xB0, channel, number, value)]
    case .wideController(let channel, let number):
      return [
        message(0xB0, channel, number, value / 128),
        message(0xB0, channel, number + 32, value % 128),
      ]
    case .parameter(let channel, let number):
      return [
        message(0xB0, channel, 99, number / 128), message(0xB0, channel, 98, number % 128),
        message(0xB0, channel, 6, value / 128), message(0xB0, channel, 38, value % 128),
      ]
    case .narrowParameter(let channel, let number):
      return [
        message(0xB0, channel, 99, number / 128), message(0xB0, channel, 98, number % 128),
        message(0xB0, channel, 6, value),
      ]
    case .pitchBend(let channel): return [message(0xE0, channel, value % 128, value / 128)]
    case .channelPressure(let channel): return [message(0xD0, channel, value)]
    case .keyPressure(let channel, let number): return [message(0xA0, channel, number, value)]
    case .program(let channel, let number): return [message(0xC0, channel, number)]
    case .programNumber(let channel): return [message(0xC0, channel, value)]
    case .zone(let channel, let zone, let port):
      return [
        message(0xB0, channel, 0x0F, zone),
        message(0xB0, channel, 0x2F, port + (value > 0 ? 0x40 : 0)),
      ]
    }
  }
}
