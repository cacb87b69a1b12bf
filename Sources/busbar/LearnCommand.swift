import ALSA
import ArgumentParser
import Desk
import Glibc
import Learning
import Surface

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Learn a controller that nobody has described, and write its mapping file.",
    discussion: """
      Listens to a client of the sequencer (`busbar devices` lists them):

      \(Learner.usage)

      At the end it tries what can't be heard: motors and lamps. Ctrl-C, or the end of the input, \
      ends it early; what was learnt is written in any case.
      """)

  @Argument(help: "The client's name, or a part of it.")
  var client: String?

  @Option(help: "The mapping file to write.")
  var output: String

  @Flag(help: "Replace a file that is there.")
  var force = false

  func run() throws {
    if !force { try Files.refuseToReplace(output) }
    let sequencer = try openSequencer("Busbar learn")
    let session = try DialogueSession(
      try DeviceSearch.client(named: client, sequencer), sequencer)
    let device = session.ports[0].clientName
    complain("Listening to \(device).")
    var learner = Learner(device: device)
    var problem: Failure?
    do throws(Failure) {
      try session.run(&learner) { put($0 + "\n", STDOUT_FILENO) }
    } catch { problem = error }  // what was learnt is written first
    try write(learner, session)
    if let problem { throw problem }
  }

  private func write(_ learner: Learner, _ session: DialogueSession) throws {
    let port = session.speaker ?? session.ports[0]
    let device = LearntDevice(
      client: port.clientName, port: session.ports.count > 1 ? port.portName : nil,
      usb: port.usb.map { UInt32($0.vendor) << 16 | UInt32($0.product) })
    guard let text = learner.mapping(of: device) else {
      throw Failure(.unavailable, "nothing was learnt of \(port.clientName); no file was written")
    }
    do { try Files.write(text, to: output) } catch {
      put(text, STDOUT_FILENO)  // so that an hour's work is not lost to a full disk
      throw error
    }
    let mistakes = Files.mistakes(inMapping: text, of: output)
    guard mistakes.isEmpty else {
      throw Failure(
        .badFile,
        "\(output) was written, but is not right yet:\n" + mistakes.joined(separator: "\n"))
    }
    let count = learner.controls.count
    put("\(output): \(count) control\(count == 1 ? "" : "s").\n", STDOUT_FILENO)
  }
}

/// Opens a client of the sequencer.
func openSequencer(_ name: String) throws -> Sequencer {
  do { return try Sequencer(name: name) } catch { throw Failure(.unavailable, "\(error)") }
}
