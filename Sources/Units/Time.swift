/// A length of time in milliseconds.
public struct Milliseconds: Hashable, Sendable, Comparable {
  /// The length, 0 or more.
  public let value: Double

  /// Makes a length; it is 0 or more and finite.
  public init(_ value: Double) {
    precondition(value >= 0 && value < .infinity, "a length of time is 0 or more")
    self.value = value
  }

  /// The nearest whole number of frames, at most 2^53.
  ///
  /// - Parameter rate: Frames a second, such as 48000.
  /// - Returns: The length in frames.
  public func frames(at rate: Int) -> Int {
    Int(min((value * Double(rate) / 1000).rounded(), 0x1p53))
  }

  public static func < (a: Milliseconds, b: Milliseconds) -> Bool { a.value < b.value }
}
