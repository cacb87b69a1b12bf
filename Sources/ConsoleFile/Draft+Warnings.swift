import ConsoleModel
import YAML

// What a file may say though its author hardly means it.
extension Draft {
  func warn(about console: Console, _ displaced: [Displacement]) {
    var fed: Set<BusID> = []
    for id in console.stripIDs + [.talkback, .oscillator] {
      fed.formUnion(console.destinations(of: id))
    }
    warnOfOutputs(console, displaced, fed)
    for bus in console.buses where bus.id.kind == .fx && !fed.contains(bus.id) {
      guard let location = named[bus.id] else { continue }
      diagnostics.warning(location, "nobody feeds \(bus.id): no send to it is on")
    }
    for id in console.stripIDs {
      warnOfInsert(of: id, console)
      warnOfDirect(of: id, console)
    }
    for warning in console.warnings {
      let (location, other) = locations(of: warning, console)
      let end = other.map { ", at \($0)" } ?? ""
      diagnostics.warning(location, warning.description + end)
    }
  }

  /// Tells of an insert that is on though its signal can't leave or can't come back.
  private func warnOfInsert(of id: StripID, _ console: Console) {
    guard let location = inserts[id], let strip = console.strip(id), strip[.insertOn] == 1 else {
      return
    }
    let missing =
      (strip.insert.outputs.isEmpty ? ["output"] : [])
      + (strip.insert.inputs.isEmpty ? ["input"] : [])
    guard !missing.isEmpty else { return }
    let nouns = missing.map { "no '\($0)'" }.joined(separator: " and ")
    diagnostics.warning(
      location, "the insert of \(id) is on, but has \(nouns): the signal passes it as it is")
  }

  /// Tells of a direct out that is on though it has no output.
  private func warnOfDirect(of id: StripID, _ console: Console) {
    guard let location = directs[id], let strip = console.strip(id), strip[.directOn] == 1,
      strip.directOutputs.isEmpty
    else { return }
    diagnostics.warning(
      location, "the direct out of \(id) is on, but has no 'output': nobody hears it")
  }

  private func warnOfOutputs(
    _ console: Console, _ displaced: [Displacement], _ fed: Set<BusID>
  ) {
    for loss in displaced where !loss.bus.isMix || needsOutput(loss.bus, console, fed) {
      let outputs = loss.outputs.map(String.init).joined(separator: " and ")
      diagnostics.warning(
        loss.location,
        "\(loss.bus) has no output, because \(loss.taker) plays on its usual \(outputs); give"
          + " \(loss.bus) an 'output'")
    }
    for bus in console.buses where bus.id.isMix && fed.contains(bus.id) {
      guard let asked = plugs[.bus(bus.id)], needsOutput(bus.id, console, fed) else { continue }
      if bus.outputs.isEmpty {
        diagnostics.warning(
          asked.location, "\(bus.id) has no output, so nobody hears what is sent to it")
      }
    }
  }

  /// Whether an aux or matrix is of use only with an output: it is spoken of or fed, and feeds no other bus.
  private func needsOutput(_ bus: BusID, _ console: Console, _ fed: Set<BusID>) -> Bool {
    (fed.contains(bus) || named[bus] != nil) && console.destinations(of: .bus(bus)).isEmpty
  }
}

// Where the file says what a warning is about.
extension Draft {
  /// The word that brings a warning about, and the other one that it takes, where there is one.
  private func locations(
    of warning: Warning, _ console: Console
  ) -> (SourceLocation?, SourceLocation?) {
    switch warning {
    case .doubleMove(let id, let vca, let bus, _):
      (membership(of: id, under: vca, console), membership(of: .bus(bus), under: vca, console))
    case .silentVCA(let id, let vca, _): (place { $0 == .joinVCA(id, vca: vca) }, nil)
    case .openSend(let id, let bus, _): (place { $0 == .sendOn(id, to: bus, true) }, nil)
    case .oneSource(let bus, let id): (feed(of: bus, from: id) ?? named[bus], nil)
    case .sameMembers(_, let bus, _):
      (named[bus] ?? place { if case .assign(_, to: bus, true) = $0 { true } else { false } }, nil)
    }
  }

  private func feed(of bus: BusID, from id: StripID) -> SourceLocation? {
    place { $0 == .assign(id, to: bus, true) || $0 == .sendOn(id, to: bus, true) }
  }

  private func membership(
    of id: StripID, under vca: Int, _ console: Console
  ) -> SourceLocation? {
    place { edit in
      guard case .joinVCA(id, let number) = edit else { return false }
      return number == vca || console.masters(of: .vca(number)).contains(vca)
    }
  }

  /// Where an edit of wiring is asked for first.
  private func place(where isMeant: (ConsoleEdit) -> Bool) -> SourceLocation? {
    arrows.filter { $0.value.contains(where: isMeant) }.map(\.location).min()
  }
}

extension BusID {
  /// Whether it is a mix for an output, of use to nobody without one.
  fileprivate var isMix: Bool { kind == .aux || kind == .matrix }
}
