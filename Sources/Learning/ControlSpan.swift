import Surface

/// Controls in a row that a file describes in one line: `fader 1..8`.
struct ControlSpan {
  private(set) var controls: [LearntControl]

  /// Puts neighbours together whose names, messages and touches go up by one.
  static func spans(of controls: [LearntControl]) -> [ControlSpan] {
    var spans: [ControlSpan] = []
    for control in rows(of: controls).flatMap(evened) {
      if spans.last?.takes(control) == true {
        spans[spans.count - 1].controls.append(control)
      } else {
        spans.append(ControlSpan(controls: [control]))
      }
    }
    return spans
  }

  /// The controls of each word, in the order of their numbers; words in the order of learning.
  static func rows(of controls: [LearntControl]) -> [[LearntControl]] {
    var words: [String] = []
    for control in controls where !words.contains(control.name.word) {
      words.append(control.name.word)
    }
    return words.map { word in
      controls.filter { $0.name.word == word }
        .sorted { ($0.name.number ?? 0) < ($1.name.number ?? 0) }
    }
  }

  /// Faders of a row are built alike: one that was not moved to its end has the others' top.
  private static func evened(_ row: [LearntControl]) -> [LearntControl] {
    let travels = row.compactMap { control -> (top: Int, step: Int)? in
      guard case .fader(let top, let step, _) = control.kind else { return nil }
      return (top, step)
    }
    guard let top = travels.map(\.top).max(), let step = travels.map(\.step).min() else {
      return row
    }
    return row.map { control in
      var control = control
      if case .fader(let own, _, let isMotor) = control.kind, own + 4 * step >= top {
        control.kind = .fader(top: top, step: step, isMotor: isMotor)
      }
      return control
    }
  }

  private func takes(_ control: LearntControl) -> Bool {
    guard let last = controls.last, let number = last.name.number,
      control.name == LearntName(last.name.word, number + 1), control.kind == last.kind,
      control.touchThreshold == last.touchThreshold,
      follows(control.address, last.address, controls.map(\.address))
    else { return false }
    switch (control.touch, last.touch) {
    case (nil, nil): return true
    case (let new?, let old?): return follows(new, old, controls.compactMap(\.touch))
    default: return false
    }
  }

  /// Whether a message goes on as those before it do.
  private func follows(
    _ new: MessageAddress, _ old: MessageAddress, _ before: [MessageAddress]
  ) -> Bool {
    guard let way = old.way(to: new) else { return false }
    guard before.count > 1 else { return true }
    return before[before.count - 2].way(to: before[before.count - 1]) == way
  }
}

/// In which of its numbers a message is one further than another.
enum AddressWay: Hashable {
  case number
  case channel
  case port
}

extension MessageAddress {
  /// How the next message goes on from this one; nil if it is no neighbour.
  func way(to next: MessageAddress) -> AddressWay? {
    if shifted(by: 1, .number) == next { return .number }
    if shifted(by: 1, .channel) == next { return .channel }
    return shifted(by: 1, .port) == next ? .port : nil
  }

  private func shifted(by step: Int, _ way: AddressWay) -> MessageAddress? {
    switch (self, way) {
    case (.note(let channel, let number), .number):
      .note(channel: channel, number: number + step)
    case (.note(let channel, let number), .channel):
      .note(channel: channel + step, number: number)
    case (.controller(let channel, let number), .number):
      .controller(channel: channel, number: number + step)
    case (.controller(let channel, let number), .channel):
      .controller(channel: channel + step, number: number)
    case (.wideController(let channel, let number), .number):
      .wideController(channel: channel, number: number + step)
    case (.wideController(let channel, let number), .channel):
      .wideController(channel: channel + step, number: number)
    case (.parameter(let channel, let number), .number):
      .parameter(channel: channel, number: number + step)
    case (.parameter(let channel, let number), .channel):
      .parameter(channel: channel + step, number: number)
    case (.narrowParameter(let channel, let number), .number):
      .narrowParameter(channel: channel, number: number + step)
    case (.narrowParameter(let channel, let number), .channel):
      .narrowParameter(channel: channel + step, number: number)
    case (.keyPressure(let channel, let number), .number):
      .keyPressure(channel: channel, number: number + step)
    case (.keyPressure(let channel, let number), .channel):
      .keyPressure(channel: channel + step, number: number)
    case (.program(let channel, let number), .number):
      .program(channel: channel, number: number + step)
    case (.program(let channel, let number), .channel):
      .program(channel: channel + step, number: number)
    case (.pitchBend(let channel), .channel): .pitchBend(channel: channel + step)
    case (.channelPressure(let channel), .channel): .channelPressure(channel: channel + step)
    case (.programNumber(let channel), .channel): .programNumber(channel: channel + step)
    case (.zone(let channel, let zone, let port), .number):
      .zone(channel: channel, zone: zone + step, port: port)
    case (.zone(let channel, let zone, let port), .port):
      .zone(channel: channel, zone: zone, port: port + step)
    default: nil
    }
  }

  /// The message as people and files write it, without the first channel.
  var short: String { span(to: self) }

  /// The messages from one to a later one as a file spells them: `note 16..23 channel 2`.
  func span(to last: MessageAddress) -> String {
    if self == last { return channel == 1 ? description.withoutChannel : description }
    let ends = zip(words, last.words).map { $0 == $1 ? $0 : "\($0)..\($1)" }
    let text = ends.joined(separator: " ")
    return channel == 1 && last.channel == 1 ? text.withoutChannel : text
  }

  private var words: [String] { description.split(separator: " ").map(String.init) }
}

extension String {
  /// Channel 1 is what is meant without one.
  fileprivate var withoutChannel: String {
    hasSuffix(" channel 1") ? String(dropLast(" channel 1".count)) : self
  }

  /// The text in quotes, as YAML wants it.
  var quoted: String {
    let escaped = printable.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
    return "\"\(escaped.joined())\""
  }

  /// The longest piece without what ends a line or can't be seen, as a file takes no such; a device is
  /// found by a piece of its name, too.
  var printable: String {
    let pieces = unicodeScalars.split { scalar in
      [.control, .format, .lineSeparator, .paragraphSeparator, .surrogate]
        .contains(scalar.properties.generalCategory)
    }
    let longest = pieces.max { $0.count < $1.count }.map { String($0).trimmed } ?? ""
    return longest.isEmpty ? "unnamed" : longest
  }
}

extension UInt32 {
  /// Vendor and product: `1397:00b6`.
  var identity: String {
    let digits = String(self, radix: 16)
    let all = String(repeating: "0", count: 8 - digits.count) + digits
    return "\(all.prefix(4)):\(all.suffix(4))"
  }
}

extension ControlSpan {
  /// The line of the device part.
  ///
  /// - Parameter lamp: The value that lights the device's lamps; nil when none does.
  /// - Returns: The names and what they are.
  func entry(_ lamp: Int?) -> String {
    let first = controls[0]
    let message = span(\.address)
    switch first.kind {
    case .fader(let top, let step, _):
      var words = ["message: \(message)"]
      if first.touch != nil, let touch = touchSpan { words.append("touch: \(touch)") }
      if first.touchThreshold != 64 { words.append("touch threshold: \(first.touchThreshold)") }
      if top != first.address.top { words.append("top: \(top)") }
      if step > 1 { words.append("step: \(step)") }
      if !first.isMotor { words.append("motor: no") }
      return "\(name): {\(words.joined(separator: ", "))}"
    case .knob: return "\(name): {message: \(message), code: absolute}"
    case .encoder(let code, let isInverted):
      let turned = isInverted ? ", invert: yes" : ""
      return "\(name): {message: \(message), code: \(code.rawValue)\(turned)}"
    case .key(let threshold, let alternates, let own):
      var words: [String] = []
      if threshold != 64 { words.append("threshold: \(threshold)") }
      if alternates { words.append("alternates: yes") }
      if let lamp {
        if own ?? 0 == 0 { words.append("lamp: none") }
        if let own, own > 0, own != lamp { words.append("values: {off: 0, on: \(own)}") }
      }
      guard !words.isEmpty else { return "\(name): \(message)" }
      return "\(name): {message: \(message), \(words.joined(separator: ", "))}"
    }
  }

  /// The names as a file spells them.
  var name: String {
    let (first, last) = (controls[0].name, controls[controls.count - 1].name)
    guard let from = first.number, let to = last.number, from != to else {
      return first.description
    }
    return "\(first.word) \(from)..\(to)"
  }

  private func span(_ address: (LearntControl) -> MessageAddress) -> String {
    address(controls[0]).span(to: address(controls[controls.count - 1]))
  }

  private var touchSpan: String? {
    guard let first = controls[0].touch, let last = controls[controls.count - 1].touch else {
      return nil
    }
    return first.span(to: last)
  }
}
