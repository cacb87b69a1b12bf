import ArgumentParser
import ConsoleModel
import Desk
import Engine
import Remote
import Units

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell why a strip is heard as it is, or is not: every dB, every mute, every way out.",
    discussion: """
      Each line tells what adds dB or ends the signal: what comes in, the fader, each VCA above it \
      once, mutes and dims, solo, and down its assigns and sends every bus to the outputs of the \
      device. A bus that several ways lead to is told at the first that is open. Last come the ways \
      on which signal waits for what a limiter has delayed.
      """)

  @Argument(help: "Strips, such as: channel 3, vca 2, fx 1, main, talkback.")
  var strips: [String]

  @Option(help: "The console file (YAML). Without one, the standard desk of 32 channels.")
  var console: String?

  @Flag(help: "Explain the demo desk.")
  var demo = false

  @Flag(help: "Explain the desk that runs.")
  var running = false

  @Option(help: "Explain the desk that listens there; by default where 'busbar run' does.")
  var socket: String?

  @Option(help: "Frames a second, which the time that signals wait goes by.")
  var rate = 48000

  @Flag(help: "Print JSON: an array of one object for each strip.")
  var json = false

  func validate() throws {
    guard !demo || console == nil else {
      throw ValidationError("--demo has a desk of its own; leave out --console.")
    }
    guard (8000...192_000).contains(rate) else {
      throw ValidationError("--rate is 8000...192000 Hz, not \(rate).")
    }
    guard !isRunning || !demo && console == nil else {
      throw ValidationError(
        "A desk that runs has a console already; leave out --console and --demo.")
    }
  }

  private var isRunning: Bool { running || socket != nil }

  func run() throws {
    if isRunning { return try explainRunning() }
    let desk = try demo ? DemoDesk.console : Busbar.loadConsole(console)
    let ids = try StripNames.read(strips, on: desk)
    let explanations = ids.compactMap { desk.explanation(of: $0) }
    if json {
      print(JSON.array(explanations.map(JSON.init)))
    } else {
      let held = desk.heldSignals(rate: rate).filter {
        ids.contains($0.source) || ids.contains(.bus($0.destination))
      }
      let waits = held.isEmpty ? [] : [held.map(\.description).joined(separator: "\n")]
      print((explanations.map(\.description) + waits).joined(separator: "\n\n"))
    }
  }

  private func explainRunning() throws {
    let client = try RemoteClient(socket ?? SocketPath.standardPath)
    let replies = try StripNames.split(strips).flatMap {
      try client.ask("explain", [("strip", .string($0))])
    }
    if json {
      print(JSON.array(replies.compactMap { $0["explanation"] }))
    } else {
      let texts = replies.compactMap { reply -> String? in
        guard case .string(let text)? = reply["text"] else { return nil }
        return text
      }
      print(texts.joined(separator: "\n\n"))
    }
  }
}

/// Strips as a shell hands them over: `"channel 3" main` and `channel 3 main` are the same.
enum StripNames {
  static func read(_ arguments: [String], on desk: Console) throws(Failure) -> [StripID] {
    let known = desk.stripIDs + [.talkback, .oscillator]
    var strips: [StripID] = []
    for name in split(arguments) {
      guard let id = StripID(name), known.contains(id) else {
        let near = nearest(to: name, among: known.map(\.description))
        throw Failure(
          .usage, "there is no strip '\(name)'\(near.map { "; did you mean '\($0)'?" } ?? "")")
      }
      strips.append(id)
    }
    return strips
  }

  /// The names that are given.
  static func split(_ arguments: [String]) -> [String] {
    var words = arguments.flatMap { $0.split(separator: " ").map(String.init) }[...]
    var names: [String] = []
    while var name = words.popFirst() {
      if let number = words.first, Int(number) != nil {
        name += " \(number)"
        words.removeFirst()
      }
      names.append(name)
    }
    return names
  }
}
