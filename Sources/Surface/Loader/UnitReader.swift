import YAML

/// Reads one entry of the list of units.
struct UnitReader {
  /// What all units of the device have in common.
  let base: UnitProfile
  let parts: [String: [LoadedControl]]

  func read(_ keys: MappingReader) -> LoadedUnit? {
    var unit = base
    unit.name = keys.required("name")?.string(length: 1...32) ?? ""
    if let id = keys.optional("id")?.integer(in: 0...127) { unit.id = UInt8(id) }
    let count = keys.optional("count")?.integer(in: 1...16) ?? 1
    unit.match.clients = names(keys.optional("client"))
    unit.match.ports = names(keys.optional("port"))
    unit.match.usb = keys.optional("usb")?.oneOrMore()?.compactMap(usb) ?? []
    if unit.match.clients.isEmpty && unit.match.usb.isEmpty && keys.location(of: "client") == nil
      && keys.location(of: "usb") == nil
    {
      keys.error("a unit needs 'client' or 'usb', or it would never be found")
    }
    let names = keys.required("parts")?.oneOrMore(count: 1...32)?.compactMap {
      $0.word(among: parts.keys.sorted())
    }
    return LoadedUnit(profile: unit, count: count, parts: names ?? [])
  }

  private func names(_ value: ValueReader?) -> [String] {
    value?.oneOrMore()?.compactMap { $0.string() } ?? []
  }

  /// Reads `1397:00b6`.
  private func usb(_ value: ValueReader) -> UInt32? {
    guard let text = value.string() else { return nil }
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    let digits = halves.map { $0.count == 4 && $0.allSatisfy(\.isHexDigit) }
    guard digits == [true, true], let vendor = UInt32(halves[0], radix: 16),
      let product = UInt32(halves[1], radix: 16)
    else {
      value.error(
        "\(value.place) is '\(text)', but vendor and product such as 1397:00b6 are needed")
      return nil
    }
    return vendor << 16 | product
  }
}

/// Reads how units begin and end.
enum GreetingReader {
  static func read(_ keys: MappingReader) -> Greeting? {
    var greeting = Greeting()
    greeting.wait = keys.optional("wait")?.time(in: 0...10_000) ?? greeting.wait
    greeting.hello = templates(keys, "hello")
    greeting.answers = keys.optional("answers").flatMap { TemplateText.beginnings($0) } ?? []
    greeting.timeout = keys.optional("timeout")?.time(in: 0...10_000) ?? greeting.timeout
    greeting.setup = templates(keys, "setup")
    greeting.goodbye = templates(keys, "goodbye")
    _ = keys.optional("keep alive")?.mapping("keep alive") { keys -> Bool? in
      greeting.keepAlive = templates(keys, "send")
      let interval = keys.optional("every")?.time(in: 50...60_000)
      greeting.keepAliveInterval = interval ?? greeting.keepAliveInterval
      greeting.keepAliveAnswer = keys.optional("answer").flatMap { TemplateText.beginning($0) }
      let patience = keys.optional("patience")?.time(in: 100...600_000)
      greeting.patience = patience ?? greeting.patience
      return true
    }
    greeting.challenge = keys.optional("challenge")?.mapping("a challenge", challenge)
    return greeting
  }

  private static func challenge(_ keys: MappingReader) -> Challenge? {
    let blanks = ["{id}", "{serial}", "{challenge}"]
    let question = keys.required("question").flatMap { TemplateText.beginning($0, blanks: blanks) }
    var sample = SysexBlanks(id: 0)
    sample.challenge = [0, 0, 0, 0]
    let reply = keys.required("reply").flatMap {
      TemplateText.message(
        $0, blanks: ["{id}", "{serial}", "{response}"], needed: .response, sample: sample)
    }
    let ids = keys.required("ids")?.oneOrMore(count: 1...16)?.compactMap {
      $0.integer(in: 0...127).map { UInt8($0) }
    }
    guard let question, let reply, let ids else { return nil }
    return Challenge(question: question, reply: reply, ids: Set(ids))
  }

  private static func templates(_ keys: MappingReader, _ key: String) -> [SysexTemplate] {
    keys.optional(key).flatMap { TemplateText.messages($0) } ?? []
  }
}
