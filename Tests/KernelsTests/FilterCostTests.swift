import CLanes
import DSP
import Engine
import Processors
import Testing

/// What filters cost, printed: least of many runs, per channel and frame with all lanes in use.
@Suite(.serialized) struct FilterCostTests {
  private static let on = EQBandSettings(.peaking, frequency: 900, gain: 3, q: 1).rows(rate: 48000)
  private static let off = EQBandSettings().rows(rate: 48000)

  /// Nanoseconds; `body` renders a block of 64 frames.
  private func time(_ body: () -> Void) -> Double {
    var best = Duration.seconds(1)
    for _ in 0..<(isOptimizedBuild ? 400 : 2) {
      best = min(best, ContinuousClock().measure { for _ in 0..<20 { body() } })
    }
    return Double(best.components.attoseconds) * 1e-9 / Double(20 * 64 * 16)
  }

  @Test func sections() {
    let before = machine_flush_denormals()
    defer { machine_restore_denormals(before) }
    withEachInstructionSet { kernels in
      let rows = Rows(sections: 6)
      var costs: [Double] = []
      for active in 0...6 {
        rows.send(to: (0..<6).flatMap { $0 < active ? Self.on : Self.off })
        costs.append(time { kernels.renderFilter(rows.block(), sections: 6) })
      }
      // So far away that every row moves in every frame.
      rows.send(to: (0..<6).flatMap { _ in Self.on.map { $0 * 1.0001 } }, in: 1 << 30)
      let sweep = time { kernels.renderFilter(rows.block(), sections: 6) }
      print("\(kernels.instructionSet), 0 to 6 sections and 6 in motion, ns per channel-frame:")
      print(
        "  \(costs.map { ($0 * 1000).rounded() / 1000 }) and \((sweep * 1000).rounded() / 1000)")
      if isOptimizedBuild {
        #expect(costs[0] < costs[6] / 5)
        #expect(sweep < costs[6] * 4)
      }
    }
  }
}
