import Units

extension Explanation {
  /// Why nothing is heard, or how loud the strip stands, in so few letters that a scribble strip
  /// shows them: `VCA 3 -INF`, `MUTE GRP 2`, `NO OUTPUT`.
  ///
  /// - Parameter width: How many letters there are; 7 keep what is meant, fewer may cut it.
  /// - Returns: At most as many letters, printable ASCII.
  public func short(width: Int) -> String {
    let texts = cause.map { $0.shortTexts(of: strip) } ?? levelTexts
    return texts.first { $0.count <= width } ?? String((texts.last ?? "").prefix(width))
  }

  private var levelTexts: [String] {
    guard let level else { return [isHeard ? "ON" : ""] }
    return ["\(level) dB", "\(level)"]
  }
}

extension Console {
  /// Why a strip itself is silent, as `Explanation.short` says it; nil while it is open, or only its own
  /// fader stands at minus infinity.
  ///
  /// For displays that show every strip after every edit: it follows no ways.
  public func silence(of id: StripID, width: Int) -> String? {
    let solo = soloMode == .inPlace ? soloState : .none
    let isMute = !muteCauses(of: id, solo: solo).isEmpty
    guard isMute || effectiveLevel(of: id)?.isSilence == true else { return nil }
    let nodes = levelNodes(of: id).dropFirst() + muteNodes(of: id, solo)
    let explanation = Explanation(strip: id, name: "", level: nil, nodes: Array(nodes))
    return nodes.contains { $0.all.contains(where: \.isSilencing) }
      ? explanation.short(width: width) : nil
  }
}

extension Explanation.Node {
  /// What the node comes to, from long to short.
  fileprivate func shortTexts(of strip: StripID) -> [String] {
    switch (kind, obstacle) {
    case (.mute, _) where subject == .desk: ["ALL MUTE", "ALLMUT"]
    case (.mute, _) where subject == .strip(strip): ["MUTE"]
    case (.fader, _) where subject == .strip(strip): ["FADER -INF", "-INF"]
    case (.deadEnd, _) where subject != .strip(strip): subjectTexts("NO OUTPUT") + ["NO OUT"]
    case (.source, .off): ["OFF"]
    case (.source, .notFed): ["NO SIGNAL", "NO FEED"]
    case (.source, _): ["NO INPUT", "NO IN"]
    case (.send, .off): ["SEND OFF", "SND OFF"]
    case (.send, .mute): ["SEND MUTE", "SND MUT"]
    case (.send, _): ["SEND -INF", "SND-INF"]
    case (.solo, _): soloTexts
    case (.deadEnd, _): ["NO WAY OUT", "NO WAY"]
    case (.mute, _): subjectTexts("MUTE")
    default: subjectTexts("-INF")
    }
  }

  private var soloTexts: [String] {
    guard origins.count == 1, let names = origins.first?.shortNames else {
      return ["SOLO ELSEWHERE", "SOLO", "SIP"]
    }
    return names.map { "SOLO: \($0)" } + names.map { "SIP \($0)" } + ["SIP"]
  }

  private func subjectTexts(_ word: String) -> [String] {
    switch subject {
    case .muteGroup(let number):
      word == "MUTE"
        ? ["MUTE GRP \(number)", "MUTE G\(number)", "MUTEG\(number)", word]
        : ["MUTE GRP \(number) \(word)", "DIM G\(number) \(word)", "G\(number) \(word)", word]
    case .strip(let id):
      id.shortNames.map { "\($0) \(word)" } + id.shortNames.map { $0 + word } + [word]
    default: [word]
    }
  }
}

extension StripID {
  /// The name in few letters, from long to short.
  fileprivate var shortNames: [String] {
    switch self {
    case .channel(let number): ["CH \(number)", "C\(number)"]
    case .vca(let number): ["VCA \(number)", "V\(number)"]
    case .source(let source): source == .talkback ? ["TALKBACK", "TB"] : ["OSC"]
    case .bus(let bus):
      switch bus.kind {
      case .group: ["GRP \(bus.number)", "G\(bus.number)"]
      case .aux: ["AUX \(bus.number)", "A\(bus.number)"]
      case .fx: ["FX \(bus.number)", "F\(bus.number)"]
      case .matrix: ["MTX \(bus.number)", "X\(bus.number)"]
      case .main: ["MAIN", "MA"]
      case .monitor: ["MONITOR", "MON"]
      }
    }
  }
}
