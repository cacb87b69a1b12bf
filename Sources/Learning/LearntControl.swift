public import Surface

/// What is known of a box that nobody has described: how it is found.
public struct LearntDevice: Hashable, Sendable {
  /// The name of its sequencer client.
  public var client: String
  /// The name of the port that it speaks from; nil if it has one alone.
  public var port: String?
  /// Vendor and product, such as `0x1397_00B6`, if it is a USB device.
  public var usb: UInt32?

  public init(client: String, port: String? = nil, usb: UInt32? = nil) {
    self.client = client
    self.port = port
    self.usb = usb
  }
}

/// A control that was learnt: its name, its messages, and how it counts.
public struct LearntControl: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// Its upper number, the numbers between two places, and whether it moves by itself; nil where
    /// nobody knows.
    case fader(top: Int, step: Int, isMotor: Bool?)
    /// Tells a place, and is turned.
    case knob
    case encoder(EncoderCode, isInverted: Bool)
    /// The lowest value that means pressed, whether each message is a stroke, and the value that
    /// lights its lamp: 0 where it has none, nil where nobody knows.
    case key(threshold: Int, alternates: Bool, lamp: Int?)
  }

  public var name: LearntName
  public let address: MessageAddress
  public var kind: Kind
  /// What says that a hand is on it, and the lowest value that means so.
  public var touch: MessageAddress?
  public var touchThreshold = 64

  /// All messages that it sends.
  var messages: [MessageAddress] { [address] + (touch.map { [$0] } ?? []) }
}

/// What a person calls a control: words, and a number where there are several.
public struct LearntName: Hashable, Sendable, CustomStringConvertible {
  public var word: String
  public var number: Int?

  public var description: String { number.map { "\(word) \($0)" } ?? word }

  init(_ word: String, _ number: Int?) {
    self.word = word
    self.number = number
  }

  /// Reads a name such as a mapping file can have; why not, if it can't.
  static func read(_ text: String) -> Result<LearntName, NameMistake> {
    let words = text.trimmed.lowercased().split(separator: " ").map(String.init)
    guard let first = words.first else { return .failure(NameMistake("A name has letters.")) }
    let letters = "abcdefghijklmnopqrstuvwxyz"
    let allowed = Set(letters + "0123456789-")
    if let strange = words.joined().first(where: { !allowed.contains($0) }) {
      return .failure(
        NameMistake("A name has letters, digits and '-', but no '\(strange)'."))
    }
    guard let start = first.first, letters.contains(start), words.joined(separator: " ").count <= 40
    else {
      return .failure(
        NameMistake("A name begins with a letter and is no longer than 40, such as 'fader 1'."))
    }
    guard words.count > 1, let last = words.last, last.first?.isNumber == true else {
      if reserved.contains(words.joined(separator: " ")) {
        return .failure(NameMistake("'\(text.trimmed)' can't be a name."))
      }
      return .success(LearntName(words.joined(separator: " "), nil))
    }
    guard let number = Int(last), numbers.contains(number), "\(number)" == last else {
      return .failure(NameMistake("A number in a name is 1 to \(numbers.upperBound)."))
    }
    return .success(LearntName(words.dropLast().joined(separator: " "), number))
  }

  static let numbers = 1...128
  /// What a line may be besides a name, and what files read otherwise.
  private static let reserved: Set = ["done", "null"]
}

/// Why a name can't be one: a sentence.
struct NameMistake: Error, Hashable {
  let text: String

  init(_ text: String) { self.text = text }
}
