public import ConsoleModel

/// Whose parameter a control moves, or which strip it is about.
public enum Target: Hashable, Sendable {
  /// The strip that the unit shows at that place, from 0 at its left.
  case visible(Int)
  /// The strip that was selected last.
  case selected
  /// Always the same.
  case fixed(ParameterOwner)
}

/// What a control does.
public enum ControlRole: Hashable, Sendable {
  /// Moves a parameter: a fader or encoder over its travel, a key on and off or from word to word.
  case parameter(Target, ParameterKey)
  /// A key that sets a parameter to what a new console has.
  case reset(Target, ParameterKey)
  /// An encoder that acts on what the assignment keys chose: pan, or the send to a bus.
  case pot(Target)
  /// Its push: pan to the centre, or the send on and off.
  case pushPot(Target)
  case mute(Target)
  case solo(Target)
  case arm(Target)
  case select(Target)
  /// Shows the members of a VCA or bus instead of the layer, or the layer again.
  case spill(Target)
  case display(Target)
  case colour(Target)
  case meter(Target)
  /// Moves by as many strips as the surface shows: -1 to the left, 1 to the right.
  case bank(Int)
  /// Moves by one strip.
  case nudge(Int)
  case layer(Layer)
  case muteGroup(Int)
  case clearSolo
  /// Taps the tempo of all delays that follow one.
  case tapTempo
  /// Takes the last step of the desk back, or takes it again.
  case undo
  case redo
  /// Lets pots pan.
  case assignPan
  /// Lets pots set sends: to the first bus, and with each press to the next.
  case assignSend

  /// What is meant, where something is.
  public var target: Target? {
    switch self {
    case .parameter(let target, _), .reset(let target, _), .pot(let target),
      .pushPot(let target), .mute(let target), .solo(let target), .arm(let target),
      .select(let target), .spill(let target), .display(let target), .colour(let target),
      .meter(let target):
      target
    case .bank, .nudge, .layer, .muteGroup, .clearSolo, .tapTempo, .undo, .redo, .assignPan,
      .assignSend:
      nil
    }
  }
}

/// A control of a device together with what it does.
public struct Bound<Profile: Hashable & Sendable>: Hashable, Sendable {
  public var profile: Profile
  public var role: ControlRole
  /// What its file calls it, such as `mute 2`; empty where no file describes it.
  public var name: String

  public init(_ profile: Profile, _ role: ControlRole, name: String = "") {
    self.profile = profile
    self.role = role
    self.name = name
  }
}
