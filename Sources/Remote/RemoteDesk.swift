public import ConsoleModel

/// A desk as its remote clients work it.
public protocol RemoteDesk {
  /// The desk as it is wanted.
  var console: Console { get }

  /// Makes edits in one step: all of them, or none if one is refused.
  mutating func make(all edits: [ConsoleEdit]) throws(EditRefusal)
}
