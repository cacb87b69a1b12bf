// What the monitor has besides a bus's processing, and the signals of the desk itself.
extension Parameter {
  static let monitor = [
    Parameter(switch: .dimOn, "dim", kinds: [.monitor], "Turns the monitor down"),
    Parameter(
      .dimLevel, "dim-level", .decibels, -40...0, default: -20, step: 1, kinds: [.monitor],
      "How far a dim turns it down"),
    Parameter(
      switch: .mono, "mono", kinds: [.monitor], "Plays half the sum of both sides on both"),
  ]

  static let talkback = [
    Parameter(switch: .talkbackOn, "on", kinds: [.talkback], "Opens the microphone"),
    Parameter(
      .talkbackLevel, "level", .decibels, -60...20, default: 0, step: 0.5, kinds: [.talkback],
      "The level in the buses that it goes to"),
    Parameter(
      .talkbackDim, "dim", .decibels, -40...0, default: -20, step: 1, kinds: [.talkback],
      "How far the monitor is turned down meanwhile"),
  ]

  /// The words for what an oscillator makes.
  public static let sounds = ["sine", "pink", "white"]

  static let oscillator = [
    Parameter(switch: .oscillatorOn, "on", kinds: [.oscillator], "Makes sound"),
    Parameter(
      choice: .oscillatorSound, "sound", sounds, kinds: [.oscillator], "Which sound it makes"),
    Parameter(
      .oscillatorFrequency, "frequency", .hertz, 20...20000, default: 1000, step: 1.06,
      taper: .logarithmic, kinds: [.oscillator], "The pitch of the sine"),
    Parameter(
      .oscillatorLevel, "level", .decibels, -80...0, default: -20, step: 1, kinds: [.oscillator],
      "The peak of the sine in dBFS; noise has the same power"),
  ]
}
