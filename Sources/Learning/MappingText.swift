import Surface
import YAML

/// The text of a mapping file, in which numbers of faders can be changed with every other byte
/// kept: comments, order, spelling.
public struct MappingText: Sendable {
  /// The file's bytes.
  public private(set) var bytes: [UInt8]
  private let file: String

  /// Why a file can't be changed.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentences, a line each.
    public let description: String
  }

  /// A key of a fader and its new value.
  public struct Change: Hashable, Sendable {
    public let key: String
    /// As the file spells it; one line.
    public let value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Takes a file's content.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name that messages give.
  public init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }
}

/// A line of a mapping file that describes faders: `fader 1..8`.
public struct FaderRow: Hashable, Sendable {
  /// The part that it stands in, and what the file calls it there.
  public let part: String
  public let name: String
  /// Where it stands, from 1.
  public let line: Int
  /// The names of its single faders.
  public let faders: [String]
}

extension MappingText {
  /// The rows of faders that a unit has, in the file's order.
  ///
  /// - Parameter unit: The unit's name; that of one of several equal ones has its number behind it.
  /// - Returns: The rows.
  public func rows(of unit: String) -> [FaderRow] {
    guard let device = PlainNode.root(bytes)?["device"] else { return [] }
    let units = device["units"]?.items ?? []
    // One of several has a number behind its name.
    let words = unit.split(separator: " ")
    let isNumbered = words.count > 1 && words.last.flatMap { Int($0) } != nil
    let stem = isNumbered ? words.dropLast().joined(separator: " ") : unit
    let own =
      units.first { $0["name"]?.text == unit } ?? units.first { $0["name"]?.text == stem }
    let parts = own?["parts"]?.texts ?? []
    return parts.flatMap { part in
      device["parts"]?[part]?["faders"]?.pairs.map { pair in
        FaderRow(
          part: part, name: pair.key, line: pair.keyNode.location.line,
          faders: FaderRow.names(pair.key))
      } ?? []
    }
  }

  /// Changes what is said of a row of faders, or adds it.
  ///
  /// - Parameters:
  ///   - changes: What is to be said.
  ///   - row: Of which faders.
  /// - Throws: `Refusal` when the file is written in a way that this can't change, or when the
  ///   changed file would be wrong; it is left as it was then.
  public mutating func apply(_ changes: [Change], to row: FaderRow) throws(Refusal) {
    var edited = self
    for change in changes { try edited.apply(change, to: row) }
    let (mapping, diagnostics) = MappingFile.load(bytes: edited.bytes, file: file)
    guard mapping != nil else {
      throw Refusal(
        description: "with these numbers the file would be wrong:\n"
          + diagnostics.lines.joined(separator: "\n"))
    }
    self = edited
  }

  private mutating func apply(_ change: Change, to row: FaderRow) throws(Refusal) {
    let old = PlainNode.root(bytes)
    guard let node = old?["device"]?["parts"]?[row.part]?["faders"]?[row.name],
      let edited = FaderEdit(bytes, node).making(change),
      // Whatever the edit has done: it is right if the file says this now, and nothing else.
      PlainNode.root(edited)?.content == old?.setting(change, of: row)
    else {
      throw Refusal(
        description: "\(file):\(row.line): '\(row.name)' is written in a way that can't be changed"
          + " here; write `\(change.key): \(change.value)` there yourself")
    }
    bytes = edited
  }
}

extension FaderRow {
  /// `fader 1..3` as `fader 1`, `fader 2`, `fader 3`.
  fileprivate static func names(_ key: String) -> [String] {
    let words = key.split(separator: " ").map(String.init)
    let ends = (words.last ?? "").split(separator: ".").map { Int($0) }
    guard words.count > 1, let first = ends.first, let first, let last = ends.last, let last,
      ends.count <= 2, first <= last, last - first < 1024
    else { return [words.joined(separator: " ")] }
    return (first...last).map { (words.dropLast() + ["\($0)"]).joined(separator: " ") }
  }
}
