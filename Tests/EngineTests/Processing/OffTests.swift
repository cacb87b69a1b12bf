import ConsoleModel
import DSP
import Engine
import Testing
import Units

/// What is off is not there, whatever was set before.
@Suite struct OffTests {
  /// A desk with every kind of bus in the way of four stereo channels.
  static func desk() -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs, size.matrices) = (20, 2, 2, 2, 1)
    var console = Console(name: "Off", size: size)
    console.make(.fader(.main, .unity))
    for number in 1...20 {
      let strip = StripID.channel(number)
      console.make(
        .fader(strip, Decibels(-14)), .pan(strip, Pan(Double(number % 5) / 2 - 1)),
        .assign(strip, to: BusID(.group, 1 + number % 2), number % 3 == 0),
        .sendLevel(strip, to: BusID(.aux, 1 + number % 2), Decibels(-20)),
        .sendLevel(strip, to: BusID(.fx, 1 + number % 2), Decibels(-20)))
    }
    console.make(
      .width(.channel(4), .stereo), .inputs(channel: 4, [4, 21]),
      .sendLevel(.main, to: BusID(.matrix), .unity), .outputs(BusID(.matrix), [9, 10]))
    return console
  }

  /// Every strip with processing.
  static func strips(_ console: Console) -> [StripID] {
    console.stripIDs.filter { $0.kind != nil } + [.talkback, .oscillator]
  }

  /// A random value of a row, often an end.
  static func value(_ row: Parameter, _ dice: inout Dice, channels: Int) -> Double {
    if row.unit == .channel { return Double(dice.number(0...channels)) }
    let part = [0.0, 1, .random(in: 0...1, using: &dice)].randomElement(using: &dice) ?? 0
    return row.value(at: part)
  }

  /// Turns every stage off, and nothing else.
  static func turnOff(_ console: inout Console) {
    let switches: Set<Setting> = [
      .highPassOn, .gateOn, .eqOn, .compressorOn, .saturationOn, .insertOn, .limiterOn, .dimOn,
      .mono, .talkbackOn, .oscillatorOn, .delay, .echoLeft, .echoRight, .echoTempo, .effect,
      .loudnessOn,
    ]
    for strip in strips(console) {
      guard let kind = strip.kind else { continue }
      for setting in Setting.all(of: kind) {
        if switches.contains(setting) {
          console.make(.set(strip, setting, 0))
        } else if setting == .width {
          console.make(.set(strip, .width, 100))
        }
      }
    }
  }

  @Test(arguments: 0..<4) func whatWasRandomAndIsOffAgainNullsAgainstANewDesk(seed: UInt64) {
    var dice = Dice(seed)
    var console = Self.desk()
    let plain = Rig(console, inputs: 21, outputs: 10)
    let rig = Rig(console, inputs: 21, outputs: 10)
    for _ in 0..<12 {
      for strip in Self.strips(console) {
        guard let kind = strip.kind else { continue }
        for setting in Setting.all(of: kind) {
          console.make(.set(strip, setting, Self.value(setting.parameter, &dice, channels: 20)))
        }
      }
      rig.engine.follow(console)
      _ = rig.render((0..<21).map { _ in dice.noise(4096, peak: 0.5) }, block: 64)
    }
    Self.turnOff(&console)
    rig.engine.follow(console)
    rig.settle(frames: 24000)
    plain.settle(frames: 24000)
    let noise = (0..<21).map { _ in dice.noise(4096, peak: 0.2) }
    let (heard, wanted) = (rig.render(noise, block: 64), plain.render(noise, block: 64))
    for (output, pair) in zip(heard, wanted).enumerated() {
      #expect(
        pair.0 == pair.1, "output \(output + 1): \(largestError(pair.0, pair.1.map(Double.init)))")
    }
    #expect(peak(wanted.joined()) > 0.01)
  }

  /// Every bus that can be heard by itself passes stereo bit for bit.
  @Test(arguments: [StripKind.channel, .group, .aux, .fx, .matrix, .main, .monitor])
  func aNewStripPassesBitForBit(kind: StripKind) {
    var dice = Dice(9)
    let sides = [dice.noise(4096, peak: 0.5), dice.noise(4096, peak: 0.5)]
    #expect(Scene(kind).heard(sides[0], sides[1]) == sides)
  }
}
