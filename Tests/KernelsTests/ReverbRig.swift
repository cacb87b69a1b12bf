import CLanes
import DSP
import Engine
import Processors
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A reverb with its memory, on lanes 3 and 4 of a bank.
final class ReverbRig {
  let rate: Int
  let kernels: Kernels
  let parameters: UnsafeMutablePointer<Ramp>
  let state: UnsafeMutablePointer<ReverbState>
  private let memory: UnsafeMutableRawPointer
  private let bank: UnsafeMutablePointer<Float>

  init(_ settings: ReverbSettings, rate: Int = 48000, kernels: Kernels) {
    self.rate = rate
    self.kernels = kernels
    let bytes = ReverbState.bytes(rate: rate)
    memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    state = ReverbState.prepare(in: memory, rate: rate)
    parameters = UnsafeMutableRawPointer.allocate(
      byteCount: ReverbRow.count * MemoryLayout<Ramp>.stride, alignment: 64
    ).bindMemory(to: Ramp.self, capacity: ReverbRow.count)
    parameters.initialize(repeating: Ramp(restingAt: Lanes()), count: ReverbRow.count)
    bank = UnsafeMutableRawPointer.allocate(byteCount: 64 * 64, alignment: 64)
      .bindMemory(to: Float.self, capacity: 64 * 16)
    bank.initialize(repeating: 0, count: 64 * 16)
    send(settings, in: 0)
  }

  deinit {
    memory.deallocate()
    parameters.deallocate()
    bank.deallocate()
  }

  /// Sends every row to the settings' targets.
  func send(_ settings: ReverbSettings, in frames: Int32 = 240) {
    let rows = settings.rows(rate: rate)
    precondition(rows.count == ReverbRow.count * 16)
    for (index, target) in rows.enumerated() {
      parameters[index / 16].move(lane: index % 16, to: target, in: frames)
    }
  }

  /// Runs a block of 1…64 frames in place.
  func run(_ left: inout [Float], _ right: inout [Float]) {
    for frame in left.indices {
      bank[frame * 16 + 3] = left[frame]
      bank[frame * 16 + 4] = right[frame]
    }
    kernels.renderReverb(block(frames: left.count))
    for frame in left.indices {
      left[frame] = bank[frame * 16 + 3]
      right[frame] = bank[frame * 16 + 4]
    }
  }

  func block(frames: Int = 64) -> ReverbBlock {
    ReverbBlock(
      left: bank + 3, right: bank + 4, parameters: parameters, state: state, frames: frames)
  }

  /// Runs two equally long signals through; `before` is called with the frame that a block starts at.
  func render(
    _ left: [Float], _ right: [Float], blocks: (Int) -> Int = { _ in 64 },
    before: (Int) -> Void = { _ in }
  ) -> (left: [Float], right: [Float]) {
    var (heardLeft, heardRight) = ([Float](), [Float]())
    var start = 0
    while start < left.count {
      before(start)
      let end = min(left.count, start + blocks(start))
      var (a, b) = (Array(left[start..<end]), Array(right[start..<end]))
      run(&a, &b)
      heardLeft += a
      heardRight += b
      start = end
    }
    return (heardLeft, heardRight)
  }

  /// What comes out after a click on the sides that are named.
  func response(seconds: Double, left: Float = 1, right: Float = 1) -> (
    left: [Float], right: [Float]
  ) {
    let count = Int(seconds * Double(rate))
    var (a, b) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    (a[0], b[0]) = (left, right)
    return render(a, b)
  }

  /// The energy that the feedback lines and their filters hold while their lengths rest.
  var heldEnergy: Double {
    let tank = state.pointee.tank
    var energy = 0.0
    for lane in 0..<16 {
      let length = Int(state.pointee.taps[ReverbRow.lines].delays[lane])
      for age in 1...length {
        let place = (tank.write - age + tank.capacity) % tank.capacity
        let sample = Double(tank.memory[lane * tank.stride + place])
        energy += sample * sample
      }
      for held in [state.pointee.held, state.pointee.low, state.pointee.high] {
        energy += Double(held[lane]) * Double(held[lane])
      }
    }
    return energy
  }
}

/// Settings of a reverb that is on, as a test wants them.
func reverb(_ change: (inout ReverbSettings) -> Void = { _ in }) -> ReverbSettings {
  var settings = ReverbSettings()
  settings.isOn = true
  change(&settings)
  return settings
}

/// A hall whose tail is white: every frequency decays alike and nothing is cut.
func whiteReverb(_ change: (inout ReverbSettings) -> Void = { _ in }) -> ReverbSettings {
  reverb {
    ($0.lowDecay, $0.highDecay, $0.highCut, $0.lowCut) = (1, 1, 20000, 10)
    $0.earlyLevel = .silence
    change(&$0)
  }
}

/// Repeatable random settings of reverbs.
struct ReverbDice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &self) }

  mutating func noise(_ count: Int, peak: Float = 0.5) -> [Float] {
    (0..<count).map { _ in Float.random(in: -peak...peak, using: &self) }
  }

  /// Any legal settings of a reverb that is on.
  mutating func settings() -> ReverbSettings {
    var settings = whiteReverb()
    settings.voicing = ReverbVoicing.allCases.randomElement(using: &self) ?? .hall
    settings.preDelay = Milliseconds(number(0...250))
    settings.size = number(0...1)
    settings.decay = number(0.1...20)
    settings.lowDecay = number(0.25...2)
    settings.highDecay = number(0.25...2)
    settings.lowCrossover = number(50...1000)
    settings.highCrossover = number(1000...16000)
    settings.diffusion = number(0...1)
    settings.earlyLevel = Decibels(number(-30...12))
    settings.lateLevel = Decibels(number(-30...12))
    settings.modulationRate = number(0...4)
    settings.modulationDepth = number(0...1)
    settings.lowCut = number(10...1000)
    settings.highCut = number(1000...20000)
    settings.width = number(0...1)
    settings.isFrozen = number(0...1) < 0.1
    return settings
  }
}

/// How many times the usual amount of random testing to do.
let reverbScale = getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1
