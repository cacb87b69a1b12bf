import YAML

/// The name of one or more controls: `fader 1..8`, `bank left`.
struct ControlKey: Hashable {
  /// The name without its number.
  let word: String
  /// The numbers; nil for a control without one.
  let numbers: ClosedRange<Int>?

  /// How many controls are meant.
  var count: Int { numbers?.count ?? 1 }

  /// The single controls, in order.
  var names: [ControlName] {
    guard let numbers else { return [ControlName(word: word, number: nil)] }
    return numbers.map { ControlName(word: word, number: $0) }
  }

  /// Reads the key of a control; nil after reporting a mistake.
  init?(_ key: ValueReader) {
    guard let text = key.string(length: 1...48) else { return nil }
    var words = text.split(separator: " ")
    if let last = words.last, last.first?.isNumber == true {
      guard words.count > 1 else {
        key.error("'\(last)' is a number without a name, such as 'fader \(last)'")
        return nil
      }
      guard let numbers = key.part(last, place: "a control's name").range(in: 1...128) else {
        return nil
      }
      self.numbers = numbers
      words.removeLast()
    } else {
      numbers = nil
    }
    word = words.joined(separator: " ")
    if word.isEmpty {
      key.error("a control needs a name, such as 'fader 1..8'")
      return nil
    }
  }
}

/// The name of a single control.
struct ControlName: Hashable, CustomStringConvertible {
  let word: String
  let number: Int?

  var description: String { number.map { "\(word) \($0)" } ?? word }
}

extension ValueReader {
  /// A word of this value's text as a value of its own, so that messages point at it.
  func part(_ word: Substring, place: String) -> ValueReader {
    let before = word.base[..<word.startIndex].count
    var quote = 1
    if case .scalar(let scalar) = node.content, scalar.style == .plain { quote = 0 }
    let start = SourceLocation(line: location.line, column: location.column + before + quote)
    return ValueReader(
      YAMLNode(.scalar(YAMLScalar(String(word), style: .quoted)), at: start), place: place,
      diagnostics: diagnostics)
  }

  /// A time in nanoseconds, written in ms or s.
  func time(in milliseconds: ClosedRange<Double>) -> UInt64? {
    number(in: milliseconds, unit: .milliseconds).map { UInt64(($0 * 1_000_000).rounded()) }
  }
}
