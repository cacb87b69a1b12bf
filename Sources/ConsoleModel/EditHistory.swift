/// What was done to a console, to be undone and redone step by step.
///
/// A step is what one message of a hand or one request did; moving a control on is one step for as
/// long as the moves follow each other, and what several hands move at the same time is one step.
/// Each step keeps the console from before it, which shares
/// its memory with its neighbours but for what was edited. The control thread owns the one that runs.
public struct EditHistory: Sendable {
  /// The most steps that can be undone.
  public static let depth = 200
  /// How long a control may rest before its next move is a step of its own, in nanoseconds.
  public static let pause: UInt64 = 1_000_000_000

  /// How recently a control has to have moved to count as moving still while another moves, in
  /// nanoseconds.
  public static let overlap: UInt64 = 100_000_000

  /// A step that was taken back, or taken again.
  public struct Change: Sendable {
    /// The console that it leads to.
    public let console: Console
    /// What it was about, for people: `channel 3 fader, from -10 dB back to -6 dB`.
    public let description: String
  }

  private struct Step: Sendable {
    /// The console on the other side of the step.
    var console: Console
    /// What moves further in the same step.
    var moved: Set<ParameterAddress>
    /// When it was moved last; nil once the step is done.
    var movedAt: UInt64?
  }

  private var past: [Step] = []
  private var future: [Step] = []

  public init() {}

  public var canUndo: Bool { !past.isEmpty }
  public var canRedo: Bool { !future.isEmpty }

  /// Notes edits that were made together.
  ///
  /// - Parameters:
  ///   - edits: What was made of them.
  ///   - before: The console as it was.
  ///   - after: The console as it is.
  ///   - now: The time in nanoseconds, of a clock that never goes back.
  public mutating func note(
    _ edits: [ConsoleEdit], from before: Console, to after: Console, at now: UInt64
  ) {
    let isMove = !edits.isEmpty && edits.allSatisfy(\.isMove)
    let moved = isMove ? Set(edits.compactMap(\.moved)) : []
    if isMove, let place = place(of: moved, at: now) {
      for step in past[(place + 1)...] { past[place].moved.formUnion(step.moved) }
      past.removeSubrange((place + 1)...)
      past[place].movedAt = now
      return
    }
    guard before != after else { return }
    past.append(Step(console: before, moved: moved, movedAt: isMove ? now : nil))
    if past.count > Self.depth { past.removeFirst() }
    future = []
  }

  /// Whether edits would go on with a step that is there, so that `note` needs no console from before.
  public func goesOn(with edits: [ConsoleEdit], at now: UInt64) -> Bool {
    !edits.isEmpty && edits.allSatisfy { $0.isMove }
      && place(of: Set(edits.compactMap { $0.moved }), at: now) != nil
  }

  /// The step that these moves go on with: the newest, or one that was moved beside all later ones.
  private func place(of moved: Set<ParameterAddress>, at now: UInt64) -> Int? {
    var patience = Self.pause
    for place in past.indices.reversed() {
      guard let last = past[place].movedAt, now &- last < patience else { return nil }
      if moved.isSubset(of: past[place].moved) { return place }
      patience = Self.overlap
    }
    return nil
  }

  /// Whatever is moved next is a new step.
  private mutating func finishMoves() {
    for place in past.indices.reversed() {
      guard past[place].movedAt != nil else { return }
      past[place].movedAt = nil
    }
  }

  /// Takes the newest step back; nil when there is none.
  ///
  /// - Parameter console: The console as it is.
  /// - Returns: The console from before the step.
  public mutating func undo(_ console: Console) -> Change? {
    // A move that came back to where it began is no step.
    while past.last?.console == console { past.removeLast() }
    guard let step = past.popLast() else { return nil }
    future.append(Step(console: console, moved: []))
    finishMoves()
    return Change(
      console: step.console, description: step.console.difference(from: console, "back to"))
  }

  /// Takes the step again that was taken back last; nil when there is none.
  ///
  /// - Parameter console: The console as it is.
  /// - Returns: The console from after the step.
  public mutating func redo(_ console: Console) -> Change? {
    guard let step = future.popLast() else { return nil }
    finishMoves()
    past.append(Step(console: console, moved: []))
    return Change(console: step.console, description: step.console.difference(from: console, "to"))
  }
}

extension ConsoleEdit {
  /// Whether it moves a parameter along its travel and changes nothing about what there is.
  public var isMove: Bool { moved != nil }

  /// The parameter that the edit moves along its travel; nil for switches, words and the like.
  fileprivate var moved: ParameterAddress? {
    switch self {
    case .fader(let id, _): ParameterAddress(id, ParameterKey(.fader))
    case .pan(let id, _): ParameterAddress(id, ParameterKey(.pan))
    case .trim(let id, _): ParameterAddress(id, ParameterKey(.trim))
    case .sendLevel(let id, let bus, _): ParameterAddress(id, ParameterKey(.sendLevel, to: bus))
    case .sendPan(let id, let bus, _): ParameterAddress(id, ParameterKey(.sendPan, to: bus))
    case .sendWidth(let id, let bus, _): ParameterAddress(id, ParameterKey(.sendWidth, to: bus))
    case .muteGroupDim(let number, _):
      ParameterAddress(.muteGroup(number), ParameterKey(.muteGroupDim))
    case .delay(let bus, _): ParameterAddress(.bus(bus), ParameterKey(.echoLeft))
    case .set(let id, let setting, _) where setting.parameter.isContinuous:
      ParameterAddress(id, ParameterKey(setting))
    default: nil
    }
  }
}

extension Parameter {
  /// Whether it has a travel, instead of being on or off, a word or a number of something.
  fileprivate var isContinuous: Bool {
    switch unit {
    case .onOff, .words, .channel, .bus: false
    default: true
    }
  }
}
