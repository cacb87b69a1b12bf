extension SourceText {
  /// The largest file that is read, in bytes.
  static let largestFile = 4 << 20

  /// Makes text of a file's bytes, or reports why they are none: too many, not UTF-8, not printable.
  init?(bytes: [UInt8], diagnostics: Diagnostics) {
    guard bytes.count <= Self.largestFile else {
      diagnostics.error(nil, "the file is larger than 4 MiB; is it the right one?")
      return nil
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      diagnostics.error(
        SourceLocation(line: 1, column: 1), "the file is in UTF-16; save it as UTF-8")
      return nil
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let content = bytes[(hasMark ? 3 : 0)...]
    guard let text = String(validating: content, as: UTF8.self) else {
      Self.reportInvalidByte(content, diagnostics)
      return nil
    }
    self.init(text)
    guard reportUnusable(diagnostics) else { return nil }
  }

  /// Reports the first byte that is not UTF-8.
  private static func reportInvalidByte(_ content: ArraySlice<UInt8>, _ diagnostics: Diagnostics) {
    let valid = validPrefix(of: content)
    var before = SourceText(String(decoding: valid, as: UTF8.self))
    let location = before.location(at: before.text.unicodeScalars.count)
    let byte = valid.endIndex < content.endIndex ? content[valid.endIndex] : 0
    let hex = String(byte, radix: 16, uppercase: true)
    diagnostics.error(location, "the byte \(hex) is not UTF-8 text; save the file as UTF-8")
  }

  /// The bytes before the first that is not UTF-8; cost linear.
  private static func validPrefix(of content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    do {
      _ = try UTF8Span(validating: content.span)
      return content
    } catch {
      return content.prefix(error.byteOffsets.lowerBound)
    }
  }

  /// Reports control characters and directives; false if libyaml must not see the text.
  ///
  /// Directives are refused here because libyaml compares each new one with all before it, so that
  /// a file full of them would keep it busy for hours.
  private mutating func reportUnusable(_ diagnostics: Diagnostics) -> Bool {
    var isLineStart = true
    for (offset, scalar) in text.unicodeScalars.enumerated() {
      if diagnostics.errorCount > diagnostics.limit { break }
      if Self.isRefused(scalar) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
        diagnostics.error(
          location(at: offset),
          "the control character \(name) is not allowed; in double quotes it can be written as an"
            + " escape such as \"\\x1B\"")
      } else if isLineStart && scalar == "%" {
        diagnostics.error(
          location(at: offset),
          "a line that starts with '%' is a YAML directive, and those are not used here; leave it"
            + " out")
      }
      isLineStart =
        scalar == "\n" || scalar == "\r" || scalar == "\u{85}"
        || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
    return !diagnostics.hasErrors
  }

  /// Whether YAML forbids a scalar in a file: controls other than tab and line ends, and U+FEFF.
  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
