import Surface

/// Makes the bytes of a unit that is broken, or hostile, or right now and then.
struct HostileStream {
  private let profile: UnitProfile
  /// Every message of a control.
  private let addresses: [MessageAddress]
  private let strange: Set<MessageAddress>
  var random: SeededGenerator

  init(_ profile: UnitProfile, seed: UInt64) {
    self.profile = profile
    let table = NaiveControls(profile).table
    addresses = table.keys.sorted { $0.description < $1.description }
    strange = Set(addresses)
    random = SeededGenerator(seed)
  }

  /// Some bytes: one event of the campaign.
  mutating func next() -> [UInt8] {
    let message = addresses[number(addresses.count)].self
    let parts = message.spoken(value(of: message))
    switch number(100) {
    case 0..<30: return parts.flatMap { $0 }
    case 30..<36: return running(message, parts)
    case 36..<44: return interrupted(parts.flatMap { $0 }, every: true)
    case 44..<52: return truncated(parts.flatMap { $0 })
    case 52..<58: return parts[number(parts.count)]
    case 58..<62: return parts.reversed().flatMap { $0 }
    case 62..<68: return interrupted(parts.flatMap { $0 }, every: false)
    case 68..<74: return data(1 + number(8))
    case 74..<80: return (0...number(8)).map { _ in byte(0...255) }
    case 80..<83:
      return [
        [0xF1, 5], [0xF2, 1, 2], [0xF3, 1], [0xF4], [0xF5], [0xF6], [0xF7],
        [0xF9], [0xFD], [0xFF], [0xFE], [0xF8],
      ][number(12)]
    case 83..<98: return sysex()
    case 98: return answer()
    default: return number(20) == 0 ? [0xF0] + data(number(20_000)) : [0xF0] + data(number(300))
    }
  }

  /// Bytes that end no message of any control, whatever comes before and after: they leave no
  /// running status, and of what comes in several messages they say one part only.
  mutating func nextGarbage() -> [UInt8] {
    switch number(10) {
    case 0: return data(1 + number(6)) + [0xF6]
    case 1: return sysex() + [0xF7]
    case 2: return [0xF0] + data(number(500)) + [0xF6]
    case 3:
      // A message without its last byte, ended by what may not stand there.
      let message = addresses[number(addresses.count)]
      let part = message.spoken(value(of: message))[0].dropLast()
      return part + [[0xF6], [0xF4], [0xF0, 0xF7], [0xF2, 0, 0], [0xF7]][number(5)]
    case 4: return [[0xF8], [0xFA], [0xFC], [0xFE], [0xF9], [0xFD]][number(6)] + data(number(3))
    case 5: return half() + [0xF6]
    case 6: return interrupted([0xF0] + data(number(40)) + [0xF7], every: false)
    default: return stranger() + [0xF6]
    }
  }

  /// A whole message of no control.
  private mutating func stranger() -> [UInt8] {
    while true {
      let channel = 1 + number(16)
      let (first, last) = (number(128), number(128))
      let address: MessageAddress =
        switch number(6) {
        case 0: .note(channel: channel, number: first)
        case 1: .keyPressure(channel: channel, number: first)
        case 2: .programNumber(channel: channel)
        case 3: .channelPressure(channel: channel)
        case 4: .pitchBend(channel: channel)
        default: .controller(channel: channel, number: first)
        }
      if case .controller = address, isPart(first) { continue }
      guard !strange.contains(address),
        !strange.contains(.program(channel: channel, number: last))
      else { continue }
      return address.spoken(last)[0]
    }
  }

  private func isPart(_ controller: Int) -> Bool {
    controller < 64 || [96, 97, 98, 99, 100, 101].contains(controller)
  }

  /// One part of what comes in several messages; always the same, so that two never fit.
  private mutating func half() -> [UInt8] {
    let message = addresses[number(addresses.count)]
    let parts = message.spoken(value(of: message))
    switch message {
    case .wideController: return parts[1]
    case .zone: return parts[1]
    case .parameter, .narrowParameter: return parts[2]
    default: return stranger()
    }
  }

  private mutating func running(_ message: MessageAddress, _ parts: [[UInt8]]) -> [UInt8] {
    let more = message.spoken(value(of: message))
    let all = parts + more
    guard all.allSatisfy({ $0[0] == all[0][0] }) else { return all.flatMap { $0 } }
    return [all[0][0]] + all.flatMap { $0.dropFirst() }
  }

  private mutating func interrupted(_ bytes: [UInt8], every: Bool) -> [UInt8] {
    let place = number(bytes.count + 1)
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if every || index == place { result.append([0xF8, 0xFA, 0xFE, 0xFF, 0xF9][number(5)]) }
      result.append(byte)
    }
    return result
  }

  private mutating func truncated(_ bytes: [UInt8]) -> [UInt8] {
    let start = number(2) == 0 ? 0 : number(bytes.count)
    return Array(bytes[start..<max(start, bytes.count - number(2))])
  }

  /// Sysex of every bad kind.
  private mutating func sysex() -> [UInt8] {
    let greeting = profile.greeting
    switch number(6) {
    case 0: return [0xF0] + data(number(30))
    case 1: return interrupted([0xF0] + data(number(30)) + [0xF7], every: true)
    case 2:
      let all = greeting.answers + [greeting.challenge?.question].compactMap { $0 }
      guard !all.isEmpty else { return [0xF0, 0xF7] }
      var bytes = all[number(all.count)].parts.map { part -> UInt8 in
        if case .byte(let byte) = part { byte } else { byte(0...127) }
      }
      // A wrong byte, a wrong id, or the end missing.
      bytes[number(bytes.count)] ^= 1
      return bytes + data(number(14)) + (number(2) == 0 ? [0xF7] : [])
    case 3: return [0xF0, 0xF0, 0x7F] + data(3) + [0xF7, 0xF7]
    case 4: return data(number(5)) + [0xF7]
    default: return [0xF0] + data(number(60)) + [0xF7]
    }
  }

  /// A right answer, or a right question: what is said of controls before is forgotten.
  private mutating func answer() -> [UInt8] {
    let greeting = profile.greeting
    let all =
      greeting.answers + [greeting.challenge?.question, greeting.keepAliveAnswer].compactMap { $0 }
    guard !all.isEmpty else { return [0xFE] }
    let template = all[number(all.count)]
    let head = template.parts.flatMap { part -> [UInt8] in
      switch part {
      case .byte(let byte): [byte]
      case .id: [profile.id]
      case .serial: data(7)
      default: data(4)
      }
    }
    return head[0] == 0xF0 ? head + data(11) + [0xF7] : head
  }

  private mutating func value(of message: MessageAddress) -> Int {
    number(3) == 0 ? (number(2) == 0 ? 0 : message.top) : number(message.top + 1)
  }

  private mutating func data(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte(0...127) } }

  private mutating func byte(_ range: ClosedRange<UInt8>) -> UInt8 {
    range.lowerBound + UInt8(number(Int(range.upperBound - range.lowerBound) + 1))
  }

  private mutating func number(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }
}
