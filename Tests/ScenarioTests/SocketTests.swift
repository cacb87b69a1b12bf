import Desk
import Glibc
import Remote
import Testing

/// The control socket as its users meet it: the program, and the commands that work it.
@Suite(.enabled(if: Program.path != nil)) struct SocketTests {
  private let folder = Folder()
  private var socket: String { folder.at("desk.sock") }

  /// A desk that programs reach; nil if it did not start.
  private func start(_ more: [String] = []) -> Program.Run? {
    let file = folder.put("desk.yaml", Array("busbar-console: 1\nname: Test\n".utf8))
    let arguments = ["run", "--console", file, "--socket", socket, "--duration", "60"]
    guard let run = Program.start(arguments + more) else { return nil }
    for _ in 0..<1_000 where !run.complaints.contains("Programs reach this desk at \(socket).") {
      usleep(10_000)
    }
    return run
  }

  private func desk(_ words: String...) -> Program.Outcome {
    Program.run([words[0], "--socket", socket] + words.dropFirst())
  }

  @Test func commandsReadAndSetARunningDesk() throws {
    let run = try #require(start())
    #expect(
      desk("get", "channel 1..2 fader").output
        == "channel 1 fader: -inf dB\nchannel 2 fader: -inf dB\n")
    #expect(desk("set", "channel 1 fader", "-6 dB").output == "channel 1 fader: -6 dB\n")
    #expect(desk("set", "channel 1 fader", "-7.5").output == "channel 1 fader: -7.5 dB\n")
    #expect(desk("set", "channel * mute", "on").output.split(separator: "\n").count == 32)
    let json = desk("get", "--json", "channel 1 fader", "channel 2 mute").output
    #expect(
      json == #"{"address":"channel 1 fader","value":-7.5,"text":"-7.5 dB"}"# + "\n"
        + #"{"address":"channel 2 mute","value":1,"text":"on"}"# + "\n")
    run.signal(SIGTERM)
    #expect(run.outcome().status == 0)
    #expect(!folder.names.contains("desk.sock"))
  }

  @Test func copiesUndoesAndRedoes() throws {
    let run = try #require(start())
    defer { run.signal(SIGKILL) }
    func copy(_ words: String...) -> Int32 {
      Program.run(["copy"] + words + ["--socket", socket]).status
    }
    _ = desk("set", "channel 1 sends.aux 1.level", "-3 dB")
    #expect(copy("sends", "channel 1", "channel 5") == 0)
    #expect(desk("get", "channel 5 sends.aux 1.level").output.hasSuffix(": -3 dB\n"))
    #expect(copy("mix", "aux 1", "aux 2") == 0)
    #expect(desk("get", "channel 5 sends.aux 2.level").output.hasSuffix(": -3 dB\n"))
    #expect(desk("undo").status == 0)
    #expect(desk("get", "channel 5 sends.aux 2.level").output.hasSuffix(": -inf dB\n"))
    #expect(desk("redo").status == 0)
    #expect(desk("get", "channel 5 sends.aux 2.level").output.hasSuffix(": -3 dB\n"))
    #expect(desk("redo").status == 69)
  }

  @Test func watchPrintsValuesAndThenChanges() throws {
    let run = try #require(start())
    defer { run.signal(SIGKILL) }
    let watch = try #require(Program.start(["watch", "--socket", socket, "channel 1..2 pan"]))
    func wait(for line: String) {
      for _ in 0..<1_000 where !watch.output.contains(line) { usleep(10_000) }
    }
    wait(for: "channel 2 pan: C\n")
    _ = desk("set", "channel 2 pan", "L50")
    wait(for: "channel 2 pan: L50\n")
    watch.signal(SIGINT)
    let outcome = watch.outcome()
    #expect(outcome.status == 0)
    #expect(outcome.output == "channel 1 pan: C\nchannel 2 pan: C\nchannel 2 pan: L50\n")
    // When the desk ends, so does who watches it.
    let second = try #require(Program.start(["watch", "--socket", socket, "main fader"]))
    for _ in 0..<1_000 where second.output.isEmpty { usleep(10_000) }
    run.signal(SIGTERM)
    #expect(second.outcome().status == 69)
    #expect(second.complaints.contains("has ended"))
  }

  @Test func mistakesAreToldInSentences() throws {
    let run = try #require(start())
    defer { run.signal(SIGKILL) }
    for (words, status, sentence) in [
      (["get", "channel 1 fadr"], 64, "did you mean 'fader'?"),
      (["get", "channel 99 fader"], 64, "there is no channel 99"),
      (["set", "main fader", "11 dB"], 64, "out of range"),
      (["set", "main mute", "onn"], 64, "did you mean 'on'?"),
      (["set", "group 1 groups.1", "on"], 69, "loop"),
      (["watch", "vca 1 pan"], 64, "unknown parameter 'pan'"),
    ] {
      let outcome = Program.run([words[0], "--socket", socket] + words.dropFirst())
      #expect(outcome.status == status, "\(words): \(outcome.complaints)")
      #expect(outcome.complaints.contains(sentence), "\(words): \(outcome.complaints)")
      #expect(outcome.output.isEmpty)
    }
    let nowhere = Program.run(["get", "main fader", "--socket", folder.at("none.sock")])
    #expect(nowhere.status == 69)
    #expect(nowhere.complaints.contains("no desk answers at"))
  }

  @Test func aLivingSocketIsRefusedAndADeadOneReplaced() throws {
    let first = try #require(start())
    var file = stat()
    #expect(lstat(socket, &file) == 0)
    #expect(file.st_mode & 0o777 == 0o660)
    #expect(file.st_mode & S_IFMT == S_IFSOCK)
    let second = Program.run(["run", "--socket", socket, "--duration", "1"])
    #expect(second.status == 69)
    #expect(second.complaints.contains("another desk answers at \(socket)"))
    #expect(desk("get", "main fader").status == 0)
    first.signal(SIGKILL)
    first.outcome()
    #expect(folder.names.contains("desk.sock"))
    #expect(desk("get", "main fader").status == 69)
    let third = try #require(start())
    #expect(desk("get", "main fader").status == 0)
    third.signal(SIGINT)
    #expect(third.outcome().status == 0)
    #expect(!folder.names.contains("desk.sock"))
  }

  @Test func whatIsNoSocketStaysAsItIs() {
    let path = folder.put("desk.sock", Array("precious".utf8))
    let outcome = Program.run(["run", "--socket", path, "--duration", "1"])
    #expect(outcome.status == 73)
    #expect(outcome.complaints.contains("is no socket"))
    #expect(contents(path) == Array("precious".utf8))
    #expect(Program.run(["run", "--socket", "/nowhere/x.sock", "--duration", "1"]).status == 73)
    #expect(Program.run(["run", "--socket", "x", "--no-socket"]).status == 64)
  }
}
