import ALSA
import Testing

struct ALSAErrorTests {
  private func refusal(_ edit: (inout PCMConfiguration) -> Void) throws -> String {
    var wanted = PCMConfiguration(playback: "null")
    edit(&wanted)
    let stop = try StopSignal()
    let error = #expect(throws: ALSAError.self) { _ = try PCMPair(wanted, stop: stop) }
    return error?.description ?? "nothing was refused"
  }

  @Test func namesWhatIsAllowed() throws {
    #expect(
      try refusal { $0.rate = 12 }
        == "null refuses the rate 12; it allows 8000 to 768000.")
    #expect(
      try refusal { $0.period = 15 }
        == "null refuses the period 15; it allows 16 to 2048 frames.")
    #expect(
      try refusal { $0.periods = 33 }
        == "null refuses the buffer 33; it allows 2 to 32 periods.")
    #expect(
      try refusal { $0.playbackChannels = 0 }
        == "null refuses the channels 0; it allows 1 to 1024.")
    #expect(try refusal { $0.formats = [] }.hasPrefix("null refuses the format ; it allows "))
  }

  @Test(arguments: ["hw:CARD=NoSuchCard", "hw:31,0", "nosuchname"])
  func saysThatACardIsMissing(device: String) throws {
    let stop = try StopSignal()
    let error = #expect(throws: ALSAError.self) {
      _ = try PCMPair(PCMConfiguration(playback: device), stop: stop)
    }
    switch error {
    case .missing(device, _, _): break
    default: Issue.record("\(device): \(String(describing: error))")
    }
  }

  @Test func asksForADevice() throws {
    let stop = try StopSignal()
    #expect(throws: ALSAError.self) { _ = try PCMPair(PCMConfiguration(), stop: stop) }
  }

  @Test func proposesTheNearestName() {
    let names = ["hw:CARD=UMC1820", "hw:CARD=Loopback"]
    #expect(nearestName(to: "hw:CARD=umc1280", in: names) == "hw:CARD=UMC1820")
    #expect(nearestName(to: "hw:CARD=Loopbak", in: names) == "hw:CARD=Loopback")
    #expect(nearestName(to: "pipewire", in: names) == nil)
    #expect(nearestName(to: "", in: []) == nil)
  }

  @Test func writesOneSentence() {
    let missing = ALSAError.missing(
      device: "hw:CARD=Rakc", cards: ["hw:CARD=Rack"], nearest: "hw:CARD=Rack")
    #expect(
      "\(missing)"
        == "There is no sound device hw:CARD=Rakc (did you mean hw:CARD=Rack?); "
        + "cards: hw:CARD=Rack.")
    #expect(
      "\(ALSAError.busy(device: "hw:0", holder: "jackd (process 812)"))"
        == "hw:0 is in use by jackd (process 812).")
    #expect("\(ALSAError.malformedMessage([0x90, 5]))" == "90 05 is not one MIDI message.")
  }

  @Test func joinsNeighbouringNumbers() {
    #expect(ranges([]) == "")
    #expect(ranges([2]) == "2")
    #expect(ranges([1, 2, 4, 5, 6, 9]) == "1, 2, 4 to 6, 9")
    #expect(ranges(Array(stride(from: 16, through: 128, by: 8))).contains("…"))
  }

  @Test func findsWhoHoldsACard() {
    let status = "state: RUNNING\nowner_pid   : 812\ntrigger_time: 5.1\n"
    #expect(ownerProcess(in: status) == 812)
    #expect(ownerProcess(in: "closed\n") == nil)
  }

  @Test func readsTheCardOutOfAName() {
    for name in ["hw:2,1", "plughw:CARD=2,DEV=1", "hw:2,1,0"] {
      #expect(hardwareAddress(of: name)?.card == 2)
      #expect(hardwareAddress(of: name)?.device == 1)
    }
    #expect(hardwareAddress(of: "hw:2")?.device == 0)
    for name in ["default", "", ":", "hw:", "hw:,", "hw:2,x"] {
      #expect(hardwareAddress(of: name) == nil)
    }
  }
}
