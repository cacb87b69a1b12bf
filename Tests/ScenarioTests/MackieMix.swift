import ConsoleModel
import DSP
import Desk
import Engine
import Glibc
import MIDI
import Units

/// Three seconds of a mix by hand: a sine on channel 1, which goes to main through group 1.
///
///     0.20 s  the controller answers          1.30 s  mute       1.90 s  key BUSSES
///     0.50 s  touch of fader 1                1.50 s  open       2.30 s  touch, 2.35 s move
///     0.60 s, 0.80 s, 1.00 s  moves           1.70 s  V-pot      2.45 s  release
///     1.10 s  release                                            2.60 s  key INPUTS
struct MackieMix {
  /// The amplitude of the sine of 1 kHz on input 1.
  static let amplitude = 0.25
  static let moves: [(time: Double, raw: Int)] = [(0.6, 12000), (0.8, 14000), (1.0, 9000)]
  static let groupMove = 10000
  static let panSteps: UInt8 = 25

  let folder: Folder
  var inputSeconds = 3.0
  var format = MadeFormat.s24
  var moves = Self.moves

  /// The console before a hand moves.
  static var console: Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (8, 2, 1, 1)
    var console = Console(name: "Mix", size: size)
    console.make(
      .fader(.main, .unity), .name(.channel(1), "Vox"), .assign(.channel(1), to: .main, false),
      .assign(.channel(1), to: BusID(.group, 1), true))
    return console
  }

  var hand: MackieHand {
    var hand = MackieHand()
    hand.answer(at: 0.2)
    hand.press(0x11, at: 0.3)
    hand.touch(1, true, at: 0.5)
    for move in moves { hand.move(1, to: move.raw, at: move.time) }
    hand.touch(1, false, at: 1.1)
    hand.press(0x10, at: 1.3)
    hand.press(0x10, at: 1.5)
    hand.turn(1, by: Self.panSteps, at: 1.7)
    hand.press(0x43, at: 1.9)
    hand.touch(1, true, at: 2.3)
    hand.move(1, to: Self.groupMove, at: 2.35)
    hand.touch(1, false, at: 2.45)
    hand.press(0x3F, at: 2.6)
    return hand
  }

  /// The files made and the job on them; the output and feedback are `name`.wav and `name`.mid.
  func job(_ name: String) throws -> RenderJob {
    var job = RenderJob(
      console: Self.console, output: folder.at("\(name).wav"), instructionSet: .best)
    job.mapping = try Files.mapping(repositoryFile("mappings/mackie-control.yaml")).mapping
    job.input = folder.put("in.wav", wavBytes([sine, sine.map { -$0 }], format))
    let midi = folder.put("hand.mid", midiFileBytes(hand.events, endingAt: 3))
    job.performances = [try Files.performance(midi)]
    job.feedback = [folder.at("\(name).mid")]
    return job
  }

  private var sine: [Double] {
    (0..<Int(inputSeconds * 48000)).map {
      Self.amplitude * sin(2 * .pi * Double($0 % 48) / 48)
    }
  }

  /// Renders; what was heard and what the controller was sent.
  func render(
    _ name: String, _ change: (inout RenderJob) -> Void = { _ in }
  ) throws -> (sound: ReadWAV?, feedback: [TimedBytes], result: RenderResult) {
    var job = try job(name)
    change(&job)
    let result = try job.run()
    let sound = ReadWAV(contents(job.output))
    return (sound, ReadMIDIFile(contents(job.feedback[0]))?.events ?? [], result)
  }

  /// The left and right levels that have to be heard in some stretches, in dBFS.
  var wanted: [(seconds: ClosedRange<Double>, left: Double, right: Double)] {
    let sine = decibels(Self.amplitude / 2.0.squareRoot())
    let centre = decibels(cos(.pi / 4))
    let end = faderLevel(moves[2].raw)
    let angle = (1 + Double(Self.panSteps) / 50) * .pi / 4
    let (left, right) = (decibels(cos(angle)), decibels(sin(angle)))
    func both(_ level: Double) -> (Double, Double) {
      (sine + centre + level, sine + centre + level)
    }
    let first = both(faderLevel(moves[0].raw))
    let second = both(faderLevel(moves[1].raw))
    let third = both(end)
    let group = faderLevel(Self.groupMove)
    return [
      (0.40...0.48, -.infinity, -.infinity), (0.70...0.78, first.0, first.1),
      (0.90...0.98, second.0, second.1), (1.10...1.18, third.0, third.1),
      (1.40...1.48, -.infinity, -.infinity), (1.60...1.68, third.0, third.1),
      (1.80...1.88, sine + end + left, sine + end + right),
      (2.50...2.58, sine + end + left + group, sine + end + right + group),
      (2.80...2.88, sine + end + left + group, sine + end + right + group),
    ]
  }
}
