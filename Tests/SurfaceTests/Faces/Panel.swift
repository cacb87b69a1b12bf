import ConsoleModel

/// What a box shows: by the names that its file gives its parts, read off bytes by a decoder that
/// knows no mapping but the tables of controllers.md.
struct Panel: Equatable, Sendable {
  enum Lamp: Equatable { case off, on, blink }

  /// A ring of lamps around an encoder, with its place from 0 to 1.
  enum Ring: Equatable {
    case dark
    /// From the middle.
    case pan(Double, isCentred: Bool)
    /// From the left.
    case fill(Double)
    /// A place that may be either.
    case place(Double)
  }

  /// How far faders stand, from 0 to 1.
  var places: [String: Double] = [:]
  var lamps: [String: Lamp] = [:]
  var rings: [String: Ring] = [:]
  /// `scribble 1`, row by row.
  var texts: [String: [Int: String]] = [:]
  var colours: [String: StripColour] = [:]
  /// Steps of meters, as the device counts them.
  var meters: [String: Int] = [:]
  var overloads: [String: Bool] = [:]
  /// What the device would not understand.
  var strange: [[UInt8]] = []
}

/// A box as the host sees it from its messages.
protocol Face: Sendable {
  var panel: Panel { get }
  /// The places between two of which a fader makes no difference, of the whole travel.
  var faderStep: Double { get }
  /// The steps of a ring.
  var ringSteps: Double { get }
  /// Whether lamps can blink.
  var blinks: Bool { get }
  /// The meter step that shows a peak in dBFS.
  func meterStep(_ peak: Double) -> Int
  /// Takes a whole message.
  mutating func hear(_ bytes: [UInt8])
}

extension Face {
  var ringSteps: Double { 127 }
  func meterStep(_ peak: Double) -> Int { 0 }
}

/// The step of a meter whose thresholds in dBFS are listed from the lowest on.
func step(_ peak: Double, _ thresholds: [Double]) -> Int { thresholds.count { $0 <= peak } }

/// `word 1` to `word 8`, beside their numbers from a first one on.
func row(_ word: String, from first: UInt8, _ numbers: ClosedRange<Int> = 1...8) -> [UInt8: String]
{
  var row: [UInt8: String] = [:]
  for (place, number) in numbers.enumerated() { row[first + UInt8(place)] = "\(word) \(number)" }
  return row
}

extension [UInt8: String] {
  static func + (a: Self, b: Self) -> Self { a.merging(b) { first, _ in first } }
}

/// A colour by its bits: 1 red, 2 green, 4 blue.
func colour(bits: Int) -> StripColour {
  [.none, .red, .green, .yellow, .blue, .magenta, .cyan, .white][bits & 7]
}

/// Printable ASCII as text.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

func isPrintable(_ bytes: some Sequence<UInt8>) -> Bool {
  bytes.allSatisfy { (0x20...0x7E).contains($0) }
}
