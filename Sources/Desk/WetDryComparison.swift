import ConsoleModel
import DSP
import Demo
import Engine
import Units

/// What +6 dB on a bus and +6 dB on a VCA do to the dry and the wet of the demo's lead voice.
///
/// Everything is measured on rendered sound: the voice alone plays, once without its return (dry)
/// and once without its group's way to main (wet).
public struct WetDryComparison {
  /// A situation and the levels measured in it, in dBFS.
  struct Row {
    let name: String
    let dry: Double
    let wet: Double
  }

  let rows: [Row]

  /// Renders and measures; takes about a second.
  ///
  /// - Parameter rate: Frames a second.
  public init(rate: Int) {
    let band = DemoBand.render(rate: rate)
    let group = StripID.group(DemoDesk.voices)
    let vca = StripID.vca(DemoDesk.voices)
    let situations: [(String, [ConsoleEdit])] = [
      ("as it stands", []),
      ("\(group) +6 dB", [.fader(group, Decibels(6))]),
      ("\(vca) +6 dB", [.fader(vca, Decibels(6))]),
    ]
    rows = situations.map { name, edits in
      Row(
        name: name,
        dry: Self.level(band, rate, edits + [.mute(.fx(1), true)]),
        wet: Self.level(band, rate, edits + [.assign(group, to: .main, false)]))
    }
  }

  /// The level of the main bus when only the lead voice plays.
  private static func level(_ band: DemoBand, _ rate: Int, _ edits: [ConsoleEdit]) -> Double {
    var console = DemoDesk.console
    for edit in edits {
      do { try console.apply(edit) } catch { preconditionFailure("the demo desk: \(error)") }
    }
    let part = DemoDesk.leadVoice - 1
    let block = 256
    let desk = OfflineDesk(
      console: console, rate: rate, block: block, inputs: band.parts.count, outputs: 2,
      instructionSet: .baseline)
    var energy = 0.0
    var frame = 0
    while frame + block <= band.frameCount {
      for index in 0..<block {
        desk.input[index * band.parts.count + part] = band.parts[part].samples[frame + index]
      }
      desk.render(block)
      for sample in desk.output { energy += Double(sample).squared }
      frame += block
    }
    return Decibels(amplitude: (energy / Double(max(1, 2 * frame))).squareRoot()).value
  }

  /// The rows as a table for people.
  public var text: String {
    let head = "The lead voice, as it is heard     dry dBFS  wet dBFS  dry/wet dB"
    return ([head] + rows.map(line)).joined(separator: "\n")
  }

  private func line(_ row: Row) -> String {
    let columns = [
      (row.name, 33), (two(row.dry), 10), (two(row.wet), 10), (two(row.dry - row.wet), 12),
    ]
    return columns.enumerated().map { index, column in
      let space = String(repeating: " ", count: max(0, column.1 - column.0.count))
      return index == 0 ? column.0 + space : space + column.0
    }.joined()
  }

  private func two(_ value: Double) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    let rest = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : value > 0 ? "+" : ""
    return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
