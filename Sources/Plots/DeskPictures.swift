import ConsoleModel
import Units

/// The pictures of the page on buses, VCAs and sends.
package enum DeskGallery: String, CaseIterable, Sendable {
  case moves
  case echo
  case wedges

  /// The picture, drawn from what the engine does now.
  package var plot: Plot {
    switch self {
    case .moves: DeskPictures.moves
    case .echo: DeskPictures.echo
    case .wedges: DeskPictures.wedges
    }
  }

  /// The picture's name in the documentation's folder.
  package var fileName: String { "\(rawValue).svg" }
}

enum DeskPictures {
  private static let steps = stride(from: -12.0, through: 6, by: 3)

  /// What moves of the group and of the VCA do to a voice and its echo.
  static var moves: Plot {
    let group = steps.map { ($0, DeskSound.play([.fader(DeskSound.group, Decibels($0))])) }
    let vca = steps.map { ($0, DeskSound.play([.fader(DeskSound.vca, Decibels($0))])) }
    return Plot(
      title: "A group's fader moves the voice, a VCA's the voice and its echo",
      subtitle: "Measured on the desk of this page: noise for a voice, and its first repeat.",
      x: .linear("fader of group 1 or of vca 1 in dB", -12...6, step: 3),
      y: .linear("heard in main, dB of what came in", -36...6, step: 6),
      curves: [
        Curve("voice, group", .dashed, colour: 0, group.map { ($0, $1.dry) }),
        Curve("echo, group", colour: 0, group.map { ($0, $1.wet) }),
        Curve("voice, VCA", .dots, colour: 1, vca.map { ($0, $1.dry) }),
        Curve("echo, VCA", colour: 1, vca.map { ($0, $1.wet) }),
      ])
  }

  /// A short sound and its repeats in time, both ways turned down by as much.
  static var echo: Plot {
    let down = Decibels(-12)
    let takes: [(String, [ConsoleEdit])] = [
      ("as it stands", []), ("group 1 at -12 dB", [.fader(DeskSound.group, down)]),
      ("vca 1 at -12 dB", [.fader(DeskSound.vca, down)]),
    ]
    let curves = takes.enumerated().map { index, take in
      let sound = DeskSound.play(take.1, seconds: 1.5).main
      let points = stride(from: 0, to: 1.49, by: 0.01).map { time in
        (x: time * 1000, y: sound.level(from: time, to: time + 0.01))
      }
      return Curve(take.0, index == 0 ? .thin : .line, colour: [6, 0, 1][index], points)
    }
    return Plot(
      title: "Turned down by its group, a voice drowns in its echo",
      subtitle: "0.2 s of noise and its repeats; level of every 10 ms.",
      x: .linear("time in ms", 0...1500, step: 250),
      y: .linear("heard in main, dB of what came in", -60...0, step: 10), curves: curves)
  }

  /// What a channel's fader does to what two listeners hear.
  static var wedges: Plot {
    let takes = stride(from: -30.0, through: 10, by: 5).map { level in
      (level, DeskSound.play([.fader(DeskSound.voice, Decibels(level))], seconds: 0.25))
    }
    func points(_ sound: (DeskSound.Take) -> Sound) -> [(x: Double, y: Double)] {
      takes.map { ($0, sound($1).level(from: 0, to: 0.2)) }
    }
    return Plot(
      title: "A send before the fader does not follow it",
      subtitle: "Both sends at -6 dB; the fader of channel 6 moves.",
      x: .linear("fader of channel 6 in dB", -30...10, step: 5),
      y: .linear("heard, dB of what came in", -36...12, step: 6),
      curves: [
        Curve("main", .dashed, colour: 6, points(\.main)),
        Curve("aux 1, before the fader", colour: 2, points(\.wedge)),
        Curve("aux 2, after the fader", colour: 3, points(\.follower)),
      ])
  }
}
