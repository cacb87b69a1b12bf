import CRealtimeProbe
import ConsoleModel
import DSP
import Engine
import Realtime
import Testing
import Units

/// What the audio callback does while a session of edits runs: nothing that could make it wait.
@Suite(.enabled(if: watchesFunctions && isOptimized))
struct CallbackTests {
  private static let size: ConsoleSize = {
    var size = ConsoleSize()
    size.channels = 40
    size.groups = 4
    size.auxes = 2
    size.fxs = 2
    size.vcas = 4
    size.muteGroups = 2
    return size
  }()

  /// A desk that is heard from the start.
  private var console: Console {
    var console = Console(name: "Session", size: Self.size)
    console.make(.fader(.main, .unity))
    for number in 1...Self.size.channels { console.make(.fader(.channel(number), Decibels(-20))) }
    return console
  }

  @Test(arguments: InstructionSet.available)
  func aBlockTakesNoMemoryNoLockAndNoSystemCallWhateverIsEdited(set: InstructionSet) {
    let session = Session(console, block: 64, seed: 11, instructionSet: set)
    for _ in 0..<4000 * testScale { session.turn() }
    #expect(session.offences.isEmpty, "\(session.offences.prefix(3))")
    #expect(session.made.allSatisfy { $0 > 0 }, "kinds of edits made: \(session.made)")
    #expect(session.refused > 0)
    #expect(session.starts > 0)
    #expect(session.watchedSystemCalls == watchesSystemCalls)
    print(
      "callback, \(set): \(session.blocks) blocks, \(session.made.reduce(0, +)) edits made,",
      "\(session.refused) refused, \(session.starts) rises from silence,",
      "\(session.offences.count) offences; system calls watched: \(session.watchedSystemCalls)")
  }

  /// Every stage of every strip at work from the first block on, edits and new plans on top.
  @Test(arguments: InstructionSet.available)
  func aBlockWithEverythingOnTakesNothingEither(set: InstructionSet) {
    var console = console
    let strips = console.stripIDs.filter { $0.kind != nil } + [.talkback, .oscillator]
    for strip in strips {
      for setting in strip.kind.map({ Setting.all(of: $0) }) ?? [] {
        if setting.parameter.unit == .onOff { console.make(.set(strip, setting, 1)) }
        if setting == .delay { console.make(.set(strip, .delay, 3)) }
        if setting == .echoLeft { console.make(.set(strip, .echoLeft, 20)) }
        if setting == .saturationDrive { console.make(.set(strip, setting, 18)) }
        if setting == .width { console.make(.set(strip, .width, 130)) }
      }
    }
    for number in 1...Self.size.channels {
      console.make(
        .set(.channel(number), .gateKey, Double(1 + number % 7)),
        .set(.channel(number), .compressorKey, Double(number % 3)),
        .set(.channel(number), .order, Double(number % 2)))
      for (index, tap) in Tap.allCases.enumerated() {
        let bus = index % 2 == 0 ? BusID(.aux, 1 + index % 3 % 2) : BusID(.fx, 1 + index / 2)
        if number % 5 == index {
          console.make(
            .sendLevel(.channel(number), to: bus, Decibels(-20)),
            .sendTap(.channel(number), to: bus, tap))
        }
      }
    }
    console.make(
      .set(.fx(1), .effect, 1), .outputs(.monitor, []),
      .insert(.channel(1), outputs: [3], inputs: [2]),
      .insert(.channel(2), outputs: [4], inputs: [200]), .direct(.channel(1), outputs: [40]),
      .insert(.bus(.monitor), outputs: [30, 31], inputs: [1, 2]))
    let session = Session(console, block: 64, seed: 31, instructionSet: set)
    for _ in 0..<1500 * testScale { session.turn() }
    #expect(session.offences.isEmpty, "\(session.offences.prefix(3))")
    #expect(session.watchedSystemCalls == watchesSystemCalls)
  }

  @Test(arguments: [12, 13, 14, 15])
  func theSessionEndsWithTheSoundOfItsConsole(seed: UInt64) {
    let session = Session(console, block: 64, seed: seed, instructionSet: .best)
    for _ in 0..<1000 { session.turn() }
    session.follow(opened(session.engine.console))
    // Two seconds without edits: every plan is in force, every ramp and delay at rest.
    let heard = session.settle(blocks: 1500)
    let fresh = Session(session.engine.console, block: 64, seed: 1, instructionSet: .best)
    let wanted = fresh.settle(blocks: 1500)
    #expect(abs(heard[0]) > 1e-4 && abs(heard[1]) > 1e-4)
    for (a, b) in zip(heard, wanted) { #expect(abs(a - b) <= 1e-5 * max(1, abs(b))) }
  }

  /// The console with a way from some channels to outputs 1 and 2, and all else as it is.
  private func opened(_ console: Console) -> Console {
    var console = console
    for bus in console.buses where !Set(bus.outputs).isDisjoint(with: [1, 2]) {
      console.make(.outputs(bus.id, []))
    }
    for id in console.stripIDs where console.strip(id)?.insert.outputs.isEmpty == false {
      console.make(.insert(id, outputs: [], inputs: []))
    }
    for number in console.channels.indices {
      console.make(.direct(.channel(number + 1), outputs: []))
    }
    console.make(.clearSolo, .allMute(false))
    console.make(.width(.main, .stereo), .outputs(.main, [1, 2]), .pan(.main, .centre))
    for id in [StripID.main] + (1...8).map({ .channel($0) }) {
      console.make(.fader(id, .unity), .mute(id, false), .trim(id, .unity))
      for vca in 1...4 { try? console.apply(.leaveVCA(id, vca: vca, keeping: .fader)) }
      for group in 1...2 { try? console.apply(.leaveMuteGroup(id, group: group)) }
      if id != .main { console.make(.assign(id, to: .main, true), .pan(id, .centre)) }
    }
    return console
  }

  @Test func anAllocationPutIntoTheCallbackIsSeen() {
    let session = Session(console, block: 64, seed: 13, instructionSet: .best)
    session.turn()
    #expect(session.offences.isEmpty)
    session.sabotage = { Sabotage.allocate() }
    session.turn()
    #expect(session.offences.count == 1)
    #expect(session.offences.first?.hasPrefix("malloc from ") == true)
  }

  @Test(.enabled(if: watchesSystemCalls)) func aSystemCallPutIntoTheCallbackIsSeen() {
    let session = Session(console, block: 64, seed: 13, instructionSet: .best)
    session.sabotage = { Sabotage.callSystem() }
    session.turn()
    #expect(session.offences.count == 1)
  }
}
