import ConsoleModel
import DSP
import Engine
import Realtime
import Testing
import Units

/// It makes no difference whether the device's channels lie side by side in every frame.
///
/// Where they do, whole banks are read at once, and banks that do nothing but add to main go there
/// straight from the device; where each channel lies by itself, neither is done.
@Suite struct RowTests {
  /// 18 channels, of which the first bank goes straight to main while nothing moves; metered at a
  /// point, or here and there if there is none.
  private func desk(_ point: MeterPoint?) -> Console {
    var console = Console.small(channels: 18, groups: 0)
    console.make(.meterPoint(point ?? .input))
    for number in 1...18 {
      if point == nil { console.make(.set(.channel(number), .meter, Double(number % 4))) }
      console.make(
        .fader(.channel(number), Decibels(Double(-number))), .inputs(channel: number, [number]),
        .pan(.channel(number), Pan(Double(number % 9 - 4) / 4)))
    }
    console.make(.trim(.channel(3), Decibels(2)), .polarity(.channel(5), inverted: true))
    return console
  }

  /// Edits that make gains move for a while, stop the straight way and take it up again.
  private func edits(_ console: inout Console, _ block: Int) {
    switch block {
    case 10: console.make(.fader(.channel(2), .unity))
    case 25: console.make(.trim(.channel(7), Decibels(-3)))
    case 40: console.make(.set(.channel(4), .eqOn, 1), .set(.channel(4), .eq(2, .on), 1))
    case 60: console.make(.set(.channel(4), .eqOn, 0))
    case 75: console.make(.assign(.channel(9), to: .main, false))
    case 90: console.make(.assign(.channel(9), to: .main, true), .mute(.channel(1), true))
    default: break
    }
  }

  private func render(
    _ set: InstructionSet, _ format: SampleFormat, _ point: MeterPoint?, isInterleaved: Bool
  ) -> (out: [[Float]], meters: [StripMeter]) {
    var console = desk(point)
    let rig = Rig(console, inputs: 18, outputs: 2, instructionSet: set)
    var dice = Dice(7)
    var out: [[Float]] = [[], []]
    for block in 0..<110 {
      edits(&console, block)
      rig.engine.follow(console)
      let frames = dice.number(1...64)
      let source = DeviceMemory(
        channels: 18, frames: frames, format: format, isInterleaved: isInterleaved)
      for channel in 0..<18 {
        var samples = dice.noise(frames)
        if block % 20 == 19 && channel == 6 { samples[frames / 2] = .nan }
        write(samples, to: channel, of: source)
      }
      let result = DeviceMemory(channels: 2, frames: frames, format: .float)
      rig.render(source, result)
      rig.engine.collectMeters()
      for channel in 0..<2 { out[channel] += result.floats(of: channel) }
    }
    return (out, rig.engine.takeMeters())
  }

  /// Writes samples in the device's format; what is not a number is one only among floats.
  private func write(_ samples: [Float], to channel: Int, of device: DeviceMemory) {
    let scale: Double? =
      switch device.format {
      case .s16: 0x1p15
      case .s24in3, .s24in4: 0x1p23
      case .s32: 0x1p31
      case .float: nil
      }
    guard let scale else { return device.write(samples, to: channel) }
    device.write(samples.map { $0.isNaN ? 0 : Int(Double($0) * scale) }, to: channel)
  }

  @Test(arguments: InstructionSet.available, SampleFormat.allCases)
  func sideBySideOrNot(set: InstructionSet, format: SampleFormat) {
    for point in MeterPoint.allCases + [nil] {
      let rows = render(set, format, point, isInterleaved: true)
      let single = render(set, format, point, isInterleaved: false)
      #expect(rows.out == single.out)
      #expect(rows.out[0].contains { abs($0) > 0.1 })
      for (one, other) in zip(rows.meters, single.meters) {
        #expect(one.peak == other.peak)
        #expect(one.brokenBlocks == other.brokenBlocks)
        #expect(abs(one.rms - other.rms) <= 1e-5 * other.rms)
      }
      if format == .float { #expect(rows.meters[6].brokenBlocks == 5) }
    }
  }
}
