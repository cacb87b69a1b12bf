import Surface

/// Something that the wire can't tell and that is tried: numbers are places in the list of controls.
enum Trial: Hashable {
  /// Faders are sent to two places, to the second after a while.
  case motors([Int], isOnWay: Bool)
  /// Lamps are lit with a value; at the end the first alone, as lamps may have other messages.
  case lamps([Int], value: Int, isAlone: Bool)
}

extension Learner {
  /// The values that lamps are lit with, one after the other until one does it.
  private static let lampValues = [127, 1]
  private static let motorTime: UInt64 = 900 * .millisecond

  /// Everything is learnt; what is not known yet is tried.
  mutating func finish(at now: UInt64) {
    row = nil
    gesture = []
    evidence = []
    let faders = groups { if case .fader(_, _, nil) = $0.kind { true } else { false } }
    let keys = groups { control in
      guard case .key(_, _, nil) = control.kind else { return false }
      if case .program = control.address { return false }
      return true
    }
    let singles = keys.filter { $0.count == 1 }.flatMap { $0 }
    trials = faders.map { .motors($0, isOnWay: false) }
    trials += keys.filter { $0.count > 1 }.map {
      .lamps($0, value: Self.lampValues[0], isAlone: false)
    }
    if !singles.isEmpty {
      trials.append(.lamps(singles, value: Self.lampValues[0], isAlone: false))
    }
    if !trials.isEmpty {
      outbox.say("The rest is tried. Enter leaves a question open, 'done' all of them.")
    }
    beginTrial(at: now)
  }

  /// Controls of a kind whose names differ in their numbers alone.
  private func groups(_ isMeant: (LearntControl) -> Bool) -> [[Int]] {
    var words: [String] = []
    var groups: [String: [Int]] = [:]
    for (index, control) in controls.enumerated() where isMeant(control) {
      if groups[control.name.word] == nil { words.append(control.name.word) }
      groups[control.name.word, default: []].append(index)
    }
    return words.compactMap { groups[$0] }
  }

  private mutating func beginTrial(at now: UInt64) {
    trialEnd = nil
    trialGesture = []
    guard let trial = trials.first else { return close() }
    switch trial {
    case .motors(let faders, let isOnWay):
      request = .patience
      trialEnd = now + Self.motorTime
      if !isOnWay { outbox.say("\(list(faders)): sent up, and then down to a quarter.") }
      send(faders, part: isOnWay ? 1 : 3)
    case .lamps(let keys, let value, let isAlone):
      let lit = isAlone ? Array(keys.prefix(1)) : keys
      for key in keys { outbox.send(controls[key].address.messages(lit.contains(key) ? value : 0)) }
      request = isAlone ? .isAloneLit(names(keys)) : .areLit(names(keys))
      outbox.say(question(keys, isAlone: isAlone))
    }
  }

  private func question(_ keys: [Int], isAlone: Bool) -> String {
    if isAlone { return "And is '\(list([keys[0]]))' the only one of them that is lit now? (y/n)" }
    guard keys.count > 1 else { return "Is '\(list(keys))' lit now? (y/n)" }
    return "Are all of these lit now: \(list(keys))? (y/n/each)"
  }

  private mutating func send(_ faders: [Int], part: Int) {
    for fader in faders {
      guard case .fader(let top, _, _) = controls[fader].kind else { continue }
      outbox.send(controls[fader].address.messages(top * part / 4))
    }
  }

  mutating func hearTrial(_ heard: Heard) {
    trialGesture.append(heard)
    if trialGesture.count > ControlGuess.mostMessages { trialGesture.removeFirst() }
  }

  /// What was sent has had its time.
  mutating func endTrial(at now: UInt64) {
    guard let end = trialEnd, now >= end, case .motors(let faders, let isOnWay)? = trials.first
    else { return }
    guard isOnWay else {
      trials[0] = .motors(faders, isOnWay: true)
      return beginTrial(at: now)
    }
    trialEnd = nil
    if report(faders) {
      outbox.say("\(list(faders)): motors, which tell where they go.")
      return settleMotors(true, at: now)
    }
    request = .didMove(names(faders))
    outbox.say("Did \(list(faders)) move by \(faders.count == 1 ? "itself" : "themselves")? (y/n)")
  }

  /// Whether faders have told that they went to the quarter that they were sent to last.
  private func report(_ faders: [Int]) -> Bool {
    let streams = Stream.streams(of: trialGesture)
    return faders.contains { fader in
      guard case .fader(let top, _, _) = controls[fader].kind,
        let stream = streams.first(where: { $0.address == controls[fader].address }),
        let last = stream.values.last
      else { return false }
      return stream.distinct.count > 2 && abs(last - top / 4) * 32 <= top
    }
  }

  mutating func answerTrial(_ text: String, at now: UInt64) {
    if text.lowercased() == "done" { return close() }
    if case .patience = request { return outbox.say("A moment, please.") }
    guard let trial = trials.first else { return close() }
    let answer = Answer(text)
    switch trial {
    case _ where text.isEmpty || text.lowercased() == "skip":
      darken(trial)
      next(at: now)
    case .motors where answer != nil: settleMotors(answer == .yes, at: now)
    case .lamps(let keys, let value, isAlone: true) where answer == .no:
      tryEach(keys, value, at: now)
    case .lamps(let keys, let value, isAlone: false) where answer == .yes && keys.count > 1:
      trials[0] = .lamps(keys, value: value, isAlone: true)
      beginTrial(at: now)
    case .lamps(let keys, let value, _) where answer != nil:
      settleLamps(keys, value, isLit: answer == .yes, at: now)
    case .lamps(let keys, let value, isAlone: false)
    where text.lowercased() == "each" && keys.count > 1:
      tryEach(keys, value, at: now)
    default: outbox.say("y for yes, n for no, Enter to leave it open.")
    }
  }

  private mutating func tryEach(_ keys: [Int], _ value: Int, at now: UInt64) {
    darken(trials[0])
    trials.replaceSubrange(0..<1, with: keys.map { .lamps([$0], value: value, isAlone: false) })
    beginTrial(at: now)
  }

  private mutating func settleMotors(_ isMotor: Bool, at now: UInt64) {
    guard case .motors(let faders, _)? = trials.first else { return }
    for fader in faders {
      guard case .fader(let top, let step, _) = controls[fader].kind else { continue }
      controls[fader].kind = .fader(top: top, step: step, isMotor: isMotor)
    }
    next(at: now)
  }

  private mutating func settleLamps(_ keys: [Int], _ value: Int, isLit: Bool, at now: UInt64) {
    let following = Self.lampValues.firstIndex(of: value).map { $0 + 1 } ?? Self.lampValues.count
    if !isLit && following < Self.lampValues.count {
      trials[0] = .lamps(keys, value: Self.lampValues[following], isAlone: false)
      return beginTrial(at: now)
    }
    for key in keys {
      guard case .key(let threshold, let alternates, _) = controls[key].kind else { continue }
      controls[key].kind = .key(
        threshold: threshold, alternates: alternates, lamp: isLit ? value : 0)
    }
    darken(trials[0])
    next(at: now)
  }

  /// Puts out what is lit for a question.
  mutating func darken() {
    if let trial = trials.first { darken(trial) }
  }

  private mutating func darken(_ trial: Trial) {
    guard case .lamps(let keys, _, _) = trial else { return }
    for key in keys { outbox.send(controls[key].address.messages(0)) }
  }

  private mutating func next(at now: UInt64) {
    trials.removeFirst()
    beginTrial(at: now)
  }

  private func names(_ places: [Int]) -> [String] { places.map { controls[$0].name.description } }

  /// Names in words: `fader 1..8`, or one after the other.
  private func list(_ places: [Int]) -> String {
    let names = places.map { controls[$0].name }
    let numbers = names.compactMap(\.number).sorted()
    if let first = numbers.first, let last = numbers.last, numbers.count == names.count,
      names.allSatisfy({ $0.word == names[0].word }), last - first == names.count - 1,
      names.count > 1
    {
      return "\(names[0].word) \(first)..\(last)"
    }
    return names.map(\.description).joined(separator: ", ")
  }
}
