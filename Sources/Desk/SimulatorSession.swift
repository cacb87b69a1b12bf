import ALSA
import CALSA
import Glibc
import MIDI
public import Simulator
public import Surface

/// The units of a mapping as clients of the sequencer: a running desk takes them for the devices.
///
/// One poll loop over the sequencer, a person's commands, signals and time.
public final class SimulatorSession {
  /// The units that are simulated.
  public var units: [SimulatedUnit] { boxes.map(\.unit) }
  /// The unit that commands are about.
  public private(set) var current = 0
  private var boxes: [Box]
  private var input = LineReader()
  private var pausedUntil: UInt64 = 0

  private struct Box {
    var unit: SimulatedUnit
    let client: String
    let portName: String
    var plug: Plug?
    /// Whether somebody has spoken to it since it was plugged in.
    var isSpokenTo = false
  }

  /// A client of the sequencer with its port.
  private struct Plug {
    let sequencer: Sequencer
    let port: Int
    var sysex = SysexAssembler()

    init(_ client: String, _ portName: String) throws(ALSAError) {
      sequencer = try Sequencer(name: client)
      port = try sequencer.createPort(named: portName)
    }
  }

  /// What happened, for whoever shows it.
  public enum Event: Sendable {
    /// A sentence for the user.
    case news(String)
    case show
    /// A line was typed, and done.
    case typed
    /// Something may look different.
    case changed
  }

  /// Plugs the units in.
  ///
  /// - Parameters:
  ///   - profiles: The units.
  ///   - rate: The bytes a second of their cables; nil for USB.
  /// - Throws: `Failure` when there is no sequencer.
  public init(_ profiles: [UnitProfile], rate: Int?) throws(Failure) {
    boxes = profiles.enumerated().map { index, profile in
      Box(
        unit: SimulatedUnit(profile, rate: rate, seed: UInt64(index)),
        client: profile.match.clients.first ?? profile.name,
        portName: profile.match.ports.first ?? profile.name)
    }
    for index in boxes.indices {
      do { try plugIn(index) } catch { throw Failure(.unavailable, "\(error)") }
    }
  }

  private func plugIn(_ index: Int) throws(ALSAError) {
    boxes[index].plug = try Plug(boxes[index].client, boxes[index].portName)
    boxes[index].isSpokenTo = false
  }

  /// What others see of the units, in sentences.
  public var introductions: [String] {
    boxes.map { box in
      let way =
        box.unit.profile.match.clients.isEmpty
        ? "; a desk knows it by its USB identity alone, so connect it by hand (aconnect)" : ""
      return "\(box.unit.profile.name) is the sequencer's client '\(box.client)'\(way)."
    }
  }
}

extension SimulatorSession {
  /// Runs until the input ends, `quit` or a signal.
  ///
  /// - Parameter tell: Gets what happened.
  /// - Throws: `Failure` when the sequencer fails.
  public func run(_ tell: (Event) -> Void) throws(Failure) {
    let signals = SignalInbox()
    while !signals.hasArrived {
      let now = UInt64.now
      if now >= pausedUntil, obeyInput(at: now, tell) { return }
      do { try exchange(at: now, tell) } catch { throw Failure(.unavailable, "\(error)") }
      tell(.changed)
      sleep(from: now)
    }
  }

  private func sleep(from now: UInt64) {
    let deadlines = boxes.compactMap(\.unit.nextDeadline) + [now + 50 * .millisecond]
    let wake = max(deadlines.min() ?? now, now + .millisecond)
    var descriptors = boxes.flatMap { $0.plug?.sequencer.pollDescriptors() ?? [] }
    if now >= pausedUntil {
      descriptors.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0))
    }
    _ = calsa_poll(&descriptors, UInt(descriptors.count), Int64(clamping: wake))
  }

  /// Carries messages both ways.
  private func exchange(at now: UInt64, _ tell: (Event) -> Void) throws(ALSAError) {
    for index in boxes.indices {
      var events: [SequencerEvent] = []
      try boxes[index].plug?.sequencer.drain { events.append($0) }
      for case .midi(_, _, let bytes) in events { hear(bytes, index, at: now, tell) }
      boxes[index].unit.advance(to: now)
      for sent in boxes[index].unit.takeSent() {
        send(sent.message.bytes, index)
      }
    }
  }

  private func hear(_ bytes: [UInt8], _ index: Int, at now: UInt64, _ tell: (Event) -> Void) {
    let messages = boxes[index].plug?.sysex.take(bytes, at: now) ?? []
    for message in messages { boxes[index].unit.hear(message, at: now) }
    if !boxes[index].isSpokenTo {
      boxes[index].isSpokenTo = true
      tell(.news("\(boxes[index].unit.profile.name) is spoken to."))
    }
  }

  /// Nobody connected takes nothing; a sequencer without room loses what a hand has just said, as a
  /// device does.
  private func send(_ bytes: [UInt8], _ index: Int) {
    guard let plug = boxes[index].plug else { return }
    _ = try? plug.sequencer.send(bytes, from: plug.port, to: .subscribers)
  }
}

// Commands.
extension SimulatorSession {
  /// Does what was typed; true at the end.
  private func obeyInput(at now: UInt64, _ tell: (Event) -> Void) -> Bool {
    while now >= pausedUntil, let line = input.next() {
      tell(.typed)
      do throws(CommandMistake) {
        let names = boxes.map(\.unit.profile.name)
        let command = try HandCommand.read(
          line, on: boxes[current].unit.profile, units: names)
        if let command, obey(command, at: now, tell) { return true }
      } catch {
        tell(.news("\(error)"))
      }
    }
    return input.hasEnded && now >= pausedUntil
  }

  private func obey(_ command: HandCommand, at now: UInt64, _ tell: (Event) -> Void) -> Bool {
    switch command {
    case .move(let fader, let place): boxes[current].unit.move(fader, to: place, at: now)
    case .touch(let fader): boxes[current].unit.grab(fader, at: now)
    case .release(let fader): boxes[current].unit.letGo(fader, at: now)
    case .press(let key): boxes[current].unit.press(key, at: now)
    case .hold(let key): boxes[current].unit.hold(key, at: now)
    case .letGo(let key): boxes[current].unit.letKeyGo(key, at: now)
    case .turn(let encoder, let clicks):
      boxes[current].unit.turn(encoder, by: clicks, at: now)
    case .unit(let unit): current = unit
    case .unplug: boxes[current].plug = nil
    case .replug: replug(at: now, tell)
    case .show: tell(.show)
    case .help: tell(.news(HandCommand.usage))
    case .wait(let time): pausedUntil = now + time
    case .quit: return true
    }
    return false
  }

  private func replug(at now: UInt64, _ tell: (Event) -> Void) {
    boxes[current].plug = nil
    boxes[current].unit.advance(to: now)
    boxes[current].unit.restart()
    do { try plugIn(current) } catch { tell(.news("It can't be plugged in: \(error)")) }
  }
}
