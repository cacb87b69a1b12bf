import YAML

/// Changes one key of a group in a file's bytes, and touches nothing else.
struct FaderEdit {
  private let bytes: [UInt8]
  /// The group.
  private let group: PlainNode
  /// Where each line starts.
  private let lines: [Int]

  init(_ bytes: [UInt8], _ group: PlainNode) {
    self.bytes = bytes
    self.group = group
    var lines = [0]
    for (index, byte) in bytes.enumerated() {
      let isPair = byte == Self.carriageReturn && bytes[(index + 1)...].first == Self.lineFeed
      if byte == Self.lineFeed || (byte == Self.carriageReturn && !isPair) {
        lines.append(index + 1)
      }
    }
    self.lines = lines
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The file with the change made; nil if the group is written in a way that is not known here.
  func making(_ change: MappingText.Change) -> [UInt8]? {
    guard let pair = group.pairs.first(where: { $0.key == change.key }) else {
      return adding(change)
    }
    guard let range = range(of: pair.value.content, from: offset(pair.value.location)) else {
      return nil
    }
    let isBelow = pair.value.location.line > pair.keyNode.location.line
    guard isBelow else { return replacing(range, with: change.value) }
    // A group in lines of its own becomes one line behind its key.
    let key = offset(pair.keyNode.location)
    guard let colon = bytes[key..<range.lowerBound].lastIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    return replacing(colon + 1..<range.upperBound, with: " \(change.value)")
  }

  private func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
    Array(bytes[..<range.lowerBound]) + Array(text.utf8) + Array(bytes[range.upperBound...])
  }

  private var isFlow: Bool {
    let start = offset(group.node.location)
    return start < bytes.count && bytes[start] == UInt8(ascii: "{")
  }

  private func adding(_ change: MappingText.Change) -> [UInt8]? {
    let text = "\(change.key): \(change.value)"
    if isFlow {
      guard let last = group.pairs.last,
        let range = range(of: last.value.content, from: offset(last.value.location))
      else { return nil }
      return replacing(range.upperBound..<range.upperBound, with: ", \(text)")
    }
    // Below the last key that has its value beside it.
    let beside = group.pairs.last { $0.value.location.line == $0.keyNode.location.line }
    guard let beside else { return nil }
    let line = beside.keyNode.location.line
    let start = lines[line - 1]
    let indent = bytes[start..<offset(beside.keyNode.location)]
    guard indent.allSatisfy({ $0 == UInt8(ascii: " ") }) else { return nil }
    let end = line < lines.count ? lines[line] : bytes.count
    let ending = terminator(start..<end)
    let isOpen = !bytes[start..<end].reversed().starts(with: ending.reversed())
    let added =
      isOpen ? ending + Array(indent) + Array(text.utf8) : Array(indent) + Array(text.utf8) + ending
    return Array(bytes[..<end]) + added + Array(bytes[end...])
  }

  /// How a line ends, or those of the file do.
  private func terminator(_ line: Range<Int>) -> [UInt8] {
    let ending = bytes[line].suffix(2).filter { $0 == Self.lineFeed || $0 == Self.carriageReturn }
    return ending.isEmpty ? [Self.lineFeed] : Array(ending)
  }

  /// Where a place in the text is in the bytes.
  private func offset(_ location: SourceLocation) -> Int {
    let start = lines[min(location.line, lines.count) - 1]
    let end = location.line < lines.count ? lines[location.line] : bytes.count
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let skipped = start == 0 && bytes.starts(with: mark) ? mark.count : 0
    let text = String(decoding: bytes[(start + skipped)..<end], as: UTF8.self)
    return start + skipped + text.prefix(location.column - 1).utf8.count
  }
}

// Where values end.
extension FaderEdit {
  private func range(of content: YAMLNode.Content, from start: Int) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    switch content {
    case .scalar(let scalar): return end(of: scalar, from: start).map { start..<$0 }
    case .mapping(let pairs):
      if bytes[start] == UInt8(ascii: "{") { return closing(from: start).map { start..<$0 } }
      guard let last = pairs.last,
        let range = range(of: last.value.content, from: offset(last.value.location))
      else { return nil }
      return start..<range.upperBound
    case .sequence:
      guard bytes[start] == UInt8(ascii: "[") else { return nil }
      return closing(from: start).map { start..<$0 }
    case .refused: return nil
    }
  }

  private func end(of scalar: YAMLScalar, from start: Int) -> Int? {
    switch scalar.style {
    case .block: return nil
    case .quoted: return quoteEnd(from: start)
    case .plain:
      // A plain value of one line stands there as it is.
      let text = Array(scalar.text.utf8)
      return bytes[start...].starts(with: text) ? start + text.count : nil
    }
  }

  private func quoteEnd(from start: Int) -> Int? {
    let quote = bytes[start]
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") {
        index += 1
      } else if bytes[index] == quote {
        guard quote == UInt8(ascii: "'"), bytes[(index + 1)...].first == quote else {
          return index + 1
        }
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// Behind the bracket that closes the one at `start`.
  private func closing(from start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let end = quoteEnd(from: index) else { return nil }
        index = end - 1
      default: break
      }
      index += 1
    }
    return nil
  }
}
