import ConsoleFile
import ConsoleModel
import Testing
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The page "Bus, VCA or send?": its files load, and what it says of them is what is so.
@Suite struct DeskPageTests {
  private let page = readPage()

  /// The console files of the page, in order.
  private var files: [String] {
    page.split(separator: "```").filter { $0.hasPrefix("yaml\n") }.map { String($0.dropFirst(5)) }
  }

  private func console(_ index: Int) throws -> (console: Console, messages: [String]) {
    let files = files
    try #require(files.count == 2)
    let (console, messages) = loadWhole(files[index])
    return (try #require(console), messages)
  }

  @Test func theFirstFileLoadsWithoutAWord() throws {
    // One voice needs no group, as the page says itself; it has one to show what that does.
    #expect(
      try console(0).messages == [
        "desk.yaml:4:55: warning: group 1 has one source, channel 6, and does nothing to it:"
          + " channel 6 could go where group 1 goes"
      ])
  }

  @Test(arguments: 1...3) func explainsAsThePageSays(channel: Int) throws {
    let (console, _) = try console(1)
    let explanation = try #require(console.explanation(of: .channel(channel)))
    let lines = explanation.description.split(separator: "\n").map { "    \($0)" }
    #expect(page.contains("\n\n" + lines.joined(separator: "\n") + "\n"), "\(explanation)")
  }

  /// Each warning of the page's table is made by the code.
  @Test func warnsInThePagesWords() {
    let warnings: [Warning] = [
      .doubleMove(.channel(4), vca: 1, through: BusID(.group, 2), level: .unity),
      .silentVCA(.channel(4), vca: 3, silencer: 3),
      .openSend(.channel(4), to: BusID(.aux, 1), isMute: true),
      .oneSource(BusID(.group, 2), .channel(4)),
      .sameMembers(BusID(.group, 1), BusID(.group, 2), count: 2),
    ]
    for warning in warnings { #expect(page.contains("| `\(warning)` |"), "\(warning)") }
    #expect(page.split(separator: "\n").count { $0.hasPrefix("| `") } == warnings.count)
  }
}

private func readPage() -> String {
  let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  guard let file = fopen("/\(folder)/Sources/ConsoleModel/README.md", "r") else { return "" }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}
