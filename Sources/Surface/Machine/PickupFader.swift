/// Decides when a fader without a motor takes over: when it passes the console's place.
///
/// Until then its moves change nothing, so that no level jumps. It keeps hold as long as nobody
/// else moves the level. Positions are the device's own numbers; times are nanoseconds.
public struct PickupFader: Hashable, Sendable {
  /// Whether the fader moves the console.
  public private(set) var holds = false
  private var target: Int?
  private var last: Int?
  private let near: Int

  /// Makes a fader whose place nobody knows yet.
  public init(rules: FaderRules) { near = 2 * rules.step }

  /// Says where the console is; if that isn't where the fader put it, it has to be picked up again.
  public mutating func aim(at raw: Int) {
    if raw != target { holds = false }
    target = raw
  }

  /// The fader stands for another strip, or what it said was lost.
  public mutating func forget() {
    holds = false
    target = nil
  }

  /// The device reports a position; true if the console has to follow.
  public mutating func moved(to raw: Int) -> Bool {
    let before = last ?? raw
    last = raw
    guard let target else { return false }
    let isPassed = min(before, raw) <= target && target <= max(before, raw)
    guard holds || isPassed || abs(raw - target) <= near else { return false }
    holds = true
    self.target = raw
    return true
  }
}
