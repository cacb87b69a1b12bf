import ConsoleModel
import Glibc
import Remote
import Units

/// How much larger than in CI a random test is to be.
let testScale: Int = getenv("BUSBAR_TEST_SCALE").flatMap { Int(String(cString: $0)) } ?? 1

/// A repeatable stream of random numbers: SplitMix64 of Steele, Lea and Flood, 2014.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
    return bits ^ bits >> 31
  }
}

/// A desk that is nothing but its console.
struct BareDesk: RemoteDesk {
  var console: Console
  private var history = EditHistory()

  init(console: Console) { self.console = console }

  mutating func make(all edits: [ConsoleEdit], at now: UInt64 = 0) throws(EditRefusal) {
    var copy = console
    for edit in edits { try copy.apply(edit) }
    history.note(edits, from: console, to: copy, at: now)
    console = copy
  }

  mutating func undo() -> String? { take(history.undo(console)) }

  mutating func redo() -> String? { take(history.redo(console)) }

  private mutating func take(_ change: EditHistory.Change?) -> String? {
    if let change { console = change.console }
    return change?.description
  }
}

/// A desk with a door, and what its clients read.
struct Door {
  var desk: BareDesk
  var hub: RemoteHub
  /// The bytes that each client has read and that were no whole line yet.
  private var rest: [Int: [UInt8]] = [:]
  private var now: UInt64 = 0

  init(_ console: Console = .small, clients: Int = 1) {
    desk = BareDesk(console: console)
    hub = RemoteHub(console: console)
    for client in 0..<clients { hub.connect(client) }
    for client in 0..<clients { _ = read(client) }
  }

  /// One turn of the door, as the control loop makes it.
  mutating func turn(budget: Int = 100_000) {
    var budget = budget
    now += 10_000_000
    hub.answer(&desk, at: now, within: &budget)
    hub.follow(desk.console)
    hub.write(desk.console, within: &budget)
  }

  /// Sends text as it is.
  mutating func send(_ text: String, from client: Int = 0) {
    hub.receive(Array(text.utf8), from: client)
  }

  /// What a client was sent, line by line; reads at most so many bytes.
  mutating func read(_ client: Int = 0, most: Int = .max) -> [JSON] {
    let bytes = hub.output(of: client).prefix(most)
    var text = rest[client, default: []] + bytes
    hub.sent(bytes.count, to: client)
    var lines: [JSON] = []
    while let end = text.firstIndex(of: 10) {
      do { lines.append(try JSON(utf8: text[..<end])) } catch {
        preconditionFailure("\(error): \(String(decoding: text, as: UTF8.self))")
      }
      text.removeSubrange(...end)
    }
    rest[client] = text
    return lines
  }

  /// Sends a request and takes turns until all is said.
  mutating func ask(_ request: String, from client: Int = 0) -> [JSON] {
    send(request + "\n", from: client)
    var lines: [JSON] = []
    repeat {
      turn()
      lines += read(client)
    } while hub.isBusy
    return lines
  }

  /// The code of the only answer to a request, or `ok`.
  mutating func code(_ request: String) -> String {
    let lines = ask(request)
    guard lines.count == 1, let line = lines.first else { return "\(lines.count) lines" }
    return line["error"]?["code"]?.text ?? "ok"
  }
}

extension Console {
  /// Two of each, so that every parameter exists and nothing takes long.
  static let small: Console = {
    var size = ConsoleSize()
    size.channels = 3
    size.groups = 2
    size.auxes = 2
    size.fxs = 2
    size.matrices = 1
    size.vcas = 2
    size.muteGroups = 2
    return Console(name: "Small", size: size)
  }()
}

extension JSON {
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  var elements: [JSON] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }
}

/// The values that lines tell, by addresses, in order.
func values(_ lines: [JSON], _ key: String = "values") -> [(address: String, value: JSON)] {
  lines.flatMap { $0[key]?.elements ?? [] }.map {
    ($0["address"]?.text ?? "", $0["value"] ?? .null)
  }
}

extension RemoteHub {
  /// Whether anything is left to be said.
  var isBusy: Bool { hasWork || nextTelling != nil }
}
