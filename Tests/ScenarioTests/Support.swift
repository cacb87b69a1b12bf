import ConsoleModel
import Glibc

/// How much larger than in CI a random test is to be.
let testScale: Int = getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

/// A repeatable stream of random numbers of SplitMix64: Steele, Lea and Flood, 2014.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}

/// A folder of its own for a test, removed with its files when it goes away.
final class Folder {
  let path: String

  init() {
    var name = Array("/tmp/busbar-scenario-XXXXXX".utf8CString)
    path = mkdtemp(&name).map { String(cString: $0) } ?? "/tmp/nowhere"
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// The names in the folder, sorted.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The path of a file that may or may not be there.
  func at(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  func put(_ name: String, _ bytes: [UInt8]) -> String {
    if let file = fopen(at(name), "wb") {
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
    }
    return at(name)
  }
}

/// All bytes of a file; none if it is not there.
func contents(_ path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&piece, 1, piece.count, file)
    if count == 0 { return bytes }
    bytes += piece[..<count]
  }
}

/// The file of the repository that the tests lie in.
func repositoryFile(_ name: String, from file: String = #filePath) -> String {
  let parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return parts.joined(separator: "/") + "/" + name
}

extension Console {
  /// Makes edits that must not be refused.
  mutating func make(_ edits: ConsoleEdit...) {
    for edit in edits {
      do { try apply(edit) } catch { preconditionFailure("\(edit): \(error)") }
    }
  }
}

/// Twenty times the logarithm to the base of ten.
func decibels(_ ratio: Double) -> Double { 20 * log10(ratio) }
