/// The memory of one delayed lane and how far back it is read.
///
/// Lives in raw memory; belongs to the audio thread once it is published.
public struct DelayLine {
  /// The last `capacity` samples.
  public let memory: UnsafeMutablePointer<Float>
  /// A power of two above the longest delay in frames.
  public let capacity: Int
  /// Where the next sample goes, before wrapping.
  public var write = 0
  /// Frames between a sample going in and coming out.
  public private(set) var delay: Int
  /// The delay that is asked for; heard as soon as a fade that is under way has ended.
  public var wanted: Int
  /// The delay that is faded out.
  public private(set) var oldDelay: Int
  /// How much of the old delay is still heard: 1…0.
  public var fade: Float = 0
  /// What `fade` loses in a frame.
  public let fadeStep: Float

  /// Makes a line over silent memory; a change of delay fades over `fadeFrames`, 1 or more.
  public init(memory: UnsafeMutablePointer<Float>, capacity: Int, delay: Int, fadeFrames: Int) {
    self.memory = memory
    self.capacity = capacity
    self.delay = delay
    wanted = delay
    oldDelay = delay
    fadeStep = 1 / Float(fadeFrames)
  }

  /// Starts the fade to the delay that is asked for, unless one is under way.
  ///
  /// Audio thread.
  @_noLocks
  public mutating func followWanted() {
    guard wanted != delay, fade == 0 else { return }
    oldDelay = delay
    delay = wanted
    fade = 1
  }
}
