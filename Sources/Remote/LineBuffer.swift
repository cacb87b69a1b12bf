/// Takes lines out of a stream of bytes, and never keeps more than one line may be long.
struct LineBuffer {
  /// One line without its end.
  enum Line: Equatable {
    case text(ArraySlice<UInt8>)
    /// A line of more bytes than `longest`, which are gone.
    case tooLong
  }

  /// The most bytes of a line.
  static let longest = 64 * 1024
  private var bytes: [UInt8] = []
  /// Where the bytes begin that were not taken yet.
  private var start = 0
  /// Up to where there is no end of a line.
  private var searched = 0
  /// Whether the rest of a line that is too long has yet to come.
  private var isSkipping = false

  /// How many bytes wait.
  var count: Int { bytes.count - start }

  mutating func append(_ new: some Collection<UInt8>) { bytes += new }

  /// The next whole line; nil until its end has come.
  mutating func next() -> Line? {
    while let end = bytes[searched...].firstIndex(of: 10) {
      defer {
        start = end + 1
        searched = start
      }
      guard isSkipping else {
        return end - start > Self.longest ? .tooLong : .text(bytes[start..<end])
      }
      isSkipping = false
    }
    let isTooLong = count > Self.longest && !isSkipping
    bytes.removeSubrange(..<(isTooLong || isSkipping ? bytes.count : start))
    start = 0
    searched = bytes.count
    if isTooLong { isSkipping = true }
    return isTooLong ? .tooLong : nil
  }

  /// Whether `next` would give a line.
  var hasLine: Bool { count > Self.longest || bytes[searched...].contains(10) }
}
