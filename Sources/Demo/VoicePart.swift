/// What the singers sing: the lead in verses and chorus, two backing singers who answer.
enum VoicePart {
  static func playLead(_ song: Song, on tape: Tape) {
    var singer = Singer(size: 1.06, seed: 6, rate: tape.rate)
    singer.sing(lead, in: song, on: tape)
  }

  static func playBacking(_ song: Song, on tape: Tape) {
    for (seed, cents) in [(UInt32(7), -7.0), (17, 6)] {
      var singer = Singer(size: 0.96, cents: cents, seed: seed, rate: tape.rate)
      singer.sing(backing, in: song, on: tape)
    }
  }

  /// The tune.
  static let lead: [SungNote] =
    SungNote.bar(0, .ah, 0.7, (2, 2, 66), (4, 2, 66), (6, 2, 69), (8, 6, 66))
    + SungNote.bar(1, .ah, 0.7, (2, 2, 64), (4, 2, 62), (6, 2, 64), (8, 6, 62))
    + SungNote.bar(2, .eh, 0.75, (2, 2, 66), (4, 2, 66), (6, 2, 69), (8, 4, 69), (12, 3, 66))
    + SungNote.bar(3, .ah, 0.7, (0, 2, 64), (2, 2, 66), (4, 9, 64))
    + SungNote.bar(4, .ah, 0.75, (2, 2, 66), (4, 2, 66), (6, 2, 69), (8, 6, 71))
    + SungNote.bar(5, .ah, 0.75, (2, 2, 69), (4, 2, 67), (6, 2, 69), (8, 6, 67))
    + SungNote.bar(6, .eh, 0.75, (2, 2, 66), (4, 2, 69), (6, 2, 69), (8, 6, 66))
    + SungNote.bar(7, .ah, 0.85, (0, 2, 64), (2, 2, 66), (4, 6, 64), (12, 2, 69), (14, 2, 71))
    + SungNote.bar(8, .ah, 1, (0, 6, 74), (6, 2, 73), (8, 6, 69))
    + SungNote.bar(9, .ah, 1, (0, 6, 73), (6, 2, 71), (8, 6, 69))
    + SungNote.bar(10, .eh, 1, (0, 6, 71), (6, 2, 69), (8, 4, 66), (12, 2, 66), (14, 2, 69))
    + SungNote.bar(11, .ah, 1, (0, 10, 71), (12, 2, 69), (14, 2, 71))
    + SungNote.bar(12, .ah, 1, (0, 6, 74), (6, 2, 73), (8, 6, 69))
    + SungNote.bar(13, .ah, 0.9, (0, 4, 73), (4, 4, 71), (8, 7, 69))

  /// The answers of verse two and the held notes under the chorus.
  static let backing: [SungNote] =
    SungNote.bar(5, .oo, 0.5, (10, 5, 62))
    + SungNote.bar(6, .oo, 0.5, (8, 6, 62))
    + SungNote.bar(7, .oo, 0.6, (4, 8, 61))
    + SungNote.bar(8, .oo, 0.9, (0, 8, 66), (8, 7, 62))
    + SungNote.bar(9, .oo, 0.9, (0, 8, 64), (8, 7, 61))
    + SungNote.bar(10, .ah, 0.8, (0, 8, 62), (8, 7, 59))
    + SungNote.bar(11, .oo, 0.9, (0, 15, 62))
    + SungNote.bar(12, .oo, 0.9, (0, 8, 66), (8, 7, 62))
    + SungNote.bar(13, .ah, 0.8, (0, 8, 64), (8, 7, 61))
}
