import ConsoleModel
import YAML

/// A bus that lost its usual outputs to one that the file gives them to.
struct Displacement {
  let bus: BusID
  let outputs: [Int]
  /// The bus that plays there, and where the file says so.
  let taker: BusID
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
      guard let inputs = asked.value, fits(inputs, id, width, asked.location, "input") else {
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
    let takers = explicitOutputs(console)
    var displaced: [Displacement] = []
    var wanted: [(bus: BusID, outputs: [Int])] = []
    for bus in self.console.buses {
      let id = StripID.bus(bus.id)
      if let asked = plugs[id] {
        let mine = (asked.value ?? []).filter { takers[$0]?.bus == bus.id }
        wanted.append((bus.id, mine.count == asked.value?.count ? mine : []))
        continue
      }
      let width = console.strip(id)?.width ?? .stereo
      let usual = Array(bus.outputs.prefix(width.sides))
      if let taker = usual.compactMap({ takers[$0] }).first {
        displaced.append(
          Displacement(
            bus: bus.id, outputs: usual, taker: taker.bus, location: taker.location))
      } else {
        wanted.append((bus.id, usual))
      }
    }
    for bus in console.buses { attempt(.outputs(bus.id, []), at: nil, &console) }
    guard !diagnostics.hasErrors else { return [] }
    for (bus, outputs) in wanted {
      attempt(.outputs(bus, outputs), at: plugs[.bus(bus)]?.location, &console)
    }
    return displaced
  }

  /// Who plays on the outputs that the file gives away; the second to ask for one is reported.
  private func explicitOutputs(
    _ console: Console
  ) -> [Int: (bus: BusID, location: SourceLocation)] {
    var takers: [Int: (bus: BusID, location: SourceLocation)] = [:]
    let asked = plugs.compactMap { id, plugs in id.busID.map { (bus: $0, plugs: plugs) } }
    for (bus, plugs) in asked.sorted(by: { $0.plugs.location < $1.plugs.location }) {
      let width = console.strip(.bus(bus))?.width ?? .stereo
      guard let outputs = plugs.value,
        fits(outputs, .bus(bus), width, plugs.location, "output")
      else { continue }
      for output in outputs {
        if let taker = takers[output] {
          diagnostics.error(
            plugs.location,
            taker.bus == bus
              ? "output \(output) is given twice in 'output' of \(bus)"
              : "output \(output) of \(bus) already plays \(taker.bus), at \(taker.location)")
        } else {
          takers[output] = (bus, plugs.location)
        }
      }
    }
    return takers
  }

  /// Whether there are as many plugs as sides, or none; if not, that is reported.
  private func fits(
    _ plugs: [Int], _ id: StripID, _ width: Width, _ location: SourceLocation, _ noun: String
  ) -> Bool {
    if let asked = widths[id], asked.value == nil { return true }  // reported already
    guard !plugs.isEmpty && plugs.count != width.sides else { return true }
    let count = plugs.count == 1 ? "1 \(noun)" : "\(plugs.count) \(noun)s"
    diagnostics.error(
      location,
      "\(id) has \(count), but it is \(width), which needs"
        + " \(width == .mono ? "1" : "2") or none")
    return false
  }

  private func attempt(
    _ edit: ConsoleEdit, at location: SourceLocation?, _ console: inout Console
  ) {
    do throws(EditRefusal) { try console.apply(edit) } catch {
      diagnostics.error(location, error.description)
    }
  }
}
