import DSP
import Engine
import Glibc
import Processors

/// One FX delay in two neighbouring lanes of a bank, as the engine lays it out.
final class FXDelayUnit {
  let state: UnsafeMutablePointer<FXDelayState>
  let rows: UnsafeMutablePointer<Ramp>
  private let memory: UnsafeMutablePointer<Float>
  private let bank: UnsafeMutablePointer<Lanes>
  private let kernels: Kernels
  private let rate: Int
  private static let lane = 5

  init(_ kernels: Kernels, _ settings: FXDelaySettings, rate: Int = 48_000, fadeFrames: Int = 960) {
    self.kernels = kernels
    self.rate = rate
    let samples = FXDelayState.samples(rate: rate)
    memory = UnsafeMutableRawPointer.allocate(byteCount: samples * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: samples)
    // What the memory holds must not be heard.
    memory.initialize(repeating: 7, count: samples)
    state = .allocate(capacity: 1)
    state.initialize(to: FXDelayState(memory: memory, rate: rate, fadeFrames: fadeFrames))
    rows = .allocate(capacity: FXDelayRow.count)
    rows.initialize(repeating: Ramp(restingAt: Lanes()), count: FXDelayRow.count)
    bank = .allocate(capacity: LaneLayout.chunk)
    bank.initialize(repeating: Lanes(repeating: 3), count: LaneLayout.chunk)
    send(settings, in: 0)
  }

  deinit {
    memory.deallocate()
    state.deallocate()
    rows.deallocate()
    bank.deallocate()
  }

  var isIdle: Bool { kernels.isFXDelayIdle(rows) }

  func send(_ settings: FXDelaySettings, in frames: Int32 = 240) {
    for (index, target) in settings.rows(rate: rate).enumerated() {
      rows[index / 16].move(lane: index % 16, to: target, in: frames)
    }
  }

  /// Renders a stereo signal in blocks; `before` each, it is told the block's first frame.
  func render(
    _ left: [Float], _ right: [Float], block: Int = LaneLayout.chunk,
    before: (Int) -> Void = { _ in }
  ) -> (left: [Float], right: [Float]) {
    var output = (left: left, right: right)
    var start = 0
    while start < left.count {
      before(start)
      let count = min(block, left.count - start)
      for frame in 0..<count {
        bank[frame][Self.lane] = left[start + frame]
        bank[frame][Self.lane + 1] = right[start + frame]
      }
      let first = UnsafeMutableRawPointer(bank).assumingMemoryBound(to: Float.self) + Self.lane
      kernels.delayStereo(state, rows, first, first + 1, count)
      for frame in 0..<count {
        output.left[start + frame] = bank[frame][Self.lane]
        output.right[start + frame] = bank[frame][Self.lane + 1]
        precondition(bank[frame][Self.lane - 1] == 3 && bank[frame][Self.lane + 2] == 3)
      }
      start += count
    }
    return output
  }

  /// The settings' echoes by the plainest arithmetic, in doubles; without modulation or changes.
  static func truth(
    _ settings: FXDelaySettings, _ left: [Float], _ right: [Float], rate: Int = 48_000
  ) -> (left: [Double], right: [Double]) {
    let times = [settings.leftTime, settings.rightTime].map {
      Int(($0 * Double(rate) / 1000).rounded())
    }
    let inputs = [left, right].map { $0.map(Double.init) }
    var lines = inputs
    var outputs = inputs
    var filters = [FXDelayFilters(settings, rate), FXDelayFilters(settings, rate)]
    let (feedback, width) = (settings.feedback / 100, settings.width / 100)
    for frame in left.indices {
      let echoes = [0, 1].map { side in
        filters[side].next(frame >= times[side] ? lines[side][frame - times[side]] : 0)
      }
      let (l, r) = (inputs[0][frame], inputs[1][frame])
      let into = settings.isPingPong ? [(l + r) / 2, 0] : [l, r]
      let middle = (echoes[0] + echoes[1]) / 2
      for side in 0...1 {
        lines[side][frame] =
          into[side] + feedback * echoes[settings.isPingPong ? 1 - side : side]
        let heard = middle + width * (echoes[side] - middle)
        outputs[side][frame] += settings.mix / 100 * (heard - inputs[side][frame])
      }
    }
    return (outputs[0], outputs[1])
  }
}

/// The filters and the curve of one side's loop, written as their transfer functions.
private struct FXDelayFilters {
  private let low: Double?
  private let high: Double?
  private let amount: Double
  private var lowPast = (0.0, 0.0)
  private var highPast = (0.0, 0.0)

  init(_ settings: FXDelaySettings, _ rate: Int) {
    // The bilinear transform: s = (1 - z⁻¹) / (1 + z⁻¹) / tan(π f / rate).
    low = settings.lowCut > 20 ? tan(.pi * settings.lowCut / Double(rate)) : nil
    high = settings.highCut < 20_000 ? tan(.pi * settings.highCut / Double(rate)) : nil
    amount = settings.saturation / 100
  }

  mutating func next(_ input: Double) -> Double {
    var x = input
    if let low {
      let y = ((1 - low) * lowPast.1 + x - lowPast.0) / (1 + low)
      lowPast = (x, y)
      x = y
    }
    if let high {
      let y = ((1 - high) * highPast.1 + high * (x + highPast.0)) / (1 + high)
      highPast = (x, y)
      x = y
    }
    let bent = abs(x) < 1.5 ? x - 4 / 27.0 * x * x * x : (x < 0 ? -1 : 1)
    return x + amount * (bent - x)
  }
}
