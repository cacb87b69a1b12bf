import ConsoleModel
import DSP
public import Processors
import Realtime
import Units

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
  /// The most that the gate, and the compressor, turned down since the meter was last read, in dB.
  public var gateReduction: Float = 0
  public var compressorReduction: Float = 0
  /// The most that the limiter turned down since the meter was last read, in dB.
  public var limiterReduction: Float = 0
}

/// Turns the letters of the audio thread into meters.
struct MeterIntegrator {
  private(set) var meters: [StripMeter]
  /// The loudness of main.
  private(set) var loudness = LoudnessMeter()
  private var meanSquares: [(left: Double, right: Double)]
  private let frames300ms: Double

  init(strips: Int, rate: Int) {
    meters = Array(repeating: StripMeter(), count: strips)
    meanSquares = Array(repeating: (0, 0), count: strips)
    frames300ms = 0.3 * Double(rate)
  }

  /// Adds one letter: what was metered since the letter before.
  mutating func add(_ letter: UnsafeBufferPointer<Float>) {
    let tail = meters.count * MeterNumber.count
    let frames = Double(letter[tail])
    guard frames > 0 else { return }
    loudness.add(truePeak: Double(letter[tail + 1]))
    for step in 0..<Int(letter[tail + 2]) {
      loudness.add(meanSquare: Double(letter[tail + MeterPost.tail + step]))
    }
    // The share that a mean with a time constant of 300 ms gives to what is new.
    let share = 1 - exp(-frames / frames300ms)
    for strip in meters.indices {
      let numbers = strip * MeterNumber.count
      let left = Double(letter[numbers + MeterNumber.leftEnergy]) / frames
      let right = Double(letter[numbers + MeterNumber.rightEnergy]) / frames
      meanSquares[strip].left += (left - meanSquares[strip].left) * share
      meanSquares[strip].right += (right - meanSquares[strip].right) * share
      let loudest = max(meanSquares[strip].left, meanSquares[strip].right)
      meters[strip].peak = max(meters[strip].peak, letter[numbers], letter[numbers + 1])
      meters[strip].rms = Float(loudest.squareRoot())
      meters[strip].brokenBlocks += Int(letter[numbers + MeterNumber.brokenBlocks])
      addReductions(letter, numbers, to: strip)
    }
  }

  private mutating func addReductions(
    _ letter: UnsafeBufferPointer<Float>, _ numbers: Int, to strip: Int
  ) {
    let limited = Decibels(amplitude: 1 - Double(letter[numbers + MeterNumber.limiter])).value
    meters[strip].gateReduction = max(
      meters[strip].gateReduction, letter[numbers + MeterNumber.gate])
    meters[strip].compressorReduction = max(
      meters[strip].compressorReduction, letter[numbers + MeterNumber.compressor])
    meters[strip].limiterReduction = max(meters[strip].limiterReduction, Float(-limited))
  }

  /// Starts the integrated loudness, its range and the maxima anew.
  mutating func restartLoudness() { loudness = LoudnessMeter() }

  /// The meters as they stand; the next peaks and reductions start at 0.
  mutating func take() -> [StripMeter] {
    defer {
      for strip in meters.indices {
        meters[strip].peak = 0
        meters[strip].gateReduction = 0
        meters[strip].compressorReduction = 0
        meters[strip].limiterReduction = 0
      }
    }
    return meters
  }
}

extension Engine {
  /// Reads the meters of every strip, in the order of `Console.meteredIDs`: channels, buses,
  /// talkback and oscillator.
  ///
  /// Control thread, as often as meters are to move.
  public func takeMeters() -> [StripMeter] {
    collectMeters()
    return meterIntegrator.take()
  }

  /// Adds up what the audio thread metered, so that loudness misses nothing while nobody reads.
  ///
  /// Control thread, once a second or more often.
  public func collectMeters() {
    _ = letters.take { meterIntegrator.add($0) }
  }

  /// The loudness of main as far as meters were taken; control thread.
  public var loudness: LoudnessMeter { meterIntegrator.loudness }

  /// Starts the integrated loudness, its range and the maxima anew; control thread.
  public func restartLoudness() { meterIntegrator.restartLoudness() }
}
