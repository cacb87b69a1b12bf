public import ALSA
public import Surface
import Units

/// Finds the device that a person means among the clients of the sequencer.
public enum DeviceSearch {
  /// The client that a name, or a part of one, means.
  ///
  /// - Parameters:
  ///   - name: What was typed; nil for nothing.
  ///   - sequencer: The own client.
  /// - Returns: The client's ports, in order.
  /// - Throws: `Failure` with the clients that there are, and the nearest name.
  public static func client(
    named name: String?, _ sequencer: Sequencer
  ) throws(Failure) -> [SequencerPort] {
    let clients = try clients(sequencer)
    let names = unique(clients)
    guard let name else {
      throw Failure(.usage, "which client? " + (names.isEmpty ? none : "There are: \(names)."))
    }
    let exact = clients.filter { $0[0].clientName == name }
    let fitting = exact.isEmpty ? clients.filter { fits($0[0].clientName, name) } : exact
    guard fitting.count <= 1 else {
      throw Failure(.usage, "'\(name)' fits several clients: \(unique(fitting)).")
    }
    if let found = fitting.first { return found }
    let near = nearest(to: name, among: clients.map { $0[0].clientName })
    let hint = near.map { "; did you mean '\($0)'?" } ?? "."
    throw Failure(
      .unavailable,
      "no client is called '\(name)'; " + (names.isEmpty ? none : "there are \(names)\(hint)"))
  }

  /// The first client that may be a unit of a mapping.
  ///
  /// - Parameters:
  ///   - unit: The place of the unit in the mapping.
  ///   - mapping: The mapping.
  ///   - sequencer: The own client.
  /// - Returns: The port to use, alone.
  /// - Throws: `Failure` with the clients that there are.
  public static func unit(
    _ unit: Int, of mapping: Mapping, _ sequencer: Sequencer
  ) throws(Failure) -> [SequencerPort] {
    let clients = try clients(sequencer)
    for ports in clients {
      let identity = ports[0].usb.map { UInt32($0.vendor) << 16 | UInt32($0.product) }
      guard mapping.units(fitting: ports[0].clientName, usb: identity).contains(unit),
        let choice = mapping.units[unit].match.port(among: ports.map(\.portName))
      else { continue }
      return [ports[choice]]
    }
    let names = unique(clients)
    throw Failure(
      .unavailable,
      "\(mapping.units[unit].name) of \(mapping.name) is not plugged in; "
        + (names.isEmpty ? none : "there are \(names)."))
  }

  private static let none = "no MIDI device is there."

  /// The clients that can be heard and sent to, each with its ports in order.
  private static func clients(_ sequencer: Sequencer) throws(Failure) -> [[SequencerPort]] {
    let ports: [SequencerPort]
    do { ports = try sequencer.ports() } catch { throw Failure(.unavailable, "\(error)") }
    return Dictionary(grouping: ports.filter { $0.canBeHeard && $0.canBeSentTo }) {
      $0.address.client
    }
    .sorted { $0.key < $1.key }
    .map { $0.value.sorted { $0.address.port < $1.address.port } }
  }

  private static func fits(_ client: String, _ name: String) -> Bool {
    !name.isEmpty && client.lowercased().contains(name.lowercased())
  }

  private static func unique(_ clients: [[SequencerPort]]) -> String {
    clients.map { "'\($0[0].clientName)'" }.joined(separator: ", ")
  }
}
