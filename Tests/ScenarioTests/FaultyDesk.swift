import ALSA
import CFaultyCard
import Desk
import Glibc
import Realtime

/// A watched run on a card that stops when it is told to, and what was heard of it.
final class FaultyDesk {
  /// The most frames that are heard after a start: three times what the rise takes.
  static let remembered = 3000
  /// Frames in the card's buffer, all of which are silent when it starts.
  let buffer: Int
  private(set) var run: WatchedRun?
  let card: OpaquePointer
  private let faultCount: Int

  /// Opens the card and lets the audio thread start on it.
  ///
  /// - Parameters:
  ///   - faults: Where the card stops.
  ///   - buffer: Frames in its buffer.
  ///   - numbers: The system calls that the audio thread may make.
  ///   - seed: Chooses the edits.
  /// - Throws: `Unavailable` without memory for the card, and what the card's opening throws.
  init(
    _ faults: [FaultyCardFault], buffer: Int = 192, allowing numbers: [Int], seed: UInt64
  ) throws {
    self.buffer = buffer
    faultCount = faults.count
    // Output 23 carries what no edit touches.
    guard let card = faulty_card_make(faults, faults.count, 23, Self.remembered) else {
      throw Unavailable()
    }
    self.card = card
    let name = String(cString: faulty_card_name(card))
    var wanted = PCMConfiguration(playback: name, capture: name)
    wanted.formats = [.float]
    wanted.playbackChannels = 24
    wanted.captureChannels = 25
    wanted.bufferFrames = buffer
    run = try WatchedRun(.card(wanted), allowing: numbers, seed: seed)
  }

  deinit {
    run = nil
    faulty_card_free(card)
  }

  struct Unavailable: Error {}

  /// Lets one fault after the other come, with edits before each, and plays on after the last.
  func sufferAll() {
    guard let run else { return }
    for count in 1...faultCount {
      faulty_card_allow(card, count)
      run.edit { faulty_card_faults_made(self.card) < count }
    }
    let last = run.blocks
    run.edit { run.blocks < last + 100 }
  }

  /// What was written to output 23 after each start, at most `remembered` frames.
  var heard: [[Float]] {
    (0..<Int(faulty_card_counts(card).started / 2)).map { start in
      var count = 0
      let samples = faulty_card_heard(card, start, &count)
      return Array(UnsafeBufferPointer(start: samples, count: count))
    }
  }
}
