import ArgumentParser
import ConsoleModel
import Remote

struct ParametersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parameters",
    abstract: "List every parameter of the desk: key, range, default, what it does.",
    discussion: """
      The keys are those of console files: 'gate.range' is 'gate: { range: … }'. The * of \
      'sends.*.level' stands for a bus such as 'aux 1', that of 'groups.*' for a group's number; a \
      console file lists groups and a source's buses instead: 'groups: [1, 2]', 'to: [aux 1]'.
      """)

  @Argument(
    help: "Only these: \(ParameterTable.groups.joined(separator: ", ")).")
  var groups: [String] = []

  @Flag(help: "Print JSON: an array of objects, in the units of the table.")
  var json = false

  @Flag(help: "Print tables in Markdown, as in the documentation.")
  var markdown = false

  func validate() throws {
    for group in groups where !ParameterTable.groups.contains(group) {
      throw ValidationError(
        "There are no parameters '\(group)'; there are \(ParameterTable.groups.joined(separator: ", "))."
      )
    }
    guard !json || !markdown else { throw ValidationError("--json or --markdown, not both.") }
  }

  func run() {
    let wanted = groups.isEmpty ? ParameterTable.groups : groups
    if json {
      print(JSON.array(Parameter.table.filter { wanted.contains($0.group) }.map(\.json)))
    } else if markdown {
      print(wanted.map { "\($0)\n\n\(ParameterTable.markdown($0))" }.joined(separator: "\n\n"))
    } else {
      for line in wanted.flatMap(ParameterTable.lines) {
        print("\(line.key): \(line.range); \(line.normal) by default; \(line.strips)")
        print("    \(line.summary).")
      }
    }
  }
}
