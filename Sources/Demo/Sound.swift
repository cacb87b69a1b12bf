/// One struck, plucked or shaken note: a frame at a time, from its attack until it is let go.
protocol Sound {
  /// The next frame, roughly within ±1.
  mutating func next() -> Float
}
