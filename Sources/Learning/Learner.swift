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
  var pending: ControlGuess?
  var pendingName: LearntName?
  var wishedName: LearntName?
  /// The gesture that goes on, and those before it about the same control.
  var gesture: [Heard] = []
  var evidence: [[Heard]] = []
  private var hasHeard = false
  private var remindAt: UInt64?
  let device: String

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

  mutating func close() { isDone = true }

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
    darken()
    isDone = true
  }
}
