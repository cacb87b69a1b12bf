import DSP
import Realtime

/// The numbers of each strip in a letter, each since the last one.
enum MeterNumber {
  static var leftPeak: Int { @_noLocks get { 0 } }
  static var rightPeak: Int { @_noLocks get { 1 } }
  /// Sums of squares.
  static var leftEnergy: Int { @_noLocks get { 2 } }
  static var rightEnergy: Int { @_noLocks get { 3 } }
  static var brokenBlocks: Int { @_noLocks get { 4 } }
  /// The deepest reductions of either side, in dB; the limiter's as a factor, 1 less the gain.
  static var gate: Int { @_noLocks get { 5 } }
  static var compressor: Int { @_noLocks get { 6 } }
  static var limiter: Int { @_noLocks get { 7 } }
  /// How many there are.
  static var count: Int { @_noLocks get { 8 } }
}

/// Carries meters from the audio thread to the control thread without losing a peak.
///
/// The audio thread gathers into `held` and posts a copy whenever the last one was collected. A
/// letter holds `MeterNumber.count` numbers for each strip; then the frames they were gathered over,
/// the true peak of main, how many steps of its loudness follow, and room for those.
struct MeterPost {
  let sender: Mailbox.Sender
  let stripCount: Int
  /// What was gathered since the last letter, laid out as that.
  let held: UnsafeMutablePointer<Float>

  /// The numbers of one letter.
  static func count(strips: Int) -> Int {
    strips * MeterNumber.count + tail + LoudnessUnit.capacity
  }

  /// Numbers between those of the strips and the loudness steps.
  static var tail: Int { @_noLocks get { 3 } }
}

extension MeterPost {
  /// Takes what the plan's banks and units have metered and starts them anew.
  ///
  /// Audio thread.
  @_noLocks
  func gather(_ plan: UnsafeMutablePointer<PlanCore>) {
    var strip = 0
    while strip < min(stripCount, plan.pointee.stripCount) {
      gather(plan.pointee.strips[strip], plan, held + strip &* MeterNumber.count)
      strip &+= 1
    }
    var bank = 0
    while bank < plan.pointee.bankCount {
      plan.pointee.banks[bank].meter.pointee.clear()
      let memory = plan.pointee.banks[bank].processors
      memory.pointee.state[BankRows.gate.state &+ Gate.meter] = Lanes()
      memory.pointee.state[BankRows.compressor.state &+ Compressor.meter] = Lanes()
      bank &+= 1
    }
  }

  @_noLocks
  private func gather(
    _ place: StripPlace, _ plan: UnsafeMutablePointer<PlanCore>,
    _ numbers: UnsafeMutablePointer<Float>
  ) {
    let bank = plan.pointee.banks + Int(place.bank)
    let meter = bank.pointee.meter
    let state = bank.pointee.processors.pointee.state
    let gate = state + (BankRows.gate.state &+ Gate.meter)
    let compressor = state + (BankRows.compressor.state &+ Compressor.meter)
    var side = 0
    while side < Int(place.sides) {
      let lane = Int(place.lane) &+ side
      numbers[side] = max(numbers[side], meter.pointee.peak[lane])
      numbers[MeterNumber.leftEnergy &+ side] += meter.pointee.energy[lane]
      numbers[MeterNumber.brokenBlocks] += Float(meter.pointee.brokenBlocks[lane])
      numbers[MeterNumber.gate] = max(numbers[MeterNumber.gate], gate.pointee[lane])
      numbers[MeterNumber.compressor] = max(
        numbers[MeterNumber.compressor], compressor.pointee[lane])
      side &+= 1
    }
    if let limiter = place.limiter {
      let unit = limiter.pointee.body.assumingMemoryBound(to: LimiterUnit.self)
      numbers[MeterNumber.limiter] = max(numbers[MeterNumber.limiter], unit.pointee.deepest)
      unit.pointee.deepest = 0
    }
    if let loudness = place.loudness { gather(loudness) }
  }

  @_noLocks
  private func gather(_ unit: UnsafeMutablePointer<UnitCore>) {
    let meters = unit.pointee.body.assumingMemoryBound(to: LoudnessUnits.self)
    let tail = held + stripCount &* MeterNumber.count
    tail[1] = max(tail[1], meters.pointee.truePeak.peak)
    meters.pointee.truePeak.peak = 0
    // Steps that find no room wait in the unit.
    guard tail[2] == 0 else { return }
    tail[2] = Float(meters.pointee.loudness.collect(into: tail + Self.tail))
  }

  /// Counts a block, and posts what was gathered if the last letter was collected.
  ///
  /// Audio thread.
  @_noLocks
  func post(_ plan: UnsafeMutablePointer<PlanCore>, _ frames: Int) {
    held[stripCount &* MeterNumber.count] += Float(frames)
    _ = sender.tryFill { letter in
      gather(plan)
      var index = 0
      while index < Self.count(strips: stripCount) {
        letter[index] = held[index]
        held[index] = 0
        index &+= 1
      }
    }
  }
}
