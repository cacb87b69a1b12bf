import ConsoleModel
import Surface
import Units

/// What a unit shows, in words.
public struct UnitPicture: Sendable {
  private let unit: SimulatedUnit
  private let now: UInt64

  /// Looks at a unit.
  public init(_ unit: SimulatedUnit, at now: UInt64) {
    self.unit = unit
    self.now = now
  }

  /// Every thing that shows something, in order: its name and what it shows.
  ///
  /// What moves all the time is left out: meters, and motors on their way.
  public var entries: [(name: String, text: String)] {
    let profile = unit.profile
    var entries: [(name: String, text: String)] = []
    for (index, fader) in profile.faders.enumerated() where !unit.faders[index].isMoving {
      entries.append((fader.name, place(of: index)))
    }
    for (index, button) in profile.buttons.enumerated() {
      if let lamp = lamp(index) { entries.append((button.name, lamp)) }
    }
    for (index, encoder) in profile.encoders.enumerated() {
      if let ring = unit.rings[index] { entries.append((encoder.name, "ring \(ring)")) }
    }
    for (index, display) in profile.displays.enumerated() {
      let rows = unit.text(of: index).map { trimmed($0) }
      guard rows.contains(where: { !$0.isEmpty }) else { continue }
      entries.append((display.name, rows.map { "\"\($0)\"" }.joined(separator: " ")))
    }
    for (index, colour) in profile.colours.enumerated() {
      if let shown = unit.colour(of: index) { entries.append((colour.name, shown.rawValue)) }
    }
    return entries
  }

  /// The whole unit as a table: a column for each number, a line for each kind of control.
  public var lines: [String] {
    let profile = unit.profile
    var lines = texts
    lines += table(profile.faders.map(\.name)) { shortPlace(of: $0) }
    lines += table(profile.encoders.map(\.name)) { unit.rings[$0].map { "\($0)" } ?? "" }
    let rows = ControlRow.rows(of: profile.buttons.map(\.name))
    for row in rows
    where row.members.count > 1 && row.members.contains(where: { lamp($0.place) != nil }) {
      lines.append(line(row) { lamp($0) ?? "" })
    }
    lines += table(profile.meters.map(\.name)) { meter($0) }
    let singles = rows.filter { $0.members.count == 1 }.flatMap(\.members).map(\.place)
    for state in ["on", "blinking"] {
      let names = singles.filter { lamp($0) == state }.map { profile.buttons[$0].name }
      if !names.isEmpty { lines.append("\(state): \(names.joined(separator: ", "))") }
    }
    return lines
  }
}

extension UnitPicture {
  private static let width = 8

  private var texts: [String] {
    let names = unit.profile.displays.map(\.name)
    let count = unit.profile.displays.map(\.profile.offsets.count).max() ?? 0
    return (0..<count).flatMap { row in
      table(names) { index in
        let rows = unit.text(of: index)
        return row < rows.count ? rows[row] : ""
      }
    }
  }

  private func table(_ names: [String], _ text: (Int) -> String) -> [String] {
    ControlRow.rows(of: names).map { line($0, text) }
  }

  private func line(_ row: ControlRow, _ text: (Int) -> String) -> String {
    let cells = row.members.map { padded(text($0.place), Self.width) }
    return trimmed(padded(row.word, 12) + cells.joined(separator: " "))
  }

  private func place(of index: Int) -> String {
    let fader = unit.faders[index]
    let touched = fader.isHeld ? ", touched" : ""
    return "\(fader.position) (\(level(of: index)))\(touched)"
  }

  private func shortPlace(of index: Int) -> String {
    let level = level(of: index).split(separator: " ").first.map(String.init) ?? ""
    return unit.faders[index].isHeld ? "[\(level)]" : level
  }

  private func level(of index: Int) -> String {
    let rules = unit.profile.faders[index].profile.rules
    let grid = FaderGrid(rules)
    return "\(grid.level(of: unit.faders[index].position)) dB"
  }

  private func lamp(_ index: Int) -> String? {
    guard let lamp = unit.profile.buttons[index].profile.lamp, let value = unit.lamps[index] else {
      return nil
    }
    switch value {
    case lamp.off: return "off"
    case lamp.on: return "on"
    case lamp.blink: return "blinking"
    default: return "\(value)"
    }
  }

  /// A meter that is not told anything falls by itself, a step in 0.3 s.
  private func meter(_ index: Int) -> String {
    let meter = unit.meters[index]
    let age = unit.profile.meters[index].profile.decays && now > meter.at ? now - meter.at : 0
    let value = max(0, meter.value - Int(age / 300_000_000))
    return "\(value)" + (meter.isOverloaded ? "!" : "")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
