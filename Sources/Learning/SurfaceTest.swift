public import MIDI
import Surface

/// Measures the faders of a unit whose mapping there is: what its motors need, and its numbers.
public struct SurfaceTest: Dialogue {
  public var outbox = Outbox()
  public private(set) var isDone = false
  /// What was measured, in the order of the faders.
  public private(set) var results: [(target: FaderTarget, findings: FaderFindings)] = []
  private var waiting: [FaderTarget]
  private var test: FaderTest?
  private var remindAt: UInt64?

  /// What a person is asked for; each with the name of a fader.
  public enum Request: Hashable, Sendable {
    /// To push it all the way up, then down, and to let go.
    case sweep(String)
    /// To take it to the middle, hold it for two seconds, and let go.
    case hold(String)
    /// Whether it stayed where it was let go.
    case didStay(String)
    /// To press Enter when it has arrived.
    case arrived(String)
    /// Nothing.
    case patience
  }

  private static let patience: UInt64 = 20_000 * .millisecond

  /// What the person is asked for.
  public var request: Request { test?.request ?? .patience }

  /// Makes a test of some faders, one after the other.
  public init(_ targets: [FaderTarget]) { waiting = targets }

  public mutating func start(at now: UInt64) {
    remindAt = now + Self.patience
    next(at: now)
  }

  private mutating func next(at now: UInt64) {
    guard !waiting.isEmpty else {
      test = nil
      return isDone = true
    }
    test = FaderTest(waiting.removeFirst())
    test?.start(&outbox)
  }

  public mutating func heard(_ message: MIDIMessage, at now: UInt64) {
    advance(to: now)
    remindAt = nil
    test?.heard(message, at: now, &outbox)
  }

  public mutating func typed(_ line: String, at now: UInt64) {
    advance(to: now)
    test?.typed(line.trimmed.lowercased(), at: now, &outbox)
    close(at: now)
  }

  public mutating func ended(at now: UInt64) {
    if let test { results.append((test.target, test.findings)) }
    test = nil
    waiting = []
    isDone = true
  }

  public var nextDeadline: UInt64? {
    [test?.nextDeadline, remindAt].compactMap { $0 }.min()
  }

  public mutating func advance(to now: UInt64) {
    if let due = remindAt, now >= due {
      remindAt = nil
      outbox.say("Nothing has come from the unit yet. Is it switched on, and in the right mode?")
    }
    test?.advance(to: now, &outbox)
    close(at: now)
  }

  private mutating func close(at now: UInt64) {
    guard let test, test.isDone else { return }
    results.append((test.target, test.findings))
    next(at: now)
  }
}

extension SurfaceTest {
  /// Whether nothing at all was measured.
  public var isEmpty: Bool { results.allSatisfy { $0.findings == FaderFindings() } }

  /// Whether something is odd that no number of the file can put right.
  public var hasRemarks: Bool { results.contains { $0.findings.hasRemark(for: $0.target) } }

  /// The table of what was measured, a line each.
  public var table: [String] { results.flatMap { $0.findings.lines(for: $0.target) } }

  /// Writes the numbers into the text of the mapping.
  ///
  /// - Parameter text: The mapping's file; changed only where a number differs.
  /// - Returns: How many numbers were changed or added.
  /// - Throws: `MappingText.Refusal`; the text is as it was then.
  public func apply(to text: inout MappingText) throws(MappingText.Refusal) -> Int {
    var edited = text
    var count = 0
    for (target, findings) in results {
      let changes = findings.changes(for: target)
      if !changes.isEmpty { try edited.apply(changes, to: target.row) }
      count += changes.count
    }
    text = edited
    return count
  }

  /// The faders of a unit that are worth a test: the first of each row, or those that are named.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - text: Its mapping's file.
  ///   - names: The names of faders; empty for the first of each row.
  /// - Returns: The faders, in the file's order.
  public static func targets(
    of unit: UnitProfile, in text: MappingText, named names: [String] = []
  ) -> [FaderTarget] {
    let rows = text.rows(of: unit.name)
    return rows.flatMap { row -> [FaderTarget] in
      let faders = unit.faders.filter { row.faders.contains($0.name) }
      let chosen =
        names.isEmpty ? Array(faders.prefix(1)) : faders.filter { names.contains($0.name) }
      return chosen.map { FaderTarget(row: row, name: $0.name, profile: $0.profile) }
    }
  }
}
