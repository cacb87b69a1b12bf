import ConsoleModel
import YAML

// From what the file asks to the console.
extension Draft {
  /// Does everything that the file asks, reporting what can't be done, and what is odd if all could.
  func finish() -> Console {
    var console = console
    apply(settings, to: &console)
    apply(arrows.sorted { $0.location < $1.location }, to: &console)
    let displaced = patch(&console)
    apply(links.sorted { $0.location < $1.location }, to: &console)
    if !diagnostics.hasErrors { warn(about: console, displaced) }
    return console
  }

  private func apply(_ steps: [Located<[ConsoleEdit]>], to console: inout Console) {
    for step in steps {
      do throws(EditRefusal) {
        for edit in step.value { try console.apply(edit) }
      } catch {
        diagnostics.error(step.location, error.sentence)
      }
    }
  }
}

extension EditRefusal {
  /// The refusal as a message at the place that asked for it.
  fileprivate var sentence: String {
    switch self {
    case .busLoop(let loop) where Set(loop).count == 1: "this lets \(loop[0]) feed itself"
    case .busLoop(let loop):
      "this closes a loop: \(loop.map(\.description).joined(separator: " -> "))"
    case .vcaLoop(let loop) where Set(loop).count == 1: "this hangs vca \(loop[0]) under itself"
    case .vcaLoop(let loop):
      "this closes a loop: \(loop.map { "vca \($0)" }.joined(separator: " under "))"
    case .vcaTooDeep(let levels):
      "this stacks VCAs \(levels) levels high; allowed are \(Console.deepestVCA)"
    default: description
    }
  }
}
