/// What is wrong with a text that should be JSON.
public struct JSONMistake: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte at which it is wrong, from 1.
  public let byte: Int
  /// What should be there, or what must not be.
  public let cause: String

  public var description: String { "\(cause) at byte \(byte)" }
}

extension JSON {
  /// Reads one value and nothing else, exactly as RFC 8259 has it.
  ///
  /// Stricter in two points: no key may stand twice in an object, and values lie at most 16 deep.
  /// Whole numbers that an `Int` holds become `integer`, all others `number`.
  ///
  /// - Throws: The first mistake.
  public init(utf8 bytes: some Sequence<UInt8>) throws(JSONMistake) {
    var reader = JSONReader(Array(bytes))
    self = try reader.wholeText()
  }
}

/// Reads a text from its front to its end, once.
private struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private static let deepest = 16

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func mistake(_ cause: String) -> JSONMistake {
    JSONMistake(byte: place + 1, cause: cause)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { place += 1 }
  }

  /// Takes a byte if it comes next.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  mutating func wholeText() throws(JSONMistake) -> JSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard next == nil else { throw mistake("something follows the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONMistake) -> JSON {
    guard depth < Self.deepest else { throw mistake("more than \(Self.deepest) levels") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw mistake("no value")
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONMistake) -> JSON {
    for index in 0..<text.utf8CodeUnitCount {
      guard next == text.utf8Start[index] else { throw mistake("no value") }
      place += 1
    }
    return value
  }

  private mutating func array(depth: Int) throws(JSONMistake) -> JSON {
    place += 1
    skipSpace()
    var values: [JSON] = []
    if take("]") { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw mistake("no ',' or ']'") }
      skipSpace()
    }
  }

  private mutating func object(depth: Int) throws(JSONMistake) -> JSON {
    place += 1
    skipSpace()
    var members: [(String, JSON)] = []
    var keys: Set<String> = []
    if take("}") { return .object(members) }
    while true {
      guard next == UInt8(ascii: "\"") else { throw mistake("no key in quotation marks") }
      let key = try string()
      guard keys.insert(key).inserted else { throw mistake("a key that was there before") }
      skipSpace()
      guard take(":") else { throw mistake("no ':'") }
      skipSpace()
      members.append((key, try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw mistake("no ',' or '}'") }
      skipSpace()
    }
  }
}

// Strings.
extension JSONReader {
  private mutating func string() throws(JSONMistake) -> String {
    place += 1
    let start = place
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONMistake(byte: start + 1, cause: "a string that is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<32: throw mistake("a control character that is not escaped")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw mistake("no '\"'")
  }

  private mutating func escape() throws(JSONMistake) -> Unicode.Scalar {
    place += 1
    guard let mark = next else { throw mistake("no '\"'") }
    place += 1
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(mark)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codedScalar()
    default:
      place -= 1
      throw mistake("an unknown escape")
    }
  }

  /// The scalar of `\u0041`, or of the pair of surrogates `\uD834\uDD1E`.
  private mutating func codedScalar() throws(JSONMistake) -> Unicode.Scalar {
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, take("\\"), take("u") else { throw mistake("half a surrogate pair") }
    let low = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw mistake("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONMistake) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw mistake("no hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}

// Numbers.
extension JSONReader {
  private mutating func number() throws(JSONMistake) -> JSON {
    let start = place
    _ = take("-")
    if !take("0") { try digits() }
    if next.map({ (48...57).contains($0) }) ?? false { throw mistake("a needless zero") }
    var isWhole = true
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw mistake("too large a number") }
    return .number(value)
  }

  private mutating func digits() throws(JSONMistake) {
    let start = place
    while let byte = next, (48...57).contains(byte) { place += 1 }
    if place == start { throw mistake(start == bytes.count ? "no digit" : "no value") }
  }
}
