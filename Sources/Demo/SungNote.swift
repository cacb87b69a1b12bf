/// One sung note: where it lies, how long it is held and on what vowel.
struct SungNote {
  let bar: Int
  /// Sixteenths after the bar line, and sixteenths held; a note that meets the next is slurred.
  let step: Int
  let length: Int
  /// The MIDI note number.
  let pitch: Int
  var vowel = Vowel.ah
  /// How loud, 0…1.
  var strength: Float = 1

  /// The notes of one bar in order.
  static func bar(
    _ bar: Int, _ vowel: Vowel = .ah, _ strength: Float = 1,
    _ notes: (step: Int, length: Int, pitch: Int)...
  ) -> [SungNote] {
    notes.map {
      SungNote(
        bar: bar, step: $0.step, length: $0.length, pitch: $0.pitch, vowel: vowel,
        strength: strength)
    }
  }
}
