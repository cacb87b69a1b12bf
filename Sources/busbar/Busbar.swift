import ArgumentParser
import Desk
import Glibc

@main
struct Busbar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "busbar",
    abstract: "A mixing console made of a Linux box, a sound card and a MIDI fader controller.",
    discussion: """
      Exit statuses: 0 done; 64 wrong usage; 65 a file's content is wrong; 66 a file can't be \
      read; 69 a card, the sequencer or a running desk is missing, busy or refuses; 73 a file \
      can't be made; 74 writing failed.
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self, RenderCommand.self, CheckCommand.self, DevicesCommand.self,
      MonitorCommand.self, SimulateCommand.self, LearnCommand.self, SurfaceCommand.self,
      BenchCommand.self,
      PlotCommand.self,
      ParametersCommand.self, ExplainCommand.self, GetCommand.self, SetCommand.self,
      WatchCommand.self, CopyCommand.self, UndoCommand.self, RedoCommand.self,
    ])

  static func main() {
    // A limit on file sizes is told as a failed write, not by the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      complain("busbar: \(failure)")
      Glibc.exit(failure.status.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}

/// Writes a line to standard error.
func complain(_ line: String) { put(line + "\n", STDERR_FILENO) }

/// Writes text to a descriptor, as far as somebody reads it.
func put(_ text: String, _ descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno != EINTR { return }
    rest = rest.dropFirst(max(0, count))
  }
}
