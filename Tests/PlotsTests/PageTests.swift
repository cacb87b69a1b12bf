import ConsoleModel
import Testing

/// The tables of the documentation are the code's.
@Suite struct PageTests {
  private let page = repositoryText("Sources/Processors/README.md")

  @Test(arguments: ParameterTable.groups) func hasTheTableOf(_ group: String) {
    #expect(page.contains("\n\n" + ParameterTable.markdown(group) + "\n\n"), "\(group)")
  }

  @Test func hasNoOtherTables() {
    let heads = page.split(separator: "\n").count { $0 == "| key | range | default | on | |" }
    #expect(heads == ParameterTable.groups.count)
  }

  @Test func everyParameterIsInALine() {
    let lines = ParameterTable.groups.flatMap(ParameterTable.lines)
    let bandRows = Parameter.table.count { $0.path.hasPrefix("eq.") && $0.path != "eq.on" }
    #expect(lines.count == Parameter.table.count - bandRows + bandRows / 6)
    #expect(Set(lines.map(\.key)).count == lines.count)
  }

  @Test func linesSayWhatTheTableSays() throws {
    let ratio = try #require(ParameterTable.lines("compressor").first { $0.key.hasSuffix("ratio") })
    #expect(ratio.range == "1…inf" && ratio.normal == "3; on buses 2" && ratio.strips == "all")
    let key = try #require(ParameterTable.lines("gate").first { $0.key == "gate.key" })
    #expect(key.range == "none, or a channel's number" && key.normal == "none")
    let shape = try #require(ParameterTable.lines("eq").first { $0.key == "eq.1…6.frequency" })
    #expect(shape.normal.hasPrefix("100 Hz, 400 Hz, 2000 Hz, 8000 Hz; on buses 60 Hz,"))
    #expect(ParameterTable.lines("talkback").map(\.key).contains("talkback.level"))
    #expect(ParameterTable.lines("nothing").isEmpty)
  }
}
