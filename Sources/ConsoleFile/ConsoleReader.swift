import ConsoleModel
import Units
import YAML

/// Walks a whole console file.
enum ConsoleReader {
  /// Makes the console that a file describes, reporting every mistake; nil if there is none to make.
  static func read(_ node: YAMLNode, _ diagnostics: Diagnostics) -> Console? {
    let keys = MappingReader(node, what: "the console", diagnostics: diagnostics)
    guard isReadable(keys) else { return nil }
    let size = keys.optional("size").map { SizeReader.read($0) } ?? ConsoleSize()
    var console = Console(name: Console.standard.name, size: size)
    readWhole(keys, &console)
    let draft = Draft(console, diagnostics)
    readStrips(keys, draft)
    // Last, so that a solo which lifts all others lifts none that the file names.
    readDesk(keys, draft)
    keys.finish(hints: hints)
    return draft.finish()
  }

  /// Words of other consoles for keys that this file has.
  private static let hints = [
    "version": "busbar-console", "aux": "auxes", "buses": "groups", "matrix": "matrices",
    "generator": "oscillator", "tone": "oscillator", "control-room": "monitor",
  ]

  /// Whether this program knows the file's version; an unknown one is all that is said of the file.
  private static func isReadable(_ keys: MappingReader) -> Bool {
    guard let value = keys.required("busbar-console") else { return keys.isReadable }
    guard let version = value.integer(in: 1...9999) else { return true }
    guard version == ConsoleFile.version else {
      value.error(
        "this file is of format version \(version), but this program reads version"
          + " \(ConsoleFile.version)")
      return false
    }
    return true
  }

  /// Reads what is set once for the whole desk.
  private static func readWhole(_ keys: MappingReader, _ console: inout Console) {
    if let name = keys.optional("name")?.name() { console.name = name }
    if let time = keys.optional("ramp")?.number(in: 1...200, unit: .milliseconds) {
      console.rampTime = Milliseconds(time)
    }
    if let law = keys.optional("pan-law")?.choice(PanLaw.self) { console.panLaw = law }
  }

  /// Reads the parameters of the desk itself.
  private static func readDesk(_ keys: MappingReader, _ draft: Draft) {
    for row in Parameter.table(of: .desk) {
      guard let reader = keys.optional(row.path),
        let value = reader.value(of: row, in: draft.console)
      else { continue }
      let edits = draft.edits(ParameterKey(row.id), of: [.desk], value, at: reader.location)
      draft.settings.append(Located(value: edits, location: reader.location))
    }
  }

  private static func readStrips(_ keys: MappingReader, _ draft: Draft) {
    for kind in Kind.allCases {
      guard let value = keys.optional(kind.key) else { continue }
      if kind.isSingle {
        readEntry(value, kind, 1...1, what: kind.noun, at: value.location, draft)
      } else {
        for (key, value) in value.entries(kind.noun) ?? [] {
          let numbers = key.numbers(of: kind, count: kind.count(in: draft.console.size))
          let what = numbers.map(kind.label) ?? "one of the \(kind.plural)"
          readEntry(value, kind, numbers, what: what, at: key.location, draft)
        }
      }
    }
  }

  /// Reads what is set on one strip, or the same on several; on none if they are not known.
  private static func readEntry(
    _ value: ValueReader, _ kind: Kind, _ numbers: ClosedRange<Int>?, what: String,
    at location: SourceLocation, _ draft: Draft
  ) {
    guard let keys = value.mapping(what) else { return }
    let subjects = numbers.map { $0.map { kind.subject($0) } } ?? []
    draft.note(subjects, at: location)
    let entry = Entry(kind: kind, subjects: subjects, keys: keys, draft: draft)
    EntryReader(entry).read()
    keys.finish(hints: EntryReader.hints)
  }
}
