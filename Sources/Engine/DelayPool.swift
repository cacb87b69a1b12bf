import ConsoleModel
import DSP
import Units

/// The memory of every fx bus's delay; plans come and go above it.
///
/// Each fx bus has two pairs of lines. One is in use; the other takes its place, empty, when the
/// bus changes its width, because what the old lines hold was mixed for the old width.
final class DelayPool {
  let lines: UnsafeMutablePointer<DelayLine>
  private let rate: Int
  private let fadeFrames: Int
  private let table: Arena
  private var memories: [Arena?]
  /// The pair in use of each fx bus, 0 or 1.
  private var pairs: [Int]

  /// Reserves a pair of lines for each fx bus, each long enough for `Bus.longestDelay`.
  ///
  /// - Parameters:
  ///   - console: Says how many fx buses there are and what they are set to.
  ///   - rate: Frames a second.
  ///   - fadeFrames: How long a change of delay takes.
  init(console: Console, rate: Int, fadeFrames: Int) {
    let fxs = console.size.fxs
    self.rate = rate
    self.fadeFrames = fadeFrames
    table = Arena(byteCount: Arena.room(for: DelayLine.self, 4 * fxs))
    lines = table.take(DelayLine.self, 4 * fxs)
    memories = Array(repeating: nil, count: 2 * fxs)
    pairs = Array(repeating: 0, count: fxs)
    for bus in console.buses where bus.id.kind == .fx { empty(0, of: bus) }
  }

  /// The place of a side's line in `lines`; fx buses count from 1.
  func line(ofFX number: Int, side: Int) -> Int {
    4 * (number - 1) + 2 * pairs[number - 1] + side
  }

  /// Gives an fx bus empty lines for the next plan; the plan in force keeps the old ones.
  func renew(_ bus: Bus) {
    pairs[bus.id.number - 1] = 1 - pairs[bus.id.number - 1]
    empty(pairs[bus.id.number - 1], of: bus)
  }

  /// Makes a pair that the audio thread does not use hold silence, and the delay of its bus.
  private func empty(_ pair: Int, of bus: Bus) {
    var capacity = 1
    let longest = Milliseconds(Setting.echoLeft.parameter.range.upperBound)
    while capacity <= longest.frames(at: rate) { capacity *= 2 }
    let first = 4 * (bus.id.number - 1) + 2 * pair
    let memory = Arena(byteCount: 2 * Arena.room(for: Float.self, capacity))
    memories[first / 2] = memory
    for side in 0..<2 {
      (lines + first + side).initialize(
        to: DelayLine(
          memory: memory.take(Float.self, capacity), capacity: capacity,
          delay: bus.delay(ofSide: side).frames(at: rate), fadeFrames: fadeFrames))
    }
  }
}

extension Bus {
  /// How long an fx bus delays a side, 0 being left or mono.
  func delay(ofSide side: Int) -> Milliseconds {
    Milliseconds(strip[side == 0 ? .echoLeft : .echoRight])
  }
}
