import Units
import YAML

/// Reads a row of faders.
enum FaderReader {
  static func read(_ value: ValueReader, _ key: ControlKey) -> [FaderProfile]? {
    value.mapping("a fader") { keys in
      let messages = keys.required("message").flatMap { MessageText.read($0, count: key.count) }
      let touches = keys.optional("touch").flatMap { MessageText.read($0, count: key.count) }
      let outputs = keys.optional("send").flatMap { MessageText.read($0, count: key.count) }
      let highest = (outputs ?? messages)?.first?.top ?? 16383
      let outputTop = keys.optional("send top")?.integer(in: 1...highest)
      let touchThreshold = keys.optional("touch threshold")?.integer(in: 1...127) ?? 64
      let isMotor = keys.optional("motor")?.boolean() ?? true
      let takeover = keys.optional("takeover")?.choice(Takeover.self)
      if isMotor && takeover != nil {
        keys.error(at: "takeover", "'takeover' is for a fader with 'motor: no'")
      }
      var rules = rules(keys, top: messages?.first?.top ?? 16383)
      rules.hasTouch = keys.location(of: "touch") != nil
      return messages?.enumerated().map { index, address in
        var fader = FaderProfile(address: address)
        if let outputs { fader.output = outputs[index] }
        fader.outputTop = outputTop
        if let touches { fader.touch = touches[index] }
        fader.touchThreshold = touchThreshold
        fader.isMotor = isMotor
        fader.takeover = takeover ?? .pickup
        fader.rules = rules
        return fader
      }
    }
  }

  private static func rules(_ keys: MappingReader, top: Int) -> FaderRules {
    var rules = FaderRules()
    rules.top = keys.optional("top")?.integer(in: 1...top) ?? top
    rules.step = keys.optional("step")?.integer(in: 1...max(rules.top / 2, 1)) ?? 1
    rules.scale = keys.optional("scale").map { scale($0, top: rules.top) } ?? []
    rules.echoes = keys.optional("echo")?.boolean() ?? rules.echoes
    rules.settle = keys.optional("settle")?.time(in: 0...2000) ?? rules.settle
    rules.interval = keys.optional("interval")?.time(in: 1...1000) ?? rules.interval
    rules.travel = keys.optional("travel")?.time(in: 0...5000) ?? rules.travel
    rules.hold = keys.optional("hold")?.time(in: 50...10_000) ?? rules.hold
    return rules
  }
}

extension FaderReader {
  /// Reads the levels printed beside a fader, from the bottom up, each with its number.
  private static func scale(_ value: ValueReader, top: Int) -> [FaderMark] {
    var marks: [FaderMark] = []
    for (key, value) in value.entries("mark") ?? [] {
      guard let level = key.number(in: (-89.9)...10, unit: .decibels),
        let raw = value.integer(in: 1...top)
      else { return [] }
      if let before = marks.last, before.level.value >= level || before.raw >= raw {
        key.error("the marks of a scale have to rise, levels and numbers; this one does not")
        return []
      }
      marks.append(FaderMark(level: Decibels(level), raw: raw))
    }
    guard FaderGrid.isValid(marks, top: top) else {
      value.error("the last mark of a scale has to be at the top, \(top)")
      return []
    }
    return marks
  }
}

/// Reads the values of lamps.
enum LampReader {
  /// The values `off`, `on` and `blink`; a lamp that does not blink is on instead.
  static func values(_ keys: MappingReader) -> LampProfile {
    var lamp = LampProfile(address: .pitchBend(channel: 1))  // whose address is set with each key
    lamp.off = keys.optional("off")?.integer(in: 0...127) ?? 0
    lamp.on = keys.optional("on")?.integer(in: 0...127) ?? 127
    lamp.blink = keys.optional("blink")?.integer(in: 0...127) ?? lamp.on
    return lamp
  }
}

/// Reads a row of keys: a message, or a group that says more.
struct ButtonReader {
  let lamp: LampProfile?

  func read(_ value: ValueReader, _ key: ControlKey) -> [ButtonProfile]? {
    guard value.isGroup else {
      return MessageText.read(value, count: key.count)?.map { button($0, lamp: $0, lamp) }
    }
    return value.mapping("a button") { keys in
      let messages = keys.required("message").flatMap { MessageText.read($0, count: key.count) }
      let threshold = keys.optional("threshold")?.integer(in: 1...16383) ?? 64
      let alternates = keys.optional("alternates")?.boolean() ?? false
      let values = keys.optional("values")?.mapping("lamp values") { LampReader.values($0) } ?? lamp
      let lamps = lampAddresses(keys.optional("lamp"), messages, count: key.count)
      guard let messages else { return nil }
      return messages.enumerated().map { index, address in
        var made = button(address, lamp: lamps?[index], values ?? lamp)
        made.threshold = threshold
        made.alternates = alternates
        return made
      }
    }
  }

  /// The lamps' own messages; those of the keys unless the file says otherwise.
  private func lampAddresses(
    _ value: ValueReader?, _ messages: [MessageAddress]?, count: Int
  ) -> [MessageAddress]? {
    guard let value else { return messages }
    if value.text == "none" { return nil }
    return MessageText.read(value, count: count)
  }

  private func button(
    _ address: MessageAddress, lamp: MessageAddress?, _ values: LampProfile?
  ) -> ButtonProfile {
    var button = ButtonProfile(address: address)
    if let lamp, var values {
      values.address = lamp
      button.lamp = values
    }
    return button
  }
}

/// Reads a row of encoders.
enum EncoderReader {
  static func read(_ value: ValueReader, _ key: ControlKey) -> [EncoderProfile]? {
    value.mapping("an encoder") { keys in
      let messages = keys.required("message").flatMap { MessageText.read($0, count: key.count) }
      let code = keys.required("code")?.choice(EncoderCode.self)
      let isInverted = keys.optional("invert")?.boolean() ?? false
      let acceleration = keys.optional("acceleration")?.integer(in: 1...32) ?? 1
      let takeover = keys.optional("takeover")?.choice(Takeover.self) ?? .pickup
      let rings = keys.optional("ring")?.mapping("a ring") { self.rings($0, count: key.count) }
      return messages?.enumerated().map { index, address in
        var encoder = EncoderProfile(address: address)
        encoder.code = code ?? .signBit
        encoder.isInverted = isInverted
        encoder.acceleration = acceleration
        encoder.takeover = takeover
        if let rings { encoder.ring = rings[index] }
        return encoder
      }
    }
  }

  private static func rings(_ keys: MappingReader, count: Int) -> [RingProfile]? {
    let messages = keys.required("message").flatMap { MessageText.read($0, count: count) }
    let off = keys.optional("off")?.integer(in: 0...127) ?? 0
    let pan = keys.optional("pan")?.range(in: 0...127) ?? 0...127
    let fill = keys.optional("fill")?.range(in: 0...127) ?? 0...127
    let centre = keys.optional("centre")?.integer(in: 0...127) ?? 0
    if pan.upperBound + centre > 127 {
      keys.error(at: "centre", "'centre' of a ring added to 'pan' is more than 127")
    }
    let modes = keys.optional("mode")?.mapping("a ring's mode") { self.modes($0, count: count) }
    return messages?.enumerated().map { index, address in
      var ring = RingProfile(address: address)
      ring.mode = modes?[index]
      ring.off = off
      ring.pan = pan
      ring.fill = fill
      ring.centre = centre
      return ring
    }
  }

  private static func modes(_ keys: MappingReader, count: Int) -> [RingMode]? {
    let messages = keys.required("message").flatMap { MessageText.read($0, count: count) }
    let pan = keys.required("pan")?.integer(in: 0...127)
    let fill = keys.required("fill")?.integer(in: 0...127)
    guard let messages, let pan, let fill else { return nil }
    return messages.map { RingMode(address: $0, pan: pan, fill: fill) }
  }
}
