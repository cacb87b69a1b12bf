/// One part of the band: a mono track that loops.
public struct Part: Sendable {
  /// The name as it stands on a scribble strip.
  public let name: String

  /// The samples, full scale ±1: `frameCount` of them, never written again once rendered.
  ///
  /// They stay where they are for as long as the `DemoBand` that the part came from lives; keep
  /// that alive for as long as any thread reads. Any thread may read.
  public nonisolated(unsafe) let samples: UnsafePointer<Float>

  /// The length in frames, the same for all parts of a band.
  public let frameCount: Int
}
