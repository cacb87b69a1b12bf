import ALSA
import ArgumentParser
import Desk
import Glibc
import Learning
import Surface
import Units

struct SurfaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surface",
    abstract: "Measure a controller that is plugged in, and write its mapping's numbers.",
    subcommands: [SurfaceTestCommand.self, SurfaceCalibrateCommand.self])
}

/// Which unit of which mapping, and where the changed copy goes.
struct SurfaceOptions: ParsableArguments {
  @Argument(help: "The controller's mapping file.")
  var mapping: String

  @Option(help: "The unit, by its name; without it the first.")
  var unit: String?

  @Option(help: "Where to write a copy of the mapping in which the measured numbers are changed.")
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false
}

/// A unit that is plugged in, with its mapping and the text of that.
struct PluggedUnit {
  let options: SurfaceOptions
  let profile: UnitProfile
  var text: MappingText
  let session: DialogueSession

  init(_ options: SurfaceOptions, client: String) throws {
    self.options = options
    if let output = options.output, !options.force { try Files.refuseToReplace(output) }
    let bytes = try Files.bytes(options.mapping)
    let mapping = try loadMappings([options.mapping])[0]
    let index = try Self.index(options.unit, mapping)
    profile = mapping.units[index]
    text = MappingText(bytes, file: options.mapping)
    let sequencer = try openSequencer(client)
    session = try DialogueSession(
      try DeviceSearch.unit(index, of: mapping, sequencer), sequencer)
    complain("\(profile.name) is \(session.ports[0].clientName).")
  }

  private static func index(_ name: String?, _ mapping: Mapping) throws -> Int {
    let names = mapping.units.map(\.name)
    guard let name else { return 0 }
    if let index = names.firstIndex(of: name) { return index }
    throw Failure(.usage, "\(mapping.name) has no unit '\(name)'\(listed(names, near: name))")
  }

  /// Finds faders by their names; those of `names` that are none are a mistake.
  func faders(_ names: [String]) throws -> [FaderTarget] {
    let all = profile.faders.map(\.name)
    for name in names where !all.contains(name) {
      throw Failure(.usage, "\(profile.name) has no fader '\(name)'\(listed(all, near: name))")
    }
    let targets = SurfaceTest.targets(of: profile, in: text, named: names)
    guard !targets.isEmpty else {
      throw Failure(.badFile, "\(options.mapping): \(profile.name) has no faders in its layout")
    }
    return targets
  }

  /// Talks to the person; what was found by then is kept when the sequencer fails.
  func run<Talk: Dialogue>(_ talk: Talk) -> (talk: Talk, problem: Failure?) {
    var greeted = Greeted(talk, to: profile)
    do throws(Failure) {
      try session.run(&greeted) { put($0 + "\n", STDOUT_FILENO) }
    } catch { return (greeted.talk, error) }
    return (greeted.talk, nil)
  }

  /// Writes the changed copy where it was asked for.
  func write(_ changed: MappingText, _ what: String) throws {
    guard let output = options.output else {
      put("\(what) Nothing is written without --output.\n", STDOUT_FILENO)
      return
    }
    let content = String(decoding: changed.bytes, as: UTF8.self)
    let mistakes = Files.mistakes(inMapping: content, of: output)
    guard mistakes.isEmpty else {
      throw Failure(
        .badFile,
        "\(output) was not written, as it would be wrong:\n" + mistakes.joined(separator: "\n")
          + "\n" + content)
    }
    try Files.write(content, to: output)
    put("\(what) Written to \(output).\n", STDOUT_FILENO)
  }
}

private func listed(_ names: [String], near name: String) -> String {
  "; it has \(names.joined(separator: ", "))"
    + (nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ".")
}

struct SurfaceTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Measure what its faders need: top, step, echo, dead time, touch, travel.",
    discussion: """
      Asks for a hand where one is needed, and tells in a table what was measured beside what the \
      file says. With --output it writes a copy of the file in which these numbers are changed or \
      added and every other byte is kept. 'skip' leaves a fader as it is; Ctrl-C or the end of the \
      input ends the test with what was measured by then.
      """)

  @OptionGroup var options: SurfaceOptions

  @Option(help: "A fader to test, by its name; may be repeated. Without it, the first of each row.")
  var fader: [String] = []

  func run() throws {
    let unit = try PluggedUnit(options, client: "Busbar surface test")
    let (test, problem) = unit.run(SurfaceTest(try unit.faders(fader)))
    for line in test.table { put(line + "\n", STDOUT_FILENO) }
    var text = unit.text
    let count: Int
    do { count = try test.apply(to: &text) } catch { throw Failure(.badFile, "\(error)") }
    guard !test.isEmpty else {
      throw problem ?? Failure(.unavailable, "nothing was measured")
    }
    let isRight = count == 0 && !test.hasRemarks
    try unit.write(text, isRight ? "The file is right." : "Numbers that differ: \(count).")
    if let problem { throw problem }
  }
}

struct SurfaceCalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Find the numbers that a fader sends at the levels that are printed beside it.",
    discussion: """
      Put the fader on each mark and press Enter. With --output it writes a copy of the file with \
      that `scale` in the fader's row; every other byte is kept.
      """)

  @OptionGroup var options: SurfaceOptions

  @Option(help: "The fader, by its name; without it the first.")
  var fader: String?

  @Option(help: "What is printed, in dB.")
  var marks = PrintedMark.usual

  func run() throws {
    let printed: [PrintedMark]
    switch PrintedMark.list(marks) {
    case .success(let list): printed = list
    case .failure(let mistake): throw Failure(.usage, "--marks: \(mistake)")
    }
    let unit = try PluggedUnit(options, client: "Busbar calibration")
    let target = try unit.faders(fader.map { [$0] } ?? [])[0]
    let (calibration, problem) = unit.run(Calibration(target, marks: printed))
    for line in calibration.table { put(line + "\n", STDOUT_FILENO) }
    switch calibration.scale {
    case .failure where problem != nil: break
    case .failure(let mistake):
      throw Failure(.badFile, "\(target.name) was not calibrated: \(mistake)")
    case .success(let scale):
      var text = unit.text
      do { try calibration.apply(scale, to: &text) } catch { throw Failure(.badFile, "\(error)") }
      try unit.write(text, "\(scale.count) marks.")
    }
    if let problem { throw problem }
  }
}
