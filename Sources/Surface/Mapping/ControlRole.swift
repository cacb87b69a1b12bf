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
  /// Nothing, as long as no condition gives it something else to do.
  case nothing
  /// Moves a parameter: a fader or encoder over its travel, a key on and off or from word to word.
  case parameter(Target, ParameterKey)
  /// A key that sets a parameter to what a new console has.
  case reset(Target, ParameterKey)
  /// A key that sets a parameter to a value, in the unit of its row.
  case value(Target, ParameterKey, Double)
  /// The fader of a strip: its level, or what `Navigation` lets faders move instead.
  case fader(Target)
  /// An encoder that acts on what the assignment keys chose: pan, or the send to a bus.
  case pot(Target)
  /// Its push: pan to the centre, or the send on and off.
  case pushPot(Target)
  case mute(Target)
  case solo(Target)
  case arm(Target)
  case select(Target)
  /// Selects the strip before (-1) or after (1) the selected one in the layer.
  case selectNext(Int)
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
  /// Lets pots act on parameters of the selected strip; shown already, on the next of them.
  case page(PotPage)
  /// Turns such a page: -1 to the left, 1 to the right.
  case turnPage(Int)
  /// Puts the sends to a bus on the faders of strips, or a strip's sends; or their levels again.
  case sends(Target)
  /// Lets faders act on what pots act on, and the other way round.
  case flip
  /// Lets encoders and faders move by a tenth of their way.
  case fine
  /// Lets displays tell of strips while pots act on a page.
  case names
  /// A key that gives other controls something else to do while it is held; its name.
  case modifier(String)
  /// A key whose switch does not last as it usually would.
  indirect case lasting(ControlRole, KeyBehaviour)

  /// What is meant, where something is.
  public var target: Target? {
    switch self {
    case .parameter(let target, _), .reset(let target, _), .value(let target, _, _),
      .fader(let target), .pot(let target), .pushPot(let target), .mute(let target),
      .solo(let target), .arm(let target), .select(let target), .spill(let target),
      .display(let target), .colour(let target), .meter(let target), .sends(let target):
      target
    case .lasting(let role, _): role.target
    case .nothing, .selectNext, .bank, .nudge, .layer, .muteGroup, .clearSolo, .tapTempo, .undo,
      .redo,
      .assignPan, .assignSend, .page, .turnPage, .flip, .fine, .names, .modifier:
      nil
    }
  }
}

/// How long what a key switched on lasts; the words are those of the desk's `solo-key`.
public enum KeyBehaviour: String, CaseIterable, Sendable {
  /// Until the key is pressed again.
  case latch
  /// Until it is let go.
  case momentary
  /// Until it is pressed again if it was tapped, else until it is let go.
  case auto
}
