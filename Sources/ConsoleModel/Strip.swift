import Units

/// How many signals run through a strip side by side.
public enum Width: String, CaseIterable, Sendable {
  case mono
  case stereo

  /// 1 or 2.
  public var sides: Int { self == .mono ? 1 : 2 }
}

/// What a strip is shown in where a surface has colours, those of the fewest lamps: red, green, blue.
public enum StripColour: String, CaseIterable, Sendable {
  /// As the surface likes it.
  case none
  case red
  case green
  case yellow
  case blue
  case magenta
  case cyan
  case white
}

/// Where a send's signal falls in a stereo bus.
public enum SendPan: Hashable, Sendable {
  /// Where the strip's own pan is.
  case follow
  /// A place of its own.
  case fixed(Pan)
}

/// Whether the mutes of a strip reach one of its sends.
public enum SendMute: String, CaseIterable, Sendable {
  /// As far as the desk's `MuteReach` says.
  case asDesk = "desk"
  /// Every mute reaches it, wherever its tap is.
  case follow
  /// None does, wherever its tap is; solo in place still does after the fader.
  case safe
}

/// A tapped, levelled feed from a strip to an aux, fx or matrix bus.
public struct Send: Hashable, Sendable {
  /// The level that is added to the tap's, up to +10 dB.
  public var level: Decibels
  public var isOn: Bool
  public var tap: Tap
  public var pan: SendPan
  /// How far the sides of a stereo strip stand apart in a stereo bus in percent, 0…200: mono to
  /// twice as far.
  public var width: Double
  /// Which mutes of its strip reach it.
  public var mute: SendMute

  /// Makes a send; a new one is on at minus infinity.
  public init(
    level: Decibels = .silence, isOn: Bool = true, tap: Tap, pan: SendPan = .follow,
    width: Double = 100, mute: SendMute = .asDesk
  ) {
    self.level = level
    self.isOn = isOn
    self.tap = tap
    self.pan = pan
    self.width = width
    self.mute = mute
  }

  /// The send that a strip has to a bus before anybody touches it: to an aux before the fader, to
  /// an fx bus or a matrix after it.
  public static func untouched(to bus: BusID) -> Send {
    Send(isOn: false, tap: bus.kind == .aux ? .preFader : .postFader)
  }
}

/// A way out of the desk, through something that stands beside it, and back.
///
/// The signal is sent whenever there are outputs; what comes back is heard only while the setting
/// `insert.on` is on and there are outputs and inputs.
public struct Insert: Hashable, Sendable {
  /// The device outputs that the signal leaves by, from 1: one a side; empty when nothing is patched.
  ///
  /// A second one that a mono strip has kept from before is silent.
  public var outputs: [Int] = []
  /// The device inputs at which it comes back, from 1: one a side; empty when nothing is patched.
  public var inputs: [Int] = []

  public init() {}
}

/// What channels and buses have in common: one path from a source through a fader to buses.
public struct Strip: Hashable, Sendable {
  /// What the user calls it, printable ASCII is safe on every display.
  public var name: String
  public var width: Width
  /// Digital gain at the strip's input, -60…+20 dB.
  public var trim = Decibels.unity
  /// Whether the polarity is inverted.
  public var isInverted = false
  /// The strip's own fader, without its VCAs: up to +10 dB by hand.
  public var fader: Decibels
  /// The mute that a hand set; other causes are stored elsewhere and never overwrite it.
  public var isMuted = false
  public var isSoloed = false
  /// Whether solo in place never mutes the strip.
  public var isSoloSafe: Bool
  /// Whether only its own key mutes the strip: no VCA, mute group or all-mute does.
  public var isMuteSafe = false
  /// What it is shown in.
  public var colour = StripColour.none
  /// Marked for recording.
  public var isArmed = false
  /// Where a mono strip stands between left and right; the balance of a stereo one.
  public var pan = Pan.centre
  /// The numbers of the VCAs directly above.
  public var vcas: Set<Int> = []
  /// The numbers of the mute groups that it belongs to.
  public var muteGroups: Set<Int> = []
  /// The group and main buses that the signal after the fader goes to; any bus of a `Source`.
  public var assigns: Set<BusID> = []
  /// The sends that have ever been touched, by their bus.
  public var sends: [BusID: Send] = [:]
  /// Where the signal leaves the desk after its processors and comes back.
  public internal(set) var insert = Insert()
  /// The device outputs of a channel's direct out, from 1: one a side; empty when nothing is patched.
  public internal(set) var directOutputs: [Int] = []
  /// The value of every `Setting`, in the unit of its row in `Parameter.table`.
  public private(set) var settings: [Double]

  /// Makes a strip with everything else at rest and every processor off.
  public init(name: String, width: Width, fader: Decibels, kind: StripKind) {
    self.name = name
    self.width = width
    self.fader = fader
    // A space goes on answering when the strip that it answers is heard alone.
    isSoloSafe = kind == .fx
    settings = Self.defaults[kind] ?? []
  }

  /// One array for all new strips of a kind, which share it until they are edited.
  private static let defaults = Dictionary(
    uniqueKeysWithValues: StripKind.allCases.map { kind in
      (kind, Setting.allCases.map { $0.parameter.defaultValue(on: kind) })
    })

  /// What a setting of the strip's processing is set to; checked by whoever sets it.
  public subscript(setting: Setting) -> Double {
    get { settings[setting.rawValue] }
    set { settings[setting.rawValue] = newValue }
  }

  /// Where a channel's direct out takes its signal.
  public var directTap: Tap { Tap.allCases[Int(self[.directTap])] }

  /// The send to a bus, as it is or as it would be if it were touched.
  public func send(to bus: BusID) -> Send { sends[bus] ?? .untouched(to: bus) }
}

/// One input's path through the console.
public struct Channel: Hashable, Sendable {
  public var strip: Strip
  /// The device inputs, from 1: one for mono, two for stereo; empty when nothing is patched.
  ///
  /// A second one that a mono strip has kept from before is not heard.
  public var inputs: [Int]
  /// Whether it and the next channel are a pair: what is done to one is done to both.
  public internal(set) var isLinked = false

  public init(strip: Strip, inputs: [Int]) {
    self.strip = strip
    self.inputs = inputs
  }
}

/// A summing point with a strip of its own.
public struct Bus: Hashable, Sendable {
  public let id: BusID
  public var strip: Strip
  /// The device outputs, from 1: one a side; empty when nothing is patched.
  ///
  /// A second one that a mono bus has kept from before is silent.
  public var outputs: [Int]
  public init(id: BusID, strip: Strip, outputs: [Int] = []) {
    self.id = id
    self.strip = strip
    self.outputs = outputs
  }
}

/// A fader that adds its dB to each member's and carries no audio.
public struct VCA: Hashable, Sendable {
  public var name: String
  /// What is added to every member below; minus infinity silences them and forgets nothing.
  public var fader = Decibels.unity
  public var isMuted = false
  public var isSoloed = false
  /// What it is shown in.
  public var colour = StripColour.none
  /// The numbers of the VCAs directly above this one.
  public var vcas: Set<Int> = []

  public init(name: String) { self.name = name }
}

/// A switch that mutes its members, or dims them when it has a level.
public struct MuteGroup: Hashable, Sendable {
  public var name: String
  public var isOn = false
  /// The level, below 0 dB, that members are turned down by instead of being muted.
  public var dim: Decibels?

  public init(name: String) { self.name = name }
}
