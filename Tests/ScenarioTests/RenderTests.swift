import ConsoleModel
import Desk
import Engine
import Glibc
import Testing

/// A mix by hand, rendered from files to files.
@Suite struct RenderTests {
  private let folder = Folder()

  @Test(arguments: MadeFormat.allCases)
  func everyMoveIsHeardAtItsLevel(format: MadeFormat) throws {
    var mix = MackieMix(folder: folder)
    mix.format = format
    let rendered = try mix.render("out")
    #expect(rendered.result.frames == 144_000 && rendered.result.rate == 48000)
    #expect(rendered.result.messagesIn == mix.hand.events.count)
    #expect(rendered.result.refusals.isEmpty)
    try expectLevels(of: rendered.sound, mix)
  }

  @Test(arguments: [16, 250, 1024, 2048])
  func theBlockChangesNoLevel(block: Int) throws {
    let mix = MackieMix(folder: folder)
    try expectLevels(of: mix.render("out") { $0.block = block }.sound, mix)
  }

  private func expectLevels(of sound: ReadWAV?, _ mix: MackieMix) throws {
    let sound = try #require(sound)
    for (seconds, left, right) in mix.wanted {
      for (channel, wanted) in [(0, left), (1, right)] {
        let level = sound.level(channel, seconds)
        #expect(
          level == wanted || abs(level - wanted) < 0.01, "\(seconds): \(level), not \(wanted)")
      }
    }
  }

  @Test func theSameFilesGiveTheSameBits() throws {
    let mix = MackieMix(folder: folder)
    for name in ["a", "b"] { _ = try mix.render(name) }
    #expect(contents(folder.at("a.wav")).count > 144_000)
    #expect(contents(folder.at("a.wav")) == contents(folder.at("b.wav")))
    #expect(contents(folder.at("a.mid")) == contents(folder.at("b.mid")))
    #expect(folder.names == ["a.mid", "a.wav", "b.mid", "b.wav", "hand.mid", "in.wav"])
  }

  @Test func anotherPerformanceGivesAnotherSoundAndOtherFeedback() throws {
    _ = try MackieMix(folder: folder).render("a")
    var other = MackieMix(folder: folder)
    other.moves[1].raw = 13984
    _ = try other.render("b")
    #expect(contents(folder.at("a.wav")) != contents(folder.at("b.wav")))
    #expect(contents(folder.at("a.mid")) != contents(folder.at("b.mid")))
  }

  @Test func thePerformanceGoesOnAfterTheInputHasEnded() throws {
    var mix = MackieMix(folder: folder)
    mix.inputSeconds = 1
    let rendered = try mix.render("out")
    #expect(rendered.result.frames == 144_000)
    let sound = try #require(rendered.sound)
    #expect(sound.level(0, 0.9...0.98) > -20)
    #expect(sound.level(0, 1.0...3.0) == -.infinity)
    #expect(MackieFace(rendered.feedback, at: 2.9).faders[1] == 9000)
  }

  /// Even where the file has what once came back: it is no answer to what is sent now.
  @Test func insertsPassTheirSignalAndAreNamed() throws {
    let mix = MackieMix(folder: folder)
    let plain = try mix.render("plain") { $0.outputs = 24 }
    var job: RenderJob?
    let inserted = try mix.render("inserted") {
      $0.outputs = 24
      $0.console.make(
        .insert(.channel(1), outputs: [23], inputs: [2]), .set(.channel(1), .insertOn, 1),
        .insert(.main, outputs: [21, 22], inputs: [1, 2]), .set(.main, .insertOn, 1),
        .insert(.channel(2), outputs: [24], inputs: [1]))
      job = $0
    }
    #expect(job?.passedInserts == [.channel(1), .main])
    #expect(try #require(plain.sound).level(0, 1.6...1.68) > -60)
    for channel in 0..<2 {
      #expect(inserted.sound?.channels[channel] == plain.sound?.channels[channel])
    }
    #expect(try #require(inserted.sound).level(22, 1.6...1.68) > -60)
    #expect(try #require(plain.sound).level(22, 1.6...1.68) == -.infinity)
  }

  /// Without a number of outputs the file has as many as buses and direct outs need.
  @Test func directOutsAreWritten() throws {
    let mix = MackieMix(folder: folder)
    let rendered = try mix.render("direct") {
      $0.console.make(
        .direct(.channel(1), outputs: [24]), .set(.channel(1), .directOn, 1),
        .set(.channel(1), .directTap, 0))
    }
    #expect(rendered.result.outputs == 24)
    #expect(try #require(rendered.sound).level(23, 0.1...0.2) > -60)
    #expect(try #require(rendered.sound).level(22, 0.1...0.2) == -.infinity)
  }

  @Test func theInputGoesOnAfterThePerformanceHasEnded() throws {
    var mix = MackieMix(folder: folder)
    mix.inputSeconds = 4
    let rendered = try mix.render("out") { $0.tail = 0.5 }
    #expect(rendered.result.frames == 216_000)
    let sound = try #require(rendered.sound)
    let wanted = try #require(mix.wanted.last)
    #expect(abs(sound.level(0, 3.9...3.98) - wanted.left) < 0.01)
    #expect(sound.level(0, 4.1...4.5) == -.infinity)
  }
}

/// What the controller is sent meanwhile.
@Suite struct FeedbackTests {
  private let folder = Folder()

  @Test func aHandIsEchoedAndNeverOverruled() throws {
    let mix = MackieMix(folder: folder)
    let sent = try mix.render("out").feedback.filter { $0.bytes[0] == 0xE0 }
    let held = sent.filter { 0.5...1.1 ~= $0.seconds }
    // The very positions that came, once each, within a block and what a message takes.
    let echoes = held.filter { $0.seconds < 1.1 }
    let echoed: [Int] = echoes.map { echo in
      Int(echo.bytes[1]) + 128 * Int(echo.bytes[2])
    }
    #expect(echoed == MackieMix.moves.map(\.raw))
    for (echo, move) in zip(echoes, MackieMix.moves) {
      #expect(0...0.005 ~= echo.seconds - move.time)
    }
    // After the hand has let go the servo is told once where it is to stay.
    let after = sent.filter { 1.1...1.3 ~= $0.seconds }
    #expect(after.map(\.bytes) == [[0xE0, UInt8(9000 & 127), UInt8(9000 >> 7)]])
  }

  @Test func theControllerIsGreetedBeforeItIsPainted() throws {
    let sent = try MackieMix(folder: folder).render("out").feedback
    let hello: [UInt8] = [0xF0, 0x00, 0x00, 0x66, 0x14, 0x00, 0xF7]
    #expect(sent.first?.bytes == hello)
    #expect(0.15...0.16 ~= (sent.first?.seconds ?? 0))
    #expect(sent.filter { $0.seconds < 0.2 }.map(\.bytes) == [hello])
    #expect(sent.count > 50)
  }

  @Test func lampsRingsTextAndMotorsShowTheConsole() throws {
    let sent = try MackieMix(folder: folder).render("out").feedback
    func face(_ seconds: Double) -> MackieFace { MackieFace(sent, at: seconds) }
    #expect(face(0.58).text(0, strip: 1) == "Vox")
    #expect(face(0.58).text(1, strip: 2) == "MUTE" && face(0.58).lamps[0x11] == 127)
    #expect(face(0.98).text(1, strip: 1) == "+4.2dB")
    #expect(face(1.28).lamps[0x10] == 0)
    #expect(face(1.45).lamps[0x10] == 127)
    #expect(face(1.65).lamps[0x10] == 0)
    // Eleven lamps from 0x11; the middle one with the small lamp below.
    #expect(face(1.65).rings[0x30] == 0x56)
    #expect(0x18...0x19 ~= (face(1.85).rings[0x30] ?? 0))
    #expect(face(1.85).lamps[0x3F] == 127 && face(1.85).lamps[0x43] == 0)
    #expect(face(2.25).lamps[0x3F] == 0 && face(2.25).lamps[0x43] == 127)
    #expect(face(2.25).text(0, strip: 1) == "Grp 1")
    // 0 dB is three quarters of the way.
    #expect(face(2.25).faders[1] == 12276)
    #expect(face(2.95).text(0, strip: 1) == "Vox")
    #expect(face(2.95).faders[1] == 9000)
  }
}
