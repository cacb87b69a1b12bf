import Units

/// Walks the keys of a group by name, and reports those that are missing or unknown.
///
/// ```swift
/// let keys = MappingReader(node, what: "a channel", diagnostics: diagnostics)
/// let name = keys.required("name")?.string(length: 1...32)
/// let fader = keys.optional("fader")?.number(in: -90...10, unit: .decibels, infinity: .negative)
/// keys.finish()
/// ```
///
/// A key becomes known by being asked for. Nothing is reported about a node that was refused. For
/// one thread at a time.
public final class MappingReader {
  /// What the group describes, with its article: `a channel`.
  public let what: String
  /// Where the group starts.
  public let location: SourceLocation
  /// Where mistakes go.
  public let diagnostics: Diagnostics
  /// Whether the node is a group at all; if not, that is reported and no key is found or missed.
  public let isReadable: Bool
  private let pairs: [YAMLPair]
  private let positions: [String: Int]
  private var known: [String] = []
  private var missing: [String] = []

  /// Starts the walk; anything but a group is reported here.
  public convenience init(_ node: YAMLNode, what: String, diagnostics: Diagnostics) {
    self.init(node, what: what, place: what, diagnostics: diagnostics)
  }

  /// Starts the walk; `place` is where messages say that the group was expected.
  init(_ node: YAMLNode, what: String, place: String, diagnostics: Diagnostics) {
    self.what = what
    location = node.location
    self.diagnostics = diagnostics
    if case .mapping(let pairs) = node.content {
      self.pairs = pairs
      isReadable = true
    } else {
      pairs = []
      isReadable = false
      ValueReader(node, place: place, diagnostics: diagnostics).reportKind(
        needed: "a group of keys")
    }
    positions = Dictionary(
      pairs.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a key that may be left out; nil, and nothing reported, if it is.
  public func optional(_ key: String) -> ValueReader? {
    if !known.contains(key) { known.append(key) }
    return positions[key].map {
      ValueReader(pairs[$0].value, place: "'\(key)' of \(what)", diagnostics: diagnostics)
    }
  }

  /// The value of a key that must be there; its absence is reported by `finish`.
  public func required(_ key: String) -> ValueReader? {
    let value = optional(key)
    if value == nil && isReadable && !missing.contains(key) { missing.append(key) }
    return value
  }

  /// Where a key stands, or nil if it is absent.
  public func location(of key: String) -> SourceLocation? {
    positions[key].map { pairs[$0].keyNode.location }
  }

  /// Reports a mistake in the group as a whole, at the given key if it is there.
  public func error(at key: String? = nil, _ message: @autoclosure () -> String) {
    diagnostics.error(key.flatMap { location(of: $0) } ?? location, message())
  }

  /// Reports something worth a look in the group as a whole, at the given key if it is there.
  public func warning(at key: String? = nil, _ message: @autoclosure () -> String) {
    diagnostics.warning(key.flatMap { location(of: $0) } ?? location, message())
  }

  /// Ends the walk: reports each key that was never asked for, and each required one left out.
  ///
  /// A required key that an unknown one was probably meant to be is not reported a second time.
  ///
  /// - Parameter hints: For words that people use though the file does not: word → the right key.
  public func finish(hints: [String: String] = [:]) {
    let unknown = pairs.filter { !known.contains($0.key) }
    for (index, pair) in unknown.enumerated() {
      // What the collector has no room for is not worth the search.
      let meant = index < diagnostics.limit ? suggestion(for: pair.key, hints) : nil
      missing.removeAll { $0 == meant }
      diagnostics.error(
        pair.keyNode.location,
        "unknown key \(Wording.quoted(pair.key)) in \(what)\(Wording.allowed(known.sorted()))"
          + Wording.meant(meant))
    }
    for key in missing { diagnostics.error(location, "missing key '\(key)' in \(what)") }
  }

  /// The known key that an unknown one was meant to be, one that is still free if possible.
  ///
  /// For `pan:5`, which is a key because the space is missing, what should have been written.
  private func suggestion(for key: String, _ hints: [String: String]) -> String? {
    if let hint = hints[key], known.contains(hint) { return hint }
    let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2 && known.contains(parts[0]) { return "\(parts[0]): \(parts[1])" }
    let free = known.filter { positions[$0] == nil }
    return nearest(to: key, among: free) ?? nearest(to: key, among: known)
  }
}
