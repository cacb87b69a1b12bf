import Surface

/// What a control must be that said what was heard.
struct ControlGuess: Hashable {
  enum Kind: Hashable {
    /// A place between two ends. `isDial` tells an endless or turned one, where the wire can tell.
    case slider(Travel, isDial: Bool)
    case encoder(EncoderCode, isInverted: Bool)
    case key(KeyHabit)
  }

  let address: MessageAddress
  var kind: Kind
  /// What says that a hand is on it, and the lowest value that means so.
  var touch: Touch?

  struct Touch: Hashable {
    var address: MessageAddress
    var threshold: Int
  }
}

/// The numbers that a fader goes through.
struct Travel: Hashable {
  /// The number at the upper end.
  var top: Int
  /// The numbers from one real position to the next.
  var step: Int
}

/// How a key speaks.
struct KeyHabit: Hashable {
  /// The lowest value that means pressed.
  var threshold = 64
  /// Whether each of its messages is a stroke.
  var alternates = false
}

/// What can be said of some gestures.
enum Verdict: Hashable {
  case control(ControlGuess)
  /// It may be something, but more has to be heard.
  case more(Hint)
  /// It is no single control.
  case refused(Refusal)

  enum Hint: Hashable {
    case allTheWay
    case again
    case unclear
  }

  enum Refusal: Hashable {
    case several([MessageAddress])
    case flood
  }
}

extension ControlGuess {
  /// More messages than any gesture has.
  static let mostMessages = 20_000
  /// The steps that a single message of a turned encoder may tell.
  static let mostClicks = 16

  /// What one control must be that was handled in some gestures, the newest last.
  static func verdict(on gestures: [[Heard]]) -> Verdict {
    guard gestures.reduce(0, { $0 + $1.count }) <= mostMessages else { return .refused(.flood) }
    let whole = verdict(on: Stream.streams(of: gestures.flatMap { $0 }), gestures)
    if case .control = whole { return whole }
    // What came before may have been something else.
    guard gestures.count > 1, let last = gestures.last else { return whole }
    let alone = verdict(on: Stream.streams(of: last), [last])
    if case .control = alone { return alone }
    return whole
  }

  private static func verdict(on streams: [Stream], _ gestures: [[Heard]]) -> Verdict {
    let streams = withoutPressure(streams)
    if let (position, touch) = felt(streams) {
      guard let travel = position.travel else { return .more(.allTheWay) }
      return .control(
        ControlGuess(
          address: position.address, kind: .slider(travel, isDial: false), touch: touch))
    }
    guard streams.count == 1, let stream = streams.first else {
      return streams.isEmpty ? .more(.unclear) : .refused(.several(streams.map(\.address)))
    }
    if let (code, isInverted) = stream.code {
      return .control(
        ControlGuess(address: stream.address, kind: .encoder(code, isInverted: isInverted)))
    }
    if let key = key(stream, gestures) { return key }
    if stream.isClicked {
      let travel = Travel(top: stream.address.top, step: 1)
      return .control(ControlGuess(address: stream.address, kind: .slider(travel, isDial: true)))
    }
    if let travel = stream.travel {
      return .control(ControlGuess(address: stream.address, kind: .slider(travel, isDial: false)))
    }
    return .more(stream.distinct.count > 4 ? .allTheWay : .unclear)
  }

  /// A pad tells how hard it is held, too; the key is its note.
  static func withoutPressure(_ streams: [Stream]) -> [Stream] {
    let notes = streams.compactMap { stream -> (Int, Int)? in
      guard case .note(let channel, let number) = stream.address else { return nil }
      return (channel, number)
    }
    guard notes.count == 1, let (channel, number) = notes.first else { return streams }
    return streams.filter {
      $0.address != .keyPressure(channel: channel, number: number)
        && $0.address != .channelPressure(channel: channel)
    }
  }

  /// A fader and what says that it is touched, before it moves and as long as it mostly does.
  ///
  /// Its motor may go on for a while.
  static func felt(_ streams: [Stream]) -> (position: Stream, touch: Touch)? {
    guard streams.count == 2 else { return nil }
    for (sensor, position) in [(streams[0], streams[1]), (streams[1], streams[0])] {
      let inHand = position.events.count { $0.at <= sensor.end }
      guard sensor.goesOnAndOff, sensor.start <= position.start,
        inHand * 2 > position.events.count, position.distinct.count > 2, !position.goesOnAndOff
      else { continue }
      return (position, Touch(address: sensor.address, threshold: sensor.threshold))
    }
    return nil
  }

  /// A key, if it is one; nil if not.
  private static func key(_ stream: Stream, _ gestures: [[Heard]]) -> Verdict? {
    let address = stream.keyAddress
    if address == .programNumber(channel: stream.address.channel) { return nil }
    if case .program = address {
      return .control(ControlGuess(address: address, kind: .key(KeyHabit())))
    }
    guard stream.distinct.count <= 2, stream.highest > 0 else { return nil }
    let strokes = gestures.map { Stream.streams(of: $0).first?.events.count ?? 0 }
    if stream.goesOnAndOff, strokes.contains(where: { $0 >= 2 }) {
      return .control(
        ControlGuess(address: address, kind: .key(KeyHabit(threshold: stream.threshold))))
    }
    // One message a gesture: it goes on and off by itself, or its release is silent. Three prove
    // that it was not just held for long.
    guard strokes.allSatisfy({ $0 == 1 }) else { return nil }
    let isSilent = stream.distinct.count == 1
    guard gestures.count >= (isSilent ? 2 : 3) else { return .more(.again) }
    return .control(
      ControlGuess(
        address: address, kind: .key(KeyHabit(threshold: stream.threshold, alternates: true))))
  }
}

extension Stream {
  /// The address of a key that says so; a program that is always the same is one.
  var keyAddress: MessageAddress {
    guard case .programNumber(let channel) = address, distinct.count == 1 else { return address }
    return .program(channel: channel, number: lowest)
  }

  /// The lowest value that means pressed or touched.
  var threshold: Int { (values.filter { $0 > 0 }.min() ?? 64) >= 64 ? 64 : 1 }

  /// Whether it says on, off, on, off, and ends with off.
  var goesOnAndOff: Bool {
    guard events.count >= 2, events.count.isMultiple(of: 2) else { return false }
    return events.indices.allSatisfy { (events[$0].value > 0) == $0.isMultiple(of: 2) }
  }

  /// How it counts, if it was turned to the right and then as far to the left.
  var code: (EncoderCode, isInverted: Bool)? {
    let all = EncoderCode.allCases.filter { $0 != .absolute }
    let found = all.flatMap { code -> [(EncoderCode, isInverted: Bool)] in
      // A sign bit that is turned round is the other code.
      let ways = code == .signBit || code == .invertedSignBit ? [false] : [false, true]
      return ways.filter { fits(code, isInverted: $0) }.map { (code, $0) }
    }
    return found.count == 1 ? found[0] : nil
  }

  private func fits(_ code: EncoderCode, isInverted: Bool) -> Bool {
    guard events.count >= 3, let steps = steps(code, isInverted: isInverted) else { return false }
    let right = steps.prefix { $0 > 0 }
    let left = steps.dropFirst(right.count)
    guard !right.isEmpty, !left.isEmpty, left.allSatisfy({ $0 < 0 }) else { return false }
    let (there, back) = (right.reduce(0, +), -left.reduce(0, +))
    return max(there, back) <= 3 * min(there, back)
  }

  /// The steps of its values; nil if some can't be such.
  func steps(_ code: EncoderCode, isInverted: Bool) -> [Int]? {
    if code == .halves, !distinct.isSubset(of: [0, address.top]) { return nil }
    let steps = values.map { code.steps(of: $0, top: address.top) * (isInverted ? -1 : 1) }
    guard steps.allSatisfy({ $0 != 0 && abs($0) <= ControlGuess.mostClicks }) else { return nil }
    return steps
  }

  private var differences: [Int] { zip(values, values.dropFirst()).map { $1 - $0 } }

  /// Whether it is a place that was turned a few clicks up and down again.
  var isClicked: Bool {
    let differences = differences
    guard (2..<12).contains(differences.count), distinct.count > 1 else { return false }
    let up = differences.prefix { $0 > 0 }
    let down = differences.dropFirst(up.count)
    return !up.isEmpty && !down.isEmpty && down.allSatisfy { $0 < 0 }
      && differences.allSatisfy { abs($0) <= 4 }
  }

  /// Where it went, if it was moved from end to end, bit by bit.
  var travel: Travel? {
    guard isMoved, lowest * 16 <= highest, highest >= 64 else { return nil }
    return Travel(top: highest, step: step)
  }

  /// Whether it went on its way bit by bit, and not to and fro as noise does.
  var isMoved: Bool {
    let span = highest - lowest
    guard distinct.count >= 8, span > 0 else { return false }
    let ways = differences.filter { abs($0) * 50 > span }
    let turns = zip(ways, ways.dropFirst()).count { ($0 > 0) != ($1 > 0) }
    let sizes = differences.map(abs).sorted()
    return sizes[sizes.count / 2] * 8 <= span && turns * 6 <= differences.count
  }

  /// The numbers from one position to the next: what all differences are made of.
  ///
  /// The ends are left out: the top of some is no whole step from the others.
  var step: Int {
    let places = distinct.subtracting([lowest, highest]).sorted()
    let step = zip(places, places.dropFirst()).reduce(0) { greatestDivisor($0, $1.1 - $1.0) }
    return max(step, 1)
  }
}

/// The greatest number that divides both; Euclid.
private func greatestDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestDivisor(b, a % b) }
