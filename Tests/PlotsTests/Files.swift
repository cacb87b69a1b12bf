#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

private let repository = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

/// A file of the repository that the tests lie in; empty if it is not there.
func repositoryText(_ name: String) -> String {
  guard let file = fopen("/\(repository)/\(name)", "rb") else { return "" }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}

/// The names in a folder of the repository, sorted.
func repositoryFolder(_ name: String) -> [String] {
  guard let folder = opendir("/\(repository)/\(name)") else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}
