/// Collects the mistakes of one file, so that a single run shows them all in the file's order.
///
/// It keeps the first `limit` and counts the rest; a warning makes room for an error. Readers of
/// the same file share one collector. For one thread at a time.
public final class Diagnostics {
  /// The file's name, as the user gave it.
  public let file: String
  /// The most that are kept, 1 or more.
  public let limit: Int
  /// What was kept, sorted by location; those of one place stay in the order they were found.
  public private(set) var sorted: [Diagnostic] = []
  /// How many errors were found, kept or not.
  public private(set) var errorCount = 0
  /// How many warnings were found, kept or not.
  public private(set) var warningCount = 0
  /// How many of `sorted` are warnings.
  private var keptWarnings = 0

  public init(file: String, limit: Int = 100) {
    self.file = file
    self.limit = max(1, limit)
  }

  /// Whether the file must be refused.
  public var hasErrors: Bool { errorCount > 0 }

  /// How many were found but not kept.
  public var hiddenCount: Int { errorCount + warningCount - sorted.count }

  /// Every kept mistake as its line of text, and a closing line if there were more.
  public var lines: [String] {
    let kept = sorted.map(\.description)
    guard hiddenCount > 0 else { return kept }
    let mistakes = hiddenCount == 1 ? "mistake is" : "mistakes are"
    return kept + ["\(file): \(hiddenCount) more \(mistakes) not shown; mend these first"]
  }

  /// Records a mistake that makes the file unusable; a nil location means the whole file.
  public func error(_ location: SourceLocation?, _ message: @autoclosure () -> String) {
    errorCount += 1
    insert(location, .error, message)
  }

  /// Records something the author should look at; a nil location means the whole file.
  public func warning(_ location: SourceLocation?, _ message: @autoclosure () -> String) {
    warningCount += 1
    insert(location, .warning, message)
  }
}

extension Diagnostics {
  /// Keeps a mistake in its place; `message` is not composed when it would be dropped at once.
  private func insert(
    _ location: SourceLocation?, _ severity: Diagnostic.Severity, _ message: () -> String
  ) {
    let position = position(of: location)
    let isFull = sorted.count == limit
    if isFull && position == limit && (severity == .warning || keptWarnings == 0) { return }
    sorted.insert(make(location, severity, message()), at: position)
    if severity == .warning { keptWarnings += 1 }
    guard isFull else { return }
    if keptWarnings > 0, let warning = sorted.lastIndex(where: { $0.severity == .warning }) {
      sorted.remove(at: warning)
      keptWarnings -= 1
    } else {
      sorted.removeLast()
    }
  }

  private func make(
    _ location: SourceLocation?, _ severity: Diagnostic.Severity, _ message: String
  ) -> Diagnostic {
    Diagnostic(file: file, location: location, severity: severity, message: message)
  }

  /// The index after the last mistake that is not later than `location`.
  private func position(of location: SourceLocation?) -> Int {
    let start = SourceLocation(line: 0, column: 0)
    let wanted = location ?? start
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if wanted < (sorted[middle].location ?? start) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
