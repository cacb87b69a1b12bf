/// One word of a byte string such as `F0 00 00 66 {channel} F7`.
public enum ByteWord: Hashable, Sendable {
  /// Two hexadecimal digits.
  case byte(UInt8)
  /// A word that the caller knows and will fill in.
  case placeholder(String)
}

extension ValueReader {
  /// Bytes in hexadecimal, two digits each, separated by spaces: `F0 00 00 66`.
  ///
  /// - Parameter count: How many are allowed.
  /// - Returns: The bytes, or nil after reporting every mistake among them.
  public func bytes(count: ClosedRange<Int> = 1...1024) -> [UInt8]? {
    byteWords(placeholders: [], count: count)?.compactMap {
      if case .byte(let byte) = $0 { byte } else { nil }
    }
  }

  /// Bytes in hexadecimal, with words among them that the caller will fill in.
  ///
  /// - Parameters:
  ///   - placeholders: The words allowed, exactly as they are written.
  ///   - count: How many bytes and words are allowed.
  /// - Returns: The words in order, or nil after reporting every mistake among them.
  public func byteWords(
    placeholders: [String], count: ClosedRange<Int> = 1...1024
  ) -> [ByteWord]? {
    byteWords(allowed: placeholders, count: count) { placeholders.contains($0) }
  }

  /// Bytes in hexadecimal, with words among them that the caller can tell.
  ///
  /// - Parameters:
  ///   - allowed: What messages list besides bytes: the placeholders, or examples of them.
  ///   - count: How many bytes and words are allowed.
  ///   - isPlaceholder: Whether a word that is no byte is one the caller will fill in.
  /// - Returns: The words in order, or nil after reporting every mistake among them.
  public func byteWords(
    allowed: [String], count: ClosedRange<Int> = 1...1024, isPlaceholder: (String) -> Bool
  ) -> [ByteWord]? {
    guard let text = text(needed: "bytes such as F0 7F") else { return nil }
    let words = text.split(separator: " ")
    guard count.contains(words.count) else {
      error(
        "\(place) has \(Self.counted(words.count...words.count, "byte")); allowed are"
          + " \(Self.counted(count, "byte"))")
      return nil
    }
    var result: [ByteWord] = []
    for word in words {
      if let byte = Self.byte(word) {
        result.append(.byte(byte))
      } else if isPlaceholder(String(word)) {
        result.append(.placeholder(String(word)))
      } else {
        unknown("byte", word, allowed: ["00 to FF"] + allowed)
      }
    }
    return result.count == words.count ? result : nil
  }

  private static func byte(_ word: Substring) -> UInt8? {
    guard word.utf8.count == 2, word.allSatisfy({ $0.isHexDigit }) else { return nil }
    return UInt8(word, radix: 16)
  }
}
