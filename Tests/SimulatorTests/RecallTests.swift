import ConsoleModel
import Simulator
import Surface
import Testing
import Units

@Suite struct RecallTests {
  @Test(arguments: [nil, 3125])
  func recallsThreeTimesEightMotorsFourAtATime(rate: Int?) throws {
    var rig = try WideRig(rate: rate)
    #expect(rig.isAtRest)
    // From the bottom to the top, every strip with another name, half of them muted.
    for number in 1...24 {
      rig.apply(.fader(.channel(number), Decibels(10)))
      rig.apply(.name(.channel(number), "Voc\(number)"))
      rig.apply(.mute(.channel(number), number % 2 == 0))
    }
    rig.positions = []
    let start = rig.now
    var rest: UInt64?
    var image: UInt64?
    rig.run(for: 3000 * .ms) { rig in
      if rest == nil && rig.isAtRest { rest = rig.now }
      if image == nil && rig.showsTheRecall { image = rig.now }
    }
    let last = try #require(rig.positions.map(\.at).max())
    let (restTime, imageTime) = ((try #require(rest)) - start, (try #require(image)) - start)
    let sent = (last - start) / .ms
    print(
      "recall of 3 × 8 motors, \(rate.map { "\($0) bytes/s" } ?? "USB"): last target sent after "
        + "\(sent) ms, last motor there after \(restTime / .ms) ms, lamps and text after "
        + "\(imageTime / .ms) ms")
    #expect(rig.positions.count == 24)
    #expect(sent <= 60)
    #expect(restTime <= 600 * .ms)
    #expect(imageTime <= 1000 * .ms)
    #expect(rig.faults == [])
    // At most four of a box within 30 ms, and each at the top.
    for unit in 0..<3 {
      let times = rig.positions.filter { $0.fader / 8 == unit }.map { ($0.at - start) / .ms }
      #expect(times.sorted().prefix(4).allSatisfy { $0 <= 1 })
      #expect(times.sorted().suffix(4).allSatisfy { (30...60).contains($0) })
    }
    #expect(rig.positions.allSatisfy { $0.raw == 16368 })
    #expect(rig.agreesWithTheDecoder)
  }

  @Test func glidesEvenlyWhileTheConsoleFades() throws {
    var rig = try WideRig(rate: nil)
    for number in 1...24 { rig.apply(.fader(.channel(number), Decibels(-10))) }
    rig.run(for: 1000 * .ms)
    rig.positions = []
    // 20 dB in two seconds, told in 400 parts: half of the travel.
    for part in 1...400 {
      for number in 1...24 {
        rig.apply(.fader(.channel(number), Decibels(-10 + Double(part) / 20)))
      }
      rig.run(for: 5 * .ms)
    }
    rig.run(for: 500 * .ms)
    for fader in 0..<24 {
      let moves = rig.positions.filter { $0.fader == fader }
      let times = zip(moves.dropFirst(), moves).map { ($0.at - $1.at) / .ms }.dropFirst()
      let ways = zip(moves.dropFirst(), moves).map { $0.raw - $1.raw }.dropFirst()
      // 8184 in 2 s are 123 in 30 ms; a part of the fade is 20.
      #expect(times.dropLast().allSatisfy { (30...36).contains($0) })
      #expect(ways.dropLast().allSatisfy { (100...165).contains($0) })
      #expect(moves.last?.raw == 16368)
    }
    #expect(rig.faults == [])
    #expect(rig.isAtRest)
  }
}

extension WideRig {
  /// Whether the lamps and names that the boxes show are those of the recall.
  var showsTheRecall: Bool {
    (0..<24).allSatisfy { place in
      let unit = units[place / 8]
      let mute = unit.profile.buttons.firstIndex { $0.name == "mute \(place % 8 + 1)" }
      return mute.map { unit.lamps[$0] } == (place % 2 == 1 ? 127 : 0)
        && unit.text(of: place % 8)[0].hasPrefix("Voc\(place + 1)")
    }
  }

  /// Whether the simulator has read the bytes as a decoder has that knows no mapping.
  var agreesWithTheDecoder: Bool {
    zip(units, faces).allSatisfy { unit, face in
      let lamps = unit.profile.buttons.indices.allSatisfy { index in
        guard case .note(_, let note)? = unit.profile.buttons[index].profile.lamp?.address else {
          return true
        }
        return unit.lamps[index] == face.lamps[note]
      }
      let texts = (0..<8).allSatisfy { unit.text(of: $0) == [face.cell($0, 0), face.cell($0, 1)] }
      let motors = (0..<8).allSatisfy { unit.faders[$0].hostPosition == face.faders[$0] }
      let rings = (0..<8).allSatisfy { unit.rings[$0] == face.rings[$0] }
      return lamps && texts && motors && rings && face.strange.isEmpty && unit.strangeMessages == 0
    }
  }
}
