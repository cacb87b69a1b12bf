/// Why a file is not a Standard MIDI File that can be played, and where.
public struct StandardMIDIFileError: Error, Hashable, Sendable {
  /// The byte at fault, counted from 0 at the start of the file.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  public enum Reason: Hashable, Sendable {
    case tooLarge
    case notMIDI
    case cutShort
    case headerLength(Int)
    case format(Int)
    case division
    case missingTrack(found: Int, promised: Int)
    case number
    case noStatus
    case status(UInt8)
    case data(UInt8)
    case unfinishedSysex
    case tempo
    case noEndOfTrack
    case tooManyEvents
    case tooLong
  }
}

extension StandardMIDIFileError: CustomStringConvertible {
  /// One sentence with the place; such as `byte 9: the file has format 2 but …`.
  public var description: String { "byte \(offset): \(sentence)." }

  private var sentence: String {
    switch reason {
    case .tooLarge: "the file is longer than \(StandardMIDIFile.mostBytes) bytes"
    case .notMIDI: "this is not a MIDI file, which begins with MThd"
    case .cutShort: "the file, or a chunk or event of it, is cut short"
    case .headerLength(let length): "the header says it has \(length) bytes but 6 are needed"
    case .format(let format): "the file has format \(format) but only 0 and 1 can be played"
    case .division: "the time division is none that MIDI files have"
    case .missingTrack(let found, let promised):
      "the header promises \(promised) tracks but only \(found) are there"
    case .number: "a length or a delta time has more than 4 bytes"
    case .noStatus: "a data byte stands where a message must begin"
    case .status(let byte): "\(hexadecimal(byte)) is not a status byte that a MIDI file may hold"
    case .data(let byte): "\(hexadecimal(byte)) stands where a data byte (00 to 7F) must be"
    case .unfinishedSysex: "another event stands inside an unfinished sysex"
    case .tempo: "a tempo is not three bytes above 0"
    case .noEndOfTrack: "the track has no end-of-track event"
    case .tooManyEvents: "the file has more than \(StandardMIDIFile.mostEvents) messages"
    case .tooLong: "the file lasts longer than 7 days"
    }
  }
}
