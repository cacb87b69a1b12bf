import ArgumentParser
import ConsoleModel

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
      print(JSON.array(Parameter.table.filter { wanted.contains($0.group) }.map(object)))
    } else if markdown {
      print(wanted.map { "\($0)\n\n\(ParameterTable.markdown($0))" }.joined(separator: "\n\n"))
    } else {
      for line in wanted.flatMap(ParameterTable.lines) {
        print("\(line.key): \(line.range); \(line.normal) by default; \(line.strips)")
        print("    \(line.summary).")
      }
    }
  }

  private func object(_ row: Parameter) -> JSON {
    let kinds = StripKind.allCases.filter(row.kinds.contains)
    var members: [(String, JSON)] = [
      ("key", .string(row.path)), ("unit", .string(unit(row.unit))),
      ("lowest", .number(row.range.lowerBound)), ("highest", .number(row.range.upperBound)),
      ("default", .number(row.defaultValue(on: kinds.first ?? .channel))),
      ("step", .number(row.step)),
      ("taper", .string("\(row.taper)")),
      ("strips", .array(kinds.map { .string($0.rawValue) })), ("summary", .string(row.summary)),
    ]
    if kinds.contains(.channel) && kinds.count > 1 {
      members.insert(("default_on_buses", .number(row.defaults.bus)), at: 5)
    }
    if !row.exceptions.isEmpty {
      let others = StripKind.allCases.compactMap { kind in
        row.exceptions[kind].map { (kind.rawValue, JSON.number($0)) }
      }
      members.append((row.destinations.isEmpty ? "default_on" : "default_to", .object(others)))
    }
    if let words = words(row.unit) { members.append(("words", .array(words.map { .string($0) }))) }
    return .object(members)
  }

  /// The words whose places are the values, if they are.
  private func words(_ unit: ParameterUnit) -> [String]? {
    switch unit {
    case .words(let words): words
    case .bus: BusID.everyName.map(\.description)
    default: nil
    }
  }

  private func unit(_ unit: ParameterUnit) -> String {
    switch unit {
    case .decibels, .decibelsOrNone: "dB"
    case .hertz: "Hz"
    case .milliseconds: "ms"
    case .percent: "%"
    case .ratio: "ratio"
    case .number: "number"
    case .onOff: "switch"
    case .words: "word"
    case .channel: "channel"
    case .bus: "bus"
    case .place, .placeOrFollow: "place"
    }
  }
}
