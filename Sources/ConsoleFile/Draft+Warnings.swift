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
      warnOfDoubleMoves(of: id, console)
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

  /// Tells of VCAs that move a strip and also a group or main bus that it goes through.
  private func warnOfDoubleMoves(of id: StripID, _ console: Console) {
    guard let location = memberships[id], let strip = console.strip(id) else { return }
    let own = console.masters(of: id)
    for bus in strip.assigns.sorted() {
      guard let other = memberships[.bus(bus)],
        let vca = own.intersection(console.masters(of: .bus(bus))).min()
      else { continue }
      diagnostics.warning(
        location,
        "vca \(vca) moves \(id) twice: by itself here, and with \(bus) that it feeds, at \(other)")
    }
  }
}

extension BusID {
  /// Whether it is a mix for an output, of use to nobody without one.
  fileprivate var isMix: Bool { kind == .aux || kind == .matrix }
}
