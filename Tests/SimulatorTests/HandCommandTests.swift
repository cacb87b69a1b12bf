import MIDI
import Simulator
import Surface
import Testing

@Suite struct HandCommandTests {
  private func read(_ line: String) throws -> Result<HandCommand?, CommandMistake> {
    let mapping = try mackieControl()
    do throws(CommandMistake) {
      return .success(
        try HandCommand.read(line, on: mapping.units[0], units: mapping.units.map(\.name)))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    ("fader 3 -10 dB", HandCommand.move(fader: 2, to: 8184)),
    ("fader 3 8000", .move(fader: 2, to: 8000)),
    ("move 3 -inf dB", .move(fader: 2, to: 0)),
    ("Fader 3 50%", .move(fader: 2, to: 8184)),
    ("master +10dB", .move(fader: 8, to: 16368)),
    ("touch 3", .touch(fader: 2)),
    ("release master  # lets go", .release(fader: 8)),
    ("turn pot 1 -3", .turn(encoder: 0, clicks: -3)),
    ("unit extender 2", .unit(2)),
    ("wait 0.5 s", .wait(500_000_000)),
    ("wait 20 ms", .wait(20_000_000)),
    ("quit", .quit),
  ])
  func readsWhatAHandDoes(line: String, command: HandCommand) throws {
    #expect(try read(line) == .success(command))
  }

  @Test func readsKeysByTheNamesOfTheFile() throws {
    let unit = try mackieControl().units[0]
    let mute = try #require(unit.buttons.firstIndex { $0.name == "mute 2" })
    #expect(try read("press mute 2") == .success(.press(mute)))
    #expect(try read("hold mute 2") == .success(.hold(mute)))
    #expect(try read("release mute 2") == .success(.letGo(mute)))
    #expect(try read("  # nothing") == .success(nil))
  }

  @Test(arguments: [
    ("pres mute 2", "'pres' is no command; did you mean 'press'?"),
    ("press mutt 2", "there is no key 'mutt 2'; did you mean 'mute 2'?"),
    ("fader 9 0 dB", "there is no fader in 'fader 9 0 db'; it has fader 1..8, master."),
    ("fader 3 12 dB", "a fader goes up to +10 dB, not 12 db."),
    ("fader 3 -5", "'-5' is no place; allowed are -10 dB, 50 % and numbers from 0 to 16368."),
    ("fader 3 16369", "'16369' is no place; allowed are -10 dB, 50 % and numbers from 0 to 16368."),
    ("fader 3", "'fader 3' goes where?"),
    ("turn pot 1", "'turn' wants an encoder and a number of clicks, such as 'turn pot 1 +3'."),
    ("unit extendr 1", "there is no unit 'extendr 1'; did you mean 'extender 1'?"),
    ("wait long", "'wait' wants a time such as 500 ms or 2 s, up to an hour."),
    ("quit now", "'quit' stands alone."),
    ("press", "which key?"),
  ])
  func saysWhatIsWrong(line: String, sentence: String) throws {
    #expect(try read(line) == .failure(CommandMistake(description: sentence)))
  }
}
