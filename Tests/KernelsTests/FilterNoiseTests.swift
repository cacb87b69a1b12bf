import CLanes
import DSP
import Engine
import Processors
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What rounding adds: six sections at 20 Hz with Q 16, against the same numbers in Double.
@Suite struct FilterNoiseTests {
  /// 24 dB per octave and four bells at 20 Hz.
  private static var rows: [Float] {
    HighPassSettings(frequency: 20, slope: .twentyFour).rows(rate: 48000)
      + [12.0, -12, 18, -18].flatMap {
        EQBandSettings(.peaking, frequency: 20, gain: $0, q: 16).rows(rate: 48000)
      }
  }

  private static func tone(_ frequency: Double, _ count: Int) -> [Float] {
    // -1 dBFS
    (0..<count).map { Float(0.891 * sin(2 * .pi * frequency * Double($0) / 48000)) }
  }

  /// Noise at -20 dBFS whose power falls by about 3 dB per octave.
  ///
  /// P. Kellet's filter.
  private static func pink(_ count: Int) -> [Float] {
    var dice = FilterDice(9)
    let poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616]
    let gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898]
    var states = [Double](repeating: 0, count: 6)
    var noise = (0..<count).map { _ -> Double in
      let white = dice.number(-1...1)
      for stage in 0..<6 { states[stage] = poles[stage] * states[stage] + gains[stage] * white }
      return states.reduce(0, +) + white * 0.5362
    }
    let level = sqrt(noise.reduce(0) { $0 + $1 * $1 } / Double(count))
    for frame in noise.indices { noise[frame] *= 0.1 / level }
    return noise.map { Float($0) }
  }

  /// The error in dB of full scale, root mean square.
  private func error(_ kernels: Kernels, _ rows: [Float], _ input: [Float]) -> Double {
    let memory = Rows(sections: rows.count / 6)
    memory.send(to: rows)
    var reference = FilterReference(sections: rows.count / 6)
    reference.send(to: rows)
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    let output = memory.render([input]) {
      kernels.renderFilter($1, sections: rows.count / 6)
    }[0]
    var sum = 0.0
    for frame in input.indices {
      let difference = Double(output[frame]) - reference.next(Double(input[frame]))
      sum += difference * difference
    }
    return 10 * log10(sum / Double(input.count))
  }

  @Test func staysBelow120DecibelsUnderFullScale() {
    let count = isOptimizedBuild ? 96000 : 9600
    withEachInstructionSet { kernels in
      let tone = error(kernels, Self.rows, Self.tone(1000, count))
      let pink = error(kernels, Self.rows, Self.pink(count))
      let resonant = error(kernels, Self.rows, Self.tone(20, count))
      print(
        "\(kernels.instructionSet): error with 1 kHz \(tone) dBFS, pink noise \(pink), 20 Hz \(resonant)"
      )
      #expect(tone < -120)
      #expect(pink < -120)
      #expect(resonant < -120)
    }
  }
}
