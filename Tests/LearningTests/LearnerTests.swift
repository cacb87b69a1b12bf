import Learning
import MIDI
import Simulator
import Surface
import Testing

@Suite struct LearnerTests {
  @Test(arguments: shippedFiles) func hearsWhatShippedFilesSay(name: String) throws {
    for unit in try mapping(repositoryFile("mappings/" + name), name).units {
      var person = Person(at: unit)
      person.teachEverything()
      let learner = person.bench.talk
      let count = unit.faders.count + unit.encoders.count + unit.buttons.count
      #expect(learner.controls.count == count)
      for fader in unit.faders {
        check(try #require(person.learnt(fader.name)), fader.profile, fader.name)
      }
      for encoder in unit.encoders {
        let learnt = try #require(person.learnt(encoder.name))
        #expect(learnt.address == encoder.profile.address, "\(encoder.name)")
        if encoder.profile.code == .absolute {
          #expect(learnt.kind == .knob, "\(encoder.name)")
        } else {
          let kind = LearntControl.Kind.encoder(
            encoder.profile.code, isInverted: encoder.profile.isInverted)
          #expect(learnt.kind == kind, "\(encoder.name)")
        }
      }
      for key in unit.buttons {
        let learnt = try #require(person.learnt(key.name))
        #expect(learnt.address == key.profile.address, "\(key.name)")
        guard case .key(_, let alternates, let lamp) = learnt.kind else {
          Issue.record("\(key.name) is \(learnt.kind)")
          continue
        }
        #expect(alternates == key.profile.alternates)
        // A lamp with a message of its own can't be found by the key's.
        let hasOwnLamp = key.profile.lamp?.address == key.profile.address
        #expect((lamp ?? 0 > 0) == hasOwnLamp, "\(key.name)")
      }
      let text = try #require(
        learner.mapping(
          of: LearntDevice(client: "Box \"8\": {a}, #1 \\ of Größe 0815, with a long name")))
      _ = try mapping(text)
    }
  }

  /// Hands tremble, and a cable loses a message in fifty.
  @Test(arguments: ["mackie-control.yaml", "x-touch-compact.yaml", "hui.yaml", "bcf2000.yaml"])
  func bearsTremblingAndLosses(name: String) throws {
    var unit = try mapping(repositoryFile("mappings/" + name), name).units[0]
    unit.buttons = []
    unit.encoders = []
    var person = Person(at: unit, jitter: 1, losses: 0.02)
    person.teachEverything()
    for fader in unit.faders {
      check(
        try #require(person.learnt(fader.name)), fader.profile, fader.name, trembles: true)
    }
  }

  private func check(
    _ learnt: LearntControl, _ fader: FaderProfile, _ name: String, trembles: Bool = false
  ) {
    #expect(learnt.address == fader.address, "\(name)")
    #expect(learnt.touch == fader.touch, "\(name)")
    guard case .fader(let top, let step, let isMotor) = learnt.kind else {
      Issue.record("\(name) is \(learnt.kind)")
      return
    }
    // What the device can say: its top may be no whole step from 0.
    let highest = fader.rules.top / fader.rules.step * fader.rules.step
    #expect(trembles ? (highest...fader.rules.top).contains(top) : top == highest, "\(name)")
    #expect(step == fader.rules.step, "\(name)")
    // What is sent in another message, or to another top, does not go where it was sent.
    #expect(isMotor == (fader.isMotor && fader.outputTop == nil), "\(name)")
  }
}
