import Surface

// What hands do.
extension Learner {
  mutating func finishGesture() {
    evidence.append(gesture)
    gesture = []
    let streams = ControlGuess.withoutPressure(Stream.streams(of: evidence.last ?? []))
    if let known = known(streams) {
      evidence.removeLast()
      return outbox.say("That is '\(known)'.")
    }
    if let row, let control = row.control(of: streams) {
      _ = add(control)
      return
    }
    switch ControlGuess.verdict(on: evidence) {
    case .control(let guess): found(guess)
    case .more(let hint): ask(hint)
    case .refused(let refusal): refuse(refusal)
    }
  }

  /// The name of the control that all of this is about, if it is known.
  private func known(_ streams: [Stream]) -> LearntName? {
    controls.first { control in
      !streams.isEmpty
        && streams.allSatisfy { stream in
          control.messages.contains(stream.address) || control.address == stream.keyAddress
        }
    }?.name
  }

  private mutating func ask(_ hint: Verdict.Hint) {
    request = .again
    switch hint {
    case .again: outbox.say("Once more the same key: press it and let go at once.")
    case .allTheWay:
      outbox.say("It moves; now all the way down and then all the way up, not too fast.")
    case .unclear:
      outbox.say(
        "That says too little. Once more: an encoder two single clicks right, then two left; a key"
          + " pressed and let go; a fader or knob from end to end.")
    }
    if evidence.count > 5 { evidence.removeFirst() }
  }

  mutating func refuse(_ refusal: Verdict.Refusal) {
    gesture = []
    evidence = []
    listen()
    switch refusal {
    case .flood: outbox.say("\(device) does not stop sending; nothing was learnt of that.")
    case .several(let addresses):
      let list = addresses.prefix(4).map(\.short).joined(separator: ", ")
      let more = addresses.count > 4 ? " and \(addresses.count - 4) more" : ""
      outbox.say("Several things spoke: \(list)\(more). One control at a time, please.")
    }
  }

  private mutating func found(_ guess: ControlGuess) {
    evidence = []
    if let clash = clash(guess) {
      listen()
      return outbox.say(clash)
    }
    pending = guess
    row = nil
    let proposal = LearntName(proposedWord(guess), nil)
    let name = wishedName ?? free(proposal.word)
    outbox.say("\(guess.sentence)")
    if wishedName != nil {
      wishedName = nil
      return settle(name)
    }
    request = .name(name.description)
    outbox.say("What is it called? [\(name)]")
  }

  /// Why a control can't stand beside those that are known; nil if it can.
  func clash(_ guess: ControlGuess) -> String? {
    let new = [guess.address] + (guess.touch.map { [$0.address] } ?? [])
    for control in controls {
      for old in control.messages {
        for address in new {
          let isPart = old.carriers.contains(address) || address.carriers.contains(old)
          guard address == old || isPart else { continue }
          return "This has the message '\(address.short)', which is that of '\(control.name)'"
            + (isPart ? " in part" : "") + "; a file can't tell them apart."
        }
      }
    }
    return nil
  }

  private func proposedWord(_ guess: ControlGuess) -> String {
    switch guess.kind {
    case .slider(_, let isDial): isDial ? "knob" : "fader"
    case .encoder: "pot"
    case .key: "key"
    }
  }

  /// The first number of a word that is free.
  private func free(_ word: String) -> LearntName {
    let taken = Set(controls.filter { $0.name.word == word }.compactMap(\.name.number))
    let number = LearntName.numbers.first { !taken.contains($0) }
    return LearntName(word, number ?? LearntName.numbers.upperBound)
  }
}

extension ControlGuess {
  /// What it is, for a person.
  var sentence: String {
    switch kind {
    case .slider(let travel, isDial: true): return "A knob: \(address.short), 0 to \(travel.top)."
    case .slider(let travel, isDial: false):
      let steps = travel.step > 1 ? " in steps of \(travel.step)" : ""
      let felt = touch.map { ", touched: \($0.address.short)" } ?? ""
      let what = touch == nil && address.top == 127 ? "A fader or knob" : "A fader"
      return "\(what): \(address.short), 0 to \(travel.top)\(steps)\(felt)."
    case .encoder(let code, let isInverted):
      return "An encoder: \(address.short), \(code.rawValue)\(isInverted ? ", inverted" : "")."
    case .key(let habit):
      return "A key: \(address.short)\(habit.alternates ? ", which tells no release" : "")."
    }
  }
}
