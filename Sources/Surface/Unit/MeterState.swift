/// One meter of a unit: the loudest since it was last sent, and what it was sent.
struct MeterState: Hashable, Sendable {
  let profile: MeterProfile
  /// The newest peak in dBFS.
  private var newest: Float = -.infinity
  private var loudest: Float = -.infinity
  private var told: Int?
  private var toldOverload: Bool?
  private var overloadUntil: UInt64 = 0
  private var notBefore: UInt64 = 0

  init(_ profile: MeterProfile) { self.profile = profile }

  /// Takes a peak in dBFS.
  mutating func show(_ peak: Float, at now: UInt64) {
    newest = peak
    loudest = max(loudest, peak)
    if let overload = profile.overload, Double(peak) >= overload.level {
      overloadUntil = now + overload.hold
    }
  }

  /// Nothing is known any more of what the device shows.
  mutating func forget() {
    told = nil
    toldOverload = nil
  }

  /// The meter stands for another strip now.
  mutating func reset() {
    newest = -.infinity
    loudest = -.infinity
    overloadUntil = 0
  }

  /// The values that are due, `plus` added: the overload lamp first, then the level.
  func due(at now: UInt64) -> [Int] {
    guard now >= notBefore else { return [] }
    var values: [Int] = []
    if let overload = profile.overload, isOverloaded(at: now) != toldOverload {
      values.append(isOverloaded(at: now) ? overload.set : overload.clear)
    }
    if isLevelPending { values.append(profile.value(at: loudest)) }
    return values.map { $0 + profile.plus }
  }

  /// What was due has been sent.
  mutating func sent(at now: UInt64) {
    if profile.overload != nil { toldOverload = isOverloaded(at: now) }
    told = profile.value(at: loudest)
    loudest = newest
    notBefore = now + profile.refresh
  }

  /// The time of the next value, or nil when nothing is to be said.
  var nextDeadline: UInt64? {
    if isLevelPending { return notBefore }
    guard profile.overload != nil else { return nil }
    guard let toldOverload else { return notBefore }
    if toldOverload { return max(notBefore, overloadUntil) }
    return overloadUntil > notBefore ? notBefore : nil
  }

  private var isLevelPending: Bool {
    let value = profile.value(at: loudest)
    return told != value || (value > 0 && profile.decays)
  }

  private func isOverloaded(at now: UInt64) -> Bool { now < overloadUntil }
}
