/// The numbers of the two filters that weigh a signal as ears do (ITU-R BS.1770-5, annex 1): a
/// shelf for the head, then a high-pass; each as `FilterSection` lays it out.
public struct LoudnessWeighting: Sendable {
  public var shelf: Section
  public var highPass: Section

  /// The six numbers of a section.
  public struct Section: Sendable {
    public var damping: Float
    public var coupling: Float
    public var integration: Float
    public var direct: Float
    public var first: Float
    public var second: Float

    public init(
      damping: Float, coupling: Float, integration: Float, direct: Float, first: Float,
      second: Float
    ) {
      self.damping = damping
      self.coupling = coupling
      self.integration = integration
      self.direct = direct
      self.first = first
      self.second = second
    }
  }

  public init(shelf: Section, highPass: Section) {
    self.shelf = shelf
    self.highPass = highPass
  }
}

/// The part of a loudness meter that belongs to the audio thread: it weighs a stereo pair or one
/// channel and adds up its energy in steps of 100 ms, for the control thread to collect.
public struct LoudnessUnit {
  /// Steps that are kept until they are collected: 1.6 s.
  public static let capacity = 16

  public let weighting: LoudnessWeighting
  /// Frames in a step.
  public let stepFrames: Int
  /// Memory for `capacity` steps, each the mean square of the weighted left channel plus that of
  /// the right.
  public let steps: UnsafeMutablePointer<Float>
  /// The filters' states, left and right side by side.
  public var states = (SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>(), SIMD4<Float>())
  /// The sum of the squares of the step under way, and the frames that it still takes.
  public var energy = 0.0
  public var framesLeft: Int
  /// Steps that wait in `steps`, and those that were dropped as it was full.
  public var waiting = 0
  public var dropped = 0

  /// Makes a meter for frames at `rate` a second over memory for `capacity` steps.
  public init(weighting: LoudnessWeighting, rate: Int, steps: UnsafeMutablePointer<Float>) {
    self.weighting = weighting
    self.steps = steps
    stepFrames = (rate + 5) / 10
    framesLeft = stepFrames
  }

  /// Keeps the step that has ended and starts the next.
  @_noLocks
  @inlinable
  public mutating func endStep() {
    if waiting < Self.capacity {
      steps[waiting] = Float(energy / Double(stepFrames))
      waiting &+= 1
    } else {
      dropped &+= 1
    }
    energy = 0
    framesLeft = stepFrames
  }

  /// Moves the steps that wait to `destination`, which has room for `capacity` of them.
  ///
  /// - Parameter destination: Receives the steps, oldest first.
  /// - Returns: How many there were. Audio thread.
  @_noLocks
  @inlinable
  public mutating func collect(into destination: UnsafeMutablePointer<Float>) -> Int {
    let count = waiting
    for step in 0..<count { destination[step] = steps[step] }
    waiting = 0
    return count
  }
}
