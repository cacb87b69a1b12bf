public import ConsoleModel

/// A desk as its remote clients work it.
public protocol RemoteDesk {
  /// The desk as it is wanted.
  var console: Console { get }

  /// Makes edits as one step: all of them, or none if one is refused.
  ///
  /// - Parameters:
  ///   - edits: The edits, in order.
  ///   - now: The time in nanoseconds, of a clock that never goes back.
  /// - Throws: Why one of them was refused.
  mutating func make(all edits: [ConsoleEdit], at now: UInt64) throws(EditRefusal)

  /// Takes the last step back, and says what it was; nil when there is none.
  mutating func undo() -> String?

  /// Takes the step again that was taken back last, and says what it is; nil when there is none.
  mutating func redo() -> String?
}
