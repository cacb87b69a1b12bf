public import ConsoleModel

/// A control of a device together with what it does.
public struct Bound<Profile: Hashable & Sendable>: Hashable, Sendable {
  public var profile: Profile
  /// What it does when pressed, turned or moved, under no conditions.
  public var role: ControlRole
  /// What it does otherwise, in the file's order.
  public var variants: [RoleVariant] = []

  /// What its file calls it, such as `mute 2`; empty where no file describes it.
  public var name: String

  public init(_ profile: Profile, _ role: ControlRole, name: String = "") {
    self.profile = profile
    self.role = role
    self.name = name
  }

  /// Everything that it may do.
  public var roles: [ControlRole] { [role] + variants.map(\.role) }
}

/// What a control does on some condition, or when it is handled in some way.
public struct RoleVariant: Hashable, Sendable {
  public var role: ControlRole
  public var gesture = Gesture.press
  public var condition = Condition()

  public init(_ role: ControlRole) { self.role = role }
}

/// How a control is handled.
public enum Gesture: String, CaseIterable, Sendable {
  /// A key is pressed; encoders and faders are moved.
  case press
  /// A key is pressed and not let go for a while.
  case hold
  /// A key is pressed for the second time within a moment.
  case double
  /// A hand touches a fader.
  case touch
}

/// When something holds: while some modifiers are held and the surface shows certain things.
public struct Condition: Hashable, Sendable {
  /// The names of modifier keys.
  public var modifiers: Set<String> = []
  public var views: Set<View> = []

  public init() {}

  /// One thing that a surface may show.
  public enum View: Hashable, Sendable {
    case layer(Layer)
    /// The members of a VCA or bus.
    case spill
    /// Pots act on that page.
    case page(PotPage)
    /// Faders and pots are swapped.
    case flip
    /// Faders of strips act on sends.
    case sends
    /// A strip of such a kind is selected.
    case selected(StripKind)
  }

  /// How much is asked for; the condition that asks for more goes before others.
  var weight: Int { modifiers.count * 16 + views.count }
}
