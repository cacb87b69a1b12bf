public import ConsoleModel

/// Why a request was not done, as its client is told.
public struct RequestFailure: Error, Hashable, Sendable {
  /// The sorts of failures, as programs tell them apart.
  public enum Code: String, CaseIterable, Sendable {
    /// The line is not JSON.
    case badJSON = "bad-json"
    /// The line is longer than 64 KiB.
    case tooLong = "too-long"
    /// The line is no request: a key is missing, unknown, or of the wrong type.
    case badRequest = "bad-request"
    /// There is no such operation.
    case unknownOperation = "unknown-operation"
    /// The desk has no such strip, bus, VCA or mute group.
    case noSuchStrip = "no-such-strip"
    /// The strip has no such parameter, or the table no such group.
    case noSuchParameter = "no-such-parameter"
    /// The value is none of the parameter's sort.
    case badValue = "bad-value"
    /// The value is beyond what is allowed.
    case outOfRange = "out-of-range"
    /// The console does not allow the edit, such as one that closes a loop.
    case refused
    /// More is asked for than one request may.
    case tooMany = "too-many"
    /// The desk serves as many clients as it can.
    case tooManyClients = "too-many-clients"
  }

  public let code: Code
  /// What is wrong and what is allowed, without a full stop.
  public let message: String
  /// The word that was probably meant.
  public let nearest: String?

  public init(_ code: Code, _ message: String, nearest: String? = nil) {
    self.code = code
    self.message = message
    self.nearest = nearest
  }

  /// What a console refused.
  public init(_ refusal: EditRefusal) {
    let code: Code =
      switch refusal {
      case .noSuch: .noSuchStrip
      case .notOn: .noSuchParameter
      case .outOfRange: .outOfRange
      case .busLoop, .vcaLoop, .vcaTooDeep, .wrongDestination, .cannotLink, .outputTaken: .refused
      }
    self.init(code, refusal.description)
  }

  /// What is no address.
  init(_ mistake: AddressMistake) {
    self.init(
      mistake.sort == "strip" ? .noSuchStrip : .noSuchParameter, mistake.description,
      nearest: mistake.meant())
  }

  /// As a reply carries it.
  var json: JSON {
    let members: [(String, JSON)] = [
      ("code", .string(code.rawValue)), ("message", .string(message)),
    ]
    return .object(members + (nearest.map { [("nearest", .string($0))] } ?? []))
  }
}
