import ALSA
public import ConsoleModel
public import DSP
public import Surface

/// What `busbar run` runs.
public struct RunOptions: Sendable {
  public var console: Console
  public var mappings: [Mapping] = []
  public var drive: AudioDrive
  /// Whether the demo band plays in place of the inputs.
  public var isDemo = false
  /// The first-in-first-out priority of the audio thread, 1…99.
  public var priority = 70
  /// Seconds to run; nil for until a signal.
  public var duration: Double?
  public var instructionSet: InstructionSet
  /// Where programs on this machine reach the desk.
  public var socket = SocketPath.none

  /// Describes a run with everything else as usual.
  public init(console: Console, drive: AudioDrive, instructionSet: InstructionSet) {
    self.console = console
    self.drive = drive
    self.instructionSet = instructionSet
  }
}

extension AudioDrive {
  /// Frames a second.
  public var rate: Int {
    switch self {
    case .card(let configuration): configuration.rate
    case .clock(let rate, _): rate
    }
  }

  /// Frames in a block.
  public var period: Int {
    switch self {
    case .card(let configuration): configuration.period
    case .clock(_, let period): period
    }
  }
}
