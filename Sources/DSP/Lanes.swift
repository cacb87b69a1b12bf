/// One frame of a bank: sixteen strips side by side, so that one instruction serves them all.
///
/// A stereo strip takes two neighbouring lanes. A block of a bank is an array of frames.
public typealias Lanes = SIMD16<Float>

/// The sizes that kernels and plans agree on.
public enum LaneLayout {
  /// Strips in a bank.
  public static let lanes = 16
  /// Frames rendered at once: a bank's block of 4 KiB stays in the first-level cache.
  public static let chunk = 64
  /// Frames between two looks at a ramp's end; ramps last a whole number of these.
  public static let grain = 16
  /// A sample whose magnitude is beyond this (+180 dBFS) is as broken as infinity or NaN.
  public static let brokenAbove: Float = 1e9
}

/// The vector instructions that kernels are compiled for.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// What every machine of its architecture has: SSE2 on x86-64, NEON on aarch64.
  case baseline
  /// AVX2 with FMA (x86-64-v3).
  case avx2
  /// AVX-512 (x86-64-v4).
  case avx512
}
