/// A JSON text taken apart (RFC 8259), strictly; escapes other than those of the program are kept.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Reads a whole text; nil if it is not JSON.
  init?(_ text: String) {
    var reader = JSONReader(text)
    guard let value = reader.value(), reader.isAtEnd else { return nil }
    self = value
  }

  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  var elements: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  var number: Double? {
    guard case .number(let value) = self else { return nil }
    return value
  }
}

private struct JSONReader {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return rest.isEmpty
    }
  }

  private mutating func skipSpace() {
    while let byte = rest.first, [32, 9, 10, 13].contains(byte) { rest.removeFirst() }
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard rest.starts(with: Array(text.utf8)) else { return false }
    rest.removeFirst(text.utf8.count)
    return true
  }

  mutating func value() -> JSONValue? {
    if take("null") { return .null }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("[") { return array() }
    if take("{") { return object() }
    if take("\"") { return string().map { .string($0) } }
    return number()
  }

  private mutating func array() -> JSONValue? {
    var values: [JSONValue] = []
    if take("]") { return .array([]) }
    while let value = value() {
      values.append(value)
      if take("]") { return .array(values) }
      guard take(",") else { return nil }
    }
    return nil
  }

  private mutating func object() -> JSONValue? {
    var members: [String: JSONValue] = [:]
    if take("}") { return .object([:]) }
    while take("\""), let name = string(), take(":"), let value = value() {
      members[name] = value
      if take("}") { return .object(members) }
      guard take(",") else { return nil }
    }
    return nil
  }

  /// The rest of a string, its quotation mark taken; control characters must be escaped.
  private mutating func string() -> String? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst(), byte >= 32 {
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
      case UInt8(ascii: "u"):
        guard let code = Int(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16),
          rest.count >= 4, let scalar = Unicode.Scalar(code)
        else { return nil }
        rest.removeFirst(4)
        bytes += Array(String(scalar).utf8)
      default: return nil
      }
    }
    return nil
  }

  private mutating func number() -> JSONValue? {
    let digits = rest.prefix { "+-.0123456789eE".utf8.contains($0) }
    guard let first = digits.first, first == UInt8(ascii: "-") || (48...57).contains(first),
      let value = Double(String(decoding: digits, as: UTF8.self))
    else { return nil }
    rest.removeFirst(digits.count)
    return .number(value)
  }
}
