/// The text of a file, and where each of its Unicode scalars is for a user.
///
/// libyaml counts scalars, a user sees characters: an `é` may be two scalars, an emoji seven.
struct SourceText {
  /// A line's start, counted in bytes and in scalars.
  private struct Line {
    var byte: Int
    var scalar: Int
    var isASCII = true
  }

  /// The text without byte order mark, valid UTF-8.
  let text: String
  private var lines: [Line] = []
  /// The last answer on a line that is not ASCII, so that answers in order cost linear time.
  private var cursor: (line: Int, index: String.Index, scalar: Int, column: Int)?

  /// Indexes `text`; cost linear in its length.
  init(_ text: String) {
    self.text = text
    var line = Line(byte: 0, scalar: 0)
    var scalars = 0
    var previous: UInt8 = 0
    for (offset, byte) in text.utf8.enumerated() {
      if previous == 0x0A || (previous == 0x0D && byte != 0x0A) {
        lines.append(line)
        line = Line(byte: offset, scalar: scalars)
      }
      if byte & 0xC0 != 0x80 { scalars += 1 }
      if byte >= 0x80 { line.isASCII = false }
      previous = byte
    }
    lines.append(line)
    if previous == 0x0A || previous == 0x0D {
      lines.append(Line(byte: text.utf8.count, scalar: scalars))
    }
  }

  /// Where the scalar with the given number (from 0) is.
  mutating func location(at scalar: Int) -> SourceLocation {
    let line = lineIndex(at: scalar)
    guard !lines[line].isASCII else {
      return SourceLocation(line: line + 1, column: scalar - lines[line].scalar + 1)
    }
    return SourceLocation(line: line + 1, column: walk(to: scalar, line: line).column)
  }

  /// At most `limit` characters from the given scalar on, at most as far as the line's end.
  mutating func rest(at scalar: Int, limit: Int = 48) -> Substring {
    let line = lineIndex(at: scalar)
    let index =
      lines[line].isASCII
      ? index(byte: lines[line].byte + scalar - lines[line].scalar)
      : walk(to: scalar, line: line).index
    return text[index...].prefix(limit).prefix { !$0.isNewline }
  }

  private func index(byte: Int) -> String.Index {
    text.utf8.index(text.startIndex, offsetBy: min(max(0, byte), text.utf8.count))
  }

  /// The last line that starts at or before the scalar.
  private func lineIndex(at scalar: Int) -> Int {
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].scalar <= scalar { low = middle } else { high = middle }
    }
    return low
  }

  /// Steps character by character from the line's start, or from the last answer if it is nearer.
  private mutating func walk(
    to scalar: Int, line: Int
  ) -> (line: Int, index: String.Index, scalar: Int, column: Int) {
    var place = (line: line, index: index(byte: lines[line].byte), lines[line].scalar, 1)
    if let cursor, cursor.line == line, cursor.scalar <= scalar { place = cursor }
    while place.index < text.endIndex {
      let next = text.index(after: place.index)
      let width = text.unicodeScalars.distance(from: place.index, to: next)
      if place.2 + width > scalar { break }
      place = (line, next, place.2 + width, place.3 + 1)
    }
    cursor = place
    return place
  }
}
