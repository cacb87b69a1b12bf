/// Why ALSA did not do what was asked, in one sentence for a person.
public enum ALSAError: Error, Hashable, Sendable {
  /// Another program (`holder`, such as "jackd (process 812)", when it can be told) has the device.
  case busy(device: String, holder: String?)
  /// No device has this name; `cards` are the names there are, `nearest` one that is spelt alike.
  case missing(device: String, cards: [String], nearest: String?)
  /// The device cannot do what was asked of it; `allowed` is what it can.
  case refused(device: String, parameter: PCMParameter, asked: String, allowed: String)
  /// This user may not open the device.
  case notPermitted(device: String)
  /// Playback and capture are on two cards, and so on two clocks.
  case twoCards(playback: String, capture: String)
  /// The kernel offers no sequencer.
  case noSequencer
  /// Bytes that are not one MIDI message or a piece of a system-exclusive one.
  case malformedMessage([UInt8])
  /// Any other call that failed, with its error number (positive).
  case failed(call: String, subject: String, code: Int32)
}

/// What a card may refuse.
public enum PCMParameter: String, Hashable, Sendable {
  case access, format, rate, channels, period, buffer
}

extension ALSAError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy(let device, let holder):
      "\(device) is in use by \(holder ?? "another program")."
    case .missing(let device, let cards, let nearest):
      "There is no sound device \(device)\(Self.hint(nearest)); \(Self.list(cards))."
    case .refused(let device, let parameter, let asked, let allowed):
      "\(device) refuses the \(parameter.rawValue) \(asked); it allows \(allowed)."
    case .notPermitted(let device):
      "This user may not open \(device); users of sound cards are in the group \"audio\"."
    case .twoCards(let playback, let capture):
      "\(playback) and \(capture) are two cards with a clock each; play and capture on one card."
    case .noSequencer:
      "There is no MIDI sequencer (/dev/snd/seq); \"modprobe snd-seq\" loads it."
    case .malformedMessage(let bytes):
      "\(Self.hexadecimal(bytes)) is not one MIDI message."
    case .failed(let call, let subject, let code):
      "\(call) failed for \(subject): \(systemMessage(code))."
    }
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { " (did you mean \($0)?)" } ?? ""
  }

  private static func list(_ cards: [String]) -> String {
    cards.isEmpty ? "this machine has no sound card" : "cards: \(cards.joined(separator: ", "))"
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "Nothing" }
    let shown = bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return shown.joined(separator: " ") + (bytes.count > 8 ? " …" : "")
  }
}
