import Desk
import Glibc
import Testing

/// The program as a user meets it: its exit statuses, its JSON, and what it leaves behind.
@Suite(.enabled(if: Program.path != nil)) struct CommandTests {
  private let folder = Folder()

  /// A render of a tenth of a second that succeeds.
  private func render(_ more: [String] = [], output: String = "out.wav") throws -> [String] {
    let job = try MackieMix(folder: folder, inputSeconds: 0.1).job("job")
    return [
      "render", "--input", job.input ?? "", "--mapping",
      repositoryFile("mappings/mackie-control.yaml"), "--midi", folder.at("hand.mid"), "--output",
      output.hasPrefix("/") ? output : folder.at(output),
    ] + more
  }

  private let given = ["hand.mid", "in.wav"]

  @Test func whatIsDoneEndsWithZero() throws {
    let outcome = Program.run(try render(["--feedback", folder.at("back.mid")]))
    #expect(outcome.status == 0, "\(outcome.complaints)")
    #expect(outcome.output.contains("3.0 s at 48000 Hz"))
    #expect(folder.names == ["back.mid", "hand.mid", "in.wav", "out.wav"])
    #expect(ReadWAV(contents(folder.at("out.wav")))?.channels.first?.count == 144_000)
    #expect(ReadMIDIFile(contents(folder.at("back.mid")))?.events.isEmpty == false)
  }

  @Test func wrongUsageIs64() {
    for arguments in [
      ["render"], ["render", "--output", "x.wav", "--block", "1"], ["mix"], ["run", "--rate", "x"],
      ["bench", "--runs", "0"], ["run", "--demo", "--console", "x"], ["check"],
      ["render", "--output", "x.wav", "--midi", "x.mid"],
    ] {
      let outcome = Program.run(arguments)
      #expect(outcome.status == 64, "\(arguments)")
      #expect(outcome.complaints.contains("Usage: "))
    }
  }

  @Test func aFileWithMistakesIs65() throws {
    let mapping = folder.put("bad.yaml", Array("busbar-mapping: 1\nnam: x\n".utf8))
    for arguments in [
      ["check", mapping], ["run", "--mapping", mapping, "--duration", "0.1"],
      ["render", "--output", folder.at("x.wav"), "--mapping", mapping],
      ["render", "--output", folder.at("x.wav"), "--input", mapping],
    ] {
      let outcome = Program.run(arguments)
      #expect(outcome.status == 65, "\(arguments)")
      #expect(outcome.complaints.contains("bad.yaml"))
    }
    #expect(Program.run(["check", mapping]).complaints.contains("bad.yaml:2:1"))
    #expect(folder.names == ["bad.yaml"])
  }

  @Test func aFileThatIsNotThereIs66() {
    for arguments in [
      ["check", "/nowhere/a.yaml"], ["run", "--console", "/nowhere/a.yaml"],
      ["render", "--output", folder.at("x.wav"), "--input", "/nowhere/a.wav"],
      ["run", "--mapping", "/nowhere/a.yaml"],
    ] {
      let outcome = Program.run(arguments)
      #expect(outcome.status == 66, "\(arguments)")
      #expect(outcome.complaints.contains("/nowhere/a."))
    }
    #expect(folder.names.isEmpty)
  }

  @Test func aCardThatIsNotThereIs69() {
    let outcome = Program.run(["run", "--playback", "hw:9", "--duration", "0.1"])
    #expect(outcome.status == 69)
    #expect(outcome.complaints.contains("hw:9"))
  }

  @Test func aFolderThatIsNotThereIs73() throws {
    let outcome = Program.run(try render(output: "/nowhere/out.wav"))
    #expect(outcome.status == 73, "\(outcome.complaints)")
    #expect(folder.names == given)
  }

  /// Files may grow to 64 KiB, as on a disk that has no more room.
  @Test func aFullDiskIs74AndLeavesNothingHalfWritten() throws {
    let outcome = Program.run(
      try render(["--feedback", folder.at("back.mid")]), mostBlocks: 128)
    #expect(outcome.status == 74, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("out.wav"))
    #expect(folder.names == given)
  }

  @Test func theBuiltInClockRunsTheDemo() {
    let outcome = Program.run(["run", "--duration", "0.3"])
    #expect(outcome.status == 0, "\(outcome.complaints)")
    #expect(outcome.complaints.contains("No sound card: the built-in clock runs the desk"))
    #expect(outcome.output.contains(" blocks, 0 xruns"))
  }
}

/// What `--json` prints.
@Suite(.enabled(if: Program.path != nil)) struct JSONTests {
  @Test func benchIsAnArrayOfMeasurements() throws {
    let outcome = Program.run([
      "bench", "--json", "--runs", "1", "--channels", "8", "--block", "64",
    ])
    #expect(outcome.status == 0)
    let results = try #require(JSONValue(outcome.output)?.elements)
    #expect(!results.isEmpty)
    for result in results {
      // Desks have as many channels as asked for, kernels a bank or a pair.
      let channels = try #require(result["channels"]?.number)
      #expect([8, 16, 1].contains(channels) && result["block"] == .number(64))
      let median = try #require(result["ns_per_channel_frame"]?.number)
      let least = try #require(result["min"]?.number)
      #expect(0 < least && least <= median)
      guard case .string(let name)? = result["name"], case .string(let set)? = result["isa"] else {
        Issue.record("a measurement without name or isa")
        return
      }
      #expect(!name.isEmpty && !set.isEmpty)
    }
    #expect(results.contains { $0["isa"] == .string("baseline") })
  }

  @Test func checkListsWhatItFound() throws {
    let folder = Folder()
    let bad = folder.put("a \"b\".yaml", Array("busbar-mapping: 1\nnam: x\n".utf8))
    let good = repositoryFile("mappings/mackie-control.yaml")
    let outcome = Program.run(["check", "--json", good, bad])
    #expect(outcome.status == 65)
    let files = try #require(JSONValue(outcome.output)?.elements)
    #expect(files.map { $0["file"] } == [.string(good), .string(bad)])
    #expect(files.map { $0["ok"] } == [.bool(true), .bool(false)])
    #expect(files.map { $0["kind"] } == [.string("mapping"), .string("mapping")])
    let findings = try #require(files.last?["findings"]?.elements)
    #expect(findings.contains { $0["line"] == .number(2) && $0["column"] == .number(1) })
  }

  @Test func explainTellsWhyAStripIsSilent() throws {
    let text = """
      busbar-console: 1
      channels: { 3: { name: Hat, fader: -6 dB, vcas: [2] } }
      vcas: { 2: { fader: -inf dB } }
      """
    let folder = Folder()
    let file = folder.put("desk.yaml", Array(text.utf8))
    let told = Program.run(["explain", "--console", file, "channel", "3", "main"])
    #expect(told.status == 0)
    let lines = told.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "channel 3, Hat: silent, because vca 2 stands at -inf")
    #expect(lines.contains { $0.hasPrefix("main: silent, because its fader stands at -inf") })
    let data = Program.run(["explain", "--console", file, "channel 3", "--json"])
    let explanation = try #require(JSONValue(data.output)?.elements?.first)
    #expect(explanation["strip"] == .string("channel 3"))
    #expect(explanation["short"] == .string("VCA 2 -INF"))
    #expect(explanation["heard"] == .bool(false) && explanation["level"] == .null)
    let kinds = explanation["nodes"]?.elements?.compactMap { $0["kind"] }
    #expect(kinds == ["source", "fader", "vca", "assign"].map { .string($0) })
    let limited = """
      busbar-console: 1
      channels: { 1: { fader: 0 dB, sends: { aux 1: 0 dB } } }
      auxes: { 1: { main: yes, limiter: { ceiling: -1 dB } } }
      main: { fader: 0 dB }
      """
    let late = folder.put("late.yaml", Array(limited.utf8))
    let waits = Program.run(["explain", "--console", late, "channel 1"])
    #expect(
      waits.output.hasSuffix("\n\nchannel 1 (post-fader) into main waits 78 frames for aux 1\n"))
    let other = Program.run(["explain", "--console", late, "channel 2", "--rate", "96000"])
    #expect(other.output.hasSuffix("channel 2 (post-fader) into main waits 126 frames for aux 1\n"))
    #expect(Program.run(["explain", "chanel 3"]).status == 64)
  }

  @Test func devicesTellsCardsAndPorts() throws {
    let outcome = Program.run(["devices", "--json"])
    #expect(outcome.status == 0)
    let devices = try #require(JSONValue(outcome.output))
    #expect(devices["cards"]?.elements != nil && devices["midi_ports"]?.elements != nil)
    #expect(devices["instruction_sets"]?.elements?.first == .string("baseline"))
  }

  @Test func theTestsOwnReaderIsStrict() {
    for text in ["", "[1,]", "{\"a\":}", "[1] 2", "\"a", "nul", "[1 2]", "{a: 1}", "\"\u{1}\""] {
      #expect(JSONValue(text) == nil, "\(text)")
    }
    #expect(
      JSONValue(" {\"a\": [1, -2.5e3, null, true, \"\\u0041\\n\"]} ")?["a"]?.elements?.count == 5)
  }
}
