public import ConsoleModel
import Engine
public import MIDI
public import Surface

/// The console and the surfaces on it: everything that control is, without ports, clocks or sound.
///
/// The control thread owns the one that runs; offline it is driven by a file. Times are nanoseconds
/// of a clock that never goes back.
public struct ControlState: Sendable {
  /// The desk as it is wanted.
  public private(set) var console: Console
  public private(set) var surfaces: [Surface]
  private var meters: MeterLevels
  /// Whether the console has changed since `takeChange` was last asked.
  private var isChanged = false
  /// Edits that the console refused, and why, since they were last taken.
  private var refusals: [EditRefusal] = []

  /// Puts surfaces, of which no unit is there yet, on a console.
  public init(console: Console, mappings: [Mapping]) {
    self.console = console
    surfaces = mappings.map { Surface(mapping: $0) }
    meters = MeterLevels(size: console.size)
  }

  /// A unit of a surface appeared.
  public mutating func connected(_ surface: Int, unit: Int, at now: UInt64) {
    surfaces[surface].connected(unit, at: now)
  }

  /// A unit of a surface went away.
  public mutating func disconnected(_ surface: Int, unit: Int, at now: UInt64) {
    surfaces[surface].disconnected(unit, at: now)
  }

  /// Messages were lost on their way in.
  public mutating func inputWasLost(at now: UInt64) {
    for index in surfaces.indices { surfaces[index].inputWasLost(at: now) }
  }

  /// Makes the edits that a message of a unit asks for.
  public mutating func received(
    _ message: MIDIMessage, from surface: Int, unit: Int, at now: UInt64
  ) {
    let edits = surfaces[surface].received(message, unit: unit, at: now, console: console)
    for edit in edits { make(edit) }
  }

  /// Makes one edit, or keeps the reason why not.
  public mutating func make(_ edit: ConsoleEdit) {
    do {
      try console.apply(edit)
      isChanged = true
    } catch {
      refusals.append(error)
    }
  }

  /// Makes edits in one step: all of them, or none if one is refused.
  public mutating func make(all edits: [ConsoleEdit]) throws(EditRefusal) {
    var copy = console
    for edit in edits { try copy.apply(edit) }
    console = copy
    isChanged = true
  }

  /// The console, if it has changed since the last call.
  public mutating func takeChange() -> Console? {
    defer { isChanged = false }
    return isChanged ? console : nil
  }

  /// The reasons for which edits were refused since the last call.
  public mutating func takeRefusals() -> [EditRefusal] {
    defer { refusals = [] }
    return refusals
  }

  /// Lets every surface show the console, and meters if there are new ones.
  public mutating func show(_ newMeters: [StripMeter]?, at now: UInt64) {
    if let newMeters {
      for (index, meter) in newMeters.enumerated() where index < meters.peaks.count {
        meters.peaks[index] = meter.peakLevel
      }
    }
    for index in surfaces.indices {
      surfaces[index].show(console: console, meters: meters, at: now)
    }
  }

  /// What a surface's units are to be sent now.
  public mutating func outgoing(_ surface: Int, at now: UInt64) -> [(
    unit: Int, message: MIDIMessage
  )] {
    surfaces[surface].outgoing(at: now)
  }

  /// When a surface has something to send again.
  public var nextDeadline: UInt64? { surfaces.compactMap(\.nextDeadline).min() }
}
