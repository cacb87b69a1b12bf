/// A plucked string: a pluck's shape runs round a delay of one period and loses its highs
/// (Karplus and Strong, 1983; tuned by an all-pass as Jaffe and Smith do, 1983).
struct PluckedString: Sound {
  private var line: [Float]
  private var index = 0
  private let loss: Float
  private let damping: Float
  private let fraction: Float
  private var damped: Float = 0
  private var delayed: Float = 0
  private var output: Float = 0
  private var body: Resonator

  /// What the string is like and how it is struck.
  struct Touch {
    /// Where the plectrum meets the string, as a part of its length: 0.05 thin, 0.5 hollow.
    var place: Double
    /// The corner of the pluck's spectrum in Hz.
    var brightness: Double
    /// The corner in Hz of what is lost each time round: lower is duller sooner.
    var damping: Double
    /// The seconds in which the fundamental falls by 60 dB.
    var ring: Double
    /// How much of the pluck is scratch, 0…1.
    var scratch: Float
  }

  /// Plucks a string.
  ///
  /// - Parameters:
  ///   - frequency: In Hz, below a quarter of the rate.
  ///   - touch: The string and the hand.
  ///   - rate: Frames a second.
  ///   - noise: The scratch, another for each pluck.
  init(_ frequency: Double, _ touch: Touch, rate: Double, noise: inout Noise) {
    let pole = Tuning.exponential(rate / (2 * .pi * touch.damping))
    let period = rate / frequency - pole / (1 - pole)  // less what the damping delays by
    let whole = max(2, Int(period - 0.3))
    let rest = max(0.05, period - Double(whole))
    fraction = Float((1 - rest) / (1 + rest))
    damping = Float(1 - pole)
    loss = Float(Tuning.exponential(touch.ring * frequency / 6.908))
    body = Resonator(touch.brightness, rate: rate)
    line = Self.pluck(whole, touch, rate: rate, noise: &noise)
  }

  /// One period of a string pulled aside at a place: a triangle without its mean, and scratch.
  private static func pluck(_ count: Int, _ touch: Touch, rate: Double, noise: inout Noise)
    -> [Float]
  {
    var line = [Float](repeating: 0, count: count)
    let corner = max(1, Float(count) * Float(touch.place))
    var mean: Float = 0
    for index in line.indices {
      let x = Float(index)
      let triangle = x < corner ? x / corner : (Float(count) - x) / (Float(count) - corner)
      line[index] = triangle * (1 - touch.scratch) + noise.next() * touch.scratch
      mean += line[index] / Float(count)
    }
    for index in line.indices { line[index] -= mean }
    return line
  }

  mutating func next() -> Float {
    let read = line[index]
    damped += damping * (read - damped)
    // First-order all-pass: the part of a frame that the delay line cannot hold.
    output = delayed + fraction * (damped - output)
    delayed = damped
    line[index] = output * loss
    index = index + 1 == line.count ? 0 : index + 1
    return body.split(output).low
  }
}
