/// A controller as its mapping file describes it: how it speaks, and what each control does.
///
/// A value without a file behind it; `MappingFile.load` makes one, and checks what it makes.
public struct Mapping: Hashable, Sendable {
  public var name: String
  /// The boxes that make one wide surface, from left to right.
  public var units: [UnitProfile]
  /// Layers of the user's choice.
  public var userLayers: [UserLayer] = []
  /// Whether it selects what is selected on other surfaces that share, and the other way round.
  public var sharesSelection = false

  public init(name: String, units: [UnitProfile]) {
    self.name = name
    self.units = units
  }

  /// The units that a client may be: those with its USB identity, else those whose part of a name
  /// is the longest that fits, so that `X-Touch-Ext` is no `X-Touch`.
  ///
  /// - Parameters:
  ///   - client: The client's name.
  ///   - identity: Vendor and product such as `0x1397_00B6`, nil when it is no USB device.
  /// - Returns: Places in `units`, from left to right; the first that is still free is meant.
  public func units(fitting client: String, usb identity: UInt32?) -> [Int] {
    let scores = units.map { $0.match.score(client: client, usb: identity) }
    guard let best = scores.max(), best > 0 else { return [] }
    return scores.indices.filter { scores[$0] == best }
  }
}

/// One box: how it is found, how it is greeted, and its controls.
public struct UnitProfile: Hashable, Sendable {
  public var name: String
  /// The number that stands for `{id}` until the unit says another.
  public var id: UInt8 = 0
  public var match = UnitMatch()
  /// The bytes a second that the unit can take.
  public var rate = 2500
  /// The bytes that it can take at once after a pause.
  public var burst = 512
  /// How long nothing is sent after a system-exclusive message, in nanoseconds.
  public var sysexPause: UInt64 = 0
  public var greeting = Greeting()
  public var faders: [Bound<FaderProfile>] = []
  public var buttons: [Bound<ButtonProfile>] = []
  public var encoders: [Bound<EncoderProfile>] = []
  /// From left to right, so that neighbours may share a message.
  public var displays: [Bound<DisplayProfile>] = []
  /// From left to right; neighbours that share a message are sent together.
  public var colours: [Bound<ColourProfile>] = []
  public var meters: [Bound<MeterProfile>] = []

  public init(name: String) { self.name = name }

  /// How many strips the unit shows side by side.
  public var stripCount: Int {
    let movable = faders.flatMap(\.roles) + buttons.flatMap(\.roles) + encoders.flatMap(\.roles)
    let shown = displays.flatMap(\.roles) + colours.flatMap(\.roles) + meters.flatMap(\.roles)
    let places = (movable + shown).compactMap { role -> Int? in
      guard case .visible(let place)? = role.target else { return nil }
      return place + 1
    }
    return places.max() ?? 0
  }
}

/// How a unit begins and ends; times are nanoseconds.
public struct Greeting: Hashable, Sendable {
  /// How long to wait after the unit appeared: before that some lose what they are sent.
  public var wait: UInt64 = 150 * .millisecond
  /// Asked first.
  public var hello: [SysexTemplate] = []
  /// What an answer begins with; one that comes later means that the unit was switched on again.
  public var answers: [SysexTemplate] = []
  /// How long to wait for an answer before going on without.
  public var timeout: UInt64 = 1000 * .millisecond
  /// Sent when the unit is there, before everything is painted.
  public var setup: [SysexTemplate] = []
  /// Sent at the end.
  public var goodbye: [SysexTemplate] = []
  /// A question that the unit checks the answer of, if it has one.
  public var challenge: Challenge?
  /// Sent again and again, for units that leave when they hear nothing.
  public var keepAlive: [SysexTemplate] = []
  public var keepAliveInterval: UInt64 = 1000 * .millisecond
  /// What the unit answers to that; when nothing has come for `patience` it is taken for gone.
  public var keepAliveAnswer: SysexTemplate?
  public var patience: UInt64 = 4000 * .millisecond

  public init() {}

  /// Whether some answers are no system-exclusive messages.
  var hasPlainAnswers: Bool {
    (answers + [keepAliveAnswer].compactMap { $0 }).contains { $0.parts.first != .byte(0xF0) }
  }
}

/// A question of a unit that has to be answered right, as a Logic Control's.
///
/// Others lock themselves when they are answered, so only those with the ids that are named are.
public struct Challenge: Hashable, Sendable {
  /// What comes: it has a challenge, and a serial number where the reply has it.
  public var question: SysexTemplate
  public var reply: SysexTemplate
  /// The ids of the units that are answered.
  public var ids: Set<UInt8>

  public init(question: SysexTemplate, reply: SysexTemplate, ids: Set<UInt8>) {
    self.question = question
    self.reply = reply
    self.ids = ids
  }
}

/// How a unit is known among the ports of a machine.
public struct UnitMatch: Hashable, Sendable {
  /// Parts of client names, such as `X-Touch`.
  public var clients: [String] = []
  /// Vendor and product, such as 1397:00b6 as `0x1397_00B6`.
  public var usb: [UInt32] = []
  /// Parts of port names; when none fits, or none is given, the client's first port is meant.
  public var ports: [String] = []

  public init() {}

  /// How well a client fits: 0 not at all, then the length of the part of its name, then its USB
  /// identity.
  func score(client: String, usb identity: UInt32?) -> Int {
    if let identity, usb.contains(identity) { return .max }
    return clients.filter { client.contains($0) }.map(\.utf8.count).max() ?? 0
  }

  /// The place, in `names`, of the port to use; nil when there is none at all.
  public func port(among names: [String]) -> Int? {
    guard !names.isEmpty else { return nil }
    return names.firstIndex { name in ports.contains { name.contains($0) } } ?? 0
  }
}
