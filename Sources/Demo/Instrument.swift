import Units

/// The eight parts of the band, in the order of the desk's channels.
enum Instrument: Int, CaseIterable {
  case drums, bass, keys, guitar1, guitar2, leadVoice, backingVoice, percussion

  /// The name as it stands on a scribble strip.
  var name: String {
    switch self {
    case .drums: "Drums"
    case .bass: "Bass"
    case .keys: "Keys"
    case .guitar1: "Guitar 1"
    case .guitar2: "Guitar 2"
    case .leadVoice: "Lead voice"
    case .backingVoice: "Backing voice"
    case .percussion: "Percussion"
    }
  }

  /// The level of the part's loudest sample: such that all faders at unity make a fair mix.
  var peak: Decibels {
    switch self {
    case .drums: Decibels(-6)
    case .bass: Decibels(-9)
    case .leadVoice, .percussion: Decibels(-10)
    case .keys, .guitar1: Decibels(-11)
    case .guitar2, .backingVoice: Decibels(-12)
    }
  }

  /// Plays the part onto an empty tape, dry.
  func play(_ song: Song, on tape: Tape) {
    switch self {
    case .drums: DrumPart.play(song, on: tape)
    case .bass: BassPart.play(song, on: tape)
    case .keys: KeysPart.play(song, on: tape)
    case .guitar1: PickedGuitarPart.play(song, on: tape)
    case .guitar2: PowerGuitarPart.play(song, on: tape)
    case .leadVoice: VoicePart.playLead(song, on: tape)
    case .backingVoice: VoicePart.playBacking(song, on: tape)
    case .percussion: PercussionPart.play(song, on: tape)
    }
  }
}
