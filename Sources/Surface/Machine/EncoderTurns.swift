/// How one encoder is being turned: makes its messages steps, faster ones larger.
///
/// Times are nanoseconds that never go back.
struct EncoderTurns: Hashable, Sendable {
  private let code: EncoderCode
  private let top: Int
  private let isInverted: Bool
  private let acceleration: Int
  private var last: UInt64?
  /// Which way a chattering encoder turns, and how many messages in a row said the other.
  private var way = 0
  private var against = 0
  private var againstSince: UInt64 = 0

  /// Messages as near as `fast` get all of the acceleration, those as far apart as `slow` none.
  private static let fast: UInt64 = 15 * .millisecond
  private static let slow: UInt64 = 60 * .millisecond
  /// Messages of a chattering encoder that are nearer to each other are the same click.
  private static let bounce: UInt64 = 10 * .millisecond
  /// How many messages in how long turn a chattering encoder the other way.
  private static let proofs = 3
  private static let proofTime: UInt64 = 100 * .millisecond

  init(_ profile: EncoderProfile) {
    code = profile.code
    top = profile.address.top
    isInverted = profile.isInverted
    acceleration = profile.acceleration
  }

  /// The steps of a message, positive to the right; 0 if it is noise.
  mutating func steps(of value: Int, at now: UInt64) -> Int {
    let before = last
    if code == .halves, let before, now < before + Self.bounce { return 0 }
    last = now
    var steps = code.steps(of: value, top: top)
    if isInverted { steps = -steps }
    if code == .halves, !isBelieved(steps, at: now) { return 0 }
    guard acceleration > 1, let before else { return steps }
    return steps * factor(of: now - before)
  }

  /// 1 for slow turns, up to `acceleration` for fast ones.
  private func factor(of time: UInt64) -> Int {
    let time = min(max(time, Self.fast), Self.slow)
    let part = Double(Self.slow - time) / Double(Self.slow - Self.fast)
    return 1 + Int((part * Double(acceleration - 1)).rounded())
  }

  /// Whether a chattering encoder really turns that way: the other way takes three in 100 ms.
  ///
  /// As Ardour treats the first FaderPort.
  private mutating func isBelieved(_ steps: Int, at now: UInt64) -> Bool {
    if way == 0 || steps == way {
      (way, against) = (steps, 0)
      return true
    }
    if against == 0 || now > againstSince + Self.proofTime { (against, againstSince) = (0, now) }
    against += 1
    guard against >= Self.proofs else { return false }
    (way, against) = (steps, 0)
    return true
  }
}
