import ALSA
import ArgumentParser
import DSP
import Engine
import Remote

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "List sound cards, MIDI ports and vector instructions.")

  @Flag(help: "Print JSON.")
  var json = false

  func run() {
    let cards = Cards.list()
    let (ports, problem) = Self.ports()
    if json {
      print(describe(cards, ports, problem))
    } else {
      list(cards, ports, problem)
    }
  }

  private static func ports() -> ([SequencerPort], String?) {
    do { return (try Sequencer(name: "Busbar devices").ports(), nil) } catch {
      return ([], "\(error)")
    }
  }

  private func list(_ cards: [Card], _ ports: [SequencerPort], _ problem: String?) {
    print(cards.isEmpty ? "No sound cards." : "Sound cards:")
    for card in cards {
      print("  \(card.index) \(card.id): \(card.longName)\(card.usb.map { " [\($0)]" } ?? "")")
      for device in card.devices {
        let ways = [("plays", device.playbackStreams), ("captures", device.captureStreams)]
        let text = ways.filter { $0.1 > 0 }.map(\.0).joined(separator: " and ")
        print("    \(device.address)  \(device.name), \(text)")
      }
    }
    if let problem {
      print(problem)
    } else {
      print(ports.isEmpty ? "No MIDI ports." : "MIDI ports:")
    }
    for port in ports {
      let usb = port.usb.map { " [\($0)]" } ?? ""
      print("  \(port.address)  \(port.clientName): \(port.portName)\(usb)")
    }
    let sets = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
    print("Vector instructions: \(sets)")
  }

  private func describe(_ cards: [Card], _ ports: [SequencerPort], _ problem: String?) -> JSON {
    .object([
      ("cards", .array(cards.map(describe))),
      (
        "midi_ports",
        .array(
          ports.map {
            .object([
              ("address", .string("\($0.address)")), ("client", .string($0.clientName)),
              ("port", .string($0.portName)), ("usb", JSON($0.usb.map { "\($0)" })),
              ("sends", .bool($0.canBeHeard)), ("receives", .bool($0.canBeSentTo)),
            ])
          })
      ),
      ("midi_problem", JSON(problem)),
      ("instruction_sets", .array(InstructionSet.available.map { .string($0.rawValue) })),
    ])
  }

  private func describe(_ card: Card) -> JSON {
    .object([
      ("index", .integer(card.index)), ("id", .string(card.id)), ("name", .string(card.name)),
      ("usb", JSON(card.usb.map { "\($0)" })), ("path", JSON(card.path)),
      (
        "devices",
        .array(
          card.devices.map {
            .object([
              ("address", .string($0.address)), ("name", .string($0.name)),
              ("playback", .bool($0.playbackStreams > 0)),
              ("capture", .bool($0.captureStreams > 0)),
            ])
          })
      ),
    ])
  }
}
