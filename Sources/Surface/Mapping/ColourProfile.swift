public import ConsoleModel
import MIDI

/// The colour of a strip: its own messages, or its part of a message for all strips.
public struct ColourProfile: Hashable, Sendable {
  /// Writes the colours of all strips that have this template; nil where each has its own messages.
  public var write: SysexTemplate?
  /// The messages of this strip, one for each number of a colour.
  public var addresses: [MessageAddress] = []
  /// The numbers of each colour.
  public var palette: [StripColour: [Int]]

  public init(palette: [StripColour: [Int]]) { self.palette = palette }

  /// The numbers that show a colour; white where the device knows no such.
  func values(of colour: StripColour) -> [Int] { palette[colour] ?? palette[.white] ?? [] }

  /// The messages that show the numbers of some strips, of which this is the first.
  func messages(_ values: [[Int]], id: UInt8) -> [MIDIMessage] {
    guard let write else {
      return zip(addresses, values.first ?? []).flatMap { $0.messages($1) }
    }
    var blanks = SysexBlanks(id: id)
    blanks.colours = values.flatMap { $0 }
    return write.message(blanks).map { [$0] } ?? []
  }
}
