/// Whether a unit is there and greeted; times are nanoseconds.
enum UnitLink: Hashable, Sendable {
  case absent
  /// It has just appeared and would lose what it is sent.
  case waking(until: UInt64)
  /// It was asked and may answer.
  case asked(until: UInt64)
  case ready
  /// It has stopped answering: it is asked on, and painted anew when it does.
  case silent
}
