import ArgumentParser
import Desk
import Glibc
import Simulator
import Surface
import Units

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Be the controller of a mapping file, so that a layout can be tried without it.",
    discussion: """
      Opens a sequencer client with the controller's name, which a desk that runs with that mapping \
      takes for the device. Shows what the device shows, and does what is typed:

      \(HandCommand.usage)
      """)

  @Argument(help: "A controller's mapping file.")
  var mapping: String

  @Option(help: "A unit to simulate, by its name; may be repeated. Without it, the first.")
  var unit: [String] = []

  @Flag(help: "Connect it by a MIDI cable (3125 bytes/s) instead of USB.")
  var cable = false

  func run() throws {
    let loaded = try loadMappings([mapping])
    let session = try SimulatorSession(try profiles(loaded[0]), rate: cable ? 3125 : nil)
    for line in session.introductions { complain(line) }
    complain("'help' lists what can be done; 'quit' ends it.")
    var view = UnitView(isTerminal: isatty(STDOUT_FILENO) != 0 && isatty(STDIN_FILENO) != 0)
    try session.run { event in
      switch event {
      case .news(let text): view.tell(text)
      case .typed: view.finish()
      case .show: view.show(session.units[session.current])
      case .changed: view.update(session.units, current: session.current)
      }
    }
    view.finish()
  }

  private func profiles(_ mapping: Mapping) throws -> [UnitProfile] {
    guard !unit.isEmpty else { return Array(mapping.units.prefix(1)) }
    return try unit.map { name in
      if let profile = mapping.units.first(where: { $0.name == name }) { return profile }
      let names = mapping.units.map(\.name)
      let near = nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? "."
      throw Failure(
        .usage,
        "\(mapping.name) has no unit '\(name)'; it has \(names.joined(separator: ", "))\(near)")
    }
  }
}

/// Shows units: as a picture that is drawn anew in place, or as a line for each change.
private struct UnitView {
  let isTerminal: Bool
  private var shown: [[String: String]] = []
  private var lines: [String] = []
  private var nextDrawing: UInt64 = 0

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  mutating func tell(_ text: String) {
    put(text + "\n", STDOUT_FILENO)
    lines = []
  }

  mutating func show(_ unit: SimulatedUnit) {
    tell(UnitPicture(unit, at: unit.now).lines.joined(separator: "\n"))
  }

  mutating func update(_ units: [SimulatedUnit], current: Int) {
    guard isTerminal else { return printChanges(units) }
    draw(units[current])
  }

  private mutating func printChanges(_ units: [SimulatedUnit]) {
    if shown.isEmpty { shown = units.map { _ in [:] } }
    for (index, unit) in units.enumerated() {
      let owner = units.count > 1 ? "\(unit.profile.name): " : ""
      for (name, text) in UnitPicture(unit, at: unit.now).entries
      where shown[index].updateValue(text, forKey: name) != text {
        put("\(owner)\(name): \(text)\n", STDOUT_FILENO)
      }
    }
  }

  /// Draws above the line on which is typed; some times a second.
  private mutating func draw(_ unit: SimulatedUnit) {
    guard unit.now >= nextDrawing else { return }
    nextDrawing = unit.now + 100_000_000
    let newest = UnitPicture(unit, at: unit.now).lines
    guard newest != lines else { return }
    let text = newest.map { "\u{1b}[2K\($0)\n" }.joined()
    if lines.count == newest.count {
      put("\u{1b}7\u{1b}[\(newest.count)A\r\(text)\u{1b}8", STDOUT_FILENO)
    } else {
      put(text, STDOUT_FILENO)
    }
    lines = newest
  }

  /// The next picture is drawn below: what was typed has moved this one.
  mutating func finish() { lines = [] }
}
