/// How a fader without a motor takes over a level at which it does not stand.
public enum Takeover: String, CaseIterable, Sendable {
  /// At once: the level jumps to the fader.
  case jump
  /// When the fader passes the level, or comes near it; until then nothing happens.
  case pickup
  /// The level moves as the fader does, so much more or less that both reach the end together.
  case scale
  /// The level moves as far as the fader does.
  case offset
}

/// Decides what the moves of a fader without a motor do.
///
/// It keeps hold of the level as long as nobody else moves it. Places are the device's own numbers,
/// the console's with fractions; times are nanoseconds that never go back. After Mixxx's soft
/// takeover (three steps, 50 ms), but a level is also passed by a throw; `scale` is the rule that
/// ReaLearn calls catch-up.
public struct TakeoverFader: Hashable, Sendable {
  /// Whether the level is where the fader stands, so that it follows.
  public private(set) var holds = false
  private let mode: Takeover
  private let top: Double
  private let near: Double
  /// Where the console is; nil before anybody has said.
  private var target: Double?
  /// Where the fader stands; nil before it has moved.
  private var place: Int?
  /// Where the level and the fader were when an offset began.
  private var start: (level: Double, place: Int)? {
    get { startLevel.flatMap { level in startPlace.map { (level, $0) } } }
    set { (startLevel, startPlace) = (newValue?.level, newValue?.place) }
  }
  private var startLevel: Double?
  private var startPlace: Int?
  /// The places of the move that goes on, and when the last of them was taken.
  private var move: ClosedRange<Double>?
  private var lastTaken: UInt64 = 0

  /// Makes a fader whose place nobody knows yet.
  public init(_ mode: Takeover, rules: FaderRules) {
    self.mode = mode
    top = Double(rules.top)
    near = 3 * Double(rules.step)
  }

  /// The steps that a level which comes back may differ by and still be the fader's own.
  private static let same = 0.5
  /// How long after a move the level may be one that the fader has passed: it lags behind.
  private static let lag: UInt64 = 50 * .millisecond

  /// Whether the fader has to go up (true) or down to meet the level; nil where it does not have to,
  /// or nobody knows.
  public var isBelow: Bool? {
    guard !holds, mode != .jump, let target, let place, target != Double(place) else { return nil }
    return Double(place) < target
  }
}

extension TakeoverFader {
  /// Says where the console is; if that isn't where the fader put it, it has to be met again.
  public mutating func aim(at level: Double, at now: UInt64) {
    guard let target, level != target else {
      target = level
      return
    }
    self.target = level
    let isOwn =
      abs(level - target) <= Self.same
      || (now <= lastTaken + Self.lag && move?.contains(level) == true)
    if !isOwn { release() }
  }

  /// The level is another one now: another strip's, or that of another bank or layer.
  public mutating func rearm() {
    release()
    target = nil
  }

  /// What the fader said may have been lost: nobody knows where it stands.
  public mutating func forget() {
    rearm()
    place = nil
  }

  /// The device reports a place; where the console has to go, or nil if nowhere.
  public mutating func moved(to raw: Int, at now: UInt64) -> Double? {
    let before = place
    place = raw
    guard let target else { return nil }
    switch mode {
    case .jump: return take(Double(raw), at: now)
    case .pickup:
      guard holds || isMet(target, from: before ?? raw, to: raw) else { return nil }
      return take(Double(raw), at: now)
    case .scale:
      guard !holds, abs(target - Double(raw)) > Self.same else { return take(Double(raw), at: now) }
      guard let before, before != raw else { return nil }
      return take(scaled(target, from: Double(before), to: Double(raw)), at: now)
    case .offset:
      let start = start ?? (target, before ?? raw)
      self.start = start
      guard before != nil else { return nil }
      return take(min(max(start.level + Double(raw - start.place), 0), top), at: now)
    }
  }

  /// The device was told a place and stands there now: it holds the level if that is the level's.
  mutating func stands(at raw: Int) {
    place = raw
    if let target, abs(target - Double(raw)) <= Self.same { holds = true }
  }

  /// Says where the console went because of the last move: a parameter has steps of its own.
  mutating func settled(at level: Double) { target = level }

  private mutating func take(_ level: Double, at now: UInt64) -> Double {
    let goesOn = now <= lastTaken + Self.lag
    let before = goesOn ? move : nil
    move = min(before?.lowerBound ?? level, level)...max(before?.upperBound ?? level, level)
    lastTaken = now
    target = level
    holds = mode == .jump || mode == .pickup || place.map(Double.init) == level
    return level
  }

  private mutating func release() {
    holds = false
    start = nil
    move = nil
  }

  private func isMet(_ target: Double, from before: Int, to raw: Int) -> Bool {
    let way = Double(min(before, raw))...Double(max(before, raw))
    return way.contains(target) || abs(Double(raw) - target) <= near
  }

  /// Both go the same way, and reach its end together.
  private func scaled(_ target: Double, from before: Double, to raw: Double) -> Double {
    let end = raw > before ? top : 0
    let part = before == end ? 1 : (raw - before) / (end - before)
    return min(max(target + (end - target) * part, 0), top)
  }
}
