public import ConsoleModel
import DSP
import Realtime
import Units

// Gains: what the console wants against what the audio thread was told.
extension Engine {
  /// Takes a new console and tells the audio thread all that is different about it, to be heard in
  /// one block.
  ///
  /// - Parameter next: A console of the same sizes. Control thread.
  public func follow(_ next: Console) {
    precondition(next.size == console.size, "a console's sizes do not change")
    let previous = console
    console = next
    let hasSolo = next.hasSolo
    let change = GlobalChange(from: previous, to: next, hasSolo: hasSolo)
    var isRerouted = false
    for node in 0..<next.nodeCount {
      if change == .everything || previous.strip(at: node) != next.strip(at: node) {
        let old = edges[node]
        edges[node] = next.edges(from: node, hasSolo: hasSolo)
        isRerouted = isRerouted || old.keys != edges[node].keys
        tellGains(of: node)
      } else if change == .faders {
        tellFader(of: node)
      }
    }
    for (old, new) in zip(previous.buses, next.buses) where old.delay != new.delay {
      tellDelay(of: new)
    }
    commands.publish()
    if isRerouted { noteRoutes() }
    noteTornGains(previous)
    proceed()
  }

  func tellGains(of node: Node) {
    let trim = isHushed(.trim(node)) ? 0 : console.trimGain(at: node)
    for slot in plan.trimSlots(of: node) { tell(slot, trim) }
    tellFader(of: node)
    for (edge, gains) in edges[node] { tell(edge, gains) }
    for edge in plan.edgesBySource[node] ?? [] where edges[node][edge] == nil {
      tell(edge, .silent)
    }
  }

  private func tellFader(of node: Node) {
    let isHushed = isHushed(.fader(node))
    let fader = isHushed ? 0 : console.faderGain(of: console.stripID(of: node))
    for slot in plan.faderSlots(of: node) { tell(slot, fader) }
  }

  private func tell(_ edge: Edge, _ gains: EdgeGains) {
    for (slot, gain) in plan.slots(of: edge, gains) { tell(slot, gain) }
  }

  /// Sends a gain if it is news; one that finds no room is told by a later `service`.
  private func tell(_ slot: UInt32, _ gain: Float) {
    guard told[Int(slot)] != gain else { return }
    if commands.push(.ramp(slot: slot, target: gain, frames: Int32(rampFrames))) {
      told[Int(slot)] = gain
    } else {
      isBehind = true
    }
  }

  private func tellDelay(of bus: Bus) {
    guard bus.id.kind == .fx else { return }
    for side in 0..<2 {
      let line = Int32(DelayPool.line(ofFX: bus.id.number, side: side))
      let frames = Int32(bus.delay.frames(at: rate))
      if !commands.push(.delay(line: line, frames: frames)) { isBehind = true }
    }
  }

  /// Tells again what found no room in the queue, once the audio thread has emptied it.
  func retell() {
    guard isBehind, commands.freeCount == commands.capacity else { return }
    isBehind = false
    for node in 0..<console.nodeCount { tellGains(of: node) }
    for bus in console.buses { tellDelay(of: bus) }
    commands.publish()
  }

  private func isHushed(_ hush: Hush) -> Bool {
    if case .hushing(_, let hushes) = transition { return hushes.contains(hush) }
    return false
  }
}

/// How far a change reaches beyond the strips that were edited themselves.
private enum GlobalChange {
  case nothing
  /// VCA faders moved: the faders below them have new gains.
  case faders
  /// Any gain of any strip may be another.
  case everything

  init(from previous: Console, to next: Console, hasSolo: Bool) {
    if previous.muteGroups != next.muteGroups || previous.muteReach != next.muteReach
      || previous.panLaw != next.panLaw || previous.hasSolo != hasSolo
    {
      self = .everything
    } else if previous.vcas == next.vcas {
      self = .nothing
    } else {
      let isOnlyFaders = zip(previous.vcas, next.vcas).allSatisfy { old, new in
        old.isMuted == new.isMuted && old.isSoloed == new.isSoloed && old.vcas == new.vcas
      }
      self = isOnlyFaders ? .faders : .everything
    }
  }
}
