import ConsoleModel
import YAML

/// The left side of a line of the layout: `shift + hold mute 1..8`.
struct LayoutKey {
  let control: ControlKey
  /// Where it stands.
  let place: ValueReader
  let gesture: Gesture
  /// The names of modifier keys, each with where it stands.
  let modifiers: [(name: String, place: ValueReader)]

  /// The gestures that stand before a control.
  static let gestures: [Gesture] = [.hold, .double, .touch]

  /// Reads a key; nil after reporting a mistake.
  ///
  /// - Parameters:
  ///   - key: The text.
  ///   - words: The names of all controls without their numbers; a control may be called `hold`.
  init?(_ key: ValueReader, controls words: Set<String>) {
    guard let text = key.string(length: 1...96) else { return nil }
    var parts = text.split(separator: "+", omittingEmptySubsequences: false).map(Self.trimmed)
    var gesture = Gesture.press
    var last = parts.removeLast()
    if !words.contains(Self.word(of: last)), let space = last.firstIndex(of: " "),
      let found = Self.gestures.first(where: { $0.rawValue == last[..<space] })
    {
      gesture = found
      last = Self.trimmed(last[space...])
    }
    place = key.part(last, place: key.place)
    guard let control = ControlKey(place) else { return nil }
    self.control = control
    self.gesture = gesture
    modifiers = parts.map { (String($0), key.part($0, place: key.place)) }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    guard let first = text.firstIndex(where: { $0 != " " }),
      let last = text.lastIndex(where: { $0 != " " })
    else { return text.prefix(0) }
    return text[first...last]
  }

  /// A control's name without its number.
  private static func word(of text: Substring) -> String {
    let words = text.split(separator: " ")
    let isNumbered = words.count > 1 && words.last?.first?.isNumber == true
    return words.dropLast(isNumbered ? 1 : 0).joined(separator: " ")
  }
}

/// Reads `when layer fx and selected channel`.
enum ConditionText {
  /// Reads what a surface has to show; nil after reporting a mistake.
  static func read(_ key: ValueReader, userLayers: [String]) -> Set<Condition.View>? {
    guard let text = key.string(length: 1...96) else { return nil }
    var views: Set<Condition.View> = []
    for part in text.dropFirst("when".count).split(separator: " and ") {
      let words = part.split(separator: " ")
      guard let view = view(words, of: key, userLayers) else { return nil }
      guard views.insert(view).inserted else {
        key.error("'\(words.joined(separator: " "))' stands twice in \(key.place)")
        return nil
      }
    }
    guard !views.isEmpty else {
      key.error("'when' needs what is shown, such as 'when layer fx'")
      return nil
    }
    if let (first, second) = contradiction(Array(views)) {
      key.error("this can never be: \(first) and \(second)")
      return nil
    }
    return views
  }

  private static func view(
    _ words: [Substring], of key: ValueReader, _ userLayers: [String]
  ) -> Condition.View? {
    let rest = words.dropFirst().joined(separator: " ")
    switch words.first {
    case "layer":
      if let layer = Layer(rest, userLayers) { return .layer(layer) }
      key.unknown("layer", rest, allowed: Layer.names(userLayers))
    case "page":
      if let page = PotPage(rawValue: rest) { return .page(page) }
      key.unknown("page", rest, allowed: PotPage.allCases.map(\.rawValue))
    case "selected":
      if let kind = selectable.first(where: { $0.rawValue == rest }) { return .selected(kind) }
      key.unknown("kind of strip", rest, allowed: selectable.map(\.rawValue))
    case "spill" where words.count == 1: return .spill
    case "flip" where words.count == 1: return .flip
    case "sends" where words.count == 1: return .sends
    default:
      key.unknown(
        "condition", words.joined(separator: " "),
        allowed: ["layer fx", "page eq", "selected channel", "spill", "flip", "sends"])
    }
    return nil
  }

  private static let selectable: [StripKind] = [
    .channel, .group, .aux, .fx, .matrix, .main, .monitor, .vca,
  ]

  /// Two of some conditions that can't hold together.
  private static func contradiction(_ views: [Condition.View]) -> (String, String)? {
    for (index, one) in views.enumerated() {
      for other in views[(index + 1)...] where one.excludes(other) {
        return ("\(one)", "\(other)")
      }
    }
    return nil
  }
}

extension Layer {
  /// The layer of a name; nil if there is none.
  init?(_ name: String, _ userLayers: [String]) {
    let layers = Self.standard + userLayers.map { .user($0) }
    guard let layer = layers.first(where: { $0.name == name }) else { return nil }
    self = layer
  }

  /// What all layers are called.
  static func names(_ userLayers: [String]) -> [String] { standard.map(\.name) + userLayers }
}

extension Condition.View: CustomStringConvertible {
  /// The condition as a mapping file spells it.
  public var description: String {
    switch self {
    case .layer(let layer): "layer \(layer.name)"
    case .spill: "spill"
    case .page(let page): "page \(page.rawValue)"
    case .flip: "flip"
    case .sends: "sends"
    case .selected(let kind): "selected \(kind.rawValue)"
    }
  }

  /// Whether both can't hold at the same time; they differ.
  fileprivate func excludes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.layer, .layer), (.layer, .spill), (.spill, .layer), (.page, .page),
      (.selected, .selected):
      true
    default: false
    }
  }
}
