/// Reads the events of one track.
struct TrackReader {
  private var tick: UInt64 = 0
  private var runningStatus: UInt8?
  private var sysex: [UInt8] = []  // packets of an unfinished one

  /// Appends a track's messages and tempos to `score`.
  mutating func read(
    _ track: inout ByteCursor, into score: inout Score
  ) throws(StandardMIDIFileError) {
    while !track.isAtEnd {
      tick += UInt64(try track.variableNumber())
      let start = track.offset
      let status = try track.peek()
      switch status {
      case 0x00...0x7F, 0x80...0xEF: try readChannel(status, &track, &score)
      case 0xF0, 0xF7: try readSysex(&track, &score)
      case 0xFF:
        if try readMeta(&track, &score) { return }
      default: throw track.error(.status(status))
      }
      guard score.events.count <= StandardMIDIFile.mostEvents else {
        throw StandardMIDIFileError(offset: start, reason: .tooManyEvents)
      }
    }
    throw track.error(.noEndOfTrack)
  }

  private mutating func readChannel(
    _ byte: UInt8, _ track: inout ByteCursor, _ score: inout Score
  ) throws(StandardMIDIFileError) {
    guard sysex.isEmpty else { throw track.error(.unfinishedSysex) }
    let offset = track.offset
    if byte >= 0x80 { runningStatus = try track.byte() }
    guard let status = runningStatus else { throw track.error(.noStatus) }
    let first = try track.data()
    let second = MIDIMessage.dataLength(of: status) == 2 ? try track.data() : 0
    guard let message = MIDIMessage(status: status, first, second) else { return }
    score.append(message, tick: tick, offset: offset)
  }

  /// Reads an F0 event, or an F7 one: the next packet of a sysex, or else bytes to send as they are.
  private mutating func readSysex(
    _ track: inout ByteCursor, _ score: inout Score
  ) throws(StandardMIDIFileError) {
    let offset = track.offset
    let starts = try track.byte() == 0xF0
    guard !starts || sysex.isEmpty else {
      throw StandardMIDIFileError(offset: offset, reason: .unfinishedSysex)
    }
    runningStatus = nil
    var packet = try track.part(try track.variableNumber())
    if !starts, sysex.isEmpty {
      try appendEscape(packet, &score, offset)
      return
    }
    if starts { sysex = [0xF0] }
    sysex += packet.rest.prefix { $0 < 0x80 }
    _ = try packet.part(packet.rest.prefix { $0 < 0x80 }.count)
    if packet.isAtEnd { return }
    let last = try packet.byte()
    guard last == 0xF7, packet.isAtEnd else {
      throw StandardMIDIFileError(offset: packet.offset - 1, reason: .data(last))
    }
    score.append(.sysex(sysex + [last]), tick: tick, offset: offset)
    sysex = []
  }

  private func appendEscape(
    _ packet: ByteCursor, _ score: inout Score, _ offset: Int
  ) throws(StandardMIDIFileError) {
    var parser = MIDIParser()
    for byte in packet.rest {
      guard let message = parser.parse(byte) else { continue }
      guard score.events.count < StandardMIDIFile.mostEvents else {
        throw StandardMIDIFileError(offset: offset, reason: .tooManyEvents)
      }
      score.append(message, tick: tick, offset: offset)
    }
  }

  /// Reads a meta event; running status goes on after it, as many programs write it so.
  ///
  /// The result tells whether it is the end of the track.
  private mutating func readMeta(
    _ track: inout ByteCursor, _ score: inout Score
  ) throws(StandardMIDIFileError) -> Bool {
    let offset = track.offset
    _ = try track.byte()
    let kind = try track.byte()
    var body = try track.part(try track.variableNumber())
    if kind == 0x51 {
      guard body.left == 3 else {
        throw StandardMIDIFileError(offset: offset, reason: .tempo)
      }
      let beat = try body.number(3)
      guard beat > 0 else { throw StandardMIDIFileError(offset: offset, reason: .tempo) }
      score.tempos.append(TempoChange(tick: tick, beat: UInt64(beat)))
    }
    guard kind == 0x2F else { return false }
    guard sysex.isEmpty else {
      throw StandardMIDIFileError(offset: offset, reason: .unfinishedSysex)
    }
    score.endTick = max(score.endTick, tick)
    return true
  }
}
