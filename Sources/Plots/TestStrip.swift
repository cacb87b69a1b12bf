import ConsoleModel
import DSP
import Desk
import Units

/// Both sides of what a desk played.
struct Sound {
  var left: [Float]
  var right: [Float]
}

/// A strip alone on a desk, to be listened to: the real engine with the kernels that every machine
/// has, so that every machine draws the same.
struct TestStrip {
  /// Frames a second.
  static let rate = 48000
  private let kind: StripKind
  private var values: [Setting: Double] = [:]

  /// A strip with nothing on.
  ///
  /// A talkback microphone stands as a channel here, and every bus but fx as main.
  init(_ kind: StripKind) {
    switch kind {
    case .channel, .talkback, .oscillator: self.kind = .channel
    case .fx: self.kind = .fx
    default: self.kind = .main
    }
  }

  /// A strip with those settings of another whose paths begin with one of some words.
  ///
  /// It listens to itself, whatever the other one listens to.
  init(_ strip: Strip, _ kind: StripKind, only groups: [String]) {
    self.init(kind)
    for setting in Setting.all(of: kind) {
      let path = setting.parameter.path
      let isKey = path.contains(".key")
      if !isKey, groups.contains(where: { path == $0 || path.hasPrefix($0 + ".") }) {
        values[setting] = strip[setting]
      }
    }
  }

  subscript(setting: Setting) -> Double {
    get { values[setting] ?? setting.parameter.defaultValue(on: kind) }
    set { values[setting] = newValue }
  }

  /// What comes out from the first frame on that a signal goes in; a mono one goes to both sides.
  func play(_ left: [Float], right: [Float]? = nil) -> Sound {
    let right = right ?? left
    let desk = OfflineDesk(
      console: console, rate: Self.rate, block: LaneLayout.chunk, inputs: 2, outputs: 2,
      instructionSet: .baseline)
    rest(desk)
    var sound = Sound(left: [], right: [])
    let headroom = Headroom(self)
    var start = 0
    while start < left.count {
      let frames = min(LaneLayout.chunk, left.count - start)
      for frame in 0..<frames {
        desk.input[2 * frame] = left[start + frame]
        desk.input[2 * frame + 1] = right[start + frame]
      }
      desk.render(frames)
      for frame in 0..<frames {
        sound.left.append(desk.output[2 * frame] / headroom.gain)
        sound.right.append(desk.output[2 * frame + 1] / headroom.gain)
      }
      start += frames
    }
    return sound
  }

  /// Lets what fades in at the start, such as a limiter, do so.
  private func rest(_ desk: OfflineDesk) {
    for index in desk.input.indices { desk.input[index] = 0 }
    for _ in 0..<Self.rate / 5 / LaneLayout.chunk { desk.render(LaneLayout.chunk) }
  }

  /// A stereo channel at unity, which is the strip or feeds it, and the main bus.
  private var console: Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (2, 0, 0, 1)
    (size.vcas, size.muteGroups) = (0, 0)
    var console = Console(name: "Test", size: size)
    let channel = StripID.channel(1)
    var edits: [ConsoleEdit] = [
      .width(channel, .stereo), .inputs(channel: 1, [1, 2]), .fader(channel, .unity),
      .fader(.main, Headroom(self).level),
    ]
    if kind == .fx {
      edits += [
        .assign(channel, to: .main, false), .sendLevel(channel, to: BusID(.fx, 1), .unity),
      ]
    }
    let strip: StripID = kind == .channel ? channel : kind == .fx ? .fx(1) : .main
    edits += values.sorted { $0.key.rawValue < $1.key.rawValue }.map { .set(strip, $0, $1) }
    for edit in edits {
      do { try console.apply(edit) } catch { preconditionFailure("\(edit): \(error)") }
    }
    return console
  }
}

/// How far the main fader stands down, so that outputs do not clip at full scale; a limiter, which
/// comes after the fader, does not let them.
private struct Headroom {
  let level: Decibels

  init(_ strip: TestStrip) { level = strip[.limiterOn] == 1 ? .unity : Decibels(-40) }

  var gain: Float { Float(Elementary.powerOfTen(level.value / 20)) }
}
