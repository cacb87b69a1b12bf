/// A row of the table together with the bus, VCA or mute group that its path names, if any.
///
/// Its text is the path: `gate.threshold`, `groups.2`, `sends.aux 2.level`, `vcas.3`.
public struct ParameterKey: Hashable, Sendable {
  public let id: ParameterID
  /// The bus that the `*` of the row's path stands for.
  public let bus: BusID?
  /// The number, from 1, of the VCA or mute group that the `*` stands for.
  public let number: Int?

  /// Makes a key of a row that names no bus.
  public init(_ setting: Setting) { self.init(.setting(setting), nil) }

  /// Makes a key of a control; `bus` is one of the row's `destinations` where it has any.
  public init(_ control: Control, to bus: BusID? = nil) { self.init(.control(control), bus) }

  /// Makes a key of a row by what it is about.
  public init(_ id: ParameterID, _ bus: BusID? = nil) {
    self.id = id
    self.bus = id.parameter.destinations.isEmpty ? nil : bus
    number = nil
  }

  /// Makes a key of a membership, by the number from 1 of the VCA or mute group.
  public init(_ control: Control, of number: Int) {
    id = .control(control)
    bus = nil
    self.number = control.parameter.membership == nil ? nil : number
  }

  public var parameter: Parameter { id.parameter }
}

extension ParameterKey: CustomStringConvertible {
  public var description: String {
    parameter.path.split(separator: ".").map { key in
      guard key == "*" else { return String(key) }
      return number.map { "\($0)" } ?? bus.map { parameter.word(for: $0) } ?? "*"
    }.joined(separator: ".")
  }

  /// Reads such a text.
  ///
  /// - Parameters:
  ///   - text: The path, with a bus in the place of its `*`.
  ///   - kinds: The strips that one of has to have the parameter; of several rows with the same path
  ///     the first is meant.
  /// - Throws: What is wrong with it, and the nearest word that would be right.
  public init(_ text: some StringProtocol, on kinds: Set<StripKind>) throws(AddressMistake) {
    let keys = String(text).split(separator: Character("."), omittingEmptySubsequences: false)
      .map(String.init)
    let rows = Self.rows(keys).filter { !$0.row.kinds.isDisjoint(with: kinds) }
    guard let (row, word) = rows.first else {
      let others = Parameter.table.filter { !$0.kinds.isDisjoint(with: kinds) }
      throw AddressMistake(
        sort: "parameter", word: String(text), known: others.map { $0.path(like: keys) })
    }
    guard let word else {
      self.init(row.id)
      return
    }
    if let kind = row.membership, case .control(let control) = row.id {
      guard let number = Int(word), number >= 1, "\(number)" == word else {
        throw AddressMistake(sort: kind.rawValue, word: word, known: ["1"])
      }
      self.init(control, of: number)
      return
    }
    guard let bus = row.bus(for: word) else {
      throw AddressMistake(sort: "bus", word: word, known: row.busWords)
    }
    self.init(row.id, bus)
  }

  /// The rows of the table that have a path, and what stands in the place of its `*`.
  private static func rows(_ keys: [String]) -> [(row: Parameter, word: String?)] {
    var found: [(row: Parameter, word: String?)] = []
    for row in byPath[keys.joined(separator: ".")] ?? [] where !row.hasChoice {
      found.append((row, nil))
    }
    for place in keys.indices {
      var pattern = keys
      pattern[place] = "*"
      for row in byPath[pattern.joined(separator: ".")] ?? [] { found.append((row, keys[place])) }
    }
    return found
  }

  private static let byPath = Dictionary(grouping: Parameter.table, by: \.path)
}

extension Parameter {
  /// Whether its path has a `*`.
  public var hasChoice: Bool { !destinations.isEmpty || membership != nil }

  fileprivate var keys: [String] { path.split(separator: ".").map(String.init) }

  /// The path with the bus that a text names, as far as it names one.
  fileprivate func path(like keys: [String]) -> String {
    let own = self.keys
    guard let place = own.firstIndex(of: "*") else { return path }
    let word = place < keys.count ? keys[place] : ""
    if membership != nil {
      let number = Int(word).flatMap { $0 >= 1 ? "\($0)" : nil } ?? "1"
      return own.map { $0 == "*" ? number : $0 }.joined(separator: ".")
    }
    let bus = bus(for: word).map { self.word(for: $0) } ?? busWords[0]
    return own.map { $0 == "*" ? bus : $0 }.joined(separator: ".")
  }

  /// How the path names a bus: by its number alone where only groups can be meant.
  fileprivate func word(for bus: BusID) -> String {
    destinations == [.group] ? "\(bus.number)" : bus.description
  }

  fileprivate func bus(for word: String) -> BusID? {
    let name = destinations == [.group] ? "group \(word)" : word
    guard let bus = BusID(name), self.word(for: bus) == word, destinations.contains(bus.kind) else {
      return nil
    }
    return bus
  }

  /// The words for one bus of each kind.
  fileprivate var busWords: [String] {
    BusKind.allCases.filter(destinations.contains).map { word(for: BusID($0, 1)) }
  }
}
