import ConsoleFile
import ConsoleModel
import Units

// What requests do.
extension RemoteHub {
  /// The most parameters that one `set` may mean.
  static let mostSet = 256

  /// Answers one line.
  func answer(
    _ line: LineBuffer.Line, of client: Int, _ desk: inout some RemoteDesk, _ budget: inout Int
  ) {
    guard case .text(let bytes) = line else {
      let failure = RequestFailure(
        .tooLong, "a line has more than \(LineBuffer.longest) bytes")
      sessions[client]?.put(Self.reply(.null, failure))
      return
    }
    budget -= bytes.count / 64
    var id = JSON.null
    do {
      let reader = try RequestReader(bytes)
      id = reader.id
      try perform(try reader.request(), id, of: client, &desk, &budget)
    } catch {
      // A mistake is looked for among hundreds of words.
      budget -= 4 * Self.requestCost
      sessions[client]?.put(Self.reply(id, error))
    }
  }

  private static func reply(_ id: JSON, _ failure: RequestFailure) -> JSON {
    .object([("id", id), ("error", failure.json)])
  }

  private func perform(
    _ request: Request, _ id: JSON, of client: Int, _ desk: inout some RemoteDesk,
    _ budget: inout Int
  ) throws(RequestFailure) {
    switch request {
    case .get(let addresses): tell(try numbers(addresses, &budget), id, to: client)
    case .set(let address, let value):
      let numbers = try set(address, to: value, &desk, &budget)
      tell(numbers, id, to: client)
    case .subscribe(let addresses):
      let numbers = try numbers(addresses, &budget).map(UInt32.init)
      sessions[client]?.pending = .subscribing(id: id, numbers: numbers, next: 0)
    case .unsubscribe(let addresses):
      unsubscribe(client, from: try numbers(addresses, &budget), id)
    case .list(let groups):
      sessions[client]?.pending = .rows(id: id, places: try Self.rows(groups), next: 0)
    case .copySends(let source, let strip):
      try make([.copySends(from: source, to: strip)], &desk)
      confirm(id, to: client)
    case .copyMix(let source, let bus):
      try make([.copyMix(from: source, to: bus)], &desk)
      confirm(id, to: client)
    case .undo: try confirm(id, to: client, step: desk.undo(), "undo")
    case .redo: try confirm(id, to: client, step: desk.redo(), "redo")
    case .explain(let strip):
      guard let explanation = desk.console.explanation(of: strip) else {
        throw RequestFailure(.noSuchStrip, "there is no \(strip)")
      }
      budget -= 4 * Self.requestCost
      sessions[client]?.put(
        .object([
          ("id", id), ("explanation", JSON(explanation)),
          ("text", .string(explanation.description)),
        ]))
    }
  }

  /// Tells what was undone or redone.
  private func confirm(
    _ id: JSON, to client: Int, step: String?, _ word: String
  ) throws(RequestFailure) {
    guard let step else { throw RequestFailure(.refused, "there is nothing to \(word)") }
    sessions[client]?.put(.object([("id", id), ("done", .bool(true)), ("step", .string(step))]))
  }

  private func make(
    _ edits: [ConsoleEdit], _ desk: inout some RemoteDesk
  ) throws(RequestFailure) {
    do { try desk.make(all: edits, at: now) } catch { throw RequestFailure(error) }
  }

  private func confirm(_ id: JSON, to client: Int) {
    sessions[client]?.put(.object([("id", id), ("done", .bool(true))]))
  }

  private func tell(_ numbers: [Int], _ id: JSON, to client: Int) {
    sessions[client]?.pending = .values(id: id, numbers: numbers.map(UInt32.init), next: 0)
  }

  /// The parameters that some texts mean.
  private func numbers(
    _ addresses: [String], _ budget: inout Int
  ) throws(RequestFailure) -> [Int] {
    var numbers: [Int] = []
    for address in addresses {
      numbers += try directory.numbers(address)
      guard numbers.count <= directory.count else {
        throw RequestFailure(
          .tooMany, "that names more parameters than the desk has; it has \(directory.count)")
      }
    }
    budget -= numbers.count / 128
    return numbers
  }

  /// The rows of some groups of the table, or of all.
  private static func rows(_ groups: [String]) throws(RequestFailure) -> [Int] {
    for group in groups where !ParameterTable.groups.contains(group) {
      throw RequestFailure(
        .noSuchParameter,
        "unknown group '\(group)'; there are \(ParameterTable.groups.joined(separator: ", "))",
        nearest: nearest(to: group, among: ParameterTable.groups))
    }
    return Parameter.table.indices.filter {
      groups.isEmpty || groups.contains(Parameter.table[$0].group)
    }
  }
}

// Setting.
extension RemoteHub {
  /// Sets one parameter, or all that a text means, or none.
  private func set(
    _ address: String, to value: JSON, _ desk: inout some RemoteDesk, _ budget: inout Int
  ) throws(RequestFailure) -> [Int] {
    let numbers = try directory.numbers(address)
    guard numbers.count <= Self.mostSet else {
      throw RequestFailure(
        .tooMany, "'\(address)' names \(numbers.count) parameters; at most \(Self.mostSet) are set")
    }
    budget -= 4 * numbers.count
    var edits: [ConsoleEdit] = []
    for number in numbers {
      let address = directory.address(number)
      let value = try Self.number(value, address.parameter, desk.console)
      do { edits.append(try address.edit(value)) } catch { throw RequestFailure(error) }
    }
    try make(edits, &desk)
    return numbers
  }

  /// A value of a row: a number in its unit, a text as in a console file, or a switch.
  private static func number(
    _ value: JSON, _ row: Parameter, _ console: Console
  ) throws(RequestFailure) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .bool(let isOn) where row.unit == .onOff: return isOn ? 1 : 0
    case .string(let text):
      guard text.utf8.count <= RequestReader.longestText else {
        throw RequestFailure(
          .badValue, "a value is a text of at most \(RequestReader.longestText) bytes")
      }
      do { return try row.value(of: text, in: console) } catch {
        throw RequestFailure(
          error.isOutOfRange ? .outOfRange : .badValue, error.message,
          nearest: row.words.flatMap { nearest(to: text, among: $0) })
      }
    default:
      throw RequestFailure(
        .badValue, "'\(row.path)' takes a number or a text; allowed are \(row.allowed)")
    }
  }
}

// Subscribing.
extension RemoteHub {
  /// Makes a client watch some of the parameters that it has asked for, and says what that cost.
  func subscribe(_ client: Int, to numbers: some Sequence<UInt32>, _ console: Console) -> Int {
    guard let session = sessions[client] else { return 0 }
    var newlyWatched = 0
    for number in numbers.lazy.map(Int.init) where session.subscribed.insert(number) {
      session.changed.insert(number)
      if watch.insert(number, console, directory) { newlyWatched += 1 }
    }
    return newlyWatched / 8
  }

  private func unsubscribe(_ client: Int, from numbers: [Int], _ id: JSON) {
    for number in numbers {
      guard sessions[client]?.subscribed.remove(number) ?? false else { continue }
      sessions[client]?.changed.remove(number)
      unwatch(number)
    }
    tellCount(id, to: client)
  }

  func tellCount(_ id: JSON, to client: Int) {
    let count = sessions[client]?.subscribed.count ?? 0
    sessions[client]?.put(.object([("id", id), ("subscribed", .integer(count))]))
  }
}

extension Parameter {
  /// The words that a value may be.
  fileprivate var words: [String]? {
    switch unit {
    case .words(let words): words
    case .onOff: ["off", "on"]
    default: nil
    }
  }
}
