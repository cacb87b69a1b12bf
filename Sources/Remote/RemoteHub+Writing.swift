import ConsoleModel

// Lines of many values.
extension RemoteHub {
  /// The most values, or rows of the table, of one line.
  static let mostInALine = 64
  private static let mostRowsInALine = 16
  /// The most parameters that a client is made to watch in one go.
  private static let mostWatched = 512
  /// The most values that are kept as they are written.
  private static let mostWritten = 16_384

  /// Writes the next line of a reply of many parts, or takes the next steps towards a short one.
  func write(
    _ pending: Session.Pending, to client: Int, _ console: Console, _ budget: inout Int
  ) {
    switch pending {
    case .values(let id, let numbers, let next):
      let end = min(next + Self.mostInALine, numbers.count)
      let values = numbers[next..<end].map { value(Int($0), console) }
      let isLast = end == numbers.count
      sessions[client]?.put(Self.line(id, "values", values, isLast: isLast))
      sessions[client]?.pending = isLast ? nil : .values(id: id, numbers: numbers, next: end)
      budget -= values.count + 1
    case .rows(let id, let places, let next):
      let end = min(next + Self.mostRowsInALine, places.count)
      let rows = places[next..<end].map { Array(Parameter.table[$0].json.line.utf8) }
      let isLast = end == places.count
      sessions[client]?.put(Self.line(id, "parameters", rows, isLast: isLast))
      sessions[client]?.pending = isLast ? nil : .rows(id: id, places: places, next: end)
      budget -= 8 * rows.count + 1
    case .subscribing(let id, let numbers, let next):
      let end = min(next + Self.mostWatched, numbers.count)
      budget -= subscribe(client, to: numbers[next..<end], console) + (end - next) / 64 + 1
      let isLast = end == numbers.count
      sessions[client]?.pending =
        isLast ? nil : .subscribing(id: id, numbers: numbers, next: end)
      if isLast { tellCount(id, to: client) }
    }
  }

  func writeChanges(_ numbers: [Int], to client: Int, _ console: Console) {
    var line = Array(#"{"changed":["#.utf8)
    line += numbers.map { value($0, console) }.joined(separator: Array(",".utf8))
    line += Array("]}".utf8)
    sessions[client]?.put(line)
  }

  private static func line(
    _ id: JSON, _ key: String, _ items: [[UInt8]], isLast: Bool
  ) -> [UInt8] {
    var line = Array(#"{"id":\#(id.line),"\#(key)":["#.utf8)
    line += items.joined(separator: Array(",".utf8))
    line += Array((isLast ? "]}" : #"],"more":true}"#).utf8)
    return line
  }

  /// A parameter with its value, written once for all clients that are told it.
  private func value(_ number: Int, _ console: Console) -> [UInt8] {
    if let known = written[number] { return known }
    let address = directory.address(number)
    let value = console.value(of: address) ?? .nan
    let row = address.parameter
    let json = JSON.object([
      ("address", .string(address.description)), ("value", row.json(value)),
      ("text", .string(row.text(value))),
    ])
    let text = Array(json.line.utf8)
    // What nobody watches may change unnoticed.
    guard watch.contains(number) else { return text }
    if written.count >= Self.mostWritten { written.removeAll(keepingCapacity: true) }
    written[number] = text
    return text
  }
}
