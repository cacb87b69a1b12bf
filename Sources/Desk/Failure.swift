/// Why a command could not do its work: one sentence for the user and the process's exit status.
public struct Failure: Error, CustomStringConvertible, Sendable {
  /// The exit statuses, as `sysexits.h` numbers them.
  public enum Status: Int32, Sendable {
    /// The command line makes no sense.
    case usage = 64
    /// A file's content is wrong.
    case badFile = 65
    /// A file can't be read.
    case noInput = 66
    /// A sound card, the sequencer or a running desk is missing, busy or refuses.
    case unavailable = 69
    /// A file can't be made.
    case cannotCreate = 73
    /// Writing failed half-way, such as on a full disk; nothing half-written is left.
    case inputOutput = 74
  }

  public let status: Status
  public let description: String

  public init(_ status: Status, _ description: String) {
    self.status = status
    self.description = description
  }
}
