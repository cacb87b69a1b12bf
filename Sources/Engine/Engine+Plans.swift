import ConsoleModel
import DSP
import Realtime
import Units

// Plans: what has lanes. A plan is replaced without a tear: gains that both plans have go on from
// where they are, new edges rise from silence, and old ones are kept until they are silent.
extension Engine {
  /// Does what waits: frees plans that came home, puts a new plan in force when the time has come.
  ///
  /// Control thread, often: between any two blocks offline, some times a second otherwise.
  ///
  /// - Parameter frames: The frames that were rendered since the last call.
  public func service(framesRendered frames: Int) {
    framesPassed += frames
    while let report = reports.pop() {
      switch report {
      case .retired(let address): retiring[address] = nil
      }
    }
    if transition == .sent && retiring.isEmpty { transition = .none }
    retell()
    proceed()
  }

  /// Remembers which ways the console wants now, and when those it has left will be silent.
  func noteRoutes() {
    wantedEdges = Set(edges.joined().map(\.key))
    silentAt = silentAt.filter { !wantedEdges.contains($0.key) }
    for edge in plan.edges where !wantedEdges.contains(edge) && silentAt[edge] == nil {
      silentAt[edge] = silenceTime
    }
  }

  /// Remembers what has changed that only a new plan can bring and that would tear a sound.
  func noteTornGains(_ previous: Console) {
    for (node, (old, new)) in zip(previous.channels, console.channels).enumerated() {
      if old.inputs != new.inputs { tornGains.insert(.trim(node)) }
      if old.strip.width != new.strip.width { tornGains.formUnion([.trim(node), .fader(node)]) }
    }
    for (index, (old, new)) in zip(previous.buses, console.buses).enumerated()
    where old.outputs != new.outputs || old.strip.width != new.strip.width {
      tornGains.insert(.fader(console.channels.count + index))
    }
    if !tornGains.isEmpty || previous.meterPoint != console.meterPoint { isPlanStale = true }
  }

  /// When gains that are told to go to silence now will be there, in `framesPassed`.
  private var silenceTime: Int {
    // The commands wait for at most one block under way and one to come.
    framesPassed + 2 * largestBlock + rampFrames
  }

  /// Takes the next step towards a plan that holds all the console wants, if it is time for it.
  func proceed() {
    switch transition {
    case .sent: return
    case .hushing(let until, let hushes):
      guard framesPassed >= until else { return }
      // What was torn meanwhile has not been silenced yet.
      if tornGains.subtracting(hushes).isEmpty { sendPlan() } else { hush(hushes) }
    case .none: consider()
    }
  }

  private func consider() {
    let isMissing = !wantedEdges.isSubset(of: plan.edges)
    if isMissing || isPlanStale { lastNeed = framesPassed }
    if !tornGains.isEmpty {
      hush([])
    } else if isMissing || isPlanStale {
      sendPlan()
    } else if !silentAt.isEmpty && framesPassed - lastNeed > rate {
      // Edges out of use cost time; they go once the desk has been left alone for a second.
      lastNeed = framesPassed
      sendPlan()
    }
  }

  private func hush(_ hushes: Set<Hush>) {
    transition = .hushing(until: silenceTime, hushes.union(tornGains))
    for hush in tornGains {
      switch hush {
      case .trim(let node), .fader(let node): tellGains(of: node)
      }
    }
    commands.publish()
  }

  /// Compiles the console as it is wanted now and hands the plan over.
  ///
  /// Waits while an edge that is still falling silent would close a loop with a new one.
  private func sendPlan() {
    let falling = silentAt.filter { $0.value > framesPassed }.map(\.key)
    let edges = wantedEdges.union(falling)
    let isLoop = PlanCompiler.hasLoop(
      edges, channels: console.channels.count, nodes: console.nodeCount)
    guard !isLoop, commands.freeCount > 0 else { return }
    var compiler = PlanCompiler(
      console: console, edges: edges, rampFrames: rampFrames, outputCount: outputChannels)
    let next = compiler.compile(carryRoom: plan.core.pointee.rampCount * LaneLayout.lanes)
    carry(from: plan, to: next)
    setTargets(next)
    retiring[plan.address] = plan
    plan = next
    transition = .sent
    isPlanStale = false
    tornGains = []
    silentAt = silentAt.filter { edges.contains($0.key) }
    _ = commands.push(.plan(next.address))
    commands.publish()
  }

  /// Puts every gain of a plan that is not in use yet at rest where the console wants it.
  func settle(_ plan: Plan) {
    setTargets(plan)
    for index in 0..<plan.core.pointee.rampCount {
      plan.core.pointee.ramps[index].value = plan.core.pointee.ramps[index].target
    }
  }

  /// Notes where every gain of a plan is to go, and that this has been told.
  private func setTargets(_ plan: Plan) {
    told = Array(repeating: 0, count: plan.core.pointee.rampCount * LaneLayout.lanes)
    func set(_ slot: UInt32, _ gain: Float) {
      plan.core.pointee.ramps[Int(slot >> 4)].target[Int(slot & 15)] = gain
      told[Int(slot)] = gain
    }
    for node in 0..<console.nodeCount {
      for slot in plan.trimSlots(of: node) { set(slot, console.trimGain(at: node)) }
      let fader = console.faderGain(of: console.stripID(of: node))
      for slot in plan.faderSlots(of: node) { set(slot, fader) }
      for (edge, gains) in edges[node] {
        for (slot, gain) in plan.slots(of: edge, gains) { set(slot, gain) }
      }
    }
  }

  /// Lists the gains that both plans have.
  private func carry(from old: Plan, to new: Plan) {
    var count = 0
    func add(_ from: [UInt32], _ to: [UInt32]) {
      guard from.count == to.count else { return }
      for (from, to) in zip(from, to) {
        new.core.pointee.carries[count] = Carry(from: from, to: to)
        count += 1
      }
    }
    for node in 0..<console.nodeCount {
      add(old.trimSlots(of: node), new.trimSlots(of: node))
      add(old.faderSlots(of: node), new.faderSlots(of: node))
    }
    for edge in new.edges {
      add(old.slots(of: edge, .silent).map(\.slot), new.slots(of: edge, .silent).map(\.slot))
    }
    new.core.pointee.carryCount = count
  }
}
