/// The table of parameters as people read it, one processor or kind of control at a time.
public enum ParameterTable {
  /// The processors by their first keys and the kinds of controls, in the order of the table.
  public static let groups: [String] = Parameter.table.reduce(into: []) { groups, row in
    if !groups.contains(row.group) { groups.append(row.group) }
  }

  /// One line: a parameter, or what the bands of an equaliser have in common.
  public struct Line: Sendable {
    public let key: String
    public let range: String
    public let normal: String
    public let strips: String
    public let summary: String
  }

  /// The lines of a group; none if there is no such group.
  public static func lines(_ group: String) -> [Line] {
    let rows = Parameter.table.filter { $0.group == group }
    let bands = rows.filter { $0.path.hasPrefix("eq.1.") }
    return rows.filter { $0.band == nil }.map { line([$0]) }
      + bands.map { first in
        line(rows.filter { $0.band != nil && $0.lastKey == first.lastKey })
      }
  }

  /// A group as a table in Markdown.
  public static func markdown(_ group: String) -> String {
    let lines = lines(group).map {
      "| `\($0.key)` | \($0.range) | \($0.normal) | \($0.strips) | \($0.summary) |"
    }
    let head = ["| key | range | default | on | |", "| --- | --- | --- | --- | --- |"]
    return (head + lines).joined(separator: "\n")
  }

  /// The line of one parameter, or of the same one of several bands.
  private static func line(_ rows: [Parameter]) -> Line {
    let first = rows[0]
    let isBand = first.band != nil
    let channel = different(rows.filter { $0.kinds.contains(.channel) }) {
      $0.defaultValue(on: .channel)
    }
    let bus = different(rows.filter { $0.kinds != [.channel] }) { $0.defaults.bus }
    var normal = channel.isEmpty ? bus : channel
    if !channel.isEmpty && !bus.isEmpty && channel != bus { normal += "; on buses \(bus)" }
    normal += first.exceptionsText
    return Line(
      key: isBand ? "eq.1…6.\(first.lastKey)" : first.fullPath, range: first.rangeText,
      normal: normal, strips: isBand ? "all; bands 5 and 6 on buses" : first.strips,
      summary: first.summary)
  }

  /// The defaults of some rows; one where they are the same.
  private static func different(
    _ rows: [Parameter], _ value: (Parameter) -> Double
  ) -> String {
    let texts = rows.map { $0.text(value($0)) }
    guard let first = texts.first else { return "" }
    return texts.allSatisfy { $0 == first } ? first : texts.joined(separator: ", ")
  }
}

extension Parameter {
  /// The processor that it belongs to, by its first key, or its sort of control; the monitor, the
  /// talkback and the oscillator have parameters of their own.
  public var group: String {
    if case .control(let control) = id, let group = control.group { return group }
    let ownKinds: [StripKind] = [.monitor, .talkback, .oscillator]
    return ownKinds.first { kinds == [$0] }?.rawValue ?? String(path.prefix { $0 != "." })
  }

  /// The keys that lead to it, from the processor on.
  fileprivate var fullPath: String {
    if ["strip", "assigns", "sends", "memberships"].contains(group) { return path }
    return path == group || path.hasPrefix(group + ".") ? path : "\(group).\(path)"
  }

  /// The defaults of single kinds of buses: `; on main -inf dB`, `; to aux pre-fader`.
  fileprivate var exceptionsText: String {
    let word = destinations.isEmpty ? "on" : "to"
    return StripKind.allCases.filter { $0 != .channel }.compactMap { kind in
      exceptions[kind].map { "; \(word) \(kind.rawValue) \(text($0))" }
    }.joined()
  }

  /// The last of them.
  fileprivate var lastKey: String { String(path.split(separator: ".").last ?? "") }

  /// The band of an equaliser that it belongs to.
  fileprivate var band: Int? {
    let keys = path.split(separator: ".")
    return keys.count == 3 && keys[0] == "eq" ? Int(keys[1]) : nil
  }

  /// What is allowed.
  fileprivate var rangeText: String {
    switch unit {
    case .onOff: "on, off"
    case .words(let words): words.joined(separator: ", ")
    case .channel: "none, or a channel's number"
    case .bus: "a bus other than the monitor"
    case .place: "L100…R100"
    case .placeOrFollow: "follow, L100…R100"
    case .decibelsOrNone: "none, or below 0 dB"
    default: Self.written(range.lowerBound) + "…" + text(range.upperBound)
    }
  }

  /// The strips that have it.
  fileprivate var strips: String {
    if kinds.contains(.vca) { return "vcas and " + Self.names(of: kinds.subtracting([.vca])) }
    return Self.names(of: kinds)
  }

  private static func names(of kinds: Set<StripKind>) -> String {
    if kinds == all { return "all" }
    if kinds == buses { return "buses" }
    for missing in [StripKind.fx, .monitor] where kinds == all.subtracting([missing]) {
      return "all but \(missing.rawValue)"
    }
    if kinds.isStrictSuperset(of: all) {
      return "all, " + names(of: kinds.subtracting(all))
    }
    return StripKind.allCases.filter(kinds.contains).map {
      $0 == .channel ? "channels" : $0.rawValue
    }.joined(separator: ", ")
  }
}

extension Control {
  /// What it is listed under; nil for what belongs to a strip that is one of its kind.
  fileprivate var group: String? {
    switch self {
    case .trim, .polarity, .fader, .mute, .muteSafe, .solo, .soloSafe, .arm, .pan, .link,
      .colour:
      "strip"
    case .main, .group, .to: "assigns"
    case .sendLevel, .sendOn, .sendTap, .sendPan, .sendWidth, .sendMute: "sends"
    case .inVCA, .inMuteGroup: "memberships"
    case .source: nil
    case .muteGroupOn, .muteGroupDim: "mute-group"
    case .soloMode, .soloGroups, .soloAuxes, .soloFXs, .soloMatrices, .soloMain, .soloExclusive,
      .soloInputFirst, .soloFollowsSelect, .soloKey, .muteReach, .allMute, .unassign, .meterPoint:
      "desk"
    }
  }
}
