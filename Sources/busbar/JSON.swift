import Glibc

/// A value to be printed as JSON.
enum JSON {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  /// Members in the order that they are printed in.
  case object([(String, JSON)])

  /// A string, or null.
  init(_ text: String?) { self = text.map { .string($0) } ?? .null }
}

extension JSON: CustomStringConvertible {
  var description: String { text(indent: "") }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    // JSON has no infinity; silence is told as null.
    case .number(let value): return value.isFinite ? "\(value)" : "null"
    case .string(let value): return Self.quoted(value)
    case .array(let values):
      return Self.lines(values.map { $0.text(indent: inner) }, "[", "]", indent)
    case .object(let members):
      let texts = members.map { "\(Self.quoted($0.0)): \($0.1.text(indent: inner))" }
      return Self.lines(texts, "{", "}", indent)
    }
  }

  private static func lines(
    _ texts: [String], _ open: String, _ close: String, _ indent: String
  ) -> String {
    if texts.isEmpty { return open + close }
    let body = texts.map { indent + "  " + $0 }.joined(separator: ",\n")
    return "\(open)\n\(body)\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
