/// Numbers of VCAs or of mute groups, 1…64, in one word: what is asked for on every fader move.
struct NumberSet: Hashable, Sendable {
  private var bits: UInt64 = 0

  /// The highest number that fits; `ConsoleSize.limits` stays below it.
  static let most = UInt64.bitWidth

  init() {}

  init(_ numbers: Set<Int>) {
    for number in numbers { insert(number) }
  }

  var count: Int { bits.nonzeroBitCount }

  mutating func insert(_ number: Int) { bits |= 1 << UInt64(number &- 1) }
  mutating func formUnion(_ other: NumberSet) { bits |= other.bits }

  func subtracting(_ other: NumberSet) -> NumberSet {
    var rest = self
    rest.bits &= ~other.bits
    return rest
  }

  /// Takes the lowest number out; nil when none is left.
  mutating func popFirst() -> Int? {
    guard bits != 0 else { return nil }
    let number = bits.trailingZeroBitCount + 1
    bits &= bits - 1
    return number
  }
}

/// The numbers from the lowest up, so that sums over them are the same to the last bit every time.
extension NumberSet: Sequence, IteratorProtocol {
  mutating func next() -> Int? { popFirst() }
}
