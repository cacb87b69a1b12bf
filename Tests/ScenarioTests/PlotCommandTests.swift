import Glibc
import Testing

/// `busbar plot` and `busbar parameters` as a user meets them.
@Suite(.enabled(if: Program.path != nil)) struct PlotCommandTests {
  private let folder = Folder()

  private func plot(_ arguments: String...) -> Program.Outcome {
    Program.run(["plot"] + arguments)
  }

  @Test func drawsAStripOfAFile() {
    let text = "busbar-console: 1\nchannels: { 3: { name: \"A & B\", high-pass: { on: yes } } }\n"
    let desk = folder.put("desk.yaml", Array(text.utf8))
    let outcome = plot(
      "--console", desk, "--strip", "channel 3", "--output", folder.at("eq.svg"))
    #expect(outcome.status == 0, "\(outcome.complaints)")
    let svg = String(decoding: contents(folder.at("eq.svg")), as: UTF8.self)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("High-pass and equaliser of channel 3, A &amp; B"))
  }

  @Test func drawsAllIntoANewFolder() throws {
    let place = folder.at("pictures")
    let outcome = plot("--all", place)
    #expect(outcome.status == 0, "\(outcome.complaints)")
    let names = ["fader", "eq-top", "reverb-decay", "limiter"]
    for name in names { #expect(!contents("\(place)/\(name).svg").isEmpty, "\(name)") }
    #expect(Program.run(["plot", "--all", place]).status == 0)
    // What the test's folder can't tidy up by itself.
    let list = try #require(opendir(place))
    while let entry = readdir(list) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink("\(place)/\(name)")
    }
    closedir(list)
    rmdir(place)
  }

  @Test func mistakesAreTold() {
    let out = folder.at("x.svg")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (["--strip", "chanel 3", "--output", out], 64, "did you mean 'channel 3'?"),
      (["--strip", "vca 1", "--output", out], 64, "there is no strip 'vca 1'"),
      (["--strip", "channel 33", "--output", out], 64, "there is no strip 'channel 33'"),
      (
        ["--strip", "channel 3", "--picture", "limiter", "--output", out], 64,
        "channel 3 has no limiter; it has equaliser, gate, gate-times"
      ),
      (["--strip", "main", "--picture", "filter", "--output", out], 64, "Usage: "),
      (["--strip", "main"], 64, "Usage: "), ([], 64, "Usage: "),
      (["--all", folder.path, "--strip", "main"], 64, "Usage: "),
      (["--console", "/nowhere/a.yaml", "--strip", "main", "--output", out], 66, "/nowhere/a"),
      (["--strip", "main", "--output", "/nowhere/x.svg"], 73, "/nowhere/x.svg: can't be made"),
      (["--all", "/nowhere/pictures"], 73, "/nowhere/pictures: can't be made"),
      (["--all", "/dev/null"], 73, "/dev/null"),
    ]
    for (arguments, status, words) in cases {
      let outcome = Program.run(["plot"] + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome.complaints)")
      #expect(outcome.complaints.contains(words), "\(arguments): \(outcome.complaints)")
    }
    #expect(folder.names.isEmpty)
  }

  @Test func parametersAreListed() throws {
    let outcome = Program.run(["parameters", "--json", "gate", "width"])
    #expect(outcome.status == 0)
    let rows = try #require(JSONValue(outcome.output)?.elements)
    let range = try #require(rows.first { $0["key"] == .string("gate.range") })
    #expect(range["lowest"] == .number(-80) && range["unit"] == .string("dB"))
    #expect(rows.contains { $0["key"] == .string("width") })
    #expect(!rows.contains { $0["key"] == .string("order") })
    #expect(Program.run(["parameters"]).output.contains("gate.range: -80…0 dB; -40 dB by default"))
    let wrong = Program.run(["parameters", "gates"])
    #expect(wrong.status == 64 && wrong.complaints.contains("There are no parameters 'gates'"))
  }
}
