import ConsoleModel
import DSP
import Processors
import Units

/// A part of a strip's processing: some rows of its bank and the settings that they are made from.
struct StripPart: Sendable {
  /// The first of its rows.
  let firstRow: Int
  /// The settings that it depends on, besides width and pan.
  let settings: [Setting]
  /// Whether it depends on the strip's width, its pan, or what the strip is.
  let isOfImage: Bool
  /// The rows of one side, 0 being left or mono.
  let rows: @Sendable (_ strip: Strip, _ id: StripID, _ side: Int, _ rate: Int) -> [Float]
}

extension StripPart {
  /// Every part of a strip's processing, in the order of the signal.
  static let all: [StripPart] = [image]

  /// The rows of a lane in which nothing is on.
  static func rowsOff(rate: Int) -> [Float] {
    let strip = Strip(name: "", width: .mono, fader: .silence, kind: .channel)
    var rows = [Float](repeating: 0, count: BankRows.parameters)
    for part in all {
      let off = part.rows(strip, .channel(1), 0, rate)
      rows.replaceSubrange(part.firstRow..<part.firstRow + off.count, with: off)
    }
    return rows
  }

  /// Whether a strip's rows of this part may differ from what they were.
  func differs(_ old: Strip, _ new: Strip) -> Bool {
    if old.width != new.width || isOfImage && old.pan != new.pan { return true }
    return settings.contains { old[$0] != new[$0] }
  }
}

extension StripPart {
  /// The lanes of a stereo bus: its balance and how far its sides stand apart.
  private static let image = StripPart(
    firstRow: BankRows.image, settings: [.width], isOfImage: true
  ) { strip, id, side, _ in
    guard id.busID != nil, strip.width == .stereo else { return [1, 0, 0] }
    let balance = side == 0 ? strip.pan.balance.left : strip.pan.balance.right
    let width = strip[.width] / 100
    let own = Float(balance * (1 + width) / 2)
    let other = Float(balance * (1 - width) / 2)
    return side == 0 ? [own, other, 0] : [own, 0, other]
  }
}
