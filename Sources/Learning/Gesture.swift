import MIDI
import Surface

/// A message and when it came.
struct Heard: Hashable {
  let at: UInt64
  let message: MIDIMessage
}

/// What one thing of a device said in a gesture: its address, and the values in order.
struct Stream: Hashable {
  let address: MessageAddress
  var events: [Event] = []

  struct Event: Hashable {
    let at: UInt64
    let value: Int
  }

  var values: [Int] { events.map(\.value) }
  var distinct: Set<Int> { Set(values) }
  /// Where it was lowest and highest; it has said something.
  var lowest: Int { values.min() ?? 0 }
  var highest: Int { values.max() ?? 0 }
  var start: UInt64 { events.first?.at ?? 0 }
  var end: UInt64 { events.last?.at ?? 0 }
}

extension Stream {
  /// What a gesture says, thing by thing, in the order in which they first spoke.
  ///
  /// Nobody has told yet which controllers are parts of something: that they come in pairs does.
  static func streams(of gesture: [Heard]) -> [Stream] {
    var reader = StreamReader(gesture)
    for heard in gesture { reader.read(heard) }
    return reader.streams
  }
}

/// Puts the messages of a gesture together to values of things.
private struct StreamReader {
  private(set) var streams: [Stream] = []
  private var places: [MessageAddress: Int] = [:]
  private let kinds: [Int: ChannelKind]
  private var states: [Int: State] = [:]

  private struct State {
    var upper: [Int: Int] = [:]
    var number = (upper: 0, lower: 0)
    var data = 0
    var zone = 0
  }

  init(_ gesture: [Heard]) {
    var controllers: [Int: [(number: Int, value: Int)]] = [:]
    for case .controlChange(let channel, let number, let value) in gesture.map(\.message) {
      controllers[channel, default: []].append((number, value))
    }
    kinds = controllers.mapValues(ChannelKind.init)
  }

  mutating func read(_ heard: Heard) {
    switch heard.message {
    case .noteOn(let channel, let note, let velocity):
      add(.note(channel: channel, number: note), velocity, heard)
    case .noteOff(let channel, let note, _): add(.note(channel: channel, number: note), 0, heard)
    case .polyPressure(let channel, let note, let value):
      add(.keyPressure(channel: channel, number: note), value, heard)
    case .channelPressure(let channel, let value):
      add(.channelPressure(channel: channel), value, heard)
    case .pitchBend(let channel, let value): add(.pitchBend(channel: channel), value, heard)
    case .programChange(let channel, let program):
      add(.programNumber(channel: channel), program, heard)
    case .controlChange(let channel, let number, let value): read(channel, number, value, heard)
    default: break
    }
  }

  private mutating func read(_ channel: Int, _ number: Int, _ value: Int, _ heard: Heard) {
    guard let kind = kinds[channel] else { return }
    var state = states[channel] ?? State()
    defer { states[channel] = state }
    if kind.isHUI, number == 15 || number == 47 {
      guard number == 47 else { return state.zone = value }
      let key = MessageAddress.zone(channel: channel, zone: state.zone, port: value & 15)
      return add(key, value & 64 == 0 ? 0 : 127, heard)
    }
    if kind.hasParameters, [6, 38, 98, 99].contains(number) {
      return readParameter(channel, number, value, kind, &state, heard)
    }
    if number < 32, kind.wide.contains(number) { return state.upper[number] = value }
    if number < 64, kind.wide.contains(number - 32), let upper = state.upper[number - 32] {
      let address = MessageAddress.wideController(channel: channel, number: number - 32)
      return add(address, upper << 7 | value, heard)
    }
    add(.controller(channel: channel, number: number), value, heard)
  }

  private mutating func readParameter(
    _ channel: Int, _ number: Int, _ value: Int, _ kind: ChannelKind, _ state: inout State,
    _ heard: Heard
  ) {
    let parameter = state.number.upper << 7 | state.number.lower
    switch number {
    case 99: state.number.upper = value
    case 98: state.number.lower = value
    case 6:
      state.data = value
      if kind.hasFineData { break }
      add(.narrowParameter(channel: channel, number: parameter), value, heard)
    default: add(.parameter(channel: channel, number: parameter), state.data << 7 | value, heard)
    }
  }

  private mutating func add(_ address: MessageAddress, _ value: Int, _ heard: Heard) {
    let place = places[address] ?? streams.count
    if place == streams.count {
      places[address] = place
      streams.append(Stream(address: address))
    }
    streams[place].events.append(Stream.Event(at: heard.at, value: value))
  }
}

/// What the controllers of a channel are parts of, as their order shows.
private struct ChannelKind {
  /// The numbers of those whose lower halves follow at once, each time.
  let wide: Set<Int>
  let isHUI: Bool
  /// Whether they are numbered parameters, and whether these have fourteen bits.
  let hasParameters: Bool
  let hasFineData: Bool

  init(_ sent: [(number: Int, value: Int)]) {
    let numbers = Set(sent.map(\.number))
    isHUI = Self.isHUI(sent)
    hasParameters = numbers.isSuperset(of: [98, 99, 6])
    hasFineData = numbers.contains(38)
    let own = isHUI
    wide = Set((0..<32).filter { !(own && $0 == 15) && Self.isWide($0, sent) })
  }

  /// A zone, then a port with a bit that goes on and off: no two halves of one number.
  private static func isHUI(_ sent: [(number: Int, value: Int)]) -> Bool {
    let pair = sent.filter { $0.number == 15 || $0.number == 47 }
    guard pair.count >= 2, pair.count.isMultiple(of: 2) else { return false }
    var isDown: [Int: Bool] = [:]
    for index in stride(from: 0, to: pair.count, by: 2) {
      let (zone, port) = (pair[index], pair[index + 1])
      guard zone.number == 15, port.number == 47, port.value & 0x30 == 0 else { return false }
      let key = zone.value << 4 | port.value & 15
      let goesDown = port.value & 64 != 0
      guard isDown[key, default: false] != goesDown else { return false }
      isDown[key] = goesDown
    }
    return true
  }

  private static func isWide(_ number: Int, _ sent: [(number: Int, value: Int)]) -> Bool {
    let halves = sent.map(\.number).filter { $0 == number || $0 == number + 32 }
    let pairs = zip(halves, halves.dropFirst()).count { $0 == number && $1 == number + 32 }
    // One in ten may have been lost on its way.
    return pairs > 0 && pairs * 2 * 10 >= halves.count * 9
  }
}
