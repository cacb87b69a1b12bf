import ConsoleModel
import Surface
import Units

// Texts.
extension FaceJudge {
  var texts: [String] {
    let wrong = profile.displays.flatMap { display -> [String] in
      let target = role(display).target
      let shown = face.panel.texts[display.name] ?? [:]
      return display.profile.rows.enumerated().compactMap { place, row in
        guard let text = shown[place] else { return "\(display.name) was written nothing" }
        let isRight = isRight(text.trimmed, row.shows, target, display.profile.characters)
        return isRight ? nil : "\(display.name) reads '\(text)' for \(meant(target))"
      }
    }
    return wrong + equalNames
  }

  private func meant(_ target: Target?) -> String {
    if showsPage(target) { return slot(target).map { "\($0)" } ?? "no parameter" }
    return strip(target).map { "\($0)" } ?? "nothing"
  }

  /// Whether a display tells of a page's parameter: not while a hand moves another of its strip.
  private func showsPage(_ target: Target?) -> Bool {
    guard case .page = outlook.pots, target?.isVisible == true, !outlook.namesStrips else {
      return false
    }
    guard let underHand, !isOnPage(underHand) else { return true }
    return strip(target).map { .strip($0) } != underHand.owner
  }

  /// Names of a page's parameters that can't be told apart.
  private var equalNames: [String] {
    guard case .page(let page) = outlook.pots, page != .sends, !outlook.namesStrips else {
      return []
    }
    var seen: Set<String> = []
    return profile.displays.flatMap { display in
      display.profile.rows.indices.filter { display.profile.rows[$0].shows == .name }.compactMap {
        let text = face.panel.texts[display.name]?[$0]?.trimmed ?? ""
        let isNew = text.isEmpty || underHand != nil || seen.insert(text).inserted
        return isNew ? nil : "\(display.name) reads '\(text)', too"
      }
    }
  }

  private func isRight(
    _ text: String, _ shows: DisplayContent, _ target: Target?, _ length: Int
  ) -> Bool {
    guard text.utf8.count <= length else { return false }
    if showsPage(target) { return isRight(text, shows, slot(target), length) }
    guard let strip = strip(target) else { return text.isEmpty }
    switch shows {
    case .name: return Self.isShort(text, of: console.name(of: strip), length)
    case .level: return isLevel(text, console.fader(of: strip))
    case .value: return isState(text, strip, target)
    case .strip: return Self.isShort(text, of: "\(strip)", length)
    case .nothing: return text.isEmpty
    }
  }

  /// The name of a page's parameter above its value.
  private func isRight(
    _ text: String, _ shows: DisplayContent, _ address: ParameterAddress?, _ length: Int
  ) -> Bool {
    guard let address, let value = console.value(of: address), [.name, .value].contains(shows)
    else { return text.isEmpty }
    if shows == .value {
      return isOff(address)
        ? text == "off" : Self.isValue(text, value, of: address.parameter, length)
    }
    if let bus = address.key.bus {
      return Self.isShort(text, of: console.name(of: .bus(bus)), length)
    }
    return Self.isLabel(text, of: address.key)
  }

  /// The value under a hand, else that of the send on the fader or pot, else why a strip is silent,
  /// else its level.
  private func isState(_ text: String, _ strip: StripID, _ target: Target?) -> Bool {
    // What stands on a page is told there.
    if let underHand, !isOnPage(underHand), underHand.owner == .strip(strip),
      let value = console.value(of: underHand)
    {
      return Self.isValue(text, value, of: underHand.parameter, 6)
    }
    if let send = shownSend(strip, target), let level = console.value(of: send) {
      return isOff(send) ? text == "off" : Self.isLevel(text, level)
    }
    if console.isMutedByHand(strip) {
      return text.hasPrefix("MUTE") || text.contains("+") && isReason(text)
    }
    let level = console.effectiveLevel(of: strip)
    if console.muteCauses(of: strip).isEmpty { return isLevel(text, level) }
    return isReason(text)
  }

  /// Whether a text is no level, but may say why a strip is silent.
  private func isReason(_ text: String) -> Bool {
    let number = text.hasSuffix("dB") ? String(text.dropLast(2)) : text
    return !text.isEmpty && Double(number) == nil
  }

  private func shownSend(_ strip: StripID, _ target: Target?) -> ParameterAddress? {
    switch (outlook.faders, outlook.pots) {
    case (.sends(to: let bus), _), (.level, .send(let bus)):
      return ParameterAddress(strip, ParameterKey(.sendLevel, to: bus))
    case (.sendsOf, _): return send(on: target, .sendLevel)
    case (.level, _): return nil
    }
  }

  /// Whether a text tells a level, or nothing for what has none, as talkback.
  private func isLevel(_ text: String, _ level: Decibels?) -> Bool {
    level.map { Self.isLevel(text, $0.value) } ?? text.isEmpty
  }

  /// Whether a text tells a level to a tenth of a dB.
  static func isLevel(_ text: String, _ level: Double) -> Bool {
    if level == -.infinity { return text.lowercased().contains("-inf") }
    let number = text.hasSuffix("dB") ? String(text.dropLast(2)) : text
    return Double(number).map { abs($0 - level) < 0.0501 } ?? false
  }

  /// Whether a text is a name, or made of its letters in order where that is too long or no ASCII.
  private static func isShort(_ text: String, of name: String, _ length: Int) -> Bool {
    let plain = name.replacing("Ü", with: "U")
    if plain.utf8.count <= length { return text == plain }
    var rest = plain[...]
    for letter in text {
      guard let found = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: found)...]
    }
    let number = plain.reversed().prefix { $0.isNumber }
    return text.utf8.count == length && text.hasSuffix(String(number.reversed()))
  }
}

// Colours and meters.
extension FaceJudge {
  var colours: [String] {
    profile.colours.enumerated().compactMap { place, row in
      // What has no colour is white, so that text can be read and keys are seen.
      func wanted(_ row: Bound<ColourProfile>) -> StripColour {
        let colour = strip(role(row).target).map { console.colour(of: $0) } ?? .none
        return colour == .none ? .white : colour
      }
      if let twister = face as? TwisterFace {
        let hues = twister.hues
        let isLike = profile.colours.enumerated().allSatisfy { other, bound in
          (hues[UInt8(other)] == hues[UInt8(place)]) == (wanted(bound) == wanted(row))
        }
        return isLike && hues[UInt8(place)] != nil ? nil : "\(row.name) has another's hue"
      }
      let shown = face.panel.colours[row.name]
      return shown == wanted(row)
        ? nil : "\(row.name) is \(String(describing: shown)), not \(wanted(row))"
    }
  }

  var meterFaults: [String] {
    profile.meters.flatMap { meter -> [String] in
      let peak = strip(role(meter).target).map { Double(meters[$0]) } ?? -.infinity
      let shown = face.panel.meters[meter.name] ?? -1
      var wanted = face.meterStep(peak)
      let isOver = face.panel.overloads[meter.name]
      if peak > 0.01 && isOver == false { return ["\(meter.name) is not overloaded"] }
      if peak < 0 && isOver == true { return ["\(meter.name) is overloaded"] }
      if peak > 0 && peak < 0.01 { wanted = shown }
      return shown == wanted ? [] : ["\(meter.name) shows \(shown) for \(peak), not \(wanted)"]
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
