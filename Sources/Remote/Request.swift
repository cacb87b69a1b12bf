import ConsoleModel
import Units

/// What a client asks for, as far as one can tell without the desk.
enum Request {
  case get([String])
  case set(String, JSON)
  case subscribe([String])
  case unsubscribe([String])
  case list([String])
  case copySends(from: StripID, to: StripID)
  case copyMix(from: BusID, to: BusID)
  case undo
  case redo
  case explain(StripID)

  /// The operations, as requests name them.
  enum Operation: String, CaseIterable {
    case get, set, subscribe, unsubscribe, list
    case copySends = "copy-sends"
    case copyMix = "copy-mix"
    case undo, redo, explain

    /// The keys that it takes, besides `op` and `id`.
    var keys: [String] {
      switch self {
      case .get, .subscribe, .unsubscribe: ["addresses"]
      case .set: ["address", "value"]
      case .list: ["groups"]
      case .copySends, .copyMix: ["from", "to"]
      case .undo, .redo: []
      case .explain: ["strip"]
      }
    }
  }
}

/// Takes a request apart.
struct RequestReader {
  /// The members of the object; none if the line was none.
  private let members: [(String, JSON)]
  /// What the client calls the request: a number or a short text, else null.
  let id: JSON

  /// The most addresses of one request, with wildcards or without.
  static let mostAddresses = 64
  /// The most bytes of a text in a request.
  static let longestText = 128

  /// Reads a line as JSON.
  init(_ line: ArraySlice<UInt8>) throws(RequestFailure) {
    let json: JSON
    do { json = try JSON(utf8: line) } catch { throw RequestFailure(.badJSON, "\(error)") }
    guard case .object(let members) = json else {
      throw RequestFailure(.badRequest, "a request is an object, such as {\"op\": \"get\", …}")
    }
    self.members = members
    let id = json["id"] ?? .null
    self.id = Self.isID(id) ? id : .null
  }

  private static func isID(_ id: JSON) -> Bool {
    switch id {
    case .null, .integer, .number: true
    case .string(let text): text.utf8.count <= longestText
    case .bool, .array, .object: false
    }
  }

  /// The request itself.
  func request() throws(RequestFailure) -> Request {
    let operation = try operation()
    try checkKeys(of: operation)
    switch operation {
    case .get: return .get(try texts("addresses"))
    case .subscribe: return .subscribe(try texts("addresses"))
    case .unsubscribe: return .unsubscribe(try texts("addresses"))
    case .list: return .list(value("groups") == nil ? [] : try texts("groups"))
    case .set:
      guard let value = value("value") else {
        throw RequestFailure(.badRequest, "no 'value' in a 'set'")
      }
      return .set(try text("address"), value)
    case .copySends: return .copySends(from: try strip("from"), to: try strip("to"))
    case .copyMix: return .copyMix(from: try bus("from"), to: try bus("to"))
    case .undo: return .undo
    case .redo: return .redo
    case .explain: return .explain(try strip("strip"))
    }
  }

  private func operation() throws(RequestFailure) -> Request.Operation {
    let name = try text("op")
    if let operation = Request.Operation(rawValue: name) { return operation }
    let names = Request.Operation.allCases.map(\.rawValue)
    throw RequestFailure(
      .unknownOperation,
      "unknown operation '\(name)'; allowed are: \(names.joined(separator: ", "))",
      nearest: nearest(to: name, among: names))
  }

  private func checkKeys(of operation: Request.Operation) throws(RequestFailure) {
    if let id = value("id"), !Self.isID(id) {
      throw RequestFailure(
        .badRequest, "an 'id' is a number or a text of at most \(Self.longestText) bytes")
    }
    let known = ["op", "id"] + operation.keys
    guard let (key, _) = members.first(where: { !known.contains($0.0) }) else { return }
    throw RequestFailure(
      .badRequest,
      "unknown key '\(key.prefix(Self.longestText))' in a '\(operation.rawValue)'; "
        + "allowed are: \(known.joined(separator: ", "))", nearest: nearest(to: key, among: known))
  }

  private func value(_ key: String) -> JSON? { members.first { $0.0 == key }?.1 }

  private func text(_ key: String) throws(RequestFailure) -> String {
    guard let value = value(key) else { throw RequestFailure(.badRequest, "no '\(key)'") }
    return try Self.text(value, of: key)
  }

  private static func text(_ value: JSON, of key: String) throws(RequestFailure) -> String {
    guard case .string(let text) = value else {
      throw RequestFailure(.badRequest, "'\(key)' is no text")
    }
    guard text.utf8.count <= longestText else {
      throw RequestFailure(.badRequest, "a text in '\(key)' has more than \(longestText) bytes")
    }
    return text
  }

  /// One or more texts.
  private func texts(_ key: String) throws(RequestFailure) -> [String] {
    guard case .array(let values) = value(key), !values.isEmpty else {
      throw RequestFailure(.badRequest, "'\(key)' is no list of texts, such as [\"main fader\"]")
    }
    guard values.count <= Self.mostAddresses else {
      throw RequestFailure(
        .tooMany, "\(values.count) \(key); allowed are \(Self.mostAddresses), with wildcards")
    }
    var texts: [String] = []
    for value in values { texts.append(try Self.text(value, of: key)) }
    return texts
  }

  private func strip(_ key: String) throws(RequestFailure) -> StripID {
    let text = try text(key)
    if let id = StripID(text), id.description == text { return id }
    throw RequestFailure(.noSuchStrip, "unknown strip '\(text)' in '\(key)'")
  }

  private func bus(_ key: String) throws(RequestFailure) -> BusID {
    let text = try text(key)
    if let id = BusID(text), id.description == text { return id }
    throw RequestFailure(.noSuchStrip, "unknown bus '\(text)' in '\(key)'")
  }
}
