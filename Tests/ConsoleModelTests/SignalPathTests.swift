import ConsoleModel
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct SignalPathTests {
  @Test func theReadMeShowsTheStagesInTheirOrder() throws {
    let readMe = try #require(text(ofRepositoryFile: "README.md"))
    let marked = readMe.split(separator: "A channel's way:").dropFirst().first
    let path = try #require(marked?.split(separator: ".").first)
    let stages = path.split(separator: "→").map { stage in
      stage.filter { $0.isLetter || $0.isWhitespace || $0 == "-" }
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(stages == Stage.allCases.map(\.rawValue))
  }

  private func text(ofRepositoryFile name: String) -> String? {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    guard let file = fopen("/\(folder)/\(name)", "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
