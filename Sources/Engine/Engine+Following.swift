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
    let previousSolo = solo
    console = next
    solo = next.soloState
    let change = ConsoleChange(from: previous, to: next, isSoloOther: solo != previousSolo)
    let isRerouted = tellGains(of: change, since: previous)
    for node in change.nodes {
      tellSettings(of: node, since: previous)
      noteUnits(of: node)
      // Read in place: most edits move no setting, and a reverb's rows are long.
      if previous.settings(at: node) != next.settings(at: node) { tellUnits(of: node) }
    }
    commands.publish()
    if isRerouted { noteRoutes() }
    noteTornGains(previous, change.nodes)
    proceed()
  }

  /// Tells the gains that a change may have moved; says whether strips feed other buses now.
  private func tellGains(of change: ConsoleChange, since previous: Console) -> Bool {
    if change.reach == .faders {
      for node in 0..<console.nodeCount { tellFader(of: node) }
      for node in fadedEdges where !change.nodes.contains(node) { tellEdges(of: node) }
    } else if change.reach == .nothing {
      for node in change.moved {
        tellFader(of: node)
        if fadedEdges.contains(node) { tellEdges(of: node) }
      }
    }
    var isRerouted = false
    let nodes = change.reach == .everything ? Array(0..<console.nodeCount) : change.nodes
    for node in nodes {
      let old = edges[node]
      let new = console.edges(from: node, solo: solo)
      edges[node] = new
      noteFadedEdges(of: node)
      if old.keys != new.keys { isRerouted = true }
    }
    let switched = change.nodes.filter {
      previous.settings(at: $0)[Setting.limiterOn.rawValue]
        != console.settings(at: $0)[Setting.limiterOn.rawValue]
    }
    if isRerouted || !switched.isEmpty { noteLatencies() }
    holdLimiters(of: switched)
    for node in nodes { tellGains(of: node) }
    return isRerouted
  }

  func tellGains(of node: Node) {
    let trim = isHushed(.trim(node)) ? 0 : console.trimGain(at: node)
    for slot in plan.trimSlots(of: node) { tell(slot, trim) }
    tellFader(of: node)
    for (edge, gains) in edges[node] { tell(edge, gains) }
    tellUnused(node)
    tellDirect(of: node)
  }

  /// Tells the edges of a strip whose fader or VCAs have moved.
  private func tellEdges(of node: Node) {
    edges[node] = console.edges(from: node, solo: solo)
    for (edge, gains) in edges[node] { tell(edge, gains) }
  }

  /// Remembers whether the gain of some edge of a strip has the strip's fader in it.
  func noteFadedEdges(of node: Node) {
    let isFaded = console.strip(at: node).sends.values.contains {
      console.sendPoint(of: $0) != $0.tap
    }
    if isFaded { fadedEdges.insert(node) } else { fadedEdges.remove(node) }
  }

  /// Silences what the plan has of a strip and the console does not want.
  private func tellUnused(_ node: Node) {
    for edge in plan.edgesBySource[node] ?? [] where !isWanted(edge) {
      for (slot, gain) in plan.slots(of: edge, .silent) { tell(slot, gain) }
    }
  }

  private func tellFader(of node: Node) {
    let isHushed = isHushed(.fader(node))
    let fader = isHushed ? 0 : console.faderGain(of: console.stripID(of: node), solo: solo)
    for slot in plan.faderSlots(of: node) { tell(slot, fader) }
  }

  private func tell(_ edge: Edge, _ gains: EdgeGains) {
    let isHeard = !filling.contains(edge)
    for (slot, gain) in plan.slots(of: edge, isHeard ? gains : .silent) { tell(slot, gain) }
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

  /// Tells again what found no room in the queue, once the audio thread has emptied it.
  func retell() {
    guard isBehind, commands.freeCount == commands.capacity else { return }
    isBehind = false
    for node in 0..<console.nodeCount {
      tellGains(of: node)
      tellSettings(of: node, since: nil)
      tellUnits(of: node)
    }
    commands.publish()
  }

  /// Whether something has to be silent until a new plan is in force.
  func isHushed(_ hush: Hush) -> Bool {
    if case .hushing(_, let hushes) = transition { return hushes.contains(hush) }
    return false
  }
}
