import ConsoleModel
import Realtime

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What a strip's meter shows.
public struct StripMeter: Hashable, Sendable {
  /// The largest magnitude of either side since the meter was last read, full scale 1.
  public var peak: Float = 0
  /// The root of the mean square over about 300 ms, of the louder side, full scale 1.
  public var rms: Float = 0
  /// How many blocks of up to 64 frames held samples that were not numbers, since the start; each
  /// side counts.
  public var brokenBlocks = 0
}

/// Turns the letters of the audio thread into meters.
struct MeterIntegrator {
  private(set) var meters: [StripMeter]
  private var meanSquares: [(left: Double, right: Double)]
  private let frames300ms: Double

  init(strips: Int, rate: Int) {
    meters = Array(repeating: StripMeter(), count: strips)
    meanSquares = Array(repeating: (0, 0), count: strips)
    frames300ms = 0.3 * Double(rate)
  }

  /// Adds one letter: what was metered since the letter before.
  mutating func add(_ letter: UnsafeBufferPointer<Float>) {
    let frames = Double(letter[letter.count - 1])
    guard frames > 0 else { return }
    // The share that a mean with a time constant of 300 ms gives to what is new.
    let share = 1 - exp(-frames / frames300ms)
    for strip in meters.indices {
      let numbers = strip * MeterPost.numbersPerStrip
      let left = Double(letter[numbers + 2]) / frames
      let right = Double(letter[numbers + 3]) / frames
      meanSquares[strip].left += (left - meanSquares[strip].left) * share
      meanSquares[strip].right += (right - meanSquares[strip].right) * share
      let loudest = max(meanSquares[strip].left, meanSquares[strip].right)
      meters[strip].peak = max(meters[strip].peak, letter[numbers], letter[numbers + 1])
      meters[strip].rms = Float(loudest.squareRoot())
      meters[strip].brokenBlocks += Int(letter[numbers + 4])
    }
  }

  /// The meters as they stand; the next peaks start at 0.
  mutating func take() -> [StripMeter] {
    defer { for strip in meters.indices { meters[strip].peak = 0 } }
    return meters
  }
}

extension Engine {
  /// Reads the meters of every strip: channels first, then buses, in the console's order.
  ///
  /// Control thread, as often as meters are to move.
  public func takeMeters() -> [StripMeter] {
    _ = letters.take { meterIntegrator.add($0) }
    return meterIntegrator.take()
  }
}
