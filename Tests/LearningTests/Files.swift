import Glibc
import Surface
import Testing
import YAML

private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

/// Reads a file beside the package's sources, such as `mappings/hui.yaml`.
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

extension UInt64 {
  static let ms: UInt64 = 1_000_000
}
