import CALSA
import Glibc

/// This program's client of the ALSA sequencer: its ports, and what comes and goes elsewhere.
///
/// For the control thread alone; no call waits. Poll `pollDescriptors()` for input and then call
/// `drain`. It hears of every port that comes or goes from the start.
public final class Sequencer {
  /// This client's number.
  public let client: Int
  let handle: OpaquePointer
  let coder: MIDIEventCoder

  /// Events that may wait in the kernel: the most that it allows.
  private static let pool = 2000

  /// Opens a client and subscribes it to the system's announcements.
  ///
  /// - Parameter name: What others see, such as in `aconnect -l`.
  /// - Throws: `ALSAError.noSequencer` when the kernel offers none.
  public init(name: String = "Busbar") throws(ALSAError) {
    calsa_silence()
    coder = try MIDIEventCoder()
    handle = try Self.open()
    client = Int(snd_seq_client_id(handle))
    try check(snd_seq_set_client_name(handle, name), "snd_seq_set_client_name", name)
    try check(
      snd_seq_set_client_pool_input(handle, Self.pool), "snd_seq_set_client_pool_input", name)
    try check(
      snd_seq_set_client_pool_output(handle, Self.pool), "snd_seq_set_client_pool_output", name)
    let ear = try makePort(
      "announcements", SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_NO_EXPORT)
    try check(
      snd_seq_connect_from(
        handle, Int32(ear), Int32(SND_SEQ_CLIENT_SYSTEM), Int32(SND_SEQ_PORT_SYSTEM_ANNOUNCE)),
      "snd_seq_connect_from", "the system's announcements")
  }

  deinit { snd_seq_close(handle) }

  private static func open() throws(ALSAError) -> OpaquePointer {
    var opened: OpaquePointer?
    let result = snd_seq_open(&opened, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK)
    if result >= 0, let opened { return opened }
    switch -result {
    case ENOENT, ENODEV, ENXIO: throw .noSequencer
    case EACCES, EPERM: throw .notPermitted(device: "/dev/snd/seq")
    default: throw .failed(call: "snd_seq_open", subject: "the sequencer", code: -result)
    }
  }

  /// Makes a port that sends and receives, such as one for each surface.
  ///
  /// - Parameters:
  ///   - name: What others see.
  ///   - isPrivate: Keeps daemons that connect all ports by rules away from it.
  /// - Throws: `ALSAError.failed`, such as for more than 254 ports.
  /// - Returns: The port's number, for `connect`, `send` and the events' `port`.
  public func createPort(named name: String, isPrivate: Bool = false) throws(ALSAError) -> Int {
    var capabilities =
      SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_DUPLEX
    capabilities |=
      isPrivate
      ? SND_SEQ_PORT_CAP_NO_EXPORT : SND_SEQ_PORT_CAP_SUBS_READ | SND_SEQ_PORT_CAP_SUBS_WRITE
    return try makePort(name, capabilities)
  }

  private func makePort(_ name: String, _ capabilities: Int32) throws(ALSAError) -> Int {
    let kind = SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION
    return Int(
      try check(
        snd_seq_create_simple_port(handle, name, UInt32(capabilities), UInt32(kind)),
        "snd_seq_create_simple_port", name))
  }

  /// Removes a port with its connections; one that is not there is ignored.
  public func removePort(_ port: Int) { snd_seq_delete_simple_port(handle, Int32(clamping: port)) }

  /// Connects one of our ports with another's, to hear it and to be heard by it.
  ///
  /// A direction that the other port does not offer is left out; one that is connected stays.
  /// - Throws: `ALSAError.failed` when the port is gone or neither direction is possible.
  public func connect(_ port: Int, to other: SequencerAddress) throws(ALSAError) {
    let from = snd_seq_connect_from(
      handle, Int32(clamping: port), Int32(clamping: other.client), Int32(clamping: other.port))
    let to = snd_seq_connect_to(
      handle, Int32(clamping: port), Int32(clamping: other.client), Int32(clamping: other.port))
    if from == 0 || to == 0 || from == -EBUSY || to == -EBUSY { return }
    try check(from, "Connecting", "port \(other)")
  }

  /// Takes both directions of a connection away; one that is not there is ignored.
  public func disconnect(_ port: Int, from other: SequencerAddress) {
    let (client, number) = (Int32(clamping: other.client), Int32(clamping: other.port))
    snd_seq_disconnect_from(handle, Int32(clamping: port), client, number)
    snd_seq_disconnect_to(handle, Int32(clamping: port), client, number)
  }

  /// What to poll for input.
  public func pollDescriptors() -> [pollfd] {
    let count = max(0, Int(snd_seq_poll_descriptors_count(handle, Int16(POLLIN))))
    var descriptors = [pollfd](repeating: pollfd(), count: count)
    let filled = snd_seq_poll_descriptors(handle, &descriptors, UInt32(count), Int16(POLLIN))
    return Array(descriptors.prefix(max(0, Int(filled))))
  }
}
