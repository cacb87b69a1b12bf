import MIDI
import Simulator

/// Watches the wire of one unit and says what is wrong, knowing nothing of the machine that drives it.
struct FightJudge {
  let family: FightFamily
  let rate: Int
  let burst: Int
  private(set) var faults: [String] = []
  private(set) var writes = 0
  private(set) var echoes = 0
  private var faders = Array(repeating: Fader(), count: 9)
  private var starts: [UInt64] = []
  private var backlog = 0.0
  private var lastByte: UInt64 = 0

  private struct Fader {
    var isTouched = false
    /// When the hand was last heard of.
    var active: UInt64 = 0
    /// Positions heard while touched that may still be echoed, the newest last.
    var heard: [Int] = []
    var lastWrite: (raw: Int, at: UInt64)?
    /// Whether something happened after which a position may be sent again.
    var hasReason = true
    /// Without a sensor: until when a hand has to be taken for being there.
    var heldUntil: UInt64 = 0
  }

  private static let hold: UInt64 = 500 * .ms
  private static let interval: UInt64 = 30 * .ms
  private static let stuck: UInt64 = 10_000 * .ms

  init(_ family: FightFamily, rate: Int, burst: Int) {
    self.family = family
    self.rate = rate
    self.burst = burst
  }

  /// All that was told is unknown now, and so are hands; `hands` tells whether these too.
  mutating func everythingChanged(hands: Bool) {
    for index in faders.indices {
      faders[index].hasReason = true
      if hands {
        faders[index].isTouched = false
        faders[index].heldUntil = 0
        faders[index].heard = []
      }
    }
  }

  /// The host heard a message, and answered with so many edits of faders; a fader that stands for
  /// nothing (`isBound`) has none to make.
  mutating func heard(
    _ sent: SimulatedUnit.Sent, edits: Int, isBound: (Int) -> Bool, at now: UInt64
  ) {
    if edits > 0 && sent.cause == .motor { fault("a motor moved the console", at: now) }
    switch family.read(sent.message.bytes) {
    case .touch(let fader, let isTouched):
      faders[fader].isTouched = isTouched
      faders[fader].active = now
      faders[fader].hasReason = true
      faders[fader].heard = []
    case .position(let fader, let raw):
      faders[fader].hasReason = true
      // A hand that was still for too long is only believed again once its motor must be at rest.
      if now >= faders[fader].active + Self.stuck && edits == 0 { return }
      if faders[fader].isTouched {
        if edits == 0 && isBound(fader) {
          fault("a hand on fader \(fader) was not heard", at: now)
        }
        faders[fader].active = now
        faders[fader].heard.append(raw)
      } else if edits > 0 && family.family == .reporting {
        faders[fader].heldUntil = now + Self.hold
      }
    case .other: break
    }
  }

  /// The host sent a message.
  mutating func sent(_ bytes: [UInt8], at now: UInt64) {
    charge(bytes.count, at: now)
    guard case .position(let index, let raw) = family.read(bytes) else { return }
    writes += 1
    judge(raw, index, at: now)
    faders[index].lastWrite = (raw, now)
    faders[index].hasReason = false
  }

  private mutating func judge(_ raw: Int, _ index: Int, at now: UInt64) {
    let fader = faders[index]
    if fader.isTouched && now < fader.active + Self.stuck {
      guard family.family != .free, fader.heard.last == raw else {
        return fault("fader \(index) was sent \(raw) under a hand at \(fader.heard)", at: now)
      }
      faders[index].heard = []  // each report is echoed once at most
      echoes += 1
      return
    }
    if now < fader.heldUntil { fault("fader \(index) was sent \(raw) while held", at: now) }
    if let last = fader.lastWrite, !fader.hasReason, !fader.isTouched {
      if (last.raw + family.step / 2) / family.step == (raw + family.step / 2) / family.step {
        fault("fader \(index) was sent \(raw) twice", at: now)
      }
      if now < last.at + Self.interval { fault("fader \(index) was sent \(raw) early", at: now) }
    }
    if fader.lastWrite.map({ now >= $0.at + 150 * .ms }) ?? true { start(at: now) }
  }

  private mutating func start(at now: UInt64) {
    starts.append(now)
    if starts.count > 5 { starts.removeFirst() }
    if starts.count == 5 && now < starts[0] + 30 * .ms {
      fault("five motors started within 30 ms", at: now)
    }
  }

  /// In any stretch of time no more than `burst` and `rate` times its length: a bucket that leaks.
  private mutating func charge(_ bytes: Int, at now: UInt64) {
    backlog = max(0, backlog - Double(now - lastByte) / 1e9 * Double(rate)) + Double(bytes)
    lastByte = now
    if backlog > Double(burst) + 0.01 { fault("\(backlog) bytes at once", at: now) }
  }

  private mutating func fault(_ text: String, at now: UInt64) {
    faults.append("\(Double(now) / 1e9) s: \(text)")
  }

  mutating func note(_ text: String, at now: UInt64) { fault(text, at: now) }
}
