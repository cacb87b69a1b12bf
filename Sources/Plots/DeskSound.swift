import ConsoleModel
import DSP
import Desk
import Units

/// The desk of the page on buses, VCAs and sends, and what is heard on it: a voice goes through a
/// group to main, and to an echo by a send after its fader.
package enum DeskSound {
  static let voice = StripID.channel(6)
  static let group = StripID.group(1)
  static let echo = StripID.fx(1)
  static let vca = StripID.vca(1)
  /// A wedge before the fader, one after it.
  static let (wedge, follower) = (BusID(.aux, 1), BusID(.aux, 2))
  private static let echoTime = 0.4

  /// The console of the page's first file.
  package static let console: Console = {
    var console = Console(name: "Voice")
    let edits: [ConsoleEdit] = [
      .name(voice, "Voice"), .fader(voice, Decibels(-6)), .assign(voice, to: .main, false),
      .assign(voice, to: BusID(.group, 1), true), .joinVCA(voice, vca: 1),
      .sendLevel(voice, to: BusID(.fx, 1), Decibels(-8)),
      .sendLevel(voice, to: wedge, Decibels(-6)), .sendLevel(voice, to: follower, Decibels(-6)),
      .sendTap(voice, to: follower, .postFader),
      .name(group, "Voices"), .name(echo, "Echo"), .name(vca, "Voices"),
      .delay(BusID(.fx, 1), Milliseconds(echoTime * 1000)), .set(echo, .echoFeedback, 50),
      .fader(.main, .unity),
    ]
    for edit in edits { make(edit, in: &console) }
    return console
  }()

  private static func make(_ edit: ConsoleEdit, in console: inout Console) {
    do { try console.apply(edit) } catch { preconditionFailure("\(edit): \(error)") }
  }

  /// Both sides of main and of the two wedges, from when noise of 0.2 s comes in at 0 dB.
  struct Take {
    var main = Sound(left: [], right: [])
    var wedge = Sound(left: [], right: [])
    var follower = Sound(left: [], right: [])

    /// The level of the voice itself, in dB of what came in.
    var dry: Double { main.level(from: 0, to: length) }
    /// The level of its first repeat.
    var wet: Double { main.level(from: echoTime, to: echoTime + length) }
  }

  private static let length = 0.2
  private static let input = -30.0

  /// Plays the noise on the desk after some edits.
  static func play(_ edits: [ConsoleEdit], seconds: Double = 0.65) -> Take {
    var console = console
    for edit in edits { make(edit, in: &console) }
    let desk = OfflineDesk(
      console: console, rate: TestStrip.rate, block: LaneLayout.chunk, inputs: 8, outputs: 8,
      instructionSet: .baseline)
    var take = Take()
    let signal =
      Signals.silence(0.2) + Signals.pink(input, length) + Signals.silence(seconds - length)
    let start = Signals.frames(0.2)
    var frame = 0
    while frame < signal.count {
      let count = min(LaneLayout.chunk, signal.count - frame)
      for index in 0..<count { desk.input[index * 8 + 5] = signal[frame + index] }
      desk.render(count)
      for index in 0..<count where frame + index >= start {
        take.main.append(desk.output, index, first: 0)
        take.wedge.append(desk.output, index, first: 4)
        take.follower.append(desk.output, index, first: 6)
      }
      frame += count
    }
    return take
  }
}

extension Sound {
  fileprivate mutating func append(
    _ output: UnsafeBufferPointer<Float>, _ frame: Int, first: Int
  ) {
    left.append(output[frame * 8 + first])
    right.append(output[frame * 8 + first + 1])
  }

  /// The power of both sides between two times, in dB of what `DeskSound` plays.
  func level(from start: Double, to end: Double) -> Double {
    let frames = Signals.frames(start)..<min(Signals.frames(end), left.count)
    let power = frames.reduce(0.0) { sum, frame in
      sum + Double(left[frame]) * Double(left[frame]) + Double(right[frame]) * Double(right[frame])
    }
    return decibels((power / Double(max(frames.count, 1))).squareRoot()) + 30
  }
}

// What is moved, and what that does.
extension DeskSound {
  /// One fader that is moved.
  struct Move: Sendable {
    let name: String
    let edits: @Sendable (Double) -> [ConsoleEdit]
  }

  static let moves: [Move] = [
    Move(name: "nothing") { _ in [] },
    Move(name: "channel 6") { [.fader(voice, Decibels(-6 + $0))] },
    Move(name: "group 1") { [.fader(group, Decibels($0))] },
    Move(name: "vca 1") { [.fader(vca, Decibels($0))] },
    Move(name: "its send to fx 1") { [.sendLevel(voice, to: BusID(.fx, 1), Decibels(-8 + $0))] },
    Move(name: "fx 1") { [.fader(echo, Decibels($0))] },
    Move(name: "vca 1, group 1 in it too") {
      [.joinVCA(group, vca: 1), .fader(vca, Decibels($0))]
    },
  ]

  /// The page's table: what -6 dB on each fader does to the voice, its echo and the wedges, measured.
  package static var table: String {
    let rows = moves.map { move -> [String] in
      let take = play(move.edits(-6))
      let wedges = [take.wedge, take.follower].map { $0.level(from: 0, to: length) }
      return [move.name] + ([take.dry, take.wet, take.dry - take.wet] + wedges).map(tenths)
    }
    let head = [
      "6 dB down on", "voice", "echo", "voice/echo", "aux 1, before the fader",
      "aux 2, after the fader",
    ]
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  private static func tenths(_ value: Double) -> String { Decibels(value).description }
}
