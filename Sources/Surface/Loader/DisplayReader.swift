import YAML

/// Reads a row of display cells.
struct DisplayReader {
  /// The most bytes that a unit takes at once.
  let burst: Int

  func read(_ value: ValueReader, _ key: ControlKey) -> [DisplayProfile]? {
    value.mapping("a display") { keys in
      let write = keys.required("write").flatMap { TemplateText.text($0) }
      let rows = keys.required("rows")?.integers(in: 0...127, repeats: true)
      let cell = keys.required("cell")?.integer(in: 1...64)
      let step = keys.optional("step")?.integer(in: 0...127)
      let contents = contents(keys, count: rows?.count ?? 0)
      let used = keys.optional("characters")?.integer(in: 1...64)
      let longest = keys.optional("longest")?.integer(in: 8...256)
      guard let write, let rows, let cell,
        check(keys, rows: rows, step: step ?? cell, count: key.count)
      else { return nil }
      let characters = used ?? cell
      if characters > cell {
        keys.error(at: "characters", "'characters' of a display is more than the cell's \(cell)")
      }
      let shortest = write.frame + cell
      let most = longest ?? max(28, shortest)
      if most < shortest || most > burst {
        keys.error(
          at: longest == nil ? "cell" : "longest",
          "'longest' of a display is \(most) bytes; one cell takes \(shortest), and the burst is"
            + " \(burst)")
      }
      return (0..<key.count).map { place in
        var display = DisplayProfile(
          write: write, offsets: rows.map { $0 + place * (step ?? cell) })
        display.strip = place
        if let contents { display.rows = contents }
        display.cell = cell
        display.characters = characters
        display.longest = most
        return display
      }
    }
  }

  /// What the rows show and how they are numbered; nil where the file does not say.
  private func contents(_ keys: MappingReader, count: Int) -> [DisplayRow]? {
    let shown = keys.optional("shows")?.oneOrMore(count: 1...4)?.compactMap {
      $0.choice(DisplayContent.self)
    }
    let numbers = keys.optional("row numbers")?.integers(in: 0...127, repeats: true)
    for (key, given) in [("shows", shown?.count), ("row numbers", numbers?.count)] {
      guard let given, given != count else { continue }
      keys.error(at: key, "'\(key)' of a display has \(given) words for \(count) rows")
      return nil
    }
    guard shown != nil || numbers != nil else { return nil }
    let usual = [DisplayContent.name, .value, .nothing, .nothing]
    return (0..<count).map { DisplayRow(shows: (shown ?? usual)[$0], number: numbers?[$0] ?? $0) }
  }

  private func check(_ keys: MappingReader, rows: [Int], step: Int, count: Int) -> Bool {
    guard (1...4).contains(rows.count) else {
      keys.error(at: "rows", "'rows' of a display has \(rows.count) offsets; allowed are 1 to 4")
      return false
    }
    guard (rows.max() ?? 0) + (count - 1) * step <= 127 else {
      keys.error(at: "rows", "the last cell of a row of the display begins beyond offset 127")
      return false
    }
    return true
  }
}

/// Reads a row of meters.
enum MeterReader {
  static func read(_ value: ValueReader, _ key: ControlKey) -> [MeterProfile]? {
    value.mapping("a meter") { keys in
      let messages = keys.required("message").flatMap {
        MessageText.read($0, count: key.count, isShared: true)
      }
      let each = keys.optional("each")?.integer(in: 0...127) ?? 0
      let plus = keys.optional("plus")?.integer(in: 0...127) ?? 0
      var meter = MeterProfile(address: .channelPressure(channel: 1))
      meter.steps = keys.required("levels").map { levels($0) } ?? []
      meter.isSmooth = keys.optional("smooth")?.boolean() ?? false
      meter.overload = keys.optional("overload")?.mapping("an overload", overload)
      meter.refresh = keys.optional("refresh")?.time(in: 50...2000) ?? meter.refresh
      meter.decays = keys.optional("decays")?.boolean() ?? meter.decays
      let values =
        meter.steps.map(\.value)
        + [meter.overload?.set, meter.overload?.clear]
        .compactMap { $0 }
      let top = messages?.first?.top ?? 127
      if (values.max() ?? 0) + plus + each * (key.count - 1) > top {
        keys.error(
          "the last meter's highest value with 'plus' and 'each' added is more than \(top)")
      }
      return messages?.enumerated().map { index, address in
        var made = meter
        made.address = address
        made.plus = plus + each * index
        return made
      }
    }
  }

  private static func levels(_ value: ValueReader) -> [MeterStep] {
    var steps: [MeterStep] = []
    for (key, value) in value.entries("level") ?? [] {
      guard let level = key.number(in: -144...24, unit: .decibels),
        let shown = value.integer(in: 0...16383)
      else { continue }
      if let before = steps.last, before.level >= level {
        key.error("the levels of a meter have to rise; this one does not")
      }
      steps.append(MeterStep(level: level, value: shown))
    }
    return steps
  }

  private static func overload(_ keys: MappingReader) -> OverloadProfile? {
    let level = keys.required("level")?.number(in: -144...24, unit: .decibels)
    let set = keys.required("set")?.integer(in: 0...16383)
    let clear = keys.required("clear")?.integer(in: 0...16383)
    let hold = keys.optional("hold")?.time(in: 0...60_000) ?? 2000 * .millisecond
    guard let level, let set, let clear else { return nil }
    return OverloadProfile(level: level, set: set, clear: clear, hold: hold)
  }
}
