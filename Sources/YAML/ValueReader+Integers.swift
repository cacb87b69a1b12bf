extension ValueReader {
  /// The most numbers that one list may come to.
  private static let mostIntegers = 65_536

  /// A whole number, decimal or hexadecimal: `12`, `-3`, `0x14`.
  public func integer(in range: ClosedRange<Int>) -> Int? {
    guard let text = text(needed: "a whole number") else { return nil }
    return integer(text[...], in: range)
  }

  /// Consecutive whole numbers, `1..8`; a single number is a range of one.
  public func range(in allowed: ClosedRange<Int>) -> ClosedRange<Int>? {
    guard let text = text(needed: "a range such as \(Self.example(allowed))") else { return nil }
    let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return integer(text[...], in: allowed).map { $0...$0 } }
    guard let first = integer(Self.trimmed(parts[0]), in: allowed, needed: "a range"),
      let last = integer(Self.trimmed(parts[1]), in: allowed, needed: "a range")
    else { return nil }
    guard first <= last else {
      error(
        "the range \(Wording.quoted(text)) runs backwards in \(place)"
          + Wording.meant("\(last)..\(first)"))
      return nil
    }
    return first...last
  }

  /// Whole numbers in the order written: `3`, `1..8` or a list of such, `[1, 3..5]`.
  ///
  /// - Parameters:
  ///   - allowed: What each may be.
  ///   - repeats: Whether a number may come twice.
  /// - Returns: The numbers, or nil after reporting every mistake among them.
  public func integers(in allowed: ClosedRange<Int>, repeats: Bool = false) -> [Int]? {
    guard isList else {
      guard let range = range(in: allowed), isShort(range, after: 0) else { return nil }
      return Array(range)
    }
    var numbers: [Int] = []
    var seen: Set<Int> = []
    var isSound = true
    for item in items(count: 0...Self.mostIntegers) ?? [] {
      guard let range = item.range(in: allowed) else {
        isSound = false
        continue
      }
      guard item.isShort(range, after: numbers.count) else { return nil }
      if !repeats, let twice = range.first(where: { seen.contains($0) }) {
        item.error("\(twice) is given twice in \(place)")
        isSound = false
      }
      seen.formUnion(range)
      numbers += range
    }
    return isSound ? numbers : nil
  }

  /// Reads one whole number of the value's text.
  private func integer(
    _ word: Substring, in range: ClosedRange<Int>, needed: String = "a whole number"
  ) -> Int? {
    let sign = word.prefix(1) == "-" || word.prefix(1) == "+" ? word.prefix(1) : ""
    let digits = word.dropFirst(sign.count)
    let isHex = digits.hasPrefix("0x")
    let figures = isHex ? digits.dropFirst(2) : digits
    let isWhole =
      !figures.isEmpty
      && figures.allSatisfy { isHex ? $0.isHexDigit && $0.isASCII : NumberText.isDigit($0) }
    guard isWhole else {
      let what =
        word.isEmpty ? "a number is missing" : "\(Wording.quoted(word)) is not a whole number"
      error("\(what) in \(place); \(Self.allowed(range))")
      return nil
    }
    guard isHex || digits.count == 1 || digits.first != "0" else {
      error("\(Wording.quoted(word)) starts with a needless zero in \(place); leave the zero out")
      return nil
    }
    if let value = Int(sign + figures, radix: isHex ? 16 : 10), range.contains(value) {
      return value
    }
    error("\(Wording.quoted(word)) is out of range in \(place); \(Self.allowed(range))")
    return nil
  }

  /// Whether a list of `count` numbers may grow by a range; if not, that is reported.
  private func isShort(_ range: ClosedRange<Int>, after count: Int) -> Bool {
    let (steps, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    if !overflows && steps < Self.mostIntegers - count { return true }
    error("too many numbers in \(place); at most \(Self.mostIntegers) are allowed")
    return false
  }

  private static func trimmed(_ word: Substring) -> Substring {
    var word = word.drop { $0 == " " }
    while word.last == " " { word.removeLast() }
    return word
  }

  private static func allowed(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "allowed is any whole number"
    case (let low, .max): "allowed is \(low) or more"
    case (.min, let high): "allowed is \(high) or less"
    case (let low, let high) where low == high: "allowed is \(low)"
    case (let low, let high): "allowed are \(low) to \(high)"
    }
  }

  private static func example(_ range: ClosedRange<Int>) -> String {
    "\(range.lowerBound)..\(range.upperBound)"
  }
}
