/// A set of small numbers, a bit for each that there may be.
struct Marks {
  private var words: [UInt64]
  /// How many are in it.
  private(set) var count = 0

  /// Makes an empty set of numbers below `limit`.
  init(limit: Int) { words = Array(repeating: 0, count: (limit + 63) / 64) }

  func contains(_ number: Int) -> Bool { words[number / 64] >> UInt64(number % 64) & 1 == 1 }

  /// Whether it was not in there before.
  @discardableResult
  mutating func insert(_ number: Int) -> Bool {
    if contains(number) { return false }
    words[number / 64] |= 1 << UInt64(number % 64)
    count += 1
    return true
  }

  /// Whether it was in there before.
  @discardableResult
  mutating func remove(_ number: Int) -> Bool {
    guard contains(number) else { return false }
    words[number / 64] &= ~(1 << UInt64(number % 64))
    count -= 1
    return true
  }

  /// The lowest number of them that is not below `start`.
  func first(from start: Int) -> Int? {
    var place = start / 64
    guard place < words.count else { return nil }
    var word = words[place] & ~0 << UInt64(start % 64)
    while word == 0 {
      place += 1
      guard place < words.count else { return nil }
      word = words[place]
    }
    return place * 64 + word.trailingZeroBitCount
  }
}
