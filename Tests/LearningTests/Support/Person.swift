import Learning
import Simulator
import Surface
import Testing

/// A person who teaches a learner all controls of a unit, and answers what the eye can see.
struct Person {
  var bench: Bench<Learner>
  let profile: UnitProfile
  private let losses: Double

  /// - Parameters:
  ///   - unit: What the device really is.
  ///   - jitter: How many steps a place under a hand may read too high or too low.
  ///   - losses: The part of the faders' messages that is lost.
  init(at unit: UnitProfile, jitter: Int = 0, losses: Double = 0) {
    profile = unit
    self.losses = losses
    var device = SimulatedUnit(unit)
    device.rebuild { $0.jitter = jitter }
    bench = Bench(Learner(device: unit.name), device)
  }

  func learnt(_ name: String) -> LearntControl? {
    bench.talk.controls.first { $0.name.description == name }
  }

  mutating func teachEverything() {
    for index in profile.faders.indices { teach(profile.faders[index].name) { $0.sweep(index) } }
    for index in profile.encoders.indices {
      teach(profile.encoders[index].name) { $0.turn(index) }
    }
    for index in profile.buttons.indices { teach(profile.buttons[index].name) { $0.press(index) } }
    bench.type("done")
    answerTrials()
  }

  /// Handles a control until it is known, and names it unless it is numbered on.
  private mutating func teach(_ name: String, _ handle: (inout Person) -> Void) {
    let count = bench.talk.controls.count
    if case .control(let next?) = bench.talk.request, next != name { bench.type("") }
    for _ in 0..<6 where bench.talk.controls.count == count {
      handle(&self)
      bench.run(for: 1500 * .ms)
      if case .name = bench.talk.request { bench.type(name) }
      if case .faderOrKnob = bench.talk.request { bench.type(isFader(name) ? "f" : "k") }
    }
    #expect(bench.talk.controls.last?.name.description == name, "\(bench.lines.suffix(3))")
  }

  private func isFader(_ name: String) -> Bool { profile.faders.contains { $0.name == name } }

  mutating func sweep(_ fader: Int) {
    let top = profile.faders[fader].profile.rules.top
    bench.unit.grab(fader, at: bench.now)
    bench.run(for: 100 * .ms)
    bench.unit.losses.toHost = losses
    for place in [0, top, 0] {
      bench.unit.drag(fader, to: place, in: 400 * .ms, at: bench.now)
      bench.run(for: 450 * .ms)
    }
    bench.unit.losses.toHost = 0
    bench.unit.letGo(fader, at: bench.now)
  }

  mutating func turn(_ encoder: Int) {
    for clicks in [1, 1, -1, -1] {
      bench.unit.turn(encoder, by: clicks, at: bench.now)
      bench.run(for: 120 * .ms)
    }
  }

  mutating func press(_ key: Int) { bench.unit.press(key, at: bench.now) }

  /// Says what it sees.
  mutating func answerTrials() {
    for _ in 0..<1000 where !bench.talk.isDone {
      bench.run(for: 20 * .ms)
      switch bench.talk.request {
      case .didMove(let names):
        let places = names.map { name in profile.faders.firstIndex { $0.name == name } ?? 0 }
        bench.type(places.allSatisfy { stands($0) } ? "y" : "n")
      case .areLit(let names):
        let lit = names.count { isLit($0) }
        bench.type(lit == names.count ? "y" : lit == 0 || names.count == 1 ? "n" : "each")
      case .isAloneLit(let names):
        bench.type(isLit(names[0]) && !names.dropFirst().contains(where: isLit) ? "y" : "n")
      default: bench.run(for: 500 * .ms)
      }
    }
    #expect(bench.talk.isDone, "\(bench.talk.request)")
  }

  /// Whether a fader is at the quarter to which it was sent.
  private func stands(_ fader: Int) -> Bool {
    let fader = bench.unit.faders[fader]
    let top = Double(fader.mechanics.top)
    return abs(fader.place - top / 4) < top / 20
  }

  private func isLit(_ name: String) -> Bool {
    guard let index = profile.buttons.firstIndex(where: { $0.name == name }),
      let lamp = profile.buttons[index].profile.lamp, let value = bench.unit.lamps[index]
    else { return false }
    return value != lamp.off
  }
}
