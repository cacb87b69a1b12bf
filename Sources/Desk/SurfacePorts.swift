import ALSA
import MIDI
import Surface

/// The sequencer ports of the surfaces: finds their units, wherever they are plugged in, and
/// carries messages both ways.
///
/// Control thread.
final class SurfacePorts {
  let sequencer: Sequencer
  private var units: [UnitPort]
  /// What the user should know, in sentences, since it was last taken.
  private var news: [String] = []

  /// One unit of one surface, with the port of ours that it talks to.
  private struct UnitPort {
    let surface: Int
    let unit: Int
    let name: String
    let port: Int
    /// The device that is connected; nil while there is none.
    var device: SequencerAddress?
    var sysex = SysexAssembler()
    /// Messages that the sequencer had no room for yet, oldest first.
    var unsent: [[UInt8]] = []
  }

  /// Opens the sequencer and makes a port for every unit of the mappings.
  init(_ mappings: [Mapping]) throws(ALSAError) {
    sequencer = try Sequencer()
    units = []
    for (surface, mapping) in mappings.enumerated() {
      for (unit, profile) in mapping.units.enumerated() {
        let port = try sequencer.createPort(named: profile.name)
        units.append(UnitPort(surface: surface, unit: unit, name: profile.name, port: port))
      }
    }
  }

  /// Sentences about units that came and went.
  func takeNews() -> [String] {
    defer { news = [] }
    return news
  }

  /// The first unit of each surface of which no unit is there.
  var missing: [String] {
    Dictionary(grouping: units, by: \.surface).values
      .filter { surface in surface.allSatisfy { $0.device == nil } }
      .compactMap(\.first?.name).sorted()
  }
}

// Coming and going.
extension SurfacePorts {
  /// Connects every unit that waits to a device that fits and is not taken.
  func connectUnits(_ mappings: [Mapping], _ state: inout ControlState, at now: UInt64) {
    guard units.contains(where: { $0.device == nil }), let ports = try? sequencer.ports() else {
      return
    }
    let clients = Dictionary(grouping: ports.filter { $0.canBeHeard && $0.canBeSentTo }) {
      $0.address.client
    }
    for client in clients.keys.sorted() {
      guard let ports = clients[client] else { continue }
      connect(ports.sorted { $0.address.port < $1.address.port }, mappings, &state, now)
    }
  }

  /// Connects the first waiting unit that one client fits.
  private func connect(
    _ ports: [SequencerPort], _ mappings: [Mapping], _ state: inout ControlState, _ now: UInt64
  ) {
    guard let first = ports.first,
      !units.contains(where: { $0.device?.client == first.address.client })
    else { return }
    let identity = first.usb.map { UInt32($0.vendor) << 16 | UInt32($0.product) }
    for (surface, mapping) in mappings.enumerated() {
      for unit in mapping.units(fitting: first.clientName, usb: identity) {
        guard
          let index = units.firstIndex(where: {
            $0.surface == surface && $0.unit == unit && $0.device == nil
          }), let choice = mapping.units[unit].match.port(among: ports.map(\.portName))
        else { continue }
        do {
          try sequencer.connect(units[index].port, to: ports[choice].address)
          units[index].device = ports[choice].address
          units[index].sysex.reset()
          state.connected(surface, unit: unit, at: now)
          news.append("\(units[index].name) is \(first.clientName) (\(ports[choice].address)).")
        } catch {
          news.append("\(first.clientName) can't be connected: \(error)")
        }
        return
      }
    }
  }

  private func lose(
    _ isLost: (SequencerAddress) -> Bool, _ state: inout ControlState, _ now: UInt64
  ) {
    for index in units.indices {
      guard let device = units[index].device, isLost(device) else { continue }
      units[index].device = nil
      units[index].sysex.reset()
      units[index].unsent = []
      state.disconnected(units[index].surface, unit: units[index].unit, at: now)
      news.append("\(units[index].name) went away; levels stay as they are.")
    }
  }
}

// Messages.
extension SurfacePorts {
  /// Hands everything that waits in the sequencer to the control state.
  ///
  /// - Parameters:
  ///   - mappings: The mappings of the state's surfaces.
  ///   - state: Gets the messages, comings and goings.
  ///   - now: The time in nanoseconds.
  /// - Throws: `ALSAError` when the sequencer itself failed.
  func receive(
    _ mappings: [Mapping], _ state: inout ControlState, at now: UInt64
  ) throws(ALSAError) {
    var events: [SequencerEvent] = []
    try sequencer.drain { events.append($0) }
    for event in events {
      switch event {
      case .midi(let port, let source, let bytes): take(bytes, port, source, &state, now)
      case .portStarted, .portChanged: connectUnits(mappings, &state, at: now)
      case .portExited(let address): lose({ $0 == address }, &state, now)
      case .clientExited(let client): lose({ $0.client == client }, &state, now)
      case .overflow:
        for index in units.indices { units[index].sysex.reset() }
        state.inputWasLost(at: now)
        news.append("The sequencer lost input; every surface is painted anew.")
      }
    }
  }

  private func take(
    _ bytes: [UInt8], _ port: Int, _ source: SequencerAddress, _ state: inout ControlState,
    _ now: UInt64
  ) {
    guard let index = units.firstIndex(where: { $0.port == port }) else { return }
    if units[index].device == nil {
      // Somebody connected a device to our port by hand.
      units[index].device = source
      state.connected(units[index].surface, unit: units[index].unit, at: now)
      news.append("\(units[index].name) is connected by hand (\(source)).")
    }
    for message in units[index].sysex.take(bytes, at: now) {
      state.received(message, from: units[index].surface, unit: units[index].unit, at: now)
    }
  }

  /// Sends what the surfaces want to send now, as far as the sequencer has room.
  func send(_ state: inout ControlState, at now: UInt64) {
    flush()
    // A surface is asked only while none of its units waits, so that what it says is always its
    // newest; one that waits keeps no other waiting.
    for surface in state.surfaces.indices where !isBlocked(surface) {
      queue(state.outgoing(surface, at: now), of: surface)
    }
    flush()
  }

  /// Whether messages wait for room.
  var isBlocked: Bool { units.contains { !$0.unsent.isEmpty } }

  private func isBlocked(_ surface: Int) -> Bool {
    units.contains { $0.surface == surface && !$0.unsent.isEmpty }
  }

  private func queue(_ messages: [(unit: Int, message: MIDIMessage)], of surface: Int) {
    for (unit, message) in messages {
      let index = units.firstIndex { $0.surface == surface && $0.unit == unit }
      if let index { units[index].unsent.append(message.bytes) }
    }
  }

  /// Says goodbye to every unit.
  func sayFarewell(_ state: inout ControlState) {
    for (surface, machine) in state.surfaces.enumerated() {
      queue(machine.farewell(), of: surface)
    }
    flush()
  }

  private func flush() {
    for index in units.indices { flush(&units[index]) }
  }

  private func flush(_ unit: inout UnitPort) {
    while let bytes = unit.unsent.first {
      // A device that has just gone takes nothing; that it went is told by an event.
      let taken = (try? sequencer.send(bytes, from: unit.port, to: .subscribers)) ?? bytes.count
      if taken < bytes.count {
        unit.unsent[0] = Array(bytes.dropFirst(taken))
        return
      }
      unit.unsent.removeFirst()
    }
  }
}
