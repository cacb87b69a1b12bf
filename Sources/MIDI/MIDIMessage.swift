/// One complete MIDI message.
///
/// Channels are 1…16 as musicians count them; notes, controllers, programs and most values are
/// 0…127; pitch bend and song position are 0…16383.
public enum MIDIMessage: Hashable, Sendable {
  case noteOff(channel: Int, note: Int, velocity: Int)
  /// A note-on of velocity 0 means the note's end, and is kept as it came: a Mackie fader that is
  /// let go says it so.
  case noteOn(channel: Int, note: Int, velocity: Int)
  case polyPressure(channel: Int, note: Int, value: Int)
  case controlChange(channel: Int, controller: Int, value: Int)
  case programChange(channel: Int, program: Int)
  case channelPressure(channel: Int, value: Int)
  /// The value is 0…16383 as on the wire, with 8192 at rest.
  case pitchBend(channel: Int, value: Int)
  /// All bytes, from F0 to F7, with data bytes (00…7F) between them.
  case sysex([UInt8])
  /// A quarter frame of MIDI time code: its data byte.
  case timeCode(Int)
  /// Sixteenth notes since the start of the song.
  case songPosition(Int)
  case songSelect(Int)
  case tuneRequest
  case realTime(RealTime)

  /// The one-byte messages that may stand between any two bytes of another message.
  public enum RealTime: UInt8, CaseIterable, Sendable {
    case clock = 0xF8
    case start = 0xFA
    case `continue` = 0xFB
    case stop = 0xFC
    case activeSensing = 0xFE
    case reset = 0xFF
  }
}
