import Testing
import YAML

@Suite struct FuzzTests {
  /// Fragments that mean something to YAML or to the sample schema.
  private static let fragments: [[UInt8]] = [
    "channels:\n", "- ", "  - name: Kick\n", "    input: [1, 3..5]\n", "    fader: -6 dB\n", "\n",
    "sends:\n", "hall: {level: -inf dB, tap: post-fader}", "[", "]", "{", "}", ": ", ", ", "'",
    "\"",
    "|\n", ">-\n", "&a ", "*a", "!!str ", "<<: ", "---\n", "...\n", "%TAG ! x\n", "# é\n", "\t",
    "\r\n", "? ", "\\x41", "\\u", "1e400", "0x", "nan", "1..8", "8..1", "..", "F0 00 {model}", "é",
    "👩‍🎤", "\u{2028}", "\u{FEFF}", "~", "null", "  ", "    ", "mute: on\n", "sysex: ", "rate: ",
  ].map { Array($0.utf8) }

  @Test func neverCrashesNorHangs() {
    var generator = SeededGenerator(seed: 0x1DE5)
    var remaining = testScale * 1_000_000
    var documents = 0
    var accepted = 0
    let start = ContinuousClock.now
    while remaining > 0 {
      let bytes = document(&generator)
      remaining -= max(1, bytes.count)
      documents += 1
      if check(bytes) { accepted += 1 }
    }
    print("fuzz: \(documents) documents, \(accepted) accepted, \(ContinuousClock.now - start)")
    #expect(accepted > 0)
    #expect(accepted < documents)
  }

  /// Parses and walks one document; whether it was accepted.
  private func check(_ bytes: [UInt8]) -> Bool {
    let (node, diagnostics) = YAMLDocument.parse(bytes: bytes, file: "f")
    #expect(node != nil || diagnostics.hasErrors)
    if let node {
      _ = SampleDesk.walk(node, diagnostics)
      if !diagnostics.hasErrors { checkLocations(node, bytes) }
    }
    let lines = diagnostics.lines
    #expect(lines.count <= 101)
    #expect(lines.allSatisfy { !$0.contains("\n") && !$0.contains("this is not YAML") }, "\(lines)")
    return !diagnostics.hasErrors
  }

  /// Compares locations with the text itself: at that line and column a plain scalar begins.
  private func checkLocations(_ node: YAMLNode, _ bytes: [UInt8]) {
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...],
      as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false) { ["\n", "\r", "\r\n"].contains($0) }
      .map { Array($0) }
    visit(node) { text, location in
      let line = location.line <= lines.count ? lines[location.line - 1] : []
      let found = location.column <= line.count ? line[location.column - 1] : nil
      #expect(found?.unicodeScalars.first == text.unicodeScalars.first, "\(location)")
    }
  }

  private func visit(_ node: YAMLNode, _ check: (String, SourceLocation) -> Void) {
    switch node.content {
    case .scalar(let scalar) where scalar.style == .plain && !scalar.text.isEmpty:
      check(scalar.text, node.location)
    case .sequence(let items): for item in items { visit(item, check) }
    case .mapping(let pairs):
      for pair in pairs {
        visit(pair.keyNode, check)
        visit(pair.value, check)
      }
    default: break
    }
  }

  private func document(_ generator: inout SeededGenerator) -> [UInt8] {
    switch generator.next() % 10 {
    case 0:
      return (0..<generator.next() % 200).map { _ in UInt8.random(in: 0...255, using: &generator) }
    case 1:
      return (0..<generator.next() % 400).map { _ in
        UInt8.random(in: 0x20...0x7E, using: &generator)
      }
    case 2, 3, 4:
      return (0..<generator.next() % 60).flatMap { _ in
        Self.fragments.randomElement(using: &generator) ?? []
      }
    default: return mutated(&generator)
    }
  }

  /// The good desk with a few bytes or fragments changed.
  private func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(SampleDesk.good.utf8)
    for _ in 0..<generator.next() % 5 {
      let start = Int.random(in: 0..<max(1, bytes.count), using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...6, using: &generator))
      switch generator.next() % 4 {
      case 0: bytes.removeSubrange(min(start, end)..<end)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: start)
      case 2:
        bytes.insert(contentsOf: Self.fragments.randomElement(using: &generator) ?? [], at: start)
      default: bytes.append(contentsOf: bytes[min(start, end)..<end])
      }
    }
    return bytes
  }
}
