import ConsoleModel
import Testing

/// A processor that is named is on, unless some entry says that it is off.
@Suite struct ProcessorSwitchTests {
  private func gates(_ channels: String) -> [Double?] {
    let (console, messages) = loadWhole("busbar-console: 1\nchannels: { \(channels) }")
    #expect(messages == [])
    return (1...3).map { console?.value(of: .gateOn, on: .channel($0)) }
  }

  @Test func namingOneSwitchesItOn() {
    #expect(gates("1..2: { gate: { threshold: -30 dB } }") == [1, 1, 0])
    #expect(gates("1: { gate: {} }, 2: { gate: { on: on } }") == [1, 1, 0])
  }

  @Test func offCountsWhereverItStands() {
    let (some, off) = ("1..3: { gate: { threshold: -30 dB } }", "2: { gate: { on: off } }")
    #expect(gates("\(some), \(off)") == [1, 0, 1])
    #expect(gates("\(off), \(some)") == [1, 0, 1])
  }

  @Test func bandsAreSwitchedWithTheirEqualiser() {
    let (console, messages) = loadWhole(
      "busbar-console: 1\nmain: { eq: { 2: { gain: 3 dB }, 5: { on: off, gain: 1 dB } } }")
    #expect(messages == [])
    let values = [Setting.eqOn, .eq(1, .on), .eq(2, .on), .eq(5, .on)].map {
      console?.value(of: $0, on: .main)
    }
    #expect(values == [1, 0, 1, 0])
  }
}
