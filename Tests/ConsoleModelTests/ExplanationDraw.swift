import ConsoleModel
import Units

/// A random desk that makes some sound, with the naive one that was edited alike.
struct ExplanationDraw {
  private(set) var desk: Console
  private(set) var oracle: ExplanationOracle
  private var draw: RandomDesk

  init(seed: UInt64) {
    draw = RandomDesk(seed: seed)
    desk = Console(name: "random", size: draw.size)
    oracle = ExplanationOracle(size: draw.size)
    for edit in draw.tangle() { make(edit) }
    for id in desk.stripIDs where draw.random.chance(40) {
      let kind = [BusKind.aux, .fx, .matrix].randomElement(using: &draw.random) ?? .aux
      make(.sendLevel(id, to: BusID(kind), Decibels(.random(in: -30...10, using: &draw.random))))
    }
    let postFader = draw.random.chance(40)
    make(.muteReach(postFader ? .postFader : .all))
    for _ in 0..<draw.random.number(5...60) {
      if draw.random.chance(15) { patch() } else { make(draw.edit(on: desk)) }
    }
  }

  private mutating func make(_ edit: ConsoleEdit) {
    guard let moved = try? oracle.desk.after(edit), case .some = try? desk.apply(edit) else {
      return
    }
    oracle.desk = moved
    if case .trim(let id, let level) = edit { oracle.trims[id] = level.value }
  }

  /// Edits of which the naive desk knows nothing.
  private mutating func patch() {
    let strips = desk.stripIDs.filter { !$0.isVCA }
    guard let id = strips.randomElement(using: &draw.random) else { return }
    switch (draw.random.number(0...7), id) {
    case (0, .channel(let number)):
      lay(.inputs(channel: number, []), oracle: { $0.plugs[id] = nil })
    case (1, .bus(let bus)): lay(.outputs(bus, []), oracle: { $0.plugs[id] = nil })
    case (2, .bus(let bus)):
      let plugs = [draw.random.number(50...90), draw.random.number(100...140)]
      lay(.outputs(bus, plugs), oracle: { $0.plugs[id] = plugs })
    case (3, _):
      let trim = Decibels(.random(in: -20...20, using: &draw.random))
      lay(.trim(id, trim), oracle: { $0.trims[id] = trim.value })
    case (4, .bus(let bus)) where bus != .monitor:
      lay(.assign(.talkback, to: bus, true), oracle: { $0.laid.insert(id) })
    case (5, .bus):
      lay(.set(id, .compressorOn, 1), oracle: { $0.compressed.insert(id) })
    case (6, _):
      for channel in 1...2 {
        for group in 1...2 { make(.assign(.channel(channel), to: BusID(.group, group), true)) }
      }
    default:
      let (isOn, input) = (draw.random.chance(70), draw.random.chance(70) ? 9 : nil)
      lay(.set(.talkback, .talkbackOn, isOn ? 1 : 0), oracle: { $0.isTalkbackOn = isOn })
      // The talkback dims the monitor, of which the naive desk knows nothing.
      lay(.set(.talkback, .talkbackDim, 0), oracle: { _ in })
      lay(.talkbackInput(input), oracle: { $0.isTalkbackPatched = input != nil })
    }
  }

  private mutating func lay(_ edit: ConsoleEdit, oracle change: (inout ExplanationOracle) -> Void) {
    guard case .some = try? desk.apply(edit) else { return }
    change(&oracle)
  }
}
