import ConsoleModel
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct ReadmeTests {
  @Test func loadsTheExampleWithoutAWord() throws {
    let example = try #require(readmeExample())
    let (console, messages) = loadWhole(example)
    #expect(messages == [])
    #expect(console?.name == "Friday band")
  }

  /// The part of the README between ```` ```yaml ```` and ```` ``` ```` that is a console file.
  private func readmeExample() -> String? {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    guard let file = fopen("/\(folder)/../../README.md", "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    return text.split(separator: "```").first { $0.hasPrefix("yaml\nbusbar-console:") }.map {
      String($0.dropFirst(5))
    }
  }
}
