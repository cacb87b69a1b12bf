/// A gain as it ought to move: straight lines in amplitude, in double precision.
struct IdealRamp {
  private(set) var value: Double
  private var from: Double
  private var to: Double
  private var frames = 1
  private var passed = 1

  init(_ value: Double) {
    self.value = value
    from = value
    to = value
  }

  /// Turns towards a new goal, which is reached on the last of `frames` frames.
  mutating func move(to goal: Double, in frames: Int) {
    guard goal != to else { return }
    (from, to, self.frames, passed) = (value, goal, frames, 0)
  }

  /// The gain of the next frame.
  mutating func next() -> Double {
    if passed < frames {
      passed += 1
      value = passed == frames ? to : from + (to - from) * Double(passed) / Double(frames)
    }
    return value
  }
}
