import ConsoleModel
import Units

/// Writes a console as a file with every key, as plainly as can be; the loader's counterpart.
struct Writer {
  let console: Console

  var text: String {
    let size = console.size
    var lines = [
      "busbar-console: 1", "name: \(quoted(console.name))",
      "size: { channels: \(size.channels), groups: \(size.groups), auxes: \(size.auxes),"
        + " fx: \(size.fxs), matrices: \(size.matrices), vcas: \(size.vcas), mute-groups: \(size.muteGroups) }",
      "ramp: \(console.rampTime.value) ms", "pan-law: \(console.panLaw.rawValue)",
      "solo: \(console.soloMode.rawValue)", desk, "talkback: { \(source(.talkback)) }",
      "oscillator: { \(source(.oscillator)) }",
      "channels:",
    ]
    for (index, channel) in console.channels.enumerated() {
      lines.append(
        "  \(index + 1): { arm: \(channel.strip.isArmed), input: \(channel.inputs),"
          + " link: \(channel.isLinked),"
          + " main: \(channel.strip.assigns.contains(.main)), \(routing(channel.strip)),"
          + " solo: \(channel.strip.isSoloed), solo-safe: \(channel.strip.isSoloSafe), \(strip(channel.strip)),"
          + " \(settings(channel.strip, .channel)) }")
    }
    for (kind, key) in [
      (BusKind.group, "groups"), (.aux, "auxes"), (.fx, "fx"), (.matrix, "matrices"),
    ] {
      let buses = console.buses.filter { $0.id.kind == kind }
      if !buses.isEmpty { lines.append("\(key):") }
      for bus in buses { lines.append("  \(bus.id.number): { \(self.bus(bus)) }") }
    }
    for bus in console.buses.suffix(2) { lines.append("\(bus.id.kind): { \(self.bus(bus)) }") }
    return (lines + masters).joined(separator: "\n")
  }

  /// What holds for the whole desk, but the solo mode.
  private var desk: String {
    let options = console.soloOptions
    let taps: [(String, BusKind)] = [
      ("groups", .group), ("auxes", .aux), ("fx", .fx), ("matrices", .matrix), ("main", .main),
    ]
    let lines =
      taps.map { "solo-\($0): \(options[$1].rawValue)" } + [
        "solo-exclusive: \(options.isExclusive)", "solo-input-first: \(options.isInputFirst)",
        "solo-follows-select: \(options.followsSelect)", "solo-key: \(options.key.rawValue)",
        "mute-reach: \(console.muteReach.rawValue)", "all-mute: \(console.isAllMuted)",
        "unassign: keep-\(console.unassign.rawValue)", "meter: \(console.meterPoint.rawValue)",
      ]
    return lines.joined(separator: "\n")
  }

  private var masters: [String] {
    var lines = console.vcas.isEmpty ? [] : ["vcas:"]
    for (index, vca) in console.vcas.enumerated() {
      lines.append(
        "  \(index + 1): { name: \(quoted(vca.name)), fader: \(level(vca.fader)),"
          + " mute: \(vca.isMuted), solo: \(vca.isSoloed), vcas: \(vca.vcas.sorted()) }")
    }
    if !console.muteGroups.isEmpty { lines.append("mute-groups:") }
    for (index, group) in console.muteGroups.enumerated() {
      lines.append(
        "  \(index + 1): { name: \(quoted(group.name)), on: \(group.isOn),"
          + " dim: \(group.dim.map(level) ?? "none") }")
    }
    return lines
  }

  private func bus(_ bus: Bus) -> String {
    var parts = [strip(bus.strip), "output: \(bus.outputs.isEmpty ? "none" : "\(bus.outputs)")"]
    if bus.id != .monitor { parts += [routing(bus.strip), "solo: \(bus.strip.isSoloed)"] }
    if bus.id == .monitor { parts.append("source: \(console.monitorSource)") }
    if [.group, .fx].contains(bus.id.kind) { parts.append("solo-safe: \(bus.strip.isSoloSafe)") }
    if !bus.id.kind.isSingle { parts.append("main: \(bus.strip.assigns.contains(.main))") }
    if let kind = StripID.bus(bus.id).kind { parts.append(settings(bus.strip, kind)) }
    return parts.joined(separator: ", ")
  }

  private func source(_ source: Source) -> String {
    let channel = console[source]
    let buses = channel.strip.assigns.sorted().map(\.description).joined(separator: ", ")
    let input =
      source == .oscillator ? "" : ", input: \(channel.inputs.first.map { "\($0)" } ?? "none")"
    return
      "to: [\(buses)]\(input), \(settings(channel.strip, StripID.source(source).kind ?? .talkback))"
  }

  private func strip(_ strip: Strip) -> String {
    "name: \(quoted(strip.name)), stereo: \(strip.width == .stereo), trim: \(level(strip.trim)),"
      + " polarity: \(strip.isInverted ? "inverted" : "normal"), fader: \(level(strip.fader)),"
      + " mute: \(strip.isMuted), mute-safe: \(strip.isMuteSafe), pan: \(pan(strip.pan)), vcas: \(strip.vcas.sorted()),"
      + " mute-groups: \(strip.muteGroups.sorted())"
  }

  /// Every setting of a strip's processing, in groups of keys as deep as their paths.
  private func settings(_ strip: Strip, _ kind: StripKind) -> String {
    var rows = Setting.all(of: kind).map { setting in
      (
        keys: setting.parameter.path.split(separator: ".").map(String.init),
        value: value(strip[setting], setting.parameter)
      )
    }
    if Setting.insertOn.parameter.kinds.contains(kind) {
      rows.append((["insert", "output"], plugs(strip.insert.outputs)))
      rows.append((["insert", "input"], plugs(strip.insert.inputs)))
    }
    if kind == .channel { rows.append((["direct", "output"], plugs(strip.directOutputs))) }
    return group(rows, depth: 0)
  }

  private func plugs(_ numbers: [Int]) -> String { numbers.isEmpty ? "none" : "\(numbers)" }

  private func group(_ rows: [(keys: [String], value: String)], depth: Int) -> String {
    var parts: [String] = []
    var seen: Set<String> = []
    for row in rows where seen.insert(row.keys[depth]).inserted {
      let same = rows.filter { $0.keys[depth] == row.keys[depth] }
      parts.append(
        row.keys.count == depth + 1
          ? "\(row.keys[depth]): \(row.value)"
          : "\(row.keys[depth]): { \(group(same, depth: depth + 1)) }")
    }
    return parts.joined(separator: ", ")
  }

  private func value(_ value: Double, _ row: Parameter) -> String {
    switch row.unit {
    case .decibels, .decibelsOrNone: return "\(value) dB"
    case .hertz: return "\(value) Hz"
    case .milliseconds: return "\(value) ms"
    case .percent: return "\(value) %"
    case .ratio, .number: return "\(value)"
    case .onOff: return value == 1 ? "on" : "off"
    case .words(let words): return "'\(words[Int(value)])'"
    case .channel: return value == 0 ? "none" : "\(Int(value))"
    case .bus, .place, .placeOrFollow: return row.text(value)  // no setting has them
    }
  }

  private func routing(_ strip: Strip) -> String {
    let groups = strip.assigns.filter { $0.kind == .group }.map(\.number).sorted()
    let sends = strip.sends.sorted { $0.key < $1.key }.map { bus, send in
      let own = if case .fixed(let place) = send.pan { pan(place) } else { "follow" }
      return "\(bus): { level: \(level(send.level)), on: \(send.isOn), tap: \(send.tap.rawValue),"
        + " pan: \(own), width: \(send.width) %, mute: \(send.mute.rawValue) }"
    }
    return "groups: \(groups), sends: { \(sends.joined(separator: ", ")) }"
  }

  private func level(_ level: Decibels) -> String { "\(level.value) dB" }

  private func pan(_ pan: Pan) -> String {
    if pan.value == 0 { return "C" }
    return "\(pan.value < 0 ? "L" : "R")\(abs(pan.value) * 100)"
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }
}
