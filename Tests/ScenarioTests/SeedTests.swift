import ConsoleModel
import Desk
import Engine
import Glibc
import Testing
import Units

/// A bus scales the sound that passes it; a VCA moves its members and all that follows them.
///
/// Channel 1 goes through group 1 to main, left; its send goes through fx 1, whose return is not in
/// the group, to main, right: the outputs hold the dry and the wet.
@Suite struct SeedTests {
  private let folder = Folder()

  private func console(tap: Tap) -> Console {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs) = (8, 2, 1, 1)
    var console = Console(name: "Seed", size: size)
    console.make(
      .fader(.main, Decibels(-3)), .fader(.channel(1), Decibels(-10)),
      .assign(.channel(1), to: .main, false), .assign(.channel(1), to: BusID(.group, 1), true),
      .sendLevel(.channel(1), to: BusID(.fx, 1), Decibels(-8)),
      .sendTap(.channel(1), to: BusID(.fx, 1), tap), .delay(BusID(.fx, 1), Milliseconds(120)),
      .joinVCA(.channel(1), vca: 1), .pan(.group(1), .left), .pan(.fx(1), .right))
    return console
  }

  /// The dry and the wet in dBFS, once both are steady.
  private func levels(_ console: Console) throws -> (dry: Double, wet: Double) {
    let sine = (0..<48000).map { 0.1 * sin(2 * .pi * Double($0 % 48) / 48) }
    var job = RenderJob(console: console, output: folder.at("out.wav"), instructionSet: .best)
    job.input = folder.put("in.wav", wavBytes([sine], .float))
    _ = try job.run()
    let sound = try #require(ReadWAV(contents(job.output)))
    return (sound.level(0, 0.5...0.9), sound.level(1, 0.5...0.9))
  }

  private func changes(tap: Tap, by edit: ConsoleEdit) throws -> (dry: Double, wet: Double) {
    var console = console(tap: tap)
    let before = try levels(console)
    console.make(edit)
    let after = try levels(console)
    return (after.dry - before.dry, after.wet - before.wet)
  }

  @Test func theLevelsAreThoseOfTheFaders() throws {
    let (dry, wet) = try levels(console(tap: .postFader))
    let sine = decibels(0.1 / 2.0.squareRoot()) + decibels(cos(.pi / 4))
    #expect(abs(dry - (sine - 13)) < 0.01)
    #expect(abs(wet - (sine - 21)) < 0.01)
  }

  @Test func aGroupMakesTheSoundDrier() throws {
    let (dry, wet) = try changes(tap: .postFader, by: .fader(.group(1), Decibels(6)))
    #expect(abs(dry - wet - 6) < 0.01 && abs(wet) < 0.001)
    print("group +6 dB: dry/wet \(dry - wet) dB")
  }

  @Test func aVCAKeepsDryAndWetInProportion() throws {
    let (dry, wet) = try changes(tap: .postFader, by: .fader(.vca(1), Decibels(6)))
    #expect(abs(dry - wet) < 0.01 && abs(dry - 6) < 0.01)
    print("vca +6 dB: dry/wet \(dry - wet) dB")
  }

  @Test func aSendBeforeTheFaderFollowsNeither() throws {
    for edit in [ConsoleEdit.fader(.group(1), Decibels(6)), .fader(.vca(1), Decibels(6))] {
      let (dry, wet) = try changes(tap: .preFader, by: edit)
      #expect(abs(dry - 6) < 0.01 && abs(wet) < 0.001)
    }
  }
}
