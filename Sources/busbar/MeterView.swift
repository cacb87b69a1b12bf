import ConsoleModel
import Engine
import Desk
import Glibc
import Processors

/// Draws every strip that carries signal as a bar on the terminal, over and over in place, with how
/// far its dynamics turn it down, and the loudness of main.
struct MeterView {
  private var lineCount = 0
  private var shown: [Float] = []

  /// How far a bar falls between two drawings, in dB.
  private static let fall: Float = 2
  private static let width = 40
  private static let bottom: Float = -60

  /// Draws the strips' levels; bars fall slowly, so that an eye can follow.
  mutating func show(_ console: Console, _ meters: [StripMeter], _ loudness: LoudnessMeter) {
    let ids = console.meteredIDs
    if shown.count != meters.count { shown = Array(repeating: Self.bottom, count: meters.count) }
    var lines: [String] = []
    for (index, id) in ids.enumerated() {
      shown[index] = max(meters[index].peakLevel, shown[index] - Self.fall, Self.bottom)
      guard shown[index] > Self.bottom || id == .main else { continue }
      lines.append(line(id, console, shown[index]) + reduction(meters[index]))
    }
    lines.append(loudness.line)
    let up = lineCount > 0 ? "\u{1b}[\(lineCount)A" : ""
    let text = lines.map { "\u{1b}[2K\($0)\n" }.joined()
    let rest = String(repeating: "\u{1b}[2K\n", count: max(0, lineCount - lines.count))
    lineCount = max(lineCount, lines.count)
    put(up + text + rest, STDOUT_FILENO)
  }

  /// Leaves the picture behind.
  mutating func finish() { lineCount = 0 }

  private func line(_ id: StripID, _ console: Console, _ level: Float) -> String {
    let share = (min(level, 0) - Self.bottom) / -Self.bottom
    let filled = Int((share * Float(Self.width)).rounded())
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let name = padded(console.name(of: id), 16)
    let fader = console.effectiveLevel(of: id).map { "\($0) dB" } ?? ""
    let mute = console.muteCauses(of: id).isEmpty ? " " : "M"
    return
      "\(padded(id.description, 11)) \(name) \(mute) \(padded(fader, 9)) |\(bar)|\(level > 0 ? " CLIP" : "")"
  }

  /// How far the strip's dynamics turn it down, the deepest of them.
  private func reduction(_ meter: StripMeter) -> String {
    let deepest = max(meter.gateReduction, meter.compressorReduction, meter.limiterReduction)
    return deepest >= 0.1 ? " -\((deepest * 10).rounded() / 10) dB" : ""
  }

  private func padded(_ text: String, _ width: Int) -> String {
    let short = text.prefix(width)
    return short + String(repeating: " ", count: width - short.count)
  }
}
