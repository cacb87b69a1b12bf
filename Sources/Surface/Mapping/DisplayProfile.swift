import MIDI

/// One strip's cell of a display.
public struct DisplayProfile: Hashable, Sendable {
  /// Writes text, with blanks for the offset and the text.
  public var write: SysexTemplate
  /// Where each row of this cell starts.
  public var offsets: [Int]
  /// What each row shows.
  public var rows: [DisplayRow]
  /// The number of this strip, for `{strip}`.
  public var strip = 0
  /// The characters from one cell to the next.
  public var cell = 7
  /// The characters of a cell that are used; the others stay blank.
  public var characters = 7
  /// The most bytes of one message; neighbouring cells share it where they fit.
  public var longest = 28

  public init(write: SysexTemplate, offsets: [Int]) {
    self.write = write
    self.offsets = offsets
    rows = offsets.indices.map { DisplayRow(shows: $0 == 0 ? .name : $0 == 1 ? .value : .nothing) }
  }

  /// The message that writes text from a row of this cell on; nil if that gives none.
  func message(row: Int, id: UInt8, text: [UInt8]) -> MIDIMessage? {
    var blanks = SysexBlanks(id: id)
    blanks.offset = offsets[row]
    blanks.row = rows[row].number
    blanks.strip = strip
    blanks.text = text
    return write.message(blanks)
  }
}

/// One row of a display.
public struct DisplayRow: Hashable, Sendable {
  public var shows: DisplayContent
  /// For `{row}`.
  public var number = 0

  public init(shows: DisplayContent, number: Int = 0) {
    self.shows = shows
    self.number = number
  }
}

/// What a row of a display shows.
public enum DisplayContent: String, CaseIterable, Sendable {
  /// The name of the strip.
  case name
  /// What was moved last, else why the strip is silent, else its level.
  case value
  /// What the strip is: `Ch 3`.
  case strip
  /// Where its fader stands.
  case level
  case nothing
}
