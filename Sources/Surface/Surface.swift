import ConsoleModel
import MIDI
import Units

/// One controller, of one or more boxes side by side, as the console's hands and face.
///
/// Told what happens and when, it answers with edits for the console and messages for the units.
/// It owns no port and no clock: times are nanoseconds of a clock that never goes back, and the
/// control thread asks for `outgoing` when `nextDeadline` comes. Each edit that `received` returns
/// is applied before the next message is handed in, and `show` is called after a batch of them.
/// What goes out is always the difference between what the console is and what the unit was told.
public struct Surface: Sendable {
  /// What the mapping file said.
  public let mapping: Mapping
  /// Where the surface looks.
  public internal(set) var navigation = Navigation()
  var tapTempo = TapTempo()
  var units: [UnitState]
  var console: Console?
  /// Why strips show a value instead of their state, and until when.
  var shownValues: [StripID: ShownValue] = [:]
  /// The members of what is spilled, as of the newest console.
  var spilledStrips: [StripID] = []
  /// What can be scrolled through, as of the newest console.
  var shownStrips: [StripID?] = []
  /// The parameters of the page that pots act on, as of the newest console.
  var pageSlots: [PageSlot] = []
  /// Steps of the desk to be taken back or again, until they are taken.
  var steps: [HistoryStep] = []
  /// The modifier keys that stay on by themselves.
  var latched: Set<String> = []
  /// Edits that end what lasted while keys were held on units that are gone.
  var orphans: [ConsoleEdit] = []
  /// Whether the surface has followed edits without a new look at which strip stands where.
  var isBindingStale = false
  /// Whether what units should show has to be worked out again, since when.
  var staleSince: UInt64?
  /// Whether that can't wait until the last time is `refreshTime` ago.
  var isRefreshUrgent = false
  var refreshedAt: UInt64?

  /// Makes a surface of which no unit is there yet.
  public init(mapping: Mapping) {
    self.mapping = mapping
    units = mapping.units.map { UnitState($0) }
  }

  /// What a key may do with the desk's history.
  public enum HistoryStep: Hashable, Sendable {
    case undo
    case redo
  }

  /// A value that is shown for a while after it was moved.
  struct ShownValue: Hashable, Sendable {
    /// What was moved.
    enum Kind: Hashable, Sendable {
      case parameter(ParameterKey)
      /// Which bus pots send to.
      case assignment
    }
    var kind: Kind
    var until: UInt64
  }

  /// How long a moved value is shown.
  static let shownValueTime: UInt64 = 1000 * .millisecond
  /// The most faders that start in `startTime`: each motor asks for most of an ampere.
  static let startsAtOnce = 4
  /// The least time between two looks at a console whose values move.
  ///
  /// A look costs as much as hundreds of moves. A moved fader's own echo does not wait for one.
  static let refreshTime: UInt64 = 10 * .millisecond
  static let startTime: UInt64 = 30 * .millisecond
}

// What happens around the surface.
extension Surface {
  /// A unit appeared: after a pause it is greeted and painted.
  ///
  /// - Parameters:
  ///   - unit: Its place in `mapping.units`; others are ignored.
  ///   - now: The time in nanoseconds.
  public mutating func connected(_ unit: Int, at now: UInt64) {
    guard units.indices.contains(unit) else { return }
    releaseKeys(of: unit, at: now)
    units[unit].forget(at: now)
    units[unit].obligations = []
    units[unit].id = units[unit].profile.id
    units[unit].link = .waking(until: now + units[unit].profile.greeting.wait)
    // The strips of the units beside it move on.
    if !units[unit].wasSeen { resetMeters() }
    units[unit].wasSeen = true
    refreshLater(now)
    bind(at: now)
  }

  /// A unit went away: hands on it are gone, levels stay, its place among the strips stays.
  public mutating func disconnected(_ unit: Int, at now: UInt64) {
    guard units.indices.contains(unit) else { return }
    releaseKeys(of: unit, at: now)
    units[unit].forget(at: now)
    units[unit].obligations = []
    units[unit].keepAliveAt = nil
    units[unit].hasAnswered = false
    units[unit].link = .absent
    refreshLater(now)
  }

  /// Messages from the units were lost: hands may be gone, so none is believed; all is repainted.
  public mutating func inputWasLost(at now: UInt64) {
    for index in units.indices {
      releaseKeys(of: index, at: now)
      units[index].forget(at: now)
    }
    refreshLater(now)
  }

  /// Shows the console as it is now.
  ///
  /// Cheap when nothing changed: the console is compared, and what is shown is worked out later.
  ///
  /// - Parameters:
  ///   - console: The newest truth.
  ///   - meters: The newest peaks; nil where there are none since the last call.
  ///   - now: The time in nanoseconds.
  public mutating func show(console: Console, meters: MeterLevels?, at now: UInt64) {
    show(console, at: now)
    guard let meters else { return }
    for unit in units.indices {
      for index in units[unit].meters.indices {
        let role = role(of: units[unit].profile.meters[index])
        guard let strip = strip(of: role.target, unit: unit) else { continue }
        units[unit].meters[index].show(meters[strip], at: now)
      }
    }
  }

  /// Takes the newest console.
  mutating func show(_ console: Console, at now: UInt64) {
    guard isBindingStale || self.console != console else { return }
    isBindingStale = false
    self.console = console
    refreshLater(now)
    bind(at: now)
  }

  /// Forgets the console, so that its owner can move values in it without a copy; `followMove` is next.
  public mutating func letGoOfConsole() { console = nil }

  /// Takes over a console in which only values have moved along their travel.
  ///
  /// That needs no new look at which strip stands where.
  public mutating func followMove(to console: Console, at now: UInt64) {
    self.console = console
    refreshSoon(now)
  }

  /// What each unit is sent when the program ends, in order.
  public func farewell() -> [(unit: Int, message: MIDIMessage)] {
    units.indices.flatMap { unit in
      let state = units[unit]
      guard state.link != .absent else { return [(unit: Int, message: MIDIMessage)]() }
      return state.profile.greeting.goodbye.compactMap { $0.message(id: state.id) }
        .map { (unit, $0) }
    }
  }

  /// Whether a hand is on a fader that moves this strip's own fader.
  public func isTouched(_ strip: StripID) -> Bool {
    isTouched(ParameterAddress(strip, ParameterKey(.fader)))
  }

  /// Whether a hand is on a fader that moves this parameter.
  public func isTouched(_ address: ParameterAddress) -> Bool {
    units.contains { unit in
      unit.faders.contains { $0.motor.isTouched && $0.moving == address }
    }
  }

  /// Whether a unit is there and has been greeted.
  public func isReady(_ unit: Int) -> Bool {
    units.indices.contains(unit) && units[unit].link == .ready
  }

  /// The steps of the desk that keys asked for since the last call.
  public mutating func takeSteps() -> [HistoryStep] {
    defer { steps = [] }
    return steps
  }

  /// What units should show is worked out before they are sent anything.
  mutating func refreshLater(_ now: UInt64) {
    refreshSoon(now)
    isRefreshUrgent = true
  }

  /// What units should show is worked out within `refreshTime`.
  mutating func refreshSoon(_ now: UInt64) {
    if staleSince == nil { staleSince = now }
  }

  /// When to work it out; nil when nothing has changed.
  var refreshDeadline: UInt64? {
    guard let staleSince, !isRefreshUrgent, let refreshedAt else { return staleSince }
    return max(staleSince, refreshedAt + Self.refreshTime)
  }
}
