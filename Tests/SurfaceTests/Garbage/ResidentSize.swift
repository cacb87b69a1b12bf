import Glibc

/// The bytes of memory that this process has in use now.
func residentSize() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var (all, resident) = (0, 0)
  withUnsafeMutablePointer(to: &all) { all in
    withUnsafeMutablePointer(to: &resident) { resident in
      _ = withVaList([all, resident]) { vfscanf(file, "%ld %ld", $0) }
    }
  }
  return resident * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// How many values lie within a value, whatever is private: the elements of its arrays, sets and
/// dictionaries counted one by one.
func valueCount(_ value: Any) -> Int {
  if let bytes = value as? [UInt8] { return bytes.count }
  let children = Mirror(reflecting: value).children
  return children.reduce(1) { $0 + valueCount($1.value) }
}
