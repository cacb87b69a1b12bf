import Units

extension Explanation: CustomStringConvertible {
  /// The tree as text, a line for each node: what, the dB that it adds, what there is to say.
  ///
  /// The first line answers in a sentence, without a full stop; the last has no line break.
  public var description: String { ([verdict] + lines.map(\.text)).joined(separator: "\n") }

  /// Whether the strip is heard and where, or why not, in a line.
  public var verdict: String {
    let isNamed = !name.isEmpty && name.lowercased() != "\(strip)"
    let title = isNamed ? "\(strip), \(name)" : "\(strip)"
    guard let cause else {
      if isHeard { return "\(title): heard on \(Self.plugs("output", reachedOutputs))" }
      // A VCA has no signal; a level so low that no number is left has no other cause.
      let hasSignal = nodes.contains(where: \.kind.isOut)
      return hasSignal ? "\(title): silent, at \(level ?? .unity) dB" : title
    }
    let reason = cause.sentence(in: self)
    guard isHeard else { return "\(title): silent, because \(reason)" }
    let outputs = Self.plugs("output", reachedOutputs)
    return "\(title): silent after its fader, because \(reason); heard on \(outputs) by a send"
  }

  private var lines: [Line] {
    var lines = Lines(strip: strip)
    let levels = nodes.filter(\.kind.isPartOfLevel)
    for node in nodes {
      lines.add(node, depth: 1)
      guard levels.count > 1 || !levels.allSatisfy(\.children.isEmpty), node == levels.last,
        let level
      else { continue }
      lines.lines.append(Line(depth: 1, label: "level", level: "\(level) dB", remark: ""))
    }
    return lines.lines
  }

  /// `output 3`, `outputs 1 and 2`.
  static func plugs(_ noun: String, _ numbers: [Int]) -> String {
    numbers.isEmpty
      ? "no \(noun)"
      : "\(noun)\(numbers.count == 1 ? "" : "s") \(list(numbers.map(String.init), most: 8))"
  }

  /// `a`, `a and b`, `a, b and c`, `a, b and 5 others`.
  static func list(_ words: [String], most: Int) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    if words.count <= most {
      return words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
    }
    return words.prefix(most - 1).joined(separator: ", ") + " and \(words.count - most + 1) others"
  }

  static func list(_ strips: [StripID]) -> String { list(strips.map(\.description), most: 6) }
}

/// The lines of a tree, and which buses they have told of.
private struct Lines {
  let strip: StripID
  var lines: [Line] = []
  private var told: Set<Explanation.Subject> = []

  init(strip: StripID) { self.strip = strip }

  mutating func add(_ node: Explanation.Node, depth: Int) {
    var line = Line(
      depth: depth, label: node.label, level: node.shownLevel, remark: node.remark(under: strip))
    var children = node.children[...]
    // The fader of a bus stands in the line of the way to it.
    if node.kind == .assign, let fader = children.popFirst() {
      line.level = fader.shownLevel
      line.remark = [fader.remark(under: strip), line.remark].filter { !$0.isEmpty }
        .joined(separator: ", ")
    }
    if node.kind.isWay && !node.isSilencing {
      let isTold = told.contains(node.subject)
      if node.children.isEmpty { line.add(isTold ? "as above" : "as below") }
      told.insert(node.subject)
    }
    lines.append(line)
    for child in children { add(child, depth: depth + 1) }
  }
}

/// A line of the text, in columns.
private struct Line {
  let depth: Int
  let label: String
  var level: String
  var remark: String

  private static let column = 44

  mutating func add(_ word: String) { remark += remark.isEmpty ? word : ", " + word }

  var text: String {
    let left = String(repeating: "  ", count: depth) + label
    guard !level.isEmpty || !remark.isEmpty else { return left }
    let width = max(Self.column - left.count - level.count, 1)
    let line = left + String(repeating: " ", count: width) + level
    return remark.isEmpty ? line : "\(line)  \(remark)"
  }
}

// What the lines say.
extension Explanation.Node {
  fileprivate var label: String {
    switch kind {
    case .source: sourceLabel
    case .trim, .gate, .fader: kind.rawValue
    case .link: "linked with \(named)"
    case .insert: insertLabel
    case .vca: named
    case .dim: isMuteGroup ? "\(named), dims" : "dim"
    case .mute, .spared: muteLabel
    case .solo: obstacle == nil ? "solo" : "solo in place of others"
    case .members: "members"
    case .assign: "to \(named)"
    case .send: "send to \(named)"
    case .outputs: subjectText
    case .deadEnd: "goes nowhere"
    }
  }

  /// The level with its unit; none at outputs that nothing comes to.
  fileprivate var shownLevel: String {
    if kind == .outputs && !isReached { return "" }
    return level.map { "\($0) dB" } ?? ""
  }

  private var isMuteGroup: Bool { if case .muteGroup = subject { true } else { false } }

  /// What it is and what the user calls it, where that says more.
  private var named: String { hasName ? "\(subjectText), \(name)" : subjectText }

  /// The same within a sentence.
  private var spoken: String { hasName ? "\(subjectText) (\(name))" : subjectText }

  private var hasName: Bool { !name.isEmpty && name.lowercased() != subjectText }

  private var subjectText: String {
    switch subject {
    case .strip(let id): "\(id)"
    case .muteGroup(let number): "mute group \(number)"
    case .desk: "all-mute"
    case .plugs(let plugs): Explanation.plugs(kind == .source ? "input" : "output", plugs)
    case .insert(let outputs, _): Explanation.plugs("output", outputs)
    }
  }

  private var sourceLabel: String {
    guard case .strip(let id) = subject else { return subjectText }
    if case .source = id { return "\(id)" }
    return origins.isEmpty ? "fed by nobody" : "fed by \(Explanation.list(origins))"
  }

  private var insertLabel: String {
    guard case .insert(let outputs, let inputs) = subject else { return "insert" }
    return "insert: \(Explanation.plugs("output", outputs)), "
      + Explanation.plugs("input", inputs)
  }

  private var muteLabel: String {
    switch subject {
    case .strip(.vca): "mute of \(named)"
    case .strip: "mute key"
    default: named
    }
  }

  /// What there is to say of the node, the silence first.
  fileprivate func remark(under strip: StripID) -> String {
    let silence = isSilencing ? "<- silent here" : ""
    return [silence, detail(under: strip)].filter { !$0.isEmpty }.joined(separator: ": ")
  }

  private func detail(under strip: StripID) -> String {
    switch kind {
    case .source where obstacle == .off: "it is off"
    case .gate: level == nil ? "on" : "on, its reduction now"
    case .vca: origins.count == 1 && children.isEmpty && isDirect ? "" : ways
    case .spared: "spares it, for it is mute-safe"
    case .mute where isMuteGroup: isSilencing ? "it is on" : "off"
    case .solo: soloDetail
    case .members: Explanation.list(origins)
    case .send: sendDetail
    case .assign: isReached ? "" : "nothing comes"
    case .outputs: isReached ? "in all" : "nothing comes"
    default: ""
    }
  }

  private var soloDetail: String {
    let keys = Explanation.list(origins) + (origins.count == 1 ? " is" : " are") + " soloed"
    guard isReached else { return keys + ", waiting until no channel is" }
    return keys + (tap.map { ", heard \($0.words)" } ?? "")
  }

  private var isDirect: Bool { if case .vca? = origins.first { false } else { true } }

  private var ways: String {
    let words = origins.map { id in if case .vca = id { "by \(id)" } else { "directly" } }
    return words == ["directly"] ? "" : Explanation.list(words, most: 6)
  }

  private var sendDetail: String {
    let reach = mute == .safe ? ", no mute reaches it" : mute == .follow ? ", mutes reach it" : ""
    let place = (tap?.words ?? "") + (obstacle == nil ? reach : "")
    switch obstacle {
    case .off: return "it is off, " + place
    case .mute: return "the mute reaches it, " + place
    case nil where !isReached: return "\(place), nothing comes"
    default: return place
    }
  }
}

extension Tap {
  /// Where it is, as a sentence says it.
  fileprivate var words: String {
    switch self {
    case .input: "at the input"
    case .preEQ: "before the EQ"
    case .postEQ: "after the EQ"
    case .preFader: "before the fader"
    case .postFader: "after the fader"
    }
  }
}

// Why in words.
extension Explanation.Node {
  /// Why nothing passes here, as a clause.
  fileprivate func sentence(in explanation: Explanation) -> String {
    let isOwn = explanation.nodes.contains(self)
    let owner = isOwn ? nil : explanation.owner(of: self)
    let over = owner.map { " over \($0)" } ?? ""
    switch (kind, obstacle) {
    case (.fader, _):
      return isOwn ? "its fader stands at -inf" : "\(spoken) stands at -inf"
    case (.vca, _): return "\(spoken)\(over) stands at -inf"
    case (.dim, _): return "\(isMuteGroup ? spoken : "the dim")\(over) stands at -inf"
    case (.mute, _):
      if subject == .desk { return "all-mute is on" }
      if case .strip(.vca) = subject { return "\(spoken)\(over) is mute" }
      if isMuteGroup { return "\(spoken)\(over) is on" }
      return isOwn ? "it is muted by its key" : "\(spoken) is muted by its key"
    case (.solo, _):
      return Explanation.list(origins) + (origins.count == 1 ? " is" : " are")
        + " soloed in place" + (owner.map { " and \($0) is not" } ?? "")
    case (.source, .off): return "it is off"
    case (.source, .notFed): return "nobody feeds it"
    case (.source, _): return "nothing is patched to its input"
    case (.send, .off): return "its send to \(spoken) is off"
    case (.send, .mute): return "its mute reaches its send to \(spoken)"
    case (.send, _): return "its send to \(spoken) stands at -inf"
    default: return isOwn ? "it goes nowhere" : "\(spoken) goes nowhere"
    }
  }
}

extension Explanation {
  /// The bus on whose way a node lies, the node itself not counted.
  fileprivate func owner(of node: Node) -> StripID? {
    func search(_ nodes: [Node], _ owner: StripID?) -> StripID?? {
      for other in nodes {
        if other == node { return .some(owner) }
        var below = owner
        if other.kind.isWay, case .strip(let id) = other.subject { below = id }
        if let found = search(other.children, below) { return .some(found) }
      }
      return nil
    }
    return search(nodes, nil) ?? nil
  }
}
