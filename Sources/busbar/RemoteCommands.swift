import ArgumentParser
import Desk
import Glibc
import Remote

/// Which running desk is meant, and how its answer is printed.
struct RemoteOptions: ParsableArguments {
  @Option(help: "Where the desk listens; by default where 'busbar run' does.")
  var socket: String?

  @Flag(help: "Print JSON: an object a line.")
  var json = false

  func connect() throws -> RemoteClient {
    try RemoteClient(socket ?? SocketPath.standardPath)
  }

  /// Prints a parameter with its value.
  func show(_ value: JSON) {
    guard !json, case .string(let address)? = value["address"],
      case .string(let text)? = value["text"]
    else { return put(value.line + "\n", STDOUT_FILENO) }
    put("\(address): \(text)\n", STDOUT_FILENO)
  }

  /// Prints what lines of a reply tell.
  func show(_ lines: [JSON]) {
    for line in lines {
      if case .array(let values)? = line["values"] {
        for value in values { show(value) }
      } else if json {
        guard case .object(let members) = line else { continue }
        put(JSON.object(members.filter { $0.0 != "id" }).line + "\n", STDOUT_FILENO)
      } else if case .string(let step)? = line["step"] {
        put("\(step)\n", STDOUT_FILENO)
      }
    }
  }
}

/// What addresses are, for the help.
private let addressHelp: ArgumentHelp =
  "Such as 'channel 3 fader', 'channel * mute', 'aux 1..4 *'; see 'busbar parameters'."

/// Addresses as a request carries them.
private func list(_ addresses: [String]) -> [(String, JSON)] {
  [("addresses", .array(addresses.map { .string($0) }))]
}

struct GetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Print what parameters of a running desk are set to.")

  @OptionGroup var remote: RemoteOptions

  @Argument(help: addressHelp)
  var addresses: [String]

  func run() throws {
    remote.show(try remote.connect().ask("get", list(addresses)))
  }
}

struct SetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Set a parameter of a running desk, or all that an address with wildcards means.",
    discussion: """
      A value is spelt as in a console file ('-6 dB', on, pre-fader, L50), or a number in the unit \
      of the parameter. If one of several can't be set, none is. Prints what is set.
      """)

  @OptionGroup var remote: RemoteOptions

  @Argument(help: addressHelp)
  var address: String

  @Argument(parsing: .allUnrecognized, help: "The value.")
  var value: [String]

  func validate() throws {
    guard value.count == 1 else {
      throw ValidationError("One value is set; there are \(value.count).")
    }
  }

  func run() throws {
    let number = try? JSON(utf8: value[0].utf8)
    let json: JSON =
      switch number {
      case .integer, .number: number ?? .null
      default: .string(value[0])
      }
    remote.show(try remote.connect().ask("set", [("address", .string(address)), ("value", json)]))
  }
}

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Print parameters of a running desk, and again whenever they change.",
    discussion: "Whoever reads slowly misses what was in between, never the newest values.")

  @OptionGroup var remote: RemoteOptions

  @Option(help: "Seconds to watch; without it until a signal comes.")
  var duration: Double?

  @Argument(help: addressHelp)
  var addresses: [String]

  func validate() throws {
    guard duration.map({ $0 > 0 && $0 < 1e9 }) ?? true else {
      throw ValidationError("--duration is a number of seconds above 0.")
    }
  }

  func run() throws {
    let client = try remote.connect()
    try client.ask("subscribe", list(addresses))
    try client.listen(for: duration) { remote.show($0) }
  }
}

struct CopyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Copy sends on a running desk.",
    subcommands: [Sends.self, Mix.self])

  struct Sends: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a strip the sends of another.")

    @OptionGroup var remote: RemoteOptions

    @Argument(help: "The strip whose sends are copied, such as 'channel 1'.")
    var from: String

    @Argument(help: "The strip that gets them.")
    var to: String

    func run() throws { try remote.copy("copy-sends", from, to) }
  }

  struct Mix: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send to a bus, from everywhere, what is sent to another.")

    @OptionGroup var remote: RemoteOptions

    @Argument(help: "The bus whose mix is copied, such as 'aux 1'.")
    var from: String

    @Argument(help: "The bus that gets it.")
    var to: String

    func run() throws { try remote.copy("copy-mix", from, to) }
  }
}

extension RemoteOptions {
  fileprivate func copy(_ operation: String, _ from: String, _ to: String) throws {
    show(try connect().ask(operation, [("from", .string(from)), ("to", .string(to))]))
  }
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back the last edit of a running desk.")

  @OptionGroup var remote: RemoteOptions

  func run() throws { remote.show(try remote.connect().ask("undo", [])) }
}

struct RedoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo", abstract: "Make the edit of a running desk again that was taken back.")

  @OptionGroup var remote: RemoteOptions

  func run() throws { remote.show(try remote.connect().ask("redo", [])) }
}
