import ALSA
import ArgumentParser
import Desk
import Glibc
import MIDI
import Remote

struct MonitorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Print what MIDI devices send, in words.",
    discussion: "Listens to every port, or to those whose client's name contains a text.")

  @Argument(help: "A part of the client's name, such as X-Touch.")
  var name: String?

  @Flag(help: "Print a JSON object a line.")
  var json = false

  @Option(help: "Seconds to listen; without it until a signal comes.")
  var duration: Double?

  func validate() throws {
    guard duration.map({ $0 > 0 && $0 < 1e9 }) ?? true else {
      throw ValidationError("--duration is a number of seconds above 0.")
    }
  }

  func run() throws {
    let monitor: MIDIMonitor
    do { monitor = try MIDIMonitor(name: name) } catch {
      throw Failure(.unavailable, "\(error)")
    }
    for port in monitor.connected { complain("Listening to \(port).") }
    if monitor.connected.isEmpty { complain("No port fits yet; waiting for one to appear.") }
    try monitor.listen(for: duration) { heard in
      let text = json ? line(heard) : "\(seconds(heard.time))  \(heard.source)  \(heard.message)"
      put(text + "\n", STDOUT_FILENO)
    }
  }

  private func line(_ heard: MIDIMonitor.Heard) -> String {
    let bytes = heard.message.bytes.map { JSON.integer(Int($0)) }
    return JSON.object([
      ("seconds", .number(heard.time)), ("source", .string(heard.source)),
      ("message", .string("\(heard.message)")), ("bytes", .array(bytes)),
    ]).line
  }

  private func seconds(_ time: Double) -> String {
    let milliseconds = Int((time * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
