import DSP
import Engine
import Testing

/// A lane that goes out and comes back, against the law in double precision.
@Suite struct InsertTests {
  private typealias Bank = UnsafeMutablePointer<Lanes>

  private func floats(_ bank: Bank) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(bank).assumingMemoryBound(to: Float.self)
  }

  /// Fills a row with a ramp that has some frames to go.
  private func ramp(_ row: UnsafeMutablePointer<Ramp>, _ from: Float, _ to: Float, _ left: Int32) {
    row.pointee = Ramp(restingAt: Lanes(repeating: from))
    row.pointee.move(lane: 0, to: to, in: left)
  }

  private func value(_ from: Float, _ to: Float, _ left: Int32, _ frame: Int) -> Double {
    let part = left > 0 ? min(1, Double(frame + 1) / Double(left)) : 1
    return Double(from) + Double(to - from) * part
  }

  @Test func sendsAndBlendsOneLaneInStraightLines() {
    var dice = SystemRandomNumberGenerator()
    let kernels = Kernels(instructionSet: .best)
    for _ in 0..<500 {
      let rows = Rows(parameterRows: InsertRow.count, stateRows: 64)
      let frames = Int.random(in: 1...64, using: &dice)
      let lane = Int.random(in: 0..<16, using: &dice)
      let ends: [Float] = [0, 1, .random(in: 0...1, using: &dice)]
      let gains = (0..<InsertRow.count).map { _ in
        (
          from: ends.randomElement(using: &dice) ?? 0, to: ends.randomElement(using: &dice) ?? 1,
          left: Int32.random(in: 0...100, using: &dice)
        )
      }
      for (row, gain) in gains.enumerated() {
        ramp(rows.parameters + row, gain.from, gain.to, gain.left)
      }
      for frame in 0..<64 {
        for lane in 0..<16 {
          rows.samples[frame][lane] = .random(in: -1...1, using: &dice)
          rows.state[frame][lane] = .random(in: -1...1, using: &dice)
        }
      }
      let before = (0..<64).map { rows.samples[$0] }
      let outside = (0..<64).map { rows.state[$0] }
      let isBroken = kernels.insertLane(
        InsertBlock(
          samples: floats(rows.samples) + lane, sent: floats(rows.state),
          returned: floats(rows.state) + 2, parameters: rows.parameters, frames: frames))
      #expect(!isBroken)
      let share = gains[InsertRow.share]
      let level = gains[InsertRow.level]
      for frame in 0..<64 {
        var (lanes, sides) = (before[frame], outside[frame])
        if frame < frames {
          let dry = Double(lanes[lane])
          let part = value(share.from, share.to, share.left, frame)
          let sent = dry * value(level.from, level.to, level.left, frame)
          let heard = dry + (Double(sides[2]) - dry) * part
          #expect(abs(Double(rows.state[frame][0]) - sent) < 1e-6)
          #expect(abs(Double(rows.samples[frame][lane]) - heard) < 1e-6)
          (sides[0], lanes[lane]) = (rows.state[frame][0], rows.samples[frame][lane])
        }
        #expect(rows.samples[frame] == lanes && rows.state[frame] == sides)
      }
    }
  }
}
