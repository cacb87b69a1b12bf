import Units

/// A band of eight that plays when there is neither a sound card nor a console file.
///
/// Forty seconds of music, one mono track a part, dry, without a seam from the end to the start.
/// The same samples come out of every run on a machine: see `Sine` and `Tuning`. Only the final
/// scaling to a peak level goes through the C library (`Decibels.gain`).
public final class DemoBand: Sendable {
  /// The names of the parts in order, before anything is rendered.
  public static let partNames: [String] = Instrument.allCases.map(\.name)

  /// The sampling rates that can be rendered, in frames a second.
  public static let rates = 8_000...192_000

  /// The parts, in the order of `partNames`.
  public let parts: [Part]

  /// The sampling rate in frames a second.
  public let rate: Int

  /// The length of every part in frames.
  public let frameCount: Int

  // Written while it is made, by one thread; only read from then on.
  private nonisolated(unsafe) let memory: UnsafeMutableBufferPointer<Float>

  private init(rate: Int, progress: (Double) -> Void) {
    self.rate = rate
    let count = Song.seconds * rate
    frameCount = count
    let instruments = Instrument.allCases
    memory = .allocate(capacity: instruments.count * count)
    memory.initialize(repeating: 0)
    var parts: [Part] = []
    for (index, instrument) in instruments.enumerated() {
      progress(Double(index) / Double(instruments.count))
      let samples = UnsafeMutableBufferPointer(
        rebasing: memory[index * count..<(index + 1) * count])
      Self.record(instrument, on: Tape(samples: samples, rate: Double(rate)))
      guard let start = samples.baseAddress else { continue }  // never: no part is empty
      parts.append(Part(name: instrument.name, samples: UnsafePointer(start), frameCount: count))
    }
    self.parts = parts
    progress(1)
  }

  deinit { memory.deallocate() }

  private static func record(_ instrument: Instrument, on tape: Tape) {
    instrument.play(Song(rate: tape.rate), on: tape)
    tape.finish(peak: instrument.peak.gain)
  }

  /// Renders the band.
  ///
  /// Takes about a second of one core; not for the audio thread.
  ///
  /// - Parameters:
  ///   - rate: Frames a second, held to `rates`. The memory grows with it: 61 MB at 48 kHz.
  ///   - progress: Called on this thread before each part and at the end, with 0 up to 1.
  /// - Returns: The band, all parts in memory.
  public static func render(rate: Int, progress: (Double) -> Void = { _ in }) -> DemoBand {
    DemoBand(rate: min(max(rate, rates.lowerBound), rates.upperBound), progress: progress)
  }
}

extension DemoBand {
  /// Lends one part's samples, which live at least as long as the call.
  ///
  /// - Parameters:
  ///   - part: Its place in `parts`; beyond them there are no samples.
  ///   - body: Reads; the samples must not be kept after it.
  /// - Returns: What `body` returns.
  public func withUnsafeSamples<Result>(
    of part: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let isPart = parts.indices.contains(part)
    let samples = isPart ? UnsafeBufferPointer(start: parts[part].samples, count: frameCount) : nil
    return withExtendedLifetime(self) { body(samples ?? UnsafeBufferPointer(start: nil, count: 0)) }
  }
}
