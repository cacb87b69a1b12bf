public import MIDI
import Surface

/// Learns what a controller is made of: a person moves a control and names it, and the messages say
/// what it is.
public struct Learner: Dialogue {
  public var outbox = Outbox()
  public private(set) var isDone = false
  /// What has been learnt, in the order of learning.
  public internal(set) var controls: [LearntControl] = []
  /// What the person is asked for.
  public internal(set) var request = Request.control(nil)
  /// What is tried at the end, in order: the first is the one that goes on.
  var trials: [Trial] = []
  var trialEnd: UInt64?
  var trialGesture: [Heard] = []
  var row: Row?
  private var pending: ControlGuess?
  private var pendingName: LearntName?
  private var wishedName: LearntName?
  /// The gesture that goes on, and those before it about the same control.
  private var gesture: [Heard] = []
  private var evidence: [[Heard]] = []
  private var hasHeard = false
  private var remindAt: UInt64?
  private let device: String

  /// What a person is asked for.
  public enum Request: Hashable, Sendable {
    /// To handle a control; the one of that name if a row goes on.
    case control(String?)
    /// To handle the same one more: a key, or anything in the way that was said.
    case again
    /// To name it; a proposal.
    case name(String)
    /// Whether the one of that name is a fader or a knob.
    case faderOrKnob(String)
    /// Nothing: what was sent may come back.
    case patience
    /// Whether these faders moved by themselves.
    case didMove([String])
    /// Whether these keys are lit.
    case areLit([String])
    /// Whether of these keys the first alone is lit.
    case isAloneLit([String])
  }

  /// Controls that are numbered on as they are handled.
  struct Row: Hashable {
    var sample: LearntControl
    var next: LearntName
  }

  /// How long a control is silent after a gesture.
  static let quiet: UInt64 = 700 * .millisecond
  /// How long a hand may rest on a fader.
  static let longestRest: UInt64 = 10_000 * .millisecond
  private static let patience: UInt64 = 20_000 * .millisecond

  /// Begins with nothing known.
  ///
  /// - Parameter device: What the person calls the controller.
  public init(device: String) { self.device = device }

  /// What can be done, for a person to read.
  public static let usage = """
    Move a fader all the way down, then all the way up. Turn an encoder two clicks to the right, then
    two to the left; a knob from end to end. Press a key and let go. One at a time.
    Then type its name, such as 'fader 1', 'mute 1' or 'bank left'; Enter alone takes the one in [ ],
    '-' forgets the control. After a name with a number the next one is numbered on; Enter ends such
    a row. Between controls 'undo' forgets the last one, and 'done' ends it and writes the file.
    """
}

// What comes.
extension Learner {
  public mutating func start(at now: UInt64) {
    help()
    remindAt = now + Self.patience
  }

  public mutating func heard(_ message: MIDIMessage, at now: UInt64) {
    advance(to: now)
    switch message {
    case .sysex, .realTime, .timeCode, .songPosition, .songSelect, .tuneRequest: return
    default: break
    }
    remindAt = nil
    switch request {
    case .control, .again: gesture.append(Heard(at: now, message: message))
    case .patience: hearTrial(Heard(at: now, message: message))
    default: break  // what is still said of the last control
    }
  }

  public var nextDeadline: UInt64? {
    if let last = gesture.last { return last.at + Self.quiet }
    return trialEnd ?? remindAt
  }

  public mutating func advance(to now: UInt64) {
    if let due = remindAt, now >= due {
      remindAt = nil
      outbox.say("Nothing has come from \(device) yet. Is it switched on, and is this its port?")
    }
    if gesture.count > ControlGuess.mostMessages { return refuse(.flood) }
    if let last = gesture.last, now >= last.at + Self.quiet, !isHeld(at: now) { finishGesture() }
    endTrial(at: now)
  }

  /// Whether a hand still rests on a fader that feels it.
  private func isHeld(at now: UInt64) -> Bool {
    guard let last = gesture.last, now < last.at + Self.longestRest else { return false }
    let streams = Stream.streams(of: gesture)
    return streams.count == 2 && streams.contains { $0.distinct.count > 2 }
      && streams.contains { $0.distinct.isSubset(of: [0, $0.highest]) && $0.values.last != 0 }
  }

  public mutating func ended(at now: UInt64) {
    if !gesture.isEmpty { finishGesture() }
    if case .name = request { typed("", at: now) }
    if case .faderOrKnob = request { typed("f", at: now) }
    isDone = true
  }
}

// Gestures.
extension Learner {
  private mutating func finishGesture() {
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

  private mutating func refuse(_ refusal: Verdict.Refusal) {
    gesture = []
    evidence = []
    listen()
    switch refusal {
    case .flood: outbox.say("\(device) does not stop sending; nothing was learnt of that.")
    case .several(let addresses):
      let list = addresses.prefix(4).map { "\($0)" }.joined(separator: ", ")
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
  private func clash(_ guess: ControlGuess) -> String? {
    let new = [guess.address] + (guess.touch.map { [$0.address] } ?? [])
    for control in controls {
      for old in control.messages {
        for address in new {
          let isPart = old.carriers.contains(address) || address.carriers.contains(old)
          guard address == old || isPart else { continue }
          return "This has the message '\(address)', which is that of '\(control.name)'"
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

// Names.
extension Learner {
  public mutating func typed(_ line: String, at now: UInt64) {
    advance(to: now)
    let text = line.trimmed
    switch (request, text.lowercased()) {
    case (_, "?"): help()
    case (.didMove, _), (.areLit, _), (.isAloneLit, _), (.patience, _):
      answerTrial(text, at: now)
    case (.faderOrKnob, "done"):
      settleKind("f")
      finish(at: now)
    case (.faderOrKnob, let word): settleKind(word)
    case (.name, "-"):
      pending = nil
      listen()
    case (.name(let proposal), ""): settle(proposal)
    case (.name(let proposal), "done"):
      settle(proposal)
      typed(line, at: now)
    case (.name, _): settle(text)
    case (_, ""), (_, "next"), (_, "-"): endRow()
    case (_, "done"): finish(at: now)
    case (_, "help"): help()
    case (_, "undo"): undo()
    default: wish(text)
    }
  }

  private mutating func help() {
    for line in Self.usage.split(separator: "\n") { outbox.say(String(line)) }
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

  private mutating func settle(_ name: LearntName) {
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

  private mutating func settleKind(_ word: String) {
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
  private mutating func add(_ control: LearntControl) -> Bool {
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
      outbox.say("\(control.name): \(control.address).")
      return true
    }
    let goesOn = row?.sample.name.word == control.name.word
    row = Row(sample: goesOn ? row?.sample ?? control : control, next: next)
    listen()
    outbox.say("\(control.name): \(control.address). Now \(next); Enter ends the row.")
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

  mutating func close() { isDone = true }
}

extension LearntName {
  var words: Set<String> { Set(word.split(separator: " ").map(String.init)) }
}

extension ControlGuess {
  /// What it is, for a person.
  var sentence: String {
    switch kind {
    case .slider(let travel, isDial: true): return "A knob: \(address), 0 to \(travel.top)."
    case .slider(let travel, isDial: false):
      let steps = travel.step > 1 ? " in steps of \(travel.step)" : ""
      let touch = touch.map { ", touched: \($0.address)" } ?? ""
      return "A fader or knob: \(address), 0 to \(travel.top)\(steps)\(touch)."
    case .encoder(let code, let isInverted):
      return "An encoder: \(address), \(code.rawValue)\(isInverted ? ", inverted" : "")."
    case .key(let habit):
      return "A key: \(address)\(habit.alternates ? ", which tells no release" : "")."
    }
  }
}
