import CRealtimeProbe
import ConsoleModel
import Engine
import Glibc
import Realtime
import Units

/// A desk whose ways are edited at random fifty times a second while sines run through it, block by
/// block under watch.
///
/// Channels 1…6 hear inputs 1…6, sines of 50…100 Hz. Channel 8 into aux 4 at unity is never edited:
/// outputs 3 and 4 play what came in at inputs 7 and 8.
final class ReroutingDesk {
  static let inputs = 8
  static let outputs = 12
  static let block = 64
  /// What each sine reaches.
  static let peak: Float = 0.01
  /// Frames of a ramp.
  static let rampFrames = 480

  let engine: Engine
  private(set) var frames = 0
  private(set) var edits = 0
  private(set) var refused = 0
  /// The largest sample of an output that is edited.
  private(set) var loudest: Float = 0
  /// The largest second difference there, and the frame in which it was.
  private(set) var bend: (size: Float, frame: Int) = (0, 0)
  /// The largest step there: a bend one way, and as much the other way in the next frame.
  ///
  /// Gains that turn round in a ramp bend the sound once.
  private(set) var step: (size: Float, frame: Int) = (0, 0)
  /// How many blocks of outputs 3 and 4 were not what came in.
  private(set) var tornBlocks = 0
  /// What a block did that it must not do.
  private(set) var offences: [String] = []
  private(set) var mostPlansUnderWay = 0

  private let start: Console
  private var console: Console
  private var dice: Dice
  private var untilEdit = 15
  private let isWatched: Bool
  private let input = Areas(channels: inputs, frames: block)
  private let output = Areas(channels: outputs, frames: block)
  private var last = [Float](repeating: 0, count: outputs)
  private var before = [Float](repeating: 0, count: outputs)
  private var lastBend = [Float](repeating: 0, count: outputs)

  /// Makes a desk at rest.
  ///
  /// - Parameters:
  ///   - seed: Which edits come.
  ///   - isWatched: Whether calls of each block are counted.
  init(seed: UInt64, isWatched: Bool) {
    dice = Dice(seed)
    self.isWatched = isWatched
    start = Self.console
    console = start
    engine = Engine(
      console: start, rate: 48000, largestBlock: Self.block, outputCount: Self.outputs)
    engine.core.pointee.riseFromSilence(over: 0)
  }

  private static let console: Console = {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs, size.matrices) = (8, 3, 4, 2, 2)
    var console = Console(name: "Rerouting", size: size)
    console.rampTime = Milliseconds(10)
    for bus in console.buses {
      console.make(.outputs(bus.id, []))
      // Nothing here is as loud: limiters only delay.
      if bus.id.kind == .aux || bus.id == .main || bus.id == .monitor || bus.id.kind == .matrix {
        console.make(.set(.bus(bus.id), .limiterCeiling, 0))
      }
    }
    for number in 1...6 { console.make(.fader(.channel(number), .unity)) }
    console.make(
      .fader(.main, .unity), .outputs(.main, [1, 2]), .outputs(.monitor, [5, 6]),
      .outputs(BusID(.aux, 1), [7, 8]), .width(.channel(8), .stereo),
      .inputs(channel: 8, [7, 8]), .assign(.channel(8), to: .main, false),
      .fader(.channel(8), .unity), .sendLevel(.channel(8), to: BusID(.aux, 4), .unity),
      .outputs(BusID(.aux, 4), [3, 4]), .soloSafe(.channel(8), true))
    return console
  }()

  /// Goes on for some blocks, with edits.
  func run(blocks: Int) {
    for _ in 0..<blocks {
      untilEdit -= 1
      if untilEdit == 0 {
        untilEdit = number(1, 29)
        edit()
      }
      render()
    }
  }

  /// Goes back to the desk of the start and waits until every plan for it is in force.
  func rest() {
    console = start
    engine.follow(console)
    for _ in 0..<2000 { render() }
  }

  private func edit() {
    do {
      try console.apply(nextEdit())
      edits += 1
    } catch { refused += 1 }
    engine.follow(console)
  }

  private func render() {
    for frame in 0..<Self.block {
      let time = Double(frames + frame) / 48000
      for channel in 0..<6 {
        let hertz = 50 + 10 * Double(channel)
        input.samples[frame * Self.inputs + channel] =
          Self.peak * Float(sin(2 * .pi * hertz * time))
      }
      for channel in 6..<8 {
        input.samples[frame * Self.inputs + channel] = Float.random(in: -0.5...0.5, using: &dice)
      }
    }
    let device = DeviceBlock(
      inputs: input.areas, inputCount: Self.inputs, inputFormat: .float, outputs: output.areas,
      outputCount: Self.outputs, outputFormat: .float, frames: Self.block)
    let core = engine.core
    if isWatched {
      let counts = probed { core.pointee.render(device) }
      if counts.total > 0 { offences.append(counts.firstOffender) }
    } else {
      core.pointee.render(device)
    }
    listen()
    frames += Self.block
    mostPlansUnderWay = max(mostPlansUnderWay, engine.plansUnderWay)
    engine.service(framesRendered: Self.block)
  }

  private func listen() {
    var isTorn = false
    for frame in 0..<Self.block {
      for channel in 0..<Self.outputs {
        let sample = output.samples[frame * Self.outputs + channel]
        if channel == 2 || channel == 3 {
          isTorn = isTorn || sample != input.samples[frame * Self.inputs + channel + 4]
          continue
        }
        loudest = max(loudest, abs(sample))
        let bend = sample - 2 * last[channel] + before[channel]
        if frames > 0 { judge(bend, after: lastBend[channel], frame) }
        lastBend[channel] = bend
        (before[channel], last[channel]) = (last[channel], sample)
      }
    }
    if isTorn { tornBlocks += 1 }
  }

  private func judge(_ bend: Float, after last: Float, _ frame: Int) {
    if abs(bend) > self.bend.size { self.bend = (abs(bend), frames + frame) }
    let step = bend * last < 0 ? min(abs(bend), abs(last)) : 0
    if step > self.step.size { self.step = (step, frames + frame) }
  }
}

// What is edited: every way out of channels 1…6 and buses but aux 4.
extension ReroutingDesk {
  private func nextEdit() -> ConsoleEdit {
    let isOn = number(1, 100) <= 45
    switch number(0, 18) {
    case 0...3:
      return .assign(
        source(), to: one([.main, BusID(.group, 1), BusID(.group, 2), BusID(.group, 3)]), isOn)
    case 4, 5: return .sendLevel(source(), to: target(), Decibels(-12))
    case 6: return .sendOn(source(), to: target(), isOn)
    case 7: return .sendTap(source(), to: target(), one(Tap.allCases))
    case 8: return .sendPan(source(), to: target(), isOn ? .follow : .fixed(one([.left, .right])))
    case 9: return .solo(source(), isOn && number(1, 3) == 1)
    case 10: return .width(source(), isOn ? .mono : .stereo)
    case 11:
      let channel = number(1, 6)
      let sides = console.strip(.channel(channel))?.width.sides ?? 1
      return .inputs(channel: channel, (0..<sides).map { _ in number(1, 6) })
    case 12:
      let bus = one([BusID(.aux, 1), BusID(.aux, 2), BusID(.group, 1), BusID(.matrix, 1)])
      let sides = console.strip(.bus(bus))?.width.sides ?? 1
      return .outputs(bus, isOn ? (0..<sides).map { number(3, 5) * 2 + 1 + $0 } : [])
    case 13, 14:
      let bus = one([
        BusID(.aux, 1), BusID(.aux, 2), BusID(.aux, 3), BusID(.matrix, 1), .main, .monitor,
      ])
      return .set(.bus(bus), .limiterOn, isOn ? 1 : 0)
    case 15: return .link(channel: one([1, 3, 5]), isOn)
    case 16: return .sendMute(source(), to: target(), one(SendMute.allCases))
    case 17: return .sendWidth(source(), to: target(), isOn ? 100 : Double(number(0, 200)))
    default:
      return isOn
        ? .monitorSource(one([.main, BusID(.aux, 1), BusID(.group, 1)]))
        : .soloMode(number(1, 2) == 1 ? .preFader : .afterFader)
    }
  }

  private func source() -> StripID {
    let kind = number(1, 10)
    if kind <= 5 { return .channel(number(1, 6)) }
    return one(
      (1...3).map { .group($0) } + (1...3).map { .aux($0) } + (1...2).map { .fx($0) } + [
        .main, .matrix(1),
      ])
  }

  private func target() -> BusID {
    one(
      (1...3).map { BusID(.aux, $0) } + (1...2).map { BusID(.fx, $0) }
        + (1...2).map { BusID(.matrix, $0) })
  }

  private func number(_ least: Int, _ most: Int) -> Int { .random(in: least...most, using: &dice) }

  private func one<Element>(_ elements: [Element]) -> Element {
    elements[number(0, elements.count - 1)]
  }
}
