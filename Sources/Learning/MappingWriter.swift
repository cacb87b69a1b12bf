import Surface

/// Writes a mapping file of what was learnt, with comments and with what the names suggest.
struct MappingWriter {
  let device: LearntDevice
  let controls: [LearntControl]

  /// The whole file.
  var text: String {
    (head + [""] + deviceLines + [""] + LayoutWriter(controls).lines).joined(separator: "\n") + "\n"
  }

  private var head: [String] {
    let name = device.client.printable
    return [
      "# \(name), as `busbar learn` heard it.",
      "#",
      "# Device     \(counts).",
      "# Mode       that in which it was learnt: write here how to choose it.",
      "# Mapped     what the names say; the layout below ends with what nobody has decided yet.",
      "# Not mapped what can't be heard: displays, colours, meters, rings of encoders, and how the unit",
      "#            wants to be greeted. Their words are in README.md beside the shipped files.",
      "# Problems   - Heard once, on one unit.",
    ] + problems + [
      "",
      "busbar-mapping: 1",
      "name: \(device.client.quoted)",
    ]
  }

  private var counts: String {
    let all: [(Int, String)] = [
      (controls.count { $0.isFader }, "fader"), (controls.count { $0.kind == .knob }, "knob"),
      (controls.count { $0.isEncoder }, "encoder"), (controls.count { $0.isKey }, "key"),
    ]
    return all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
      .joined(separator: ", ")
  }

  private var problems: [String] {
    var lines: [String] = []
    if controls.contains(where: { $0.isMotor }) {
      lines += [
        "#            - Motors: what they need back, how long they travel and settle is not measured",
        "#              yet: `busbar surface test FILE` does that.",
      ]
    }
    if controls.contains(where: { $0.isUntriedFader }) {
      lines += [
        "#            - Whether faders without `touch` have motors was not tried: they are taken for"
          + " such",
        "#              without. Take `motor: no` away if they have.",
      ]
    }
    if controls.contains(where: { $0.isKey && $0.lamp == nil }) {
      lines += [
        "#            - Not all lamps of keys were tried. Those have `lamp: none`, or there is no line",
        "#              `lamps: {off: 0, on: 127}` above `units`.",
      ]
    }
    return lines
  }

  private var deviceLines: [String] {
    var lines = ["device:"]
    if let lamp = commonLamp { lines.append("  lamps: {off: 0, on: \(lamp)}") }
    lines += [
      "  units:", "    - name: \(device.client.printable.prefix(32).description.quoted)",
      "      client: [\(device.client.quoted)]",
    ]
    if let usb = device.usb { lines.append("      usb: [\"\(usb.identity)\"]") }
    if let port = device.port { lines.append("      port: [\(port.quoted)]") }
    lines += ["      parts: all", "  parts:", "    all:"]
    let lamp = commonLamp
    lines += section("faders", controls.filter(\.isFader)) { $0.entry(lamp) }
    lines += section("encoders", controls.filter { $0.isEncoder || $0.kind == .knob }) {
      $0.entry(lamp)
    }
    lines += section("buttons", controls.filter(\.isKey)) { $0.entry(lamp) }
    return lines
  }

  /// The value that lights the first lamp; nil without lamps.
  private var commonLamp: Int? { controls.compactMap(\.lamp).first { $0 > 0 } }

  private func section(
    _ title: String, _ controls: [LearntControl], _ entry: (ControlSpan) -> String
  ) -> [String] {
    guard !controls.isEmpty else { return [] }
    return ["      \(title):"] + ControlSpan.spans(of: controls).map { "        \(entry($0))" }
  }
}

extension LearntControl {
  var isFader: Bool { if case .fader = kind { true } else { false } }
  var isEncoder: Bool { if case .encoder = kind { true } else { false } }
  var isKey: Bool { if case .key = kind { true } else { false } }

  /// Whether it moves by itself; one that feels a hand is taken to.
  var isMotor: Bool {
    guard case .fader(_, _, let isMotor) = kind else { return false }
    return isMotor ?? (touch != nil)
  }

  var isUntriedFader: Bool { if case .fader(_, _, nil) = kind { touch == nil } else { false } }

  /// The value that lights it, 0 for none; nil where nobody knows, and for what is no key.
  var lamp: Int? { if case .key(_, _, let lamp) = kind { lamp } else { nil } }
}
