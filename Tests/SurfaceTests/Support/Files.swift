import Glibc
import Surface
import Testing
import YAML

private let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

/// Reads a file beside the package's sources, such as `mappings/mackie-control.yaml`.
func repositoryFile(_ path: String) -> [UInt8] {
  guard let file = fopen("\(root)/\(path)", "r") else {
    Issue.record("can't open \(root)/\(path)")
    return []
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
  return bytes
}

/// Every mapping that comes with the program.
let shippedFiles: [String] = {
  guard let folder = opendir(root + "/mappings") else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name.hasSuffix(".yaml") { names.append(name) }
  }
  return names.sorted()
}()

/// Reads a mapping that has to be without a mistake or warning.
func mapping(_ bytes: [UInt8], _ name: String = "test.yaml") throws -> Mapping {
  let (mapping, diagnostics) = MappingFile.load(bytes: bytes, file: name)
  #expect(diagnostics.lines == [])
  return try #require(mapping)
}

func mapping(_ text: String) throws -> Mapping { try mapping(Array(text.utf8)) }

/// The shipped mapping of a Mackie Control with extenders.
func mackieControl() throws -> Mapping {
  try mapping(repositoryFile("mappings/mackie-control.yaml"), "mackie-control.yaml")
}

/// How much longer than in CI random tests run: BUSBAR_TEST_SCALE, 1 by default.
let testScale: Int = getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

/// A generator of random numbers that gives the same every time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension UInt64 {
  static let ms: UInt64 = 1_000_000
}
