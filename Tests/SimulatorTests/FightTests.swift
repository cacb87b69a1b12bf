import ConsoleModel
import Simulator
import Surface
import Testing
import Units

/// What hands and the rest of the desk do at random.
extension FightRig {
  mutating func act(_ random: inout SeededGenerator) {
    let unit = Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0
    let fader = Int.random(in: 0..<9, using: &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<16: units[unit].grab(fader, at: now)
    case 16..<38: drag(unit, heldFader(unit, &random) ?? fader, &random)
    case 38..<50: units[unit].letGo(heldFader(unit, &random) ?? fader, at: now)
    case 50..<55: tap(unit, fader, &random)
    case 55..<60: slip(unit, heldFader(unit, &random) ?? fader, &random)
    case 60..<63: hold(unit, fader, &random)
    case 63..<66: recall(&random)
    case 66..<74: set(anyStrip(&random), level(&random))
    case 74..<79: fade(anyStrip(&random), &random)
    case 79..<85: set(.vca(Int.random(in: 1...4, using: &random)), level(&random))
    case 85..<91: press(unit, &random)
    case 91..<92: replug(unit, &random)
    case 92..<93: loseInput(unit)
    default: break
    }
    run(for: UInt64.random(in: 0...100, using: &random) * .ms)
  }

  private func heldFader(_ unit: Int, _ random: inout SeededGenerator) -> Int? {
    (0..<9).filter { units[unit].faders[$0].isHeld }.randomElement(using: &random)
  }

  private func anyStrip(_ random: inout SeededGenerator) -> StripID {
    let number = Int.random(in: 1...13, using: &random)
    return number == 13 ? .main : .channel(number)
  }

  private func level(_ random: inout SeededGenerator) -> Double {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: -.infinity
    case 1: 10
    default: (Double.random(in: -90...10, using: &random) * 10).rounded() / 10
    }
  }

  /// Moves a hand slowly, or throws the fader.
  private mutating func drag(_ unit: Int, _ fader: Int, _ random: inout SeededGenerator) {
    let time = UInt64.random(in: 0...(Bool.random(using: &random) ? 30 : 300), using: &random)
    let place = Int.random(in: 0...family.top, using: &random)
    units[unit].drag(fader, to: place, in: time * .ms, at: now)
  }

  private mutating func tap(_ unit: Int, _ fader: Int, _ random: inout SeededGenerator) {
    units[unit].grab(fader, at: now)
    run(for: UInt64.random(in: 1...60, using: &random) * .ms)
    units[unit].letGo(fader, at: now)
  }

  /// The sensor loses a hand that goes on moving.
  private mutating func slip(_ unit: Int, _ fader: Int, _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      units[unit].feel(false, fader, at: now)
      run(for: UInt64.random(in: 1...40, using: &random) * .ms)
      units[unit].feel(true, fader, at: now)
      run(for: UInt64.random(in: 1...40, using: &random) * .ms)
    }
  }

  /// A hand holds still, rarely for longer than a sensor is believed.
  private mutating func hold(_ unit: Int, _ fader: Int, _ random: inout SeededGenerator) {
    units[unit].grab(fader, at: now)
    let isLong = Int.random(in: 0..<40, using: &random) == 0
    run(for: UInt64.random(in: isLong ? 9_000...11_000 : 100...800, using: &random) * .ms)
  }

  private mutating func recall(_ random: inout SeededGenerator) {
    for number in 1...12 { set(.channel(number), level(&random)) }
    set(.main, level(&random))
    for number in 1...12 {
      try? console.apply(.mute(.channel(number), Bool.random(using: &random)))
    }
  }

  private mutating func fade(_ strip: StripID, _ random: inout SeededGenerator) {
    fades.removeAll { $0.strip == strip }
    let from = max(console.strip(strip)?.fader.value ?? 0, -90)
    let to = Double.random(in: -60...10, using: &random)
    let time = UInt64.random(in: 100...1000, using: &random) * .ms
    fades.append(Fade(strip: strip, from: from, to: to, start: now, end: now + time, next: now))
  }

  /// Keys of banks and layers, and the mutes.
  private mutating func press(_ unit: Int, _ random: inout SeededGenerator) {
    let names = ["bank left", "bank right", "inputs", "user", "mute 3", "mute 8", "channel right"]
    let name = names.randomElement(using: &random)
    if let key = units[unit].profile.buttons.firstIndex(where: { $0.name == name }) {
      units[unit].press(key, at: now)
    }
  }

  private mutating func replug(_ unit: Int, _ random: inout SeededGenerator) {
    surfaces[unit].disconnected(0, at: now)
    units[unit].advance(to: now)
    units[unit].restart()
    judges[unit].everythingChanged(hands: true)
    run(for: UInt64.random(in: 0...300, using: &random) * .ms)
    surfaces[unit].connected(0, at: now)
    lastEvent = now + 1200 * .ms  // it has to be greeted
    judges[unit].everythingChanged(hands: true)
  }

  /// A hand taps every fader, and all of it arrives; then messages are lost again.
  mutating func touchAll(losing losses: Double) {
    for unit in units.indices {
      units[unit].losses.toHost = 0
      for fader in 0..<9 { units[unit].letGo(fader, at: now) }
    }
    run(for: 100 * .ms)
    for unit in units.indices {
      for fader in 0..<9 { units[unit].grab(fader, at: now) }
    }
    run(for: 100 * .ms)
    for unit in units.indices {
      for fader in 0..<9 { units[unit].letGo(fader, at: now) }
    }
    run(for: 100 * .ms)
    for unit in units.indices { units[unit].losses.toHost = losses }
  }

  private mutating func loseInput(_ unit: Int) {
    surfaces[unit].inputWasLost(at: now)
    lastEvent = now
    judges[unit].everythingChanged(hands: true)
  }
}

@Suite struct FightTests {
  /// What is lost on its way from the device makes nothing worse than late.
  ///
  /// A touch that never ends is taken for stuck after ten seconds. Without a sensor there is nothing
  /// that tells of a loss. Nor is there of a hand of which nothing at all has come, where the motor does
  /// not go back by itself: the next touch puts that right.
  @Test(arguments: FightFamily.all.filter { $0.family != .reporting })
  func recoversFromLostMessages(_ family: FightFamily) throws {
    var random = SeededGenerator(31)
    var rig = try FightRig(family, rate: 3125, seed: 8)
    for index in rig.units.indices { rig.units[index].losses.toHost = 0.05 }
    var actions = 0
    while actions < 500 * testScale && rig.faults.isEmpty {
      for _ in 0..<Int.random(in: 5...60, using: &random) {
        rig.act(&random)
        actions += 1
      }
      if family.family == .free { rig.touchAll(losing: 0.05) }
      rig.settle(within: 11_000 * .ms)
    }
    #expect(rig.faults.prefix(3) == [])
    print("\(family), one message in twenty lost: \(actions) actions")
  }

  @Test(arguments: FightFamily.all)
  func aHandAlwaysWinsAndEveryMotorEndsWhereTheConsoleIs(_ family: FightFamily) throws {
    var random = SeededGenerator(UInt64(family.top) + UInt64(family.description.utf8.count))
    var rig = try FightRig(family, seed: 7)
    var actions = 0
    let whole = 2000 * testScale
    while actions < whole && rig.faults.isEmpty {
      for _ in 0..<Int.random(in: 5...60, using: &random) {
        rig.act(&random)
        actions += 1
      }
      rig.settle(within: rig.patience)
    }
    #expect(rig.faults.prefix(3) == [])
    let judges = rig.judges
    let fights = rig.units.flatMap(\.faders).reduce(0) { $0 + $1.fights }
    print(
      "\(family): \(actions) actions, \(judges.reduce(0) { $0 + $1.writes }) positions sent, "
        + "\(judges.reduce(0) { $0 + $1.echoes }) of them echoes, \(fights) on their way when a "
        + "hand took hold")
    #expect(judges[0].writes > actions / 4)
  }
}

extension FightRig {
  /// The travel of a motor and a fifth of a second from the end of the last touch.
  ///
  /// Without a sensor a touch lasts for half a second after the hand's last move (the mapping's `hold`).
  var patience: UInt64 {
    let travel: UInt64 = 170 * .ms  // 120 ms at full speed, and as long as it takes to stop
    let hold: UInt64 = family.family == .reporting ? 500 * .ms : 0
    return hold + travel + 200 * .ms
  }
}
