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
  /// Whether more than values along their travel has changed since the surfaces were last shown.
  private var isMoreThanMoved = false
  /// Edits that the console refused, and why, since they were last taken.
  private var refusals: [EditRefusal] = []
  /// What can be undone and redone.
  public private(set) var history = EditHistory()
  /// What was undone and redone, and what is odd about the wiring that was made, since it was last
  /// told.
  private var news: [String] = []

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
    make(edits, at: now)
    settle(surface, at: now)
  }

  /// Does what a surface asked for besides edits: steps of the history, and a selection that others
  /// share.
  private mutating func settle(_ surface: Int, at now: UInt64) {
    for step in surfaces[surface].takeSteps() { _ = step == .undo ? undo() : redo() }
    guard surfaces[surface].mapping.sharesSelection,
      let selected = surfaces[surface].navigation.selected
    else { return }
    for other in surfaces.indices where surfaces[other].mapping.sharesSelection {
      guard surfaces[other].navigation.selected != selected else { continue }
      surfaces[other].select(selected, at: now)
    }
  }

  /// Lets time pass: keys that have been held long enough do what they do then.
  public mutating func elapsed(at now: UInt64) {
    for index in surfaces.indices {
      make(surfaces[index].elapsed(at: now, console: console), at: now)
      settle(index, at: now)
    }
  }

  /// Makes some edits as one step, those of them that the console does not refuse.
  ///
  /// - Parameters:
  ///   - edits: The edits, in order.
  ///   - now: The time in nanoseconds.
  /// - Returns: Why which were not made; `takeRefusals` tells them as well.
  @discardableResult
  public mutating func make(_ edits: [ConsoleEdit], at now: UInt64) -> [EditRefusal] {
    guard !edits.isEmpty else { return [] }
    // A console that somebody else holds, too, is copied by the edit, and hands move often.
    let isMove = edits.allSatisfy { $0.isMove && !$0.isWiring && !beginsSend($0) }
    let before = isMove && history.goesOn(with: edits, at: now) ? nil : console
    let isFollowed = isMove && !isMoreThanMoved
    if isFollowed { for index in surfaces.indices { surfaces[index].letGoOfConsole() } }
    var made: [ConsoleEdit] = []
    var refused: [EditRefusal] = []
    for edit in edits {
      do throws(EditRefusal) {
        try console.apply(edit)
        made.append(edit)
      } catch {
        refused.append(error)
      }
    }
    refusals += refused
    if isFollowed {
      for index in surfaces.indices { surfaces[index].followMove(to: console, at: now) }
    }
    guard !made.isEmpty else { return refused }
    isChanged = true
    if !isMove { isMoreThanMoved = true }
    history.note(made, from: before ?? console, to: console, at: now)
    if let before, made.contains(where: \.isWiring) {
      news += console.warnings(since: before).map { "Done, but \($0)." }
    }
    return refused
  }

  /// Whether an edit raises a send that nobody has touched, which turns it on.
  private func beginsSend(_ edit: ConsoleEdit) -> Bool {
    guard case .sendLevel(let id, let bus, _) = edit else { return false }
    var strips = [id]
    if case .channel(let number) = id, let other = console.partner(of: number) {
      strips.append(.channel(other))
    }
    return strips.contains { console.strip($0)?.sends[bus] == nil }
  }

  /// Makes edits as one step: all of them, or none if one is refused.
  public mutating func make(all edits: [ConsoleEdit], at now: UInt64) throws(EditRefusal) {
    var copy = console
    for edit in edits { try copy.apply(edit) }
    history.note(edits, from: console, to: copy, at: now)
    console = copy
    isChanged = true
    isMoreThanMoved = true
  }

  /// Takes the last step back, and says what it was; nil when there is none.
  @discardableResult
  public mutating func undo() -> String? { take(history.undo(console), "Undone", "undo") }

  /// Takes the step again that was taken back last, and says what it is; nil when there is none.
  @discardableResult
  public mutating func redo() -> String? { take(history.redo(console), "Done again", "redo") }

  private mutating func take(
    _ change: EditHistory.Change?, _ word: String, _ key: String
  ) -> String? {
    guard let change else {
      news.append("There is nothing to \(key).")
      return nil
    }
    console = change.console
    isChanged = true
    isMoreThanMoved = true
    news.append("\(word): \(change.description).")
    return change.description
  }

  /// What was undone and redone since the last call, and what edits of wiring brought about that is
  /// odd, in sentences; nothing was refused for it.
  public mutating func takeNews() -> [String] {
    defer { news = [] }
    return news
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
    isMoreThanMoved = false
    for index in surfaces.indices {
      surfaces[index].show(console: console, meters: newMeters == nil ? nil : meters, at: now)
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
