import ALSA
import CALSA
import ConsoleModel
import Demo
import Engine
import Glibc
import MIDI
public import Processors
import Realtime
import Surface
import Units

/// The desk while it runs: one poll loop over sequencer, remote clients, signals and time.
///
/// Owns the console, the surfaces and the engine; the audio thread is the only other thread.
public final class RunningDesk {
  private let options: RunOptions
  private var state: ControlState
  private let engine: Engine
  private let band: DemoBand?
  private var ports: SurfacePorts?
  private var socket: ControlSocket?
  private var session: AudioSession?
  private let signals: SignalInbox
  /// Told in sentences what happens.
  private let report: (String) -> Void
  private var past = SessionTotals()
  private var cardWatch = CardWatch()
  /// How many blocks of each strip were not numbers, since the start.
  private var brokenBlocks: [Int] = []
  private var lastCounts = FaultCounts()
  private var nextMeters: UInt64 = 0
  private var nextFaultReport: UInt64 = 0
  /// Called with fresh meters some times a second.
  public var onMeters: ((Console, [StripMeter], LoudnessMeter) -> Void)?

  private static let meterInterval: UInt64 = 50 * .millisecond
  private static let longestSleep: UInt64 = 20 * .millisecond

  /// Opens everything; sound begins at once, from silence.
  ///
  /// - Parameters:
  ///   - options: What to run.
  ///   - report: Gets sentences for the user. Control thread.
  /// - Throws: `Failure` when the card can't be had; the process should end with its status.
  public init(_ options: RunOptions, report: @escaping (String) -> Void) throws(Failure) {
    self.options = options
    self.report = report
    // Before there is sound: who is refused here has disturbed nobody.
    let door = try Self.openSocket(options)
    socket = door.socket
    signals = SignalInbox()
    state = ControlState(console: options.console, mappings: options.mappings)
    band = options.isDemo ? DemoBand.render(rate: options.drive.rate) : nil
    engine = Engine(
      console: options.console, rate: options.drive.rate, largestBlock: options.drive.period,
      outputCount: Console.mostPlugs, instructionSet: options.instructionSet)
    do { session = try makeSession(options.drive) } catch {
      throw Failure(.unavailable, "\(error)")
    }
    if let news = door.news { report(news) }
    describeAudio()
    openSurfaces()
  }

  /// Opens the door to remote clients, and says so; only one that was asked for by name must be had.
  private static func openSocket(
    _ options: RunOptions
  ) throws(Failure) -> (socket: ControlSocket?, news: String?) {
    let socket: ControlSocket
    switch options.socket {
    case .none: return (nil, nil)
    case .at(let path): socket = try ControlSocket(path, options.console)
    case .standard:
      do { socket = try ControlSocket(SocketPath.standardPath, options.console) } catch {
        return (nil, "No program can reach this desk: \(error).")
      }
    }
    return (socket, "Programs reach this desk at \(socket.path).")
  }

  private func makeSession(_ drive: AudioDrive) throws(ALSAError) -> AudioSession {
    try AudioSession(
      engine, drive, loop: band.map { ($0.parts.map(\.samples), $0.frameCount) },
      priority: options.priority)
  }

  private func openSurfaces() {
    guard !options.mappings.isEmpty else { return }
    do {
      let ports = try SurfacePorts(options.mappings)
      ports.connectUnits(options.mappings, &state, at: .now)
      self.ports = ports
      for name in ports.missing { report("Waiting for \(name).") }
    } catch {
      report("No surface can be used: \(error)")
    }
  }
}

extension RunningDesk {
  /// Runs until a signal comes or the time is up, then leaves the surfaces as they wish to be left.
  public func run() {
    let end = options.duration.map { UInt64.now + UInt64($0 * 1e9) }
    raisePriority()
    while true {
      let now = UInt64.now
      if signals.hasArrived || end.map({ now >= $0 }) ?? false { break }
      turn(at: now)
      rest(after: now)
      sleep(until: end)
    }
    endSession()
    socket = nil
    ports?.sayFarewell(&state)
    // Dropping the client at once would throw away what it has just sent.
    if ports != nil { usleep(20_000) }
  }

  /// Lets this thread go before ordinary ones, and never before the audio thread.
  ///
  /// On a busy machine an ordinary thread is woken some milliseconds after its message came. A turn
  /// takes well below a millisecond, and two begin at least one apart.
  private func raisePriority() {
    guard let granted = session?.grants.priority, granted > 1 else { return }
    _ = calsa_make_first_in_first_out(Int32(max(1, granted - 10)))
  }

  /// One turn: hear the surfaces, move the engine, show the surfaces.
  private func turn(at now: UInt64) {
    receive(at: now)
    state.elapsed(at: now)
    socket?.receive(&state, at: now)
    if let console = state.takeChange() {
      engine.follow(console)
      socket?.follow(console)
    }
    for refusal in state.takeRefusals() { report("Not done: \(refusal).") }
    for news in state.takeNews() { report(news) }
    if let session { engine.service(framesRendered: session.takeFrames()) }
    state.show(takeMeters(at: now), at: now)
    ports?.send(&state, at: now)
    socket?.send(state.console)
    for news in ports?.takeNews() ?? [] { report(news) }
    watchCard(at: now)
    reportFaults(at: now)
  }

  private func receive(at now: UInt64) {
    do { try ports?.receive(options.mappings, &state, at: now) } catch {
      report("The sequencer failed: \(error) Opening it anew.")
      ports = nil
      for (surface, mapping) in options.mappings.enumerated() {
        for unit in mapping.units.indices { state.disconnected(surface, unit: unit, at: now) }
      }
      openSurfaces()
    }
  }

  private func takeMeters(at now: UInt64) -> [StripMeter]? {
    guard now >= nextMeters else { return nil }
    nextMeters = now + Self.meterInterval
    let meters = engine.takeMeters()
    brokenBlocks = meters.map(\.brokenBlocks)
    onMeters?(state.console, meters, engine.loudness)
    return meters
  }

  /// Leaves a millisecond from turn to turn, and half as long as the turn took.
  ///
  /// In a flood one turn then serves all that has come, and this thread, which goes before ordinary
  /// ones, leaves them a third of its processor.
  private func rest(after turn: UInt64) {
    let taken = UInt64.now - turn
    let pause = max(min(taken / 2, 5 * .millisecond), .millisecond - min(taken, .millisecond))
    usleep(UInt32(pause / 1000))
  }

  private func sleep(until end: UInt64?) {
    let now = UInt64.now
    var wake = min(now + Self.longestSleep, end ?? .max)
    if ports?.isBlocked == true {
      wake = now
    } else if ports != nil {
      wake = min(wake, state.nextDeadline ?? .max)
    }
    wake = min(wake, socket?.deadline(at: now) ?? .max)
    // What is overdue waits for room in the sequencer or in a unit's budget: ask again soon.
    wake = max(wake, now + .millisecond)
    var descriptors = ports?.sequencer.pollDescriptors() ?? []
    let remote = descriptors.count
    descriptors += socket?.pollDescriptors(at: now) ?? []
    _ = calsa_poll(&descriptors, UInt(descriptors.count), Int64(clamping: wake))
    socket?.polled(descriptors[remote...])
  }
}

// The card: going, and coming back.
extension RunningDesk {
  private func watchCard(at now: UInt64) {
    if let session, session.end != .none {
      endSession()
      cardWatch.lost(at: now)
      report("The sound card is gone; levels stay as they are. Waiting for it to come back.")
      startClock()
    }
    guard cardWatch.isDue(at: now) else { return }
    endSession()
    do {
      session = try makeSession(options.drive)
      cardWatch.found()
      report("The sound card is back.")
      describeAudio()
    } catch {
      cardWatch.failed(at: now)
      startClock()
    }
  }

  /// Keeps gains and meters moving while there is no card.
  private func startClock() {
    let clock = AudioDrive.clock(rate: options.drive.rate, period: options.drive.period)
    session = try? makeSession(clock)
  }

  /// Stops the audio thread and keeps what it has counted.
  private func endSession() {
    if let session { past.add(session.counts, session.blockTimes) }
    session = nil
    lastCounts.xruns = 0
  }

  /// What happened, in a sentence, once the desk has stopped.
  public var summary: String { past.summary }

  private func describeAudio() {
    guard let session else { return }
    if case .clock(let rate, let period) = options.drive {
      report(
        "No sound card: the built-in clock runs the desk at \(rate) Hz, \(period) frames a block; "
          + "nothing is heard.")
    }
    for (name, settings) in [("Playing", session.playback), ("Capturing", session.capture)] {
      guard let settings else { continue }
      report(
        "\(name) \(settings.channels) channels at \(settings.rate) Hz, \(settings.period) frames a "
          + "block, \(settings.format).")
    }
    let used = state.console.buses.filter { bus in
      bus.outputs.contains { $0 > session.playback?.channels ?? .max }
    }
    if !used.isEmpty {
      let names = used.map { "\($0.id)" }.joined(separator: ", ")
      report("The card has no outputs for: \(names).")
    }
    reportMissingInserts(session)
    reportMissingDirects(session)
    for refusal in session.grants.refusals { report(refusal) }
  }

  /// Tells which inserts the card lacks plugs for; the built-in clock has none at all, and says so.
  private func reportMissingInserts(_ session: AudioSession) {
    guard session.playback != nil || session.capture != nil else { return }
    let console = state.console
    let missing = console.stripIDs.filter(console.isInserted).filter { id in
      let insert = console.strip(id)?.insert ?? Insert()
      return insert.outputs.contains { $0 > session.playback?.channels ?? 0 }
        || insert.inputs.contains { $0 > session.capture?.channels ?? 0 }
    }
    guard !missing.isEmpty else { return }
    let names = missing.map(\.description).joined(separator: ", ")
    report("The card lacks what these inserts are patched to; their signal passes: \(names).")
  }

  /// Tells which direct outs the card lacks outputs for.
  private func reportMissingDirects(_ session: AudioSession) {
    guard let outputs = session.playback?.channels else { return }
    let console = state.console
    let missing = console.stripIDs.filter { id in
      guard let strip = console.strip(id) else { return false }
      return strip[.directOn] == 1 && strip.directOutputs.contains { $0 > outputs }
    }
    guard !missing.isEmpty else { return }
    let names = missing.map(\.description).joined(separator: ", ")
    report("The card has no outputs for the direct outs of: \(names).")
  }

  private func reportFaults(at now: UInt64) {
    guard now >= nextFaultReport, let session else { return }
    let counts = FaultCounts(xruns: session.counts.xruns, brokenBlocks: brokenBlocks)
    let news = counts.news(since: lastCounts, names: state.console.meteredIDs.map(\.description))
    for sentence in news { report(sentence) }
    // Once in 10 s, however bad it gets.
    if !news.isEmpty { nextFaultReport = now + 10_000 * .millisecond }
    lastCounts = counts
  }
}
