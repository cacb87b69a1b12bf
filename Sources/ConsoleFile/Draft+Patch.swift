import ConsoleModel
import YAML

/// A bus that lost its usual outputs to what the file gives them to.
struct Displacement {
  let bus: BusID
  let outputs: [Int]
  /// What plays there, and where the file says so.
  let taker: OutputUser
  let location: SourceLocation
}

// Widths, inputs and outputs.
extension Draft {
  /// Sets widths and patches; returns the buses whose usual outputs went to others.
  func patch(_ console: inout Console) -> [Displacement] {
    for (id, width) in widths {
      if let width = width.value { attempt(.width(id, width), at: nil, &console) }
    }
    for number in console.channels.indices.map({ $0 + 1 }) { patchInputs(of: number, &console) }
    return patchOutputs(&console)
  }

  private func patchInputs(of number: Int, _ console: inout Console) {
    let id = StripID.channel(number)
    if let asked = widths[id], asked.value == nil { return }  // reported already
    let width = console.channels[number - 1].strip.width
    if let asked = plugs[id] {
      guard let inputs = asked.value, fits(inputs, id, "\(id)", asked.location, "input") else {
        return
      }
      attempt(.inputs(channel: number, inputs), at: asked.location, &console)
    } else if width == .stereo, let location = widths[id]?.location {
      diagnostics.error(
        location,
        "channel \(number) is stereo and needs its 'input', such as [\(number), \(number + 1)] or"
          + " none")
    }
  }

  private func patchOutputs(_ console: inout Console) -> [Displacement] {
    let takers = explicitOutputs()
    var displaced: [Displacement] = []
    var wanted: [(bus: BusID, outputs: [Int])] = []
    for bus in self.console.buses {
      let id = StripID.bus(bus.id)
      if let asked = plugs[id] {
        let mine = (asked.value ?? []).filter { takers[$0]?.user == .bus(bus.id) }
        wanted.append((bus.id, mine.count == asked.value?.count ? mine : []))
        continue
      }
      let width = console.strip(id)?.width ?? .stereo
      let usual = Array(bus.outputs.prefix(width.sides))
      if let taker = usual.compactMap({ takers[$0] }).first {
        displaced.append(
          Displacement(
            bus: bus.id, outputs: usual, taker: taker.user, location: taker.location))
      } else {
        wanted.append((bus.id, usual))
      }
    }
    for bus in console.buses { attempt(.outputs(bus.id, []), at: nil, &console) }
    guard !diagnostics.hasErrors else { return [] }
    for (bus, outputs) in wanted {
      attempt(.outputs(bus, outputs), at: plugs[.bus(bus)]?.location, &console)
    }
    patchInserts(&console)
    patchDirects(&console)
    return displaced
  }

  private func patchInserts(_ console: inout Console) {
    for id in console.stripIDs {
      guard let location = inserts[id] else { continue }
      let (outputs, inputs) = (insertOutputs[id]?.value ?? nil, insertInputs[id]?.value ?? nil)
      let edit = ConsoleEdit.insert(id, outputs: outputs ?? [], inputs: inputs ?? [])
      attempt(edit, at: location, &console)
    }
  }

  private func patchDirects(_ console: inout Console) {
    for id in console.stripIDs {
      guard let asked = directOutputs[id], let outputs = asked.value else { continue }
      attempt(.direct(id, outputs: outputs), at: asked.location, &console)
    }
  }

  /// What plays on the outputs that the file gives away; the second to ask for one is reported, and
  /// so is what has another number of outputs, or inputs of its insert, than sides.
  private func explicitOutputs() -> [Int: (user: OutputUser, location: SourceLocation)] {
    var takers: [Int: (user: OutputUser, location: SourceLocation)] = [:]
    let ofBuses = plugs.compactMap { id, plugs in
      id.busID.map { (id: id, user: OutputUser.bus($0), plugs: plugs) }
    }
    let ofInserts = insertOutputs.map { (id: $0, user: OutputUser.insert($0), plugs: $1) }
    let ofDirects = directOutputs.map { (id: $0, user: OutputUser.direct($0), plugs: $1) }
    let asked = (ofBuses + ofInserts + ofDirects).sorted { $0.plugs.location < $1.plugs.location }
    for (id, user, plugs) in asked {
      guard let outputs = plugs.value, fits(outputs, id, "\(user)", plugs.location, "output")
      else { continue }
      for output in outputs {
        if let taker = takers[output] {
          diagnostics.error(
            plugs.location,
            taker.user == user
              ? "output \(output) is given twice in 'output' of \(user)"
              : "output \(output) of \(user) already plays \(taker.user), at \(taker.location)")
        } else {
          takers[output] = (user, plugs.location)
        }
      }
    }
    for (id, plugs) in insertInputs.sorted(by: { $0.value.location < $1.value.location }) {
      guard let inputs = plugs.value else { continue }
      _ = fits(inputs, id, "\(OutputUser.insert(id))", plugs.location, "input")
    }
    return takers
  }

  /// Whether something of a strip has no more plugs than a stereo strip has sides; if it has more,
  /// that is an error, and if it has another number than its own strip has sides, a warning.
  private func fits(
    _ plugs: [Int], _ id: StripID, _ what: String, _ location: SourceLocation, _ noun: String
  ) -> Bool {
    let width = widths[id].map(\.value) ?? self.console.strip(id)?.width
    guard let width else { return true }  // reported already
    guard !plugs.isEmpty && plugs.count != width.sides else { return true }
    let count = plugs.count == 1 ? "1 \(noun)" : "\(plugs.count) \(noun)s"
    let message =
      "\(what) has \(count), but it is \(width), which needs \(width.sides) or none"
    if plugs.count <= 2 {
      diagnostics.warning(location, message)
    } else {
      diagnostics.error(location, message)
    }
    return plugs.count <= 2
  }

  private func attempt(
    _ edit: ConsoleEdit, at location: SourceLocation?, _ console: inout Console
  ) {
    do throws(EditRefusal) { try console.apply(edit) } catch {
      diagnostics.error(location, error.description)
    }
  }
}
