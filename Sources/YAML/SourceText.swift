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

  /// A character of a line: where it starts, in the text, in scalars and in columns, and ends.
  ///
  /// Kept so that answers in order cost linear time, even within a character of a million scalars.
  private struct Cursor {
    var line: Int
    var column = 1
    var start: String.Index
    var scalar: Int
    var end: String.Index
    var endScalar: Int

    /// Starts at the character at `start`.
    init(line: Int, start: String.Index, scalar: Int, in text: String) {
      self.line = line
      self.start = start
      self.scalar = scalar
      end = start
      endScalar = scalar
      measure(text)
    }

    /// Goes on to the next character.
    mutating func step(in text: String) {
      start = end
      scalar = endScalar
      column += 1
      measure(text)
    }

    private mutating func measure(_ text: String) {
      guard start < text.endIndex else { return }
      end = text.index(after: start)
      endScalar += text.unicodeScalars.distance(from: start, to: end)
    }
  }

  /// The text without byte order mark, valid UTF-8.
  let text: String
  private var lines: [Line] = []
  /// The last character that was looked for on a line that is not ASCII.
  private var cursor: Cursor?

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

  /// At most 64 scalars from the given one on, at most as far as the line's end.
  mutating func rest(at scalar: Int) -> Substring {
    let scalars = text.unicodeScalars[index(of: scalar)...].prefix(64)
    return Substring(scalars.prefix { $0 != "\n" && $0 != "\r" })
  }

  /// The scalar with the given number, or nil at the end of the text.
  mutating func character(at scalar: Int) -> Unicode.Scalar? {
    text.unicodeScalars[index(of: scalar)...].first
  }

  private mutating func index(of scalar: Int) -> String.Index {
    let line = lineIndex(at: scalar)
    guard !lines[line].isASCII else {
      return index(byte: lines[line].byte + scalar - lines[line].scalar)
    }
    return walk(to: scalar, line: line).start
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
  private mutating func walk(to scalar: Int, line: Int) -> Cursor {
    var place =
      if let cursor, cursor.line == line, cursor.scalar <= scalar {
        cursor
      } else {
        Cursor(
          line: line, start: index(byte: lines[line].byte), scalar: lines[line].scalar, in: text)
      }
    while place.endScalar <= scalar && place.start < text.endIndex { place.step(in: text) }
    cursor = place
    return place
  }
}
