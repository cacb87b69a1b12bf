import ConsoleModel
import DSP
import Engine
import Realtime
import Testing
import Units

/// Samples of every format go through a desk at unity and come out as they went in.
@Suite struct FormatTests {
  /// How the device's memory lies: sixteen neighbours are read at once, others one by one.
  enum Layout: CaseIterable { case neighbours, reversed, apart }

  /// Eight stereo channels into eight stereo groups that are the only thing on sixteen outputs.
  private func desk(_ layout: Layout) -> Console {
    var console = Console.small(channels: 8, groups: 8)
    console.make(
      .outputs(.main, []), .outputs(.monitor, []), .outputs(BusID(.aux, 1), []),
      .outputs(BusID(.aux, 2), []))
    for number in 1...8 {
      let (left, right) = (2 * number - 1, 2 * number)
      console.make(
        .width(.channel(number), .stereo), .fader(.channel(number), .unity),
        .inputs(
          channel: number, layout == .reversed ? [17 - left, 17 - right] : [left, right]),
        .assign(.channel(number), to: .main, false),
        .assign(.channel(number), to: BusID(.group, number), true),
        .outputs(BusID(.group, number), [left, right]))
    }
    return console
  }

  private func pass(
    _ numbers: [[Int]], _ format: SampleFormat, _ layout: Layout, to outputFormat: SampleFormat,
    set: InstructionSet = .best
  ) -> [[Int]] {
    let frames = numbers[0].count
    let rig = Rig(desk(layout), inputs: 16, outputs: 16, instructionSet: set)
    let source = DeviceMemory(
      channels: 16, frames: frames, format: format, isInterleaved: layout != .apart)
    for channel in 0..<16 {
      source.write(numbers[layout == .reversed ? 15 - channel : channel], to: channel)
    }
    let sink = DeviceMemory(channels: 16, frames: frames, format: outputFormat)
    rig.render(source, sink)
    return (0..<16).map { sink.numbers(of: $0) }
  }

  /// Random whole numbers of so many bits, with both ends, zero and one of either sign among them.
  private func numbers(_ bits: Int, _ dice: inout Dice, _ count: Int = 1000) -> [[Int]] {
    let top = 1 << (bits - 1)
    return (0..<16).map { _ in
      [-top, top - 1, 0, 1, -1] + (5..<count).map { _ in dice.number(-top...top - 1) }
    }
  }

  @Test(arguments: Layout.allCases) func integersOf16And24BitsAreTheSameToTheLastBit(
    layout: Layout
  ) {
    var dice = Dice(16)
    for (format, bits) in [(SampleFormat.s16, 16), (.s24in3, 24), (.s24in4, 24)] {
      let input = numbers(bits, &dice)
      for set in InstructionSet.available {
        let output = pass(input, format, layout, to: format, set: set)
        #expect(output == input, "\(format), \(layout), \(set)")
      }
    }
  }

  @Test(arguments: Layout.allCases) func integersOf32BitsKeep24SignificantOnes(layout: Layout) {
    var dice = Dice(32)
    let wide = numbers(24, &dice).map { $0.map { $0 << 8 } }
    #expect(pass(wide, .s32, layout, to: .s32) == wide)
    let narrow = numbers(24, &dice)
    #expect(pass(narrow, .s32, layout, to: .s32) == narrow)
    // Full 32 bits: the mantissa of 24 bits, sign aside, leaves at most 64 steps of 2^-31 open.
    let full = numbers(32, &dice, 20000)
    let output = pass(full, .s32, layout, to: .s32)
    let errors = zip(full.joined(), output.joined()).map { abs($0 - $1) }
    let isNearest = zip(full.joined(), output.joined()).allSatisfy { number, heard in
      abs(number - heard)
        <= max(0, (Int.bitWidth - number.magnitude.leadingZeroBitCount) - 24)
        .magnitude.shiftedHalf
    }
    print("S32 through unity, \(layout): largest error \(errors.max() ?? 0) of 2^31")
    #expect(errors.max() ?? 0 <= 64)
    #expect(isNearest)
  }

  @Test func theUppermostByteOf24BitsInFourIsNotRead() {
    var dice = Dice(24)
    let input = numbers(24, &dice)
    let soiled = input.map { $0.map { ($0 & 0xff_ffff) | 0x5a00_0000 } }
    #expect(pass(soiled, .s24in4, .neighbours, to: .s24in4) == input)
  }

  @Test func narrowerFormatsRoundToTheNearest() {
    var dice = Dice(7)
    let input = numbers(24, &dice)
    let output = pass(input, .s24in4, .neighbours, to: .s16)
    for (number, heard) in zip(input.joined(), output.joined()) {
      let exact = min(Double(number) / 256, 32767)
      #expect(abs(Double(heard) - exact) <= 0.5)
    }
  }

  @Test func neighboursAndSingleChannelsAreReadAlike() {
    var dice = Dice(3)
    for format in [SampleFormat.s16, .s24in3, .s24in4, .s32] {
      let bits = format == .s16 ? 16 : format == .s32 ? 32 : 24
      let input = numbers(bits, &dice)
      for set in InstructionSet.available {
        // Into floats' bytes, so that the comparison is of bits.
        let row = pass(input, format, .neighbours, to: .float, set: set)
        #expect(pass(input, format, .reversed, to: .float, set: set) == row, "\(format) \(set)")
        #expect(pass(input, format, .apart, to: .float, set: set) == row, "\(format) \(set)")
      }
    }
  }

  @Test func whatIsBeyondFullScaleIsHeldThere() {
    var console = Console.small(channels: 1)
    console.make(.fader(.channel(1), .unity), .pan(.channel(1), .left))
    for format in SampleFormat.allCases {
      let rig = Rig(console, inputs: 1, outputs: 2)
      let source = DeviceMemory(channels: 1, frames: 3, format: .float)
      source.write([1.5, -1.5, 1] as [Float], to: 0)
      let sink = DeviceMemory(channels: 2, frames: 3, format: format)
      rig.render(source, sink)
      guard format != .float else {
        #expect(sink.floats(of: 0) == [1, -1, 1])
        continue
      }
      let top = 1 << (format == .s16 ? 15 : format == .s32 ? 31 : 23)
      #expect(sink.numbers(of: 0) == [top - 1, -top, top - 1], "\(format)")
      #expect(sink.numbers(of: 1) == [0, 0, 0], "\(format)")
    }
  }
}

extension UInt {
  /// Half of 2 to this power, 0 for none: the most that rounding so many bits away may cost.
  fileprivate var shiftedHalf: Int { self == 0 ? 0 : 1 << (Int(self) - 1) }
}
