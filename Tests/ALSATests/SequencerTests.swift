import ALSA
import Testing

struct SequencerTests {
  @Test(
    arguments: [
      [0x90, 60, 0], [0x80, 60, 64], [0x9F, 127, 127], [0xA3, 5, 6], [0xB0, 6, 99], [0xB0, 38, 1],
      [0xB2, 98, 3], [0xC5, 12], [0xD0, 0x7C], [0xE0, 0, 0], [0xE7, 0x7F, 0x7F], [0xE8, 0, 0x40],
      [0xF1, 0x23], [0xF2, 1, 2], [0xF3, 4], [0xF6], [0xF8], [0xFA], [0xFE], [0xFF],
    ] as [[UInt8]])
  func returnsEveryMessageAsItWas(message: [UInt8]) throws {
    #expect(try MIDIEventCoder().roundTrip(message) == [message])
  }

  @Test func returnsEveryBendAsItWas() throws {
    let coder = try MIDIEventCoder()
    for value in 0..<16384 {
      let message = [0xE3, UInt8(value & 0x7F), UInt8(value >> 7)]
      #expect(coder.roundTrip(message) == [message])
    }
  }

  @Test(
    arguments: [
      [], [0x90], [0x90, 60], [0x90, 60, 128], [60, 1], [0xB0, 1, 2, 3], [0xC0, 1, 2], [0xF0, 1],
      [0x90, 0xF8, 60], [0xF4], [0xF7], [0xF8, 0xF8],
    ] as [[UInt8]])
  func refusesWhatIsNotOneShortMessage(bytes: [UInt8]) throws {
    #expect(try MIDIEventCoder().roundTrip(bytes) == nil)
  }

  @Test func tellsPiecesOfSystemExclusiveFromOtherBytes() {
    for piece: [UInt8] in [[0xF0, 1, 0xF7], [0xF0, 1], [1, 2], [3, 0xF7], [0xF7], [0xF0]] {
      #expect(isSystemExclusive(piece[...]))
    }
    for other: [UInt8] in [[], [0x90, 1, 2], [0xF0, 0x90, 0xF7], [0xF7, 0xF0], [1, 0xF8]] {
      #expect(!isSystemExclusive(other[...]))
    }
  }

  @Test func saysWhenThereIsNoSequencer() throws {
    do {
      let sequencer = try Sequencer()
      #expect(try sequencer.ports().allSatisfy { $0.address.client != sequencer.client })
    } catch {
      switch error {
      case .noSequencer, .notPermitted: break
      default: Issue.record("\(error)")
      }
    }
  }

  @Test func readsUSBNumbers() {
    #expect(USBIdentity("0944:0117") == USBIdentity(vendor: 0x944, product: 0x117))
    #expect(USBIdentity("0944:0117")?.description == "0944:0117")
    for text in ["", ":", "0944", "0944:", "x:1", "1:2:3", "12345:1"] {
      #expect(USBIdentity(text) == nil)
    }
  }

  @Test func listsCardsWhereverItRuns() {
    for card in Cards.list() { #expect(!card.id.isEmpty) }
  }
}
