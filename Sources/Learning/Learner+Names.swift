import Surface

// What is typed.
extension Learner {
  public mutating func typed(_ line: String, at now: UInt64) {
    advance(to: now)
    let text = line.trimmed
    if isAskedToGoOn(text.lowercased()), !gesture.isEmpty {
      // What was handled just before is not over yet, and counts.
      finishGesture()
      if row == nil, text.lowercased() != "done" { return }
    }
    switch (request, text.lowercased()) {
    case (_, "?"): help()
    case (.didMove, _), (.areLit, _), (.isAloneLit, _), (.patience, _):
      answerTrial(text, at: now)
    case (.faderOrKnob, "done"):
      settleKind("f")
      finish(at: now)
    case (.faderOrKnob, let word): settleKind(word)
    case (.name, "-"): forget()
    case (.name(let proposal), ""): settle(proposal)
    case (.name(let proposal), "done"):
      settle(proposal)
      if case .name = request { forget() }
      typed(line, at: now)
    case (.name, _): settle(text)
    case (_, ""), (_, "next"), (_, "-"): endRow()
    case (_, "done"): finish(at: now)
    case (_, "help"): help()
    case (_, "undo"): undo()
    default: wish(text)
    }
  }

  mutating func help() {
    for line in Self.usage.split(separator: "\n") { outbox.say(String(line)) }
  }

  /// Whether that ends a row or all of it, while a control is waited for.
  private func isAskedToGoOn(_ text: String) -> Bool {
    switch request {
    case .control, .again: ["", "next", "-", "done"].contains(text)
    default: false
    }
  }

  private mutating func forget() {
    pending = nil
    listen()
  }

  /// A name that is typed before the control is handled.
  private mutating func wish(_ text: String) {
    switch checked(text) {
    case .failure(let mistake): outbox.say(mistake.text)
    case .success(let name):
      row = nil
      wishedName = name
      request = .control(name.description)
      outbox.say("Handle '\(name)' now.")
    }
  }

  private func checked(_ text: String) -> Result<LearntName, NameMistake> {
    LearntName.read(text).flatMap { name in
      if controls.contains(where: { $0.name == name }) {
        return .failure(NameMistake("There is '\(name)' already; 'undo' forgets the last one."))
      }
      return .success(name)
    }
  }

  private mutating func settle(_ text: String) {
    switch checked(text) {
    case .failure(let mistake): outbox.say(mistake.text)
    case .success(let name): settle(name)
    }
  }

  mutating func settle(_ name: LearntName) {
    guard let guess = pending else { return listen() }
    switch guess.kind {
    case .slider(_, isDial: false)
    where guess.touch == nil && guess.address.top == 127 && !isTelling(name):
      pendingName = name
      request = .faderOrKnob(name.description)
      outbox.say("Is '\(name)' a fader or a knob? (f/k) [f]")
    case .slider(let travel, let isDial):
      let isKnob = isDial || (guess.touch == nil && saysKnob(name) && guess.address.top == 127)
      let fader = LearntControl.Kind.fader(top: travel.top, step: travel.step, isMotor: nil)
      take(guess, name, isKnob ? .knob : fader)
    case .encoder(let code, let isInverted):
      take(guess, name, .encoder(code, isInverted: isInverted))
    case .key(let habit):
      take(
        guess, name,
        .key(threshold: habit.threshold, alternates: habit.alternates, lamp: nil))
    }
  }

  mutating func settleKind(_ word: String) {
    guard let guess = pending, let name = pendingName, case .slider(let travel, _) = guess.kind
    else { return listen() }
    switch word {
    case "", "f", "fader":
      take(guess, name, .fader(top: travel.top, step: travel.step, isMotor: nil))
    case "k", "knob": take(guess, name, .knob)
    default: outbox.say("f for a fader, k for a knob.")
    }
  }

  private static let knobWords: Set = ["knob", "pot", "encoder", "dial", "pan"]
  private static let faderWords: Set = ["fader", "master", "main"]

  private func isTelling(_ name: LearntName) -> Bool {
    saysKnob(name) || !Self.faderWords.isDisjoint(with: name.words)
  }

  private func saysKnob(_ name: LearntName) -> Bool {
    !Self.knobWords.isDisjoint(with: name.words)
  }

  private mutating func take(
    _ guess: ControlGuess, _ name: LearntName, _ kind: LearntControl.Kind
  ) {
    var control = LearntControl(name: name, address: guess.address, kind: kind)
    control.touch = guess.touch?.address
    control.touchThreshold = guess.touch?.threshold ?? 64
    pending = nil
    pendingName = nil
    _ = add(control)
  }

  /// Notes a control, and goes on with its row; false if a name or message is taken.
  mutating func add(_ control: LearntControl) -> Bool {
    evidence = []
    let guess = ControlGuess(
      address: control.address, kind: .key(KeyHabit()),
      touch: control.touch.map { .init(address: $0, threshold: 64) })
    if let clash = clash(guess) {
      outbox.say(clash)
      return false
    }
    controls.append(control)
    guard let number = control.name.number, let next = follower(control.name.word, number) else {
      listen()
      outbox.say("\(control.name): \(control.address.short).")
      return true
    }
    let goesOn = row?.sample.name.word == control.name.word
    row = Row(sample: goesOn ? row?.sample ?? control : control, next: next)
    listen()
    outbox.say("\(control.name): \(control.address.short). Now \(next); Enter ends the row.")
    return true
  }

  private func follower(_ word: String, _ number: Int) -> LearntName? {
    let next = LearntName(word, number + 1)
    let isFree = !controls.contains { $0.name == next }
    return isFree && LearntName.numbers.contains(number + 1) ? next : nil
  }

  mutating func listen() { request = .control(row?.next.description) }

  private mutating func endRow() {
    evidence = []
    gesture = []
    wishedName = nil
    row = nil
    listen()
    outbox.say("Any other control; 'done' ends it.")
  }

  private mutating func undo() {
    evidence = []
    gesture = []
    guard let last = controls.popLast() else { return outbox.say("There is nothing to undo.") }
    if var row = row {
      row.next = last.name
      self.row = row.sample.name == last.name ? nil : row
    }
    listen()
    outbox.say("'\(last.name)' is forgotten.")
  }

}

extension LearntName {
  var words: Set<String> { Set(word.split(separator: " ").map(String.init)) }
}
