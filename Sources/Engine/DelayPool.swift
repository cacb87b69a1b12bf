import ConsoleModel
import DSP
import Units

/// The memory of every fx bus's delay, made once; plans come and go above it.
final class DelayPool {
  let lines: UnsafeMutablePointer<DelayLine>
  let count: Int
  private let arena: Arena

  /// Reserves two lines for each fx bus, each long enough for `Bus.longestDelay`.
  ///
  /// - Parameters:
  ///   - console: Says how many fx buses there are and what they are set to.
  ///   - rate: Frames a second.
  ///   - fadeFrames: How long a change of delay takes.
  init(console: Console, rate: Int, fadeFrames: Int) {
    count = 2 * console.size.fxs
    var capacity = 1
    while capacity <= Bus.longestDelay.frames(at: rate) { capacity *= 2 }
    arena = Arena(
      byteCount: count * Arena.room(for: Float.self, capacity)
        + Arena.room(for: DelayLine.self, count))
    lines = arena.take(DelayLine.self, count)
    for bus in console.buses where bus.id.kind == .fx {
      for side in 0..<2 {
        let memory = arena.take(Float.self, capacity)
        (lines + Self.line(ofFX: bus.id.number, side: side)).initialize(
          to: DelayLine(
            memory: memory, capacity: capacity, delay: bus.delay.frames(at: rate),
            fadeFrames: fadeFrames))
      }
    }
  }

  /// The place of a side's line; fx buses count from 1.
  static func line(ofFX number: Int, side: Int) -> Int { 2 * (number - 1) + side }
}
