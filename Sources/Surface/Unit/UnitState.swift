import ConsoleModel
import MIDI
import Units

/// One box as it is now: its link, what it was last told, and what it should show.
struct UnitState: Hashable, Sendable {
  let profile: UnitProfile
  /// `profile.stripCount`, which takes a walk through all controls.
  let stripCount: Int
  let inputs: [MessageAddress: UnitInput]
  /// Whether some of its answers are no system-exclusive messages.
  let hasPlainAnswers: Bool
  var link = UnitLink.absent
  /// Whether the unit has ever been there: only then its strips count.
  var wasSeen = false
  var id: UInt8
  var budget: ByteBudget
  /// Messages that go out before anything else, in order.
  var obligations: [MIDIMessage] = []
  var keepAliveAt: UInt64?
  /// When the unit last answered to that.
  var heardAt: UInt64 = 0
  /// Whether it has ever: of one that never answers, silence means nothing.
  var hasAnswered = false
  var faders: [FaderState]
  var lamps: [Reported<Int>]
  var rings: [Reported<RingPicture>]
  /// The cells of every display: display by display, row by row.
  var cells: [Reported<[UInt8]>]
  /// Whether `cells` have to be worked out anew; that waits until there is room to send text.
  var isTextStale = false
  /// Where the cells of each display begin.
  private let cellStarts: [Int]
  /// The most rows of a display.
  let rowCount: Int
  var colours: [Reported<StripColour>]
  var meters: [MeterState]
  /// Which keys are down, so that a key that repeats itself acts once.
  var pressed: [Bool]
  /// What the keys that are down are about.
  var presses: [Int: KeyPress] = [:]
  /// When keys that may be pressed twice were pressed once.
  var taps: [Int: UInt64] = [:]
  /// Faders whose touch has done something, so that the hand moves nothing until it lets go.
  var deafFaders: Set<Int> = []
  /// Hands on faders that move finely, or did so since they came.
  var fineHands: [Int: FineHand] = [:]
  /// The solo keys that are down.
  var heldSolos: [Int: HeldSolo] = [:]
  /// Puts together what comes in several messages.
  var decoder: InputDecoder
  /// How each encoder is turned.
  var turns: [EncoderTurns]
  /// How those take over that tell places.
  var knobs: [KnobState]
  /// Until when the unit rests after a system-exclusive message.
  var quietUntil: UInt64 = 0
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
    hasPlainAnswers = profile.greeting.hasPlainAnswers
    id = profile.id
    budget = ByteBudget(rate: profile.rate, burst: profile.burst, at: 0)
    faders = profile.faders.map { FaderState($0.profile) }
    lamps = profile.buttons.map { _ in Reported(0) }
    rings = profile.encoders.map { _ in Reported(RingPicture(value: 0)) }
    cells = profile.displays.flatMap { display in
      display.profile.offsets.map { _ in
        Reported(Array(repeating: UInt8(ascii: " "), count: display.profile.cell))
      }
    }
    var starts: [Int] = []
    var end = 0
    for display in profile.displays {
      starts.append(end)
      end += display.profile.offsets.count
    }
    cellStarts = starts
    rowCount = profile.displays.map { $0.profile.offsets.count }.max() ?? 0
    colours = profile.colours.map { _ in Reported(.none) }
    meters = profile.meters.map { MeterState($0.profile) }
    pressed = profile.buttons.map { _ in false }
    decoder = InputDecoder(inputs.keys)
    knobs = profile.encoders.map { KnobState($0.profile) }
    turns = profile.encoders.map { EncoderTurns($0.profile) }
  }

  /// Forgets what the unit was told, and every hand on it, so that everything is sent again.
  mutating func forget(at now: UInt64) {
    for index in faders.indices { faders[index].forget(at: now) }
    for index in lamps.indices { lamps[index].told = nil }
    for index in rings.indices { rings[index].told = nil }
    for index in cells.indices { cells[index].told = nil }
    for index in colours.indices { colours[index].told = nil }
    for index in meters.indices { meters[index].forget() }
    for index in pressed.indices { pressed[index] = false }
    heldSolos = [:]
    presses = [:]
    taps = [:]
    deafFaders = []
    fineHands = [:]
    decoder.reset()
    for index in knobs.indices { knobs[index].forget() }
    blockedUntil = nil
  }

  /// The place in `cells` of a row of a display.
  func cell(_ display: Int, _ row: Int) -> Int { cellStarts[display] + row }

  /// Whether some text is to be written.
  var hasPendingCell: Bool { cells.contains { $0.isPending } }
}

/// From where on a hand moves a fader's parameter.
struct FineHand: Hashable, Sendable {
  /// The device's position.
  let raw: Int
  /// The parameter's place at that time.
  let place: FaderPosition
  /// Whether it goes by a tenth of the hand's way.
  let isFine: Bool
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
  case touch(Int)
  case button(Int)
  case encoder(Int)

  /// Whether it may come in floods: a fader on its way.
  var isPosition: Bool {
    switch self {
    case .fader: true
    case .touch, .button, .encoder: false
    }
  }

  /// The inputs of a unit by what their messages look like.
  static func table(of profile: UnitProfile) -> [MessageAddress: UnitInput] {
    var table: [MessageAddress: UnitInput] = [:]
    for (index, fader) in profile.faders.enumerated() {
      table[fader.profile.address] = .fader(index)
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
