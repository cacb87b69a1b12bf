import ConsoleFile
import ConsoleModel
import Testing
import YAML

/// Loads a file's lines below the version line, so that the first of them is line 2.
func load(_ text: String) -> (console: Console?, messages: [String]) {
  let bytes = Array("busbar-console: 1\n\(text)".utf8)
  let (console, diagnostics) = ConsoleFile.load(bytes: bytes, file: "desk.yaml")
  return (console, diagnostics.lines)
}

/// Every message about such a file.
func messages(_ text: String) -> [String] { load(text).messages }

/// The console of such a file, which must be without a message.
func console(_ text: String) throws -> Console {
  let (console, messages) = load(text)
  #expect(messages == [])
  return try #require(console)
}

extension Console {
  /// This console after some edits, all of which it must accept.
  func after(_ edits: ConsoleEdit...) throws -> Console {
    var console = self
    for edit in edits { try console.apply(edit) }
    return console
  }
}

/// Loads a whole file.
func loadWhole(_ text: String) -> (console: Console?, messages: [String]) {
  let (console, diagnostics) = ConsoleFile.load(bytes: Array(text.utf8), file: "desk.yaml")
  return (console, diagnostics.lines)
}
