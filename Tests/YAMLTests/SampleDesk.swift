import YAML

/// A small schema that uses every reader, standing in for the console file and the mapping file.
enum SampleDesk {
  enum Tap: String, CaseIterable {
    case input
    case preFader = "pre-fader"
    case postFader = "post-fader"
  }

  struct Channel: Equatable {
    var name: String?
    var inputs: [Int]?
    var fader: Double?
    var muted: Bool?
    var assigns: [String]?
  }

  static let good = """
    rate: 48000
    channels:
      - name: Kick
        input: 1
        fader: -6 dB
        assigns: [main, drums]
        sends:
          hall: { level: -inf dB, tap: post-fader }
      - name: "Keys L/R"   # stereo
        input: [3, 4]
        fader: 0 dB
        mute: on
        delay: 5 ms
        high-pass: 120 Hz
        assigns: main
    sysex: F0 00 00 66 {model} 20 F7
    """

  static func walk(_ node: YAMLNode, _ diagnostics: Diagnostics) -> [Channel] {
    let keys = MappingReader(node, what: "the desk", diagnostics: diagnostics)
    _ = keys.optional("rate")?.number(in: 8000...192_000, unit: .hertz.orBare)
    _ = keys.optional("sysex")?.byteWords(placeholders: ["{model}", "{value}"])
    let channels = keys.required("channels")?.items(count: 1...256) ?? []
    keys.finish()
    return channels.compactMap { $0.mapping("a channel", hints: ["volume": "fader"], channel) }
  }

  private static func channel(_ keys: MappingReader) -> Channel? {
    let channel = Channel(
      name: keys.required("name")?.string(length: 1...16),
      inputs: keys.required("input")?.integers(in: 1...64),
      fader: keys.optional("fader")?
        .number(in: -90...10, unit: .decibels, infinity: .negative),
      muted: keys.optional("mute")?.boolean(),
      assigns: keys.optional("assigns")?.oneOrMore()?.compactMap {
        $0.word(among: ["main", "drums", "band"])
      })
    _ = keys.optional("delay")?.number(in: 0...300, unit: .milliseconds)
    _ = keys.optional("high-pass")?.number(in: 20...1000, unit: .hertz)
    _ = keys.optional("pan")?.number(in: -100...100, unit: .percent)
    for entry in keys.optional("sends")?.entries("send") ?? [] {
      _ = entry.key.word(among: ["hall", "plate"])
      _ = entry.value.mapping("a send", send)
    }
    return channel
  }

  private static func send(_ keys: MappingReader) -> Tap? {
    _ = keys.required("level")?.number(in: -90...10, unit: .decibels, infinity: .negative)
    return keys.optional("tap")?.choice(Tap.self)
  }
}
