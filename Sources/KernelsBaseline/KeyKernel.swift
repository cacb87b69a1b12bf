public import DSP

/// Copies one lane of a bank into one lane of another block; audio thread.
@_noLocks
public func copyLane(
  _ from: UnsafePointer<Lanes>, _ fromLane: Int, _ to: UnsafeMutablePointer<Lanes>, _ toLane: Int,
  _ frames: Int
) {
  let source = UnsafeRawPointer(from).assumingMemoryBound(to: Float.self) + fromLane
  let target = UnsafeMutableRawPointer(to).assumingMemoryBound(to: Float.self) + toLane
  for frame in 0..<frames { target[frame &* 16] = source[frame &* 16] }
}

/// Fills the lanes of a key that listen to their own strip.
///
/// - Parameters:
///   - key: Holds the lanes that listen to others.
///   - samples: The strips' own signals.
///   - isOwn: All bits in each lane that listens to itself, none in the others.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func fillKey(
  _ key: UnsafeMutablePointer<Lanes>, _ samples: UnsafePointer<Lanes>, _ isOwn: SIMD16<Int32>,
  _ frames: Int
) {
  for frame in 0..<frames {
    key[frame] = key[frame].replacing(with: samples[frame], where: isOwn .!= 0)
  }
}
