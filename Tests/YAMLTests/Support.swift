import Glibc
import YAML

/// The place in a YAML file, not the testing library's place in a source file.
typealias SourceLocation = YAML.SourceLocation

/// The lines reported for a text that is parsed, then walked.
func mistakes(
  _ text: String, _ walk: (YAMLNode, Diagnostics) -> Void = { _, _ in }
) -> [String] {
  mistakes(Array(text.utf8), walk)
}

/// The lines reported for bytes that are parsed, then walked.
func mistakes(
  _ bytes: [UInt8], _ walk: (YAMLNode, Diagnostics) -> Void = { _, _ in }
) -> [String] {
  let (node, diagnostics) = YAMLDocument.parse(bytes: bytes, file: "desk.yaml")
  if let node { walk(node, diagnostics) }
  return diagnostics.lines
}

/// Reads `text` as the value of `fader` in a channel; gives the value and the reported lines.
func read<Value>(
  _ text: String, _ read: (ValueReader) -> Value?
) -> (value: Value?, mistakes: [String]) {
  var value: Value?
  let lines = mistakes("fader: \(text)") { node, diagnostics in
    let keys = MappingReader(node, what: "a channel", diagnostics: diagnostics)
    value = keys.required("fader").flatMap(read)
    keys.finish()
  }
  return (value, lines)
}

/// The scale of random tests: 1 is the size for continuous integration.
var testScale: Int {
  getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1
}

/// A small seeded generator (SplitMix64), so that every run tries the same documents.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
