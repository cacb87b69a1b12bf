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
  /// - Parameter frames: The frames that were rendered since the last call, asked for after the
  ///   last `follow`.
  public func service(framesRendered frames: Int) {
    framesPassed += frames
    dateSilences()
    dateHistories()
    while let report = reports.pop() {
      switch report {
      case .retired(let address): retiring[address] = nil
      }
    }
    if transition == .sent && retiring.isEmpty {
      transition = .none
      noteHistoriesTaken()
    }
    retell()
    hearFilled()
    proceedShift()
    releaseLimiters()
    proceed()
  }

  /// Remembers which ways the console wants now, and when those it has left will be silent.
  func noteRoutes() {
    isMissingEdges = edges.joined().contains { plan.waits[$0.key] == nil }
    silentAt = silentAt.filter { !isWanted($0.key) }
    for edge in plan.waits.keys where !isWanted(edge) && silentAt[edge] == nil {
      silentAt[edge] = .undated
    }
  }

  func isWanted(_ edge: Edge) -> Bool { edges[edge.source][edge] != nil }

  /// Remembers what has changed that only a new plan can bring and that would tear a sound.
  func noteTornGains(_ previous: Console, _ changed: [Node]) {
    for node in changed {
      let isWidthNew = previous.strip(at: node).width != console.strip(at: node).width
      if isWidthNew { tornGains.formUnion([.trim(node), .fader(node)]) }
      if isTorn(pairOf: node) { isPlanStale = true }
      let insert = plan.units[UnitKey(node: node, kind: .insert)]
      if let insert, !insert.fits(console.strip(at: node)) { tornGains.insert(.insert(node)) }
      let direct = plan.units[UnitKey(node: node, kind: .direct)]
      if let direct, !direct.fits(console.strip(at: node)) { tornGains.insert(.direct(node)) }
      for key in [Setting.gateKey, .compressorKey, .meter] {
        let isOther =
          previous.settings(at: node)[key.rawValue] != console.settings(at: node)[key.rawValue]
        if isOther { isPlanStale = true }
      }
      guard let bus = console.bus(at: node) else {
        let isPatched = previous.inputs(at: node) != console.inputs(at: node)
        if isPatched { tornGains.insert(.trim(node)) }
        continue
      }
      if previous.settings(at: node)[Setting.effect.rawValue]
        != console.settings(at: node)[Setting.effect.rawValue]
      {
        tornGains.insert(.trim(node))
      } else if previous.bus(at: node)?.outputs != bus.outputs {
        tornGains.insert(.fader(node))
      }
    }
    if !tornGains.isEmpty || previous.meterPoint != console.meterPoint { isPlanStale = true }
  }

  /// Whether a strip's pair is to share its detectors and does not lie side by side in the plan.
  private func isTorn(pairOf node: Node) -> Bool {
    guard let partner = console.partner(of: node + 1), node < console.channels.count else {
      return false
    }
    return !plan.areNeighbours(min(node, partner - 1), max(node, partner - 1))
  }

  /// Sets the time at which gains that were told to go to silence before, and waits that were told to
  /// shift, will be there.
  ///
  /// Only now: when they were told, any number of frames may have gone by uncounted.
  private func dateSilences() {
    // The commands wait for at most one block under way and one to come.
    let silence = framesPassed + 2 * largestBlock + rampFrames
    if case .told(let frames) = shift {
      shift = .moving(until: framesPassed + 2 * largestBlock + frames)
    }
    guard !isBehind else { return }
    if case .hushing(until: Int.undated, let hushes) = transition {
      transition = .hushing(until: silence, hushes)
    }
    for (edge, time) in silentAt where time == .undated { silentAt[edge] = silence }
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
    let isNeeded = isMissingEdges || isPlanStale || (areWaitsWrong && shift == .none)
    if isNeeded { lastNeed = framesPassed }
    if !tornGains.isEmpty {
      hush([])
    } else if isNeeded {
      sendPlan()
    } else if hasSurplus && framesPassed - lastNeed > rate {
      // What is out of use costs time; it goes once the desk has been left alone for a second.
      lastNeed = framesPassed
      sendPlan(isTidying: true)
    }
  }

  /// Whether the plan has edges, waits or units that the console does not want.
  private var hasSurplus: Bool {
    !silentAt.isEmpty || (shift == .none && plan.hasShifts)
      || plan.units.keys.contains { !neededUnits.contains($0) }
  }

  private func hush(_ hushes: Set<Hush>) {
    transition = .hushing(until: .undated, hushes.union(tornGains))
    for hush in tornGains {
      switch hush {
      case .trim(let node), .fader(let node): tellGains(of: node)
      case .insert(let node), .direct(let node): tellUnits(of: node)
      }
    }
    commands.publish()
  }

  /// Compiles the console as it is wanted now and hands the plan over.
  ///
  /// Waits while an edge that is still falling silent would close a loop with a new one.
  ///
  /// - Parameter isTidying: Whether what has long been out of use is to go.
  private func sendPlan(isTidying: Bool = false) {
    let falling = silentAt.filter { $0.value > framesPassed }.map(\.key)
    let (waits, isShiftNew) = waitsForNextPlan(falling)
    let isLoop = PlanCompiler.hasLoop(
      waits, firstBus: console.firstBus, nodes: console.nodeCount)
    guard !isLoop, commands.freeCount > 0 else { return }
    var compiler = PlanCompiler(
      console: console, waits: waits, rate: rate, rampFrames: rampFrames,
      outputCount: outputChannels, previous: plan,
      units: unitsForNextPlan(isTidying: isTidying))
    let next = compiler.compile(carryRoom: plan.core.pointee.rampCount * LaneLayout.lanes)
    next.core.pointee.isShiftNew = isShiftNew
    carry(from: plan, to: next)
    moveProcessors(from: plan, to: next)
    moveHistories(from: plan, to: next)
    findFilling(in: next)
    retiring[plan.address] = plan
    plan = next
    if isShiftNew { noteShiftSent() }
    setTargets(next)
    transition = .sent
    isPlanStale = false
    tornGains = []
    silentAt = silentAt.filter { waits[$0.key] != nil }
    noteRoutes()
    noteWaits()
    _ = commands.push(.plan(next.address))
    // What is new in the plan comes in from nothing.
    for key in next.units.keys { tellUnits(of: key.node) }
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
      let fader = console.faderGain(of: console.stripID(of: node), solo: solo)
      for slot in plan.faderSlots(of: node) { set(slot, fader) }
      for (edge, gains) in edges[node] {
        let isHeard = !filling.contains(edge)
        for (slot, gain) in plan.slots(of: edge, isHeard ? gains : .silent) { set(slot, gain) }
      }
    }
  }

  /// Lists the gains that both plans have.
  private func carry(from old: Plan, to new: Plan) {
    var carries: [Carry] = []
    func add(_ from: [UInt32], _ to: [UInt32]) {
      guard from.count == to.count else { return }
      for (from, to) in zip(from, to) { carries.append(Carry(from: from, to: to)) }
    }
    for node in 0..<console.nodeCount {
      add(old.trimSlots(of: node), new.trimSlots(of: node))
      add(old.faderSlots(of: node), new.faderSlots(of: node))
    }
    for edge in new.waits.keys {
      add(old.slots(of: edge, .silent).map(\.slot), new.slots(of: edge, .silent).map(\.slot))
    }
    // In the order of memory: the audio thread copies them all within one block.
    carries.sort { $0.to < $1.to }
    for (index, carry) in carries.enumerated() { new.core.pointee.carries[index] = carry }
    new.core.pointee.carryCount = carries.count
  }
}

extension Int {
  /// A time that the next `service` sets.
  fileprivate static let undated = Int.max
}
