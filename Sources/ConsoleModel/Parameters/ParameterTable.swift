/// The table of parameters as people read it, one processor at a time.
public enum ParameterTable {
  /// The processors and settings of a strip by their first keys, in the order of the table.
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
    let channel = different(rows.filter { $0.kinds.contains(.channel) }, .channel)
    let bus = different(rows.filter { $0.kinds != [.channel] }, .main)
    var normal = channel.isEmpty ? bus : channel
    if !channel.isEmpty && !bus.isEmpty && channel != bus { normal += "; on buses \(bus)" }
    return Line(
      key: isBand ? "eq.1…6.\(first.lastKey)" : first.fullPath, range: first.rangeText,
      normal: normal, strips: isBand ? "all; bands 5 and 6 on buses" : first.strips,
      summary: first.summary)
  }

  /// The defaults of some rows; one where they are the same.
  private static func different(_ rows: [Parameter], _ kind: StripKind) -> String {
    let texts = rows.map { $0.text($0.defaultValue(on: kind)) }
    guard let first = texts.first else { return "" }
    return texts.allSatisfy { $0 == first } ? first : texts.joined(separator: ", ")
  }
}

extension Parameter {
  /// The processor that it belongs to, by its first key; the monitor, the talkback and the
  /// oscillator have settings of their own.
  public var group: String {
    let ownKinds: [StripKind] = [.monitor, .talkback, .oscillator]
    return ownKinds.first { kinds == [$0] }?.rawValue ?? String(path.prefix { $0 != "." })
  }

  /// The keys that lead to it, from the group on.
  fileprivate var fullPath: String {
    path == group || path.hasPrefix(group + ".") ? path : "\(group).\(path)"
  }

  /// The last of them.
  fileprivate var lastKey: String { String(path.split(separator: ".").last ?? "") }

  /// The band of an equaliser that it belongs to.
  fileprivate var band: Int? {
    let keys = path.split(separator: ".")
    return keys.count == 3 && keys[0] == "eq" ? Int(keys[1]) : nil
  }

  /// A value of it as a console file spells it.
  public func text(_ value: Double) -> String {
    switch unit {
    case .onOff: value == 1 ? "on" : "off"
    case .words(let words): words[Int(value)]
    case .channel: value == 0 ? "none" : "\(Int(value))"
    case .ratio: number(value)
    default: number(value) + unit.symbol
    }
  }

  private func number(_ value: Double) -> String {
    value.isFinite ? Self.written(value) : "inf"
  }

  /// What is allowed.
  fileprivate var rangeText: String {
    switch unit {
    case .onOff: "on, off"
    case .words(let words): words.joined(separator: ", ")
    case .channel: "none, or a channel's number"
    default: number(range.lowerBound) + "…" + text(range.upperBound)
    }
  }

  /// The strips that have it.
  fileprivate var strips: String {
    if kinds == Self.all { return "all" }
    if kinds == Self.buses { return "buses" }
    if kinds == Self.all.subtracting([.fx]) { return "all but fx" }
    return StripKind.allCases.filter(kinds.contains).map {
      $0 == .channel ? "channels" : $0.rawValue
    }.joined(separator: ", ")
  }
}
