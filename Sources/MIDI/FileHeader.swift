/// What the first chunk of a Standard MIDI File says.
struct FileHeader {
  let tracks: Int
  let division: TimeDivision

  /// Reads the `MThd` chunk; a longer one than of 6 bytes is taken as the future's.
  init(from cursor: inout ByteCursor) throws(StandardMIDIFileError) {
    guard cursor.rest.starts(with: "MThd".utf8) else { throw cursor.error(.notMIDI) }
    _ = try cursor.part(4)
    let place = cursor.offset
    let length = try cursor.number(4)
    guard length >= 6 else {
      throw StandardMIDIFileError(offset: place, reason: .headerLength(length))
    }
    var chunk = try cursor.part(length)
    let format = try chunk.number(2)
    guard format <= 1 else {
      throw StandardMIDIFileError(offset: place + 4, reason: .format(format))
    }
    tracks = try chunk.number(2)
    guard let division = TimeDivision(word: try chunk.number(2)) else {
      throw StandardMIDIFileError(offset: place + 8, reason: .division)
    }
    self.division = division
  }
}

/// The length of a tick: `beat` microseconds are divided into `ticks` parts.
///
/// Where the file counts frames of film, its beat is a second and no tempo changes that.
struct TimeDivision {
  let ticks: UInt64
  let beat: UInt64
  let followsTempo: Bool

  /// Decodes the header's word (0…65535); nil when it stands for no time.
  init?(word: Int) {
    followsTempo = word < 0x8000
    let frames = 256 - word >> 8
    switch followsTempo ? 0 : frames {
    case 0: (ticks, beat) = (UInt64(word), 500_000)  // 120 beats a minute until told otherwise
    case 24, 25, 30: (ticks, beat) = (UInt64(frames * (word & 0xFF)), 1_000_000)
    case 29: (ticks, beat) = (UInt64(30 * (word & 0xFF)), 1_001_000)  // 30 000 frames in 1001 s
    default: return nil
    }
    guard ticks > 0 else { return nil }
  }
}

extension ByteCursor {
  /// A cursor over the next track; chunks of other names are skipped.
  ///
  /// `found` tracks came before; the header says that there are `promised`.
  mutating func nextTrack(
    found: Int, promised: Int
  ) throws(StandardMIDIFileError) -> ByteCursor {
    while !isAtEnd {
      let isTrack = rest.starts(with: "MTrk".utf8)
      _ = try part(4)
      let length = try number(4)
      let chunk = try part(length)
      if isTrack { return chunk }
    }
    throw error(.missingTrack(found: found, promised: promised))
  }
}
