import ALSA
import ArgumentParser
import Desk
import Glibc
import Surface

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Mix.",
    discussion: """
      Plays on the card that --playback and --capture name. Without a card the built-in clock \
      runs the desk, unheard; and without a console file as well, the demo band plays on the demo \
      desk. Ends on Ctrl-C.
      """)

  @OptionGroup var desk: DeskOptions

  @Option(help: "A controller's mapping file; may be repeated.")
  var mapping: [String] = []

  @Flag(help: "Make all controllers one wide surface, from left to right as they are given.")
  var join = false

  @Option(help: "The sound device to play on, such as hw:CARD=UMC1820; see 'busbar devices'.")
  var playback: String?

  @Option(help: "The sound device to capture from, on the same card.")
  var capture: String?

  @Option(help: "Frames a second.")
  var rate = 48000

  @Option(help: "Frames a block, 16...2048.")
  var period = 64

  @Option(help: "Periods in the card's buffer, 2...32.")
  var periods = 3

  @Option(help: "The audio thread's real-time priority, 1...99.")
  var priority = 70

  @Option(
    help: """
      Where 'busbar get' and other programs reach this desk; by default \
      $XDG_RUNTIME_DIR/busbar.sock, else /run/busbar.sock for root and /tmp/busbar-<uid>.sock.
      """)
  var socket: String?

  @Flag(help: "Let no program reach this desk.")
  var noSocket = false

  @Option(help: "Seconds to run; without it until a signal comes.")
  var duration: Double?

  func validate() throws {
    guard !desk.demo || desk.console == nil else {
      throw ValidationError("--demo has a desk of its own; leave out --console.")
    }
    guard (16...2048).contains(period) else {
      throw ValidationError("--period is 16...2048 frames, not \(period).")
    }
    guard (8000...192_000).contains(rate) else {
      throw ValidationError("--rate is 8000...192000 Hz, not \(rate).")
    }
    guard (2...32).contains(periods) else {
      throw ValidationError("--periods is 2...32, not \(periods).")
    }
    guard (1...99).contains(priority) else {
      throw ValidationError("--priority is 1...99, not \(priority).")
    }
    guard !join || mapping.count > 1 else {
      throw ValidationError("--join needs two controllers or more, each with --mapping.")
    }
    guard !noSocket || socket == nil else {
      throw ValidationError("--socket or --no-socket, not both.")
    }
    guard duration.map({ $0 > 0 && $0 < 1e9 }) ?? true else {
      throw ValidationError("--duration is a number of seconds above 0.")
    }
  }

  func run() throws {
    let hasCard = playback != nil || capture != nil
    let isDemo = desk.demo || (!hasCard && desk.console == nil)
    var options = RunOptions(
      console: isDemo ? DemoDesk.console : try desk.loadConsole(), drive: drive(hasCard),
      instructionSet: desk.instructionSet)
    options.mappings = try loadMappings(mapping)
    if join { options.mappings = [try joined(options.mappings)] }
    options.isDemo = isDemo
    options.priority = priority
    options.duration = duration
    options.socket = noSocket ? .none : socket.map { .at($0) } ?? .standard
    if isDemo {
      complain("The demo band plays on the demo desk; its eight parts stand in for the inputs.")
    }
    let running = try RunningDesk(options, report: complain)
    var view = MeterView()
    if isatty(STDOUT_FILENO) != 0 {
      running.onMeters = { view.show($0, $1, $2) }
    }
    running.run()
    view.finish()
    print(running.summary)
  }

  private func joined(_ mappings: [Mapping]) throws -> Mapping {
    let joined = Mapping.joined(mappings)
    guard joined.stripCount <= Mapping.mostStrips else {
      throw ValidationError(
        "The controllers have \(joined.stripCount) strips together; \(Mapping.mostStrips) can be"
          + " joined.")
    }
    return joined
  }

  private func drive(_ hasCard: Bool) -> AudioDrive {
    guard hasCard else { return .clock(rate: rate, period: period) }
    var card = PCMConfiguration(playback: playback, capture: capture)
    card.rate = rate
    card.period = period
    card.periods = periods
    return .card(card)
  }
}
