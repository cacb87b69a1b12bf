import CLanes
import ConsoleModel
import DSP

/// What a bank's signal was at one tap over the last frames, for edges on which it waits.
///
/// Frames lie in one stretch of memory that is written from left to right, so that a block of any
/// age is read where it lies. At the end of the stretch the last `length` frames are copied to its
/// start. Belongs to the audio thread once a plan with it was published.
struct HistoryCore {
  let memory: UnsafeMutablePointer<Lanes>
  /// Frames that stay readable before the position.
  let length: Int
  /// Where the next frame goes.
  var position: Int
  /// Frames since the last that may have been anything but silence, `silence(length)` at most.
  var quietFrames: Int
}

extension HistoryCore {
  /// Frames that are written before a history starts again: copying then does not overlap.
  static func run(_ length: Int) -> Int { length + LaneLayout.chunk }

  /// Frames of memory; the last vectors of a block may reach beyond its end.
  static func capacity(_ length: Int) -> Int { length + run(length) + LaneLayout.chunk }

  /// Frames of silence after which a block is silent however late it is read.
  @_noLocks
  static func silence(_ length: Int) -> Int { length &+ LaneLayout.chunk }

  /// Whether every block that can be read is silent.
  var isQuiet: Bool {
    @_noLocks get { quietFrames >= Self.silence(length) }
  }

  /// Takes in a block; nil means silence.
  ///
  /// Audio thread. Once in `length` frames or more, copies as many besides; the first time earlier.
  @_noLocks
  mutating func take(_ samples: UnsafePointer<Lanes>?, _ frames: Int) {
    guard samples != nil || !isQuiet else { return }
    if position &+ frames > 2 &* length &+ LaneLayout.chunk {
      lanes_copy(memory, memory + (position &- length), length)
      position = length
    }
    if let samples {
      lanes_copy(memory + position, samples, frames)
    } else {
      lanes_clear(memory + position, frames)
    }
    position &+= frames
    quietFrames = samples == nil ? min(Self.silence(length), quietFrames &+ frames) : 0
  }

  /// The block of `frames` that was taken in last, as it was `delay` frames earlier; audio thread.
  @_noLocks
  func block(_ frames: Int, delay: Int) -> UnsafePointer<Lanes> {
    UnsafePointer(memory + (position &- frames &- delay))
  }

  /// Goes on with lanes where those of another history stand, of which both have `frames` frames;
  /// audio thread.
  @_noLocks
  mutating func takeOver(
    _ run: LaneRun, from other: UnsafeMutablePointer<HistoryCore>, frames: Int
  ) {
    lanes_move(
      other.pointee.memory + (other.pointee.position &- frames), Int(run.from),
      memory + (position &- frames), Int(run.to), Int(run.count), frames)
    let others = other.pointee.isQuiet ? Self.silence(length) : other.pointee.quietFrames
    quietFrames = min(quietFrames, others)
  }
}

/// Since when the audio thread has something, in the frames that the engine has counted.
enum Since: Comparable {
  case frame(Int)
  /// It had it before the frames that the next `service` will count up to.
  case taken
  /// No plan with it is known to be in force.
  case sent
}

/// The control thread's side of a `HistoryCore`: owns its memory and knows since when it is right.
final class BankHistory {
  let core: UnsafeMutablePointer<HistoryCore>
  let length: Int
  /// How far back it was asked to go when it was made, and what it takes over of another at most.
  let frames: Int
  /// Since when it has every frame of its bank, those that it inherited among them.
  var since: Since
  /// The frames from before that it takes over from others and that are right.
  var inherited = 0
  private let arena: Arena

  /// Makes a history of silence that is to go back at least `frames`.
  ///
  /// Histories of other numbers mostly start again in other blocks, so that they do not all copy in
  /// the same.
  init(atLeast frames: Int, since: Since, number: Int) {
    var length = 2 * LaneLayout.chunk
    while length < frames { length *= 2 }
    self.length = length
    self.frames = frames
    self.since = since
    let capacity = HistoryCore.capacity(length)
    arena = Arena(
      byteCount: Arena.room(for: HistoryCore.self, 1) + Arena.room(for: Lanes.self, capacity))
    core = arena.take(HistoryCore.self, 1)
    core.initialize(
      to: HistoryCore(
        memory: arena.take(Lanes.self, capacity), length: length,
        position: length + number * LaneLayout.chunk % HistoryCore.run(length),
        quietFrames: HistoryCore.silence(length)))
  }

  /// The frames that are right whenever they are read from now on, once `framesPassed` were counted.
  func reach(at framesPassed: Int) -> Int {
    guard case .frame(let start) = since else { return inherited }
    return framesPassed - start
  }

  /// Whether it is right as far back as `delay` frames once `framesPassed` have been counted.
  func reaches(back delay: Int, at framesPassed: Int) -> Bool {
    guard case .frame(let start) = since else { return false }
    return start + delay <= framesPassed
  }
}

/// Names a history of a plan.
struct HistoryKey: Hashable {
  var bank: Int32
  var tap: Tap
}

/// A history of a plan, and where its signal comes from.
struct HistoryPlace {
  var core: UnsafeMutablePointer<HistoryCore>
  var samples: UnsafePointer<Lanes>
  var bank: Int32
}

/// Lanes whose history goes on in other memory.
struct HistoryMove {
  var from: UnsafeMutablePointer<HistoryCore>
  var to: UnsafeMutablePointer<HistoryCore>
  var lanes: LaneRun
  var frames: Int32
}
