import CLanes
public import ConsoleModel
public import DSP
import Realtime
import Units

/// The sound of a console: holds the desk that is wanted and keeps the audio thread's plan and
/// gains in step with it.
///
/// Everything here belongs to the control thread, except that the audio thread renders through
/// `core`. The audio thread must have stopped before the engine is let go.
public final class Engine {
  /// Where the audio thread finds its half; valid as long as the engine lives.
  public let core: UnsafeMutablePointer<EngineCore>
  /// Frames a second.
  public let rate: Int
  /// Channels that the device plays; outputs beyond them are not heard.
  public let outputChannels: Int
  /// The kernels in use.
  public let instructionSet: InstructionSet
  /// The desk that is wanted; what is heard follows within a ramp.
  public internal(set) var console: Console

  let largestBlock: Int
  let commandQueue: CommandQueue<EngineCommand>
  let reportQueue: CommandQueue<EngineReport>
  let mailbox: Mailbox
  let commands: CommandQueue<EngineCommand>.Producer
  let reports: CommandQueue<EngineReport>.Consumer
  let letters: Mailbox.Receiver
  let held: UnsafeMutablePointer<Float>
  let areas: UnsafeMutablePointer<ChannelArea>
  let shiftRamp: UnsafeMutablePointer<Ramp>
  let scratch: UnsafeMutablePointer<Lanes>
  var meterIntegrator: MeterIntegrator

  /// The plan whose slots commands name: the newest that was sent.
  var plan: Plan
  /// Plans that the audio thread may still be using.
  var retiring: [UnsafeMutableRawPointer: Plan] = [:]
  /// How many plans have not come home yet: 0 or 1.
  package var plansUnderWay: Int { retiring.count }
  /// What each slot of `plan` was last told.
  var told: [Float] = []
  /// The gains of every node's edges as the console wants them.
  var edges: [[Edge: EdgeGains]]
  /// How late signal is in the console's strips.
  var wantedLatencies: Latencies
  /// How late it is as the plan's waits have it after the shift, and before.
  ///
  /// All three are the same once all waits are as the console wants them.
  var latencies: Latencies
  var formerLatencies: Latencies
  /// Whether some edge of the plan is to wait longer or shorter than it does.
  var areWaitsWrong = false
  /// Where the waits are between the former ones and those that the plan was made for.
  var shift = Shift.none
  /// Edges that are new and stay silent until their history goes back far enough.
  var filling: Set<Edge> = []
  /// Limiters that were switched and stay as they were until the waits change, and until when.
  var heldLimiters: [Node: Int] = [:]
  /// The strips that have an edge with their fader in its gain: sends after it that no mute reaches.
  var fadedEdges: Set<Node> = []
  /// Whether some of them are not in the plan.
  var isMissingEdges = false
  /// What the solo keys of the console come to.
  var solo: SoloState
  /// What has to be quiet before the next plan can be put in force, and when it will be.
  var transition = Transition.none
  /// Frames of audio that went by, counted by whoever drives the control side.
  var framesPassed = 0
  /// When the console last asked for what the plan did not have.
  var lastNeed = 0
  /// Edges of the plan that the console no longer wants, and when they will have gone silent.
  var silentAt: [Edge: Int] = [:]
  /// Whether gains found no room in the queue.
  var isBehind = false
  /// Whether the plan must be compiled anew although it has every edge.
  var isPlanStale = false
  /// What the console's strips need for themselves.
  var neededUnits: Set<UnitKey> = []
  /// What must be silenced before the next plan.
  var tornGains: Set<Hush> = []

  /// Makes an engine with its first plan in force and every gain at rest.
  ///
  /// - Parameters:
  ///   - console: The desk at the start; its sizes stay.
  ///   - rate: Frames a second, 8000…192000.
  ///   - largestBlock: The most frames that are rendered between two looks at commands.
  ///   - outputCount: Channels that the device plays.
  ///   - instructionSet: The kernels; by default the fastest that this machine has.
  public init(
    console: Console, rate: Int, largestBlock: Int, outputCount: Int,
    instructionSet: InstructionSet = .best
  ) {
    self.console = console
    self.rate = rate
    self.largestBlock = largestBlock
    outputChannels = outputCount
    self.instructionSet = instructionSet
    commandQueue = CommandQueue(minimumCapacity: 1 << 15)
    reportQueue = CommandQueue(minimumCapacity: 64)
    let stripCount = console.nodeCount
    mailbox = Mailbox(count: MeterPost.count(strips: stripCount))
    commands = commandQueue.producer
    reports = reportQueue.consumer
    letters = mailbox.receiver
    meterIntegrator = MeterIntegrator(strips: stripCount, rate: rate)
    let rampFrames = Self.rampFrames(console, rate)
    let units = Self.firstUnits(console, rate, rampFrames)
    neededUnits = Set(units.keys)
    held = .allocate(capacity: MeterPost.count(strips: stripCount))
    held.initialize(repeating: 0, count: MeterPost.count(strips: stripCount))
    areas = .allocate(capacity: LaneLayout.lanes)
    areas.initialize(repeating: ChannelArea(base: nil, stride: 0), count: LaneLayout.lanes)
    shiftRamp = .allocate(capacity: 1)
    shiftRamp.initialize(to: Ramp(restingAt: Lanes(repeating: 1)))
    scratch = .allocate(capacity: SaturationRow.scratchFrames)
    scratch.initialize(repeating: Lanes(), count: SaturationRow.scratchFrames)
    solo = console.soloState
    edges = Self.edges(of: console, solo)
    let latencies = Latencies(console, edges, rate: rate)
    (self.latencies, formerLatencies, wantedLatencies) = (latencies, latencies, latencies)
    var waits: [Edge: Wait] = [:]
    for edge in edges.joined().map(\.key) {
      let frames = latencies.wait(on: edge)
      waits[edge] = Wait(before: frames, after: frames)
    }
    var compiler = PlanCompiler(
      console: console, waits: waits, rate: rate, rampFrames: rampFrames,
      outputCount: outputCount, previous: nil, units: units)
    plan = compiler.compile(carryRoom: 0)
    core = .allocate(capacity: 1)
    core.initialize(
      to: EngineCore(
        plan: plan.core, kernels: Kernels(instructionSet: instructionSet),
        commands: commandQueue.consumer, reports: reportQueue.producer,
        meters: MeterPost(
          sender: mailbox.sender, stripCount: stripCount, held: held),
        areas: areas, shift: shiftRamp, scratch: scratch))
    settle(plan)
    for unit in plan.units.values { unit.since = .frame(.min / 2) }
    settleDirects()
    for node in 0..<console.nodeCount { noteFadedEdges(of: node) }
    for node in 0..<console.nodeCount { settleProcessors(of: node, in: plan) }
  }

  deinit {
    core.deinitialize(count: 1)
    core.deallocate()
    areas.deallocate()
    shiftRamp.deallocate()
    scratch.deallocate()
    held.deallocate()
  }
}

/// How the engine gets from the plan in force to one that the console needs.
enum Transition: Equatable {
  /// The plan holds all that the console wants.
  case none
  /// Gains that the next plan would tear go to silence first, where they are at `until`.
  case hushing(until: Int, Set<Hush>)
  /// A plan was sent and has not been taken up yet.
  case sent
}

/// A gain of a node that stays at 0 until a new plan is in force.
enum Hush: Hashable {
  case trim(Node)
  case fader(Node)
  /// What its insert sends, and how much of what comes back is heard.
  case insert(Node)
  /// What its direct out plays.
  case direct(Node)
}

extension InstructionSet {
  /// The sets that this machine has, the fastest last.
  public static var available: [InstructionSet] {
    Array(allCases.prefix(Int(machine_instruction_set()) + 1))
  }

  /// The fastest set that this machine has.
  public static var best: InstructionSet { available.last ?? .baseline }
}

extension Engine {
  /// How long ramps of this console take: a whole number of grains.
  static func rampFrames(_ console: Console, _ rate: Int) -> Int {
    let grains = Double(console.rampTime.frames(at: rate)) / Double(LaneLayout.grain)
    return max(1, Int(grains.rounded())) * LaneLayout.grain
  }

  var rampFrames: Int { Self.rampFrames(console, rate) }

  static func edges(of console: Console, _ solo: SoloState) -> [[Edge: EdgeGains]] {
    (0..<console.nodeCount).map { console.edges(from: $0, solo: solo) }
  }
}
