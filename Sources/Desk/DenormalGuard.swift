import CLanes

/// Treats numbers too small for full precision as zero while it lasts, as the audio thread does.
struct DenormalGuard: ~Copyable {
  private let before = machine_flush_denormals()

  consuming func end() { machine_restore_denormals(before) }
}
