import Glibc
import Testing
import YAML

@Suite struct FileTests {
  @Test func readsAFile() throws {
    var template = Array("/tmp/busbar-yaml-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    defer { unlink(path) }
    let text = Array("a: 1\na: 2\n".utf8)
    #expect(write(descriptor, text, text.count) == text.count)
    close(descriptor)
    let (node, diagnostics) = YAMLDocument.parse(path: path)
    #expect(node != nil)
    #expect(
      diagnostics.lines == ["\(path):2:1: error: duplicate key 'a'; it was first given at 1:1"])
  }

  @Test func saysWhyAFileCannotBeRead() {
    #expect(
      YAMLDocument.parse(path: "/nonexistent.yaml").diagnostics.lines == [
        "/nonexistent.yaml: error: the file cannot be read: No such file or directory"
      ])
    #expect(
      YAMLDocument.parse(path: "/tmp").diagnostics.lines == [
        "/tmp: error: this is not a regular file"
      ])
    #expect(YAMLDocument.parse(path: "/dev/zero").node == nil)
  }
}
