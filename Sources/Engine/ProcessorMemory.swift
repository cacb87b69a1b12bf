import CLanes
import DSP

/// What the audio thread knows of the processors of a bank, or of one effect: their rows.
///
/// Lies in an arena that outlives every plan which uses it. Published by a plan; from then on only
/// the audio thread touches it, told by commands.
struct ProcessorMemory {
  /// The ramps of every parameter row.
  var parameters: UnsafeMutablePointer<Ramp>
  var parameterRows: Int32
  /// What the kernels remember.
  var state: UnsafeMutablePointer<Lanes>
  var stateRows: Int32
  /// The processors that do anything, bit by bit; right while `isSettled`.
  var active: UInt32 = 0
  /// How many sections of each equaliser there are up to the last that does anything; right while
  /// `isSettled`.
  var eqSections: (early: Int, late: Int) = (0, 0)
  /// Whether no parameter has been moved since those were found, and none was moving then.
  var isSettled = false
  /// Whether the memory is new and its lanes have yet to be taken over from another.
  var isFresh = true
}

extension ProcessorMemory {
  /// Sends a parameter of one lane to a target in a straight line; audio thread.
  @_noLocks
  mutating func move(_ row: Int32, lane: Int32, to target: Float, in frames: Int32) {
    guard row >= 0, row < parameterRows else { return }
    parameters[Int(row)].move(lane: Int(lane), to: target, in: frames)
    isSettled = false
  }

  /// Whether any parameter is on its way; audio thread.
  var isMoving: Bool {
    @_noLocks get {
      var row = 0
      while row < Int(parameterRows) {
        if parameters[row].isMoving { return true }
        row &+= 1
      }
      return false
    }
  }

  /// Goes on with lanes where another memory's lanes stand; audio thread.
  @_noLocks
  func takeOver(_ run: LaneRun, from other: UnsafeMutablePointer<ProcessorMemory>) {
    var row = 0
    while row < Int(parameterRows) {
      (parameters + row).pointee.takeOver(run, from: other.pointee.parameters + row)
      row &+= 1
    }
    lanes_move(
      other.pointee.state, Int(run.from), state, Int(run.to), Int(run.count), Int(stateRows))
  }
}

extension Ramp {
  /// Goes on with lanes where those of another ramp stand.
  ///
  /// The lanes rest so far. Audio thread.
  @_noLocks
  mutating func takeOver(_ run: LaneRun, from old: UnsafeMutablePointer<Ramp>) {
    guard old.pointee.isMoving else {
      return withUnsafeMutablePointer(to: &self) { ramp in
        lanes_move(
          Self.numbers(old), Int(run.from), Self.numbers(ramp), Int(run.to), Int(run.count), 1)
      }
    }
    var lane: Int32 = 0
    while lane < run.count {
      takeOver(Int(run.to &+ lane), from: old, Int(run.from &+ lane))
      lane &+= 1
    }
  }

  /// Goes on with one lane where a lane of another ramp stands, on its way if the target is the
  /// same.
  ///
  /// The lane rests so far. Audio thread.
  @_noLocks
  mutating func takeOver(_ lane: Int, from old: UnsafeMutablePointer<Ramp>, _ oldLane: Int) {
    withUnsafeMutablePointer(to: &self) { ramp in
      // One number at a time, as in `move`.
      let (to, from) = (Self.numbers(ramp) + lane, Self.numbers(old) + oldLane)
      to[0] = from[0]
      guard old.pointee.isMoving else { return }
      let isOnItsWay = from[32] == to[32]
      to[16] = isOnItsWay ? from[16] : 0
      let (left, oldLeft) = (UnsafeMutableRawPointer(to + 48), UnsafeMutableRawPointer(from + 48))
      left.storeBytes(of: isOnItsWay ? oldLeft.load(as: Int32.self) : 0, as: Int32.self)
    }
  }

  /// Four times sixteen numbers: values, steps, targets, frames left.
  @_transparent
  @_noLocks
  private static func numbers(_ ramp: UnsafeMutablePointer<Ramp>) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(ramp).assumingMemoryBound(to: Float.self)
  }
}

/// The control thread's side of a `ProcessorMemory`: owns it and remembers what it was told.
final class BankProcessors {
  /// What the audio thread is given.
  let core: UnsafeMutablePointer<ProcessorMemory>
  /// What each slot, row × 16 + lane, was last told.
  var told: [Float]
  private let arena: Arena

  /// Reserves silent rows in which every lane rests at the same parameters.
  init(restingAt rows: [Float], stateRows: Int) {
    let parameterRows = rows.count
    arena = Arena(
      byteCount: Arena.room(for: ProcessorMemory.self, 1)
        + Arena.room(for: Ramp.self, parameterRows) + Arena.room(for: Lanes.self, stateRows))
    core = arena.take(ProcessorMemory.self, 1)
    core.initialize(
      to: ProcessorMemory(
        parameters: arena.take(Ramp.self, parameterRows), parameterRows: Int32(parameterRows),
        state: arena.take(Lanes.self, stateRows), stateRows: Int32(stateRows)))
    for (row, value) in rows.enumerated() {
      (core.pointee.parameters + row).initialize(to: Ramp(restingAt: Lanes(repeating: value)))
    }
    told = rows.flatMap { Array(repeating: $0, count: LaneLayout.lanes) }
  }

  /// Puts rows of one lane, from `first` on, at rest; only before the audio thread has them.
  func settle(_ rows: [Float], from first: Int, lane: Int) {
    for (index, value) in rows.enumerated() {
      core.pointee.parameters[first + index].move(lane: lane, to: value, in: 0)
      told[(first + index) * LaneLayout.lanes + lane] = value
    }
  }
}
