import MIDI

/// One box as it is now: its link, what it was last told, and what it should show.
struct UnitState: Hashable, Sendable {
  let profile: UnitProfile
  /// `profile.stripCount`, which takes a walk through all controls.
  let stripCount: Int
  let inputs: [MessageAddress: UnitInput]
  var link = UnitLink.absent
  /// Whether the unit has ever been there: only then its strips count.
  var wasSeen = false
  var id: UInt8
  var budget: ByteBudget
  /// Messages that go out before anything else, in order.
  var obligations: [MIDIMessage] = []
  var keepAliveAt: UInt64?
  var faders: [FaderState]
  var lamps: [Reported<Int>]
  var rings: [Reported<Int>]
  /// The cells of every display: display by display, row by row.
  var cells: [Reported<[UInt8]>]
  var meters: [MeterState]
  /// Which keys are down, so that a key that repeats itself acts once.
  var pressed: [Bool]
  /// The solo keys that are down.
  var heldSolos: [Int: HeldSolo] = [:]
  /// The upper seven bits that wide controllers sent last.
  var upperBits: [Int]
  /// When a message that the budget refused may be sent.
  var blockedUntil: UInt64?
  /// When the last few motors started, the oldest first.
  private var starts: [UInt64] = []
  /// When the unit was looked at last.
  var writtenAt: UInt64 = 0

  init(_ profile: UnitProfile) {
    self.profile = profile
    stripCount = profile.stripCount
    inputs = UnitInput.table(of: profile)
    id = profile.id
    budget = ByteBudget(rate: profile.rate, burst: profile.burst, at: 0)
    faders = profile.faders.map { FaderState($0.profile) }
    lamps = profile.buttons.map { _ in Reported(0) }
    rings = profile.encoders.map { _ in Reported(0) }
    cells = profile.displays.flatMap { display in
      display.profile.offsets.map { _ in
        Reported(Array(repeating: UInt8(ascii: " "), count: display.profile.cell))
      }
    }
    meters = profile.meters.map { MeterState($0.profile) }
    pressed = profile.buttons.map { _ in false }
    upperBits = profile.faders.map { _ in 0 }
  }

  /// Forgets what the unit was told, and every hand on it, so that everything is sent again.
  mutating func forget(at now: UInt64) {
    for index in faders.indices { faders[index].forget(at: now) }
    for index in lamps.indices { lamps[index].told = nil }
    for index in rings.indices { rings[index].told = nil }
    for index in cells.indices { cells[index].told = nil }
    for index in meters.indices { meters[index].forget() }
    for index in pressed.indices { pressed[index] = false }
    heldSolos = [:]
    blockedUntil = nil
  }

  /// The place in `cells` of a row of a display.
  func cell(_ display: Int, _ row: Int) -> Int {
    profile.displays[..<display].reduce(0) { $0 + $1.profile.offsets.count } + row
  }
}

// Motors start a few at a time.
extension UnitState {
  /// Whether another motor may be set going.
  func mayStart(at now: UInt64) -> Bool {
    starts.count < Surface.startsAtOnce || now >= starts[0] + Surface.startTime
  }

  /// A motor was set going.
  mutating func noteStart(at now: UInt64) {
    starts.append(now)
    if starts.count > Surface.startsAtOnce { starts.removeFirst() }
  }

  /// The earliest time for another start.
  var nextStart: UInt64 {
    starts.count < Surface.startsAtOnce ? 0 : starts[0] + Surface.startTime
  }
}

/// What a thing on the device should show, and what it was last told to.
struct Reported<Value: Hashable & Sendable>: Hashable, Sendable {
  var wanted: Value
  /// Nil when it is not known and must be told.
  var told: Value?

  init(_ wanted: Value) { self.wanted = wanted }

  var isPending: Bool { told != wanted }
}

/// What a message from a unit is about; numbers are places in the unit's lists.
enum UnitInput: Hashable, Sendable {
  case fader(Int)
  case upperFaderBits(Int)
  case lowerFaderBits(Int)
  case touch(Int)
  case button(Int)
  case encoder(Int)

  /// Whether it may come in floods: a fader on its way.
  var isPosition: Bool {
    switch self {
    case .fader, .upperFaderBits, .lowerFaderBits: true
    case .touch, .button, .encoder: false
    }
  }

  /// The inputs of a unit by what their messages look like.
  static func table(of profile: UnitProfile) -> [MessageAddress: UnitInput] {
    var table: [MessageAddress: UnitInput] = [:]
    for (index, fader) in profile.faders.enumerated() {
      let incoming = fader.profile.address.incoming
      if incoming.count == 2 {
        table[incoming[0]] = .upperFaderBits(index)
        table[incoming[1]] = .lowerFaderBits(index)
      } else {
        table[incoming[0]] = .fader(index)
      }
      if let touch = fader.profile.touch { table[touch] = .touch(index) }
    }
    for (index, button) in profile.buttons.enumerated() {
      table[button.profile.address] = .button(index)
    }
    for (index, encoder) in profile.encoders.enumerated() {
      table[encoder.profile.address] = .encoder(index)
    }
    return table
  }
}
