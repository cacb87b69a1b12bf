import ConsoleFile
import ConsoleModel
import Testing
import Units
import YAML

@Suite struct FuzzTests {
  /// A file that uses every key.
  private static let whole = """
    busbar-console: 1
    name: Friday band
    size: { channels: 16, groups: 4, auxes: 2, fx: 2, vcas: 6, mute-groups: 4 }
    ramp: 5 ms
    pan-law: -4.5 dB
    mute-reach: post-fader
    meter: pre-fader
    channels:
      1: { name: Kick, input: 1, trim: 3 dB, polarity: normal, fader: -6 dB, pan: L50, mute: off,
           solo: on, arm: on, main: off, groups: [1, 2..3], vcas: [1], mute-groups: [2],
           sends: { aux 1: -10 dB, fx 1: { level: -12 dB, tap: post-fader, on: no, pan: R7 } } }
      2: { name: "Keys", stereo: yes, input: [3, 4] }
      3..6: { groups: [2], fader: -inf dB }
    groups: { 1: { name: Drums, groups: [2], stereo: no, output: 9 }, 2: { vcas: [1] } }
    auxes: { 1: { name: Wedge, output: [5, 6] }, 2: { output: none } }
    fx: { 1: { name: Space, delay: 320 ms, sends: { fx 2: -20 dB } } }
    main: { fader: 0 dB, output: [1, 2], vcas: 6, insert: { output: [20, 21], input: 3..4 } }
    monitor: { output: [3, 4] }
    vcas: { 1: { name: Band, fader: 0 dB, vcas: [4] }, 4: { vcas: [5] }, 5: { vcas: [6] } }
    mute-groups: { 1: { name: FX, on: off, dim: -20 dB }, 2: { dim: none } }
    """

  /// Pieces that mean something somewhere in a file.
  private static let pieces = [
    "1", "9", "0", "-6 dB", "-inf dB", "nan", "1e9 dB", "1..9", "9999999999999999999", "none", "C",
    "L100", "yes", "off", "mono", "{}", "[]", "[1, 1]", "{", "}", "[", "]", "&a", "*a", "!x", "~",
    "fx 1", "aux 1", "main", "vcas", "groups", "sends", "stereo", "input", "output", "size", "é",
    "channels", "\n", "\n  ", ": ", ", ", "#", "\"", "'", "-", "\t", "\u{0}", "1: {vcas: [2]}",
  ]

  @Test func mutatedFilesDoNoHarm() {
    var random = Seeded(11)
    var bytes = 0
    var loaded = 0
    while Double(bytes) < 800_000 * testScale {
      let file = mutated(&random)
      bytes += file.count
      if isSound(file) { loaded += 1 }
    }
    #expect(loaded > 0)
  }

  @Test func randomBytesDoNoHarm() {
    var random = Seeded(12)
    var bytes = 0
    while Double(bytes) < 200_000 * testScale {
      let count = random.number(0...400)
      let start = random.chance(50) ? Array("busbar-console: 1\n".utf8) : []
      let isText = random.chance(50)
      let noise = (0..<count).map { _ in UInt8(random.number(isText ? 32...126 : 0...255)) }
      bytes += start.count + noise.count
      _ = isSound(start + noise)
    }
  }

  @Test func endsSoonOnTheMostTangledDesk() throws {
    let bytes = Array(Self.tangle.joined(separator: "\n").utf8)
    let start = ContinuousClock.now
    #expect(isSound(bytes))
    #expect(start.duration(to: .now) < .seconds(60))
  }

  /// Every bus feeds every later one, every VCA hangs under all of the next level, and every channel
  /// is under each of them: what costs the most to check for loops.
  private static var tangle: [String] {
    var lines = [
      "busbar-console: 1",
      "size: { channels: 256, groups: 32, auxes: 32, fx: 16, vcas: 32, mute-groups: 16 }",
      "vcas: { 1..8: { vcas: 9..16 }, 9..16: { vcas: 17..24 }, 17..24: { vcas: 25..32 } }",
      "channels: { 1..256: { vcas: 1..32, groups: 1..32 } }", "groups:",
    ]
    func sends(auxes: [Int], fxs: [Int]) -> String {
      let buses = auxes.map { "aux \($0)" } + fxs.map { "fx \($0)" }
      return "sends: { \(buses.map { "\($0): 0 dB" }.joined(separator: ", ")) }"
    }
    for group in (1...31).reversed() {
      let sends = sends(auxes: Array(1...32), fxs: Array(1...16))
      lines.append("  \(group): { groups: \(group + 1)..32, \(sends) }")
    }
    lines.append("auxes:")
    for aux in (1...31).reversed() {
      lines.append("  \(aux): { \(sends(auxes: Array(aux + 1...32), fxs: Array(1...16))) }")
    }
    lines.append("fx:")
    for fx in (1...15).reversed() {
      lines.append("  \(fx): { main: no, \(sends(auxes: [], fxs: Array(fx + 1...16))) }")
    }
    return lines
  }

  /// Loads a file and checks what must hold of every answer; returns whether there was a console.
  private func isSound(_ file: [UInt8]) -> Bool {
    let (console, diagnostics) = ConsoleFile.load(bytes: file, file: "fuzz.yaml")
    #expect((console == nil) == diagnostics.hasErrors)
    guard let console else { return false }
    let inserts = console.stripIDs.flatMap { console.strip($0)?.insert.outputs ?? [] }
    let outputs = console.buses.flatMap(\.outputs) + inserts
    #expect(Set(outputs).count == outputs.count)
    #expect(console.routingLoop() == nil && console.vcaLoop() == nil)
    #expect(console.stripIDs.allSatisfy { console.vcaDepth(of: $0) <= Console.deepestVCA })
    #expect(console.stripIDs.allSatisfy { (console.fader(of: $0) ?? .silence) <= .faderTop })
    return true
  }

  private func mutated(_ random: inout Seeded) -> [UInt8] {
    var file = Array(Self.whole.utf8)
    for _ in 0..<random.number(1...6) where !file.isEmpty {
      let place = random.number(0...file.count - 1)
      switch random.number(0...6) {
      case 0: file[place] = UInt8(random.number(0...255))
      case 1: file[place] = UInt8(random.number(32...126))
      case 2: file.remove(at: place)
      case 3: file.removeSubrange(place..<min(place + random.number(1...40), file.count))
      case 4:
        let end = min(place + random.number(1...80), file.count)
        file.insert(contentsOf: Array(file[place..<end]), at: random.number(0...file.count))
      default:
        let piece = Self.pieces[random.number(0...Self.pieces.count - 1)]
        let end = min(place + random.number(0...4), file.count)
        file.replaceSubrange(place..<end, with: Array(piece.utf8))
      }
    }
    return file
  }
}
