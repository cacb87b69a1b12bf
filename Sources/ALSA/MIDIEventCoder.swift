import CALSA
import Glibc

/// Turns wire bytes into sequencer events and back, with no running status.
package final class MIDIEventCoder {
  private let coder: OpaquePointer
  private var scratch = [UInt8](repeating: 0, count: 16)

  package init() throws(ALSAError) {
    var made: OpaquePointer?
    try check(snd_midi_event_new(16, &made), "snd_midi_event_new", "MIDI messages")
    guard let made else {
      throw .failed(call: "snd_midi_event_new", subject: "MIDI messages", code: ENOMEM)
    }
    coder = made
    snd_midi_event_no_status(coder, 1)
  }

  deinit { snd_midi_event_free(coder) }

  /// The messages of an event, one array each; none for events that have no bytes.
  func messages(of event: UnsafePointer<snd_seq_event_t>) -> [[UInt8]] {
    if event.pointee.type == SND_SEQ_EVENT_SYSEX.rawValue { return systemExclusive(event) }
    snd_midi_event_reset_decode(coder)
    let count = snd_midi_event_decode(coder, &scratch, scratch.count, event)
    guard count > 0 else { return [] }
    let bytes = scratch.prefix(count)
    // A 14-bit or registered controller comes as several three-byte messages.
    guard count > 3 else { return [Array(bytes)] }
    return stride(from: 0, to: count, by: 3).map { Array(bytes[$0..<min($0 + 3, count)]) }
  }

  private func systemExclusive(_ event: UnsafePointer<snd_seq_event_t>) -> [[UInt8]] {
    guard calsa_event_is_variable(event) != 0, let bytes = calsa_event_bytes(event) else {
      return []
    }
    let count = Int(calsa_event_length(event))
    return count == 0 ? [] : [Array(UnsafeRawBufferPointer(start: bytes, count: count))]
  }

  /// Makes the event of one short message; nil when the bytes are not exactly one.
  func event(of message: ArraySlice<UInt8>) -> snd_seq_event_t? {
    guard let status = message.first, status >= 0x80, status != 0xF0, message.count <= 3 else {
      return nil
    }
    // A status byte amid the data would be taken for the start of another message.
    guard message.dropFirst().allSatisfy({ $0 < 0x80 }) else { return nil }
    snd_midi_event_reset_encode(coder)
    var event = snd_seq_event_t()
    let used = message.withUnsafeBufferPointer {
      snd_midi_event_encode(coder, $0.baseAddress, $0.count, &event)
    }
    guard used == message.count, event.type != SND_SEQ_EVENT_NONE.rawValue else { return nil }
    return event
  }

  /// The bytes that come out again after a message has been made an event; nil if it is none.
  package func roundTrip(_ message: [UInt8]) -> [[UInt8]]? {
    guard let event = event(of: message[...]) else { return nil }
    return withUnsafePointer(to: event) { messages(of: $0) }
  }
}

/// Whether bytes are a system-exclusive message or a piece of one.
///
/// - Returns: False when a status byte stands anywhere but F0 first and F7 last.
package func isSystemExclusive(_ bytes: ArraySlice<UInt8>) -> Bool {
  var inner = bytes
  if inner.first == 0xF0 { inner = inner.dropFirst() }
  if inner.last == 0xF7 { inner = inner.dropLast() }
  return !bytes.isEmpty && inner.allSatisfy { $0 < 0x80 }
}
