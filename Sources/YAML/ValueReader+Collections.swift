extension ValueReader {
  /// The items of a list; a refused item is among them and says nothing more.
  ///
  /// - Parameter count: How many items are allowed.
  /// - Returns: The items in order, or nil after reporting a mistake.
  public func items(count: ClosedRange<Int> = 0...10_000) -> [ValueReader]? {
    guard case .sequence(let nodes) = node.content else {
      reportKind(needed: "a list")
      return nil
    }
    guard count.contains(nodes.count) else {
      error(
        "\(place) has \(Self.counted(nodes.count...nodes.count, "item")); allowed are"
          + " \(Self.counted(count, "item"))")
      return nil
    }
    return nodes.enumerated().map { index, node in
      ValueReader(node, place: "item \(index + 1) of \(place)", diagnostics: diagnostics)
    }
  }

  /// The items of a list, or a single value as a list of one.
  public func oneOrMore(count: ClosedRange<Int> = 1...10_000) -> [ValueReader]? {
    isList ? items(count: count) : isNull ? items() : [self]
  }

  /// A group of keys, to be walked by hand; call `finish` at the end.
  public func mapping(_ what: String) -> MappingReader? {
    let keys = MappingReader(node, what: what, place: place, diagnostics: diagnostics)
    return keys.isReadable ? keys : nil
  }

  /// A group of keys, walked by `read`; unknown and missing keys are reported when it returns.
  public func mapping<Value>(
    _ what: String, hints: [String: String] = [:], _ read: (MappingReader) -> Value?
  ) -> Value? {
    guard let keys = mapping(what) else { return nil }
    let value = read(keys)
    keys.finish(hints: hints)
    return value
  }

  /// The keys and values of a group whose keys are free, such as names or numbers.
  ///
  /// - Parameter what: What a key stands for, without article, for messages: `channel`.
  /// - Returns: The pairs in the file's order, or nil after reporting that it is no group.
  public func entries(_ what: String) -> [(key: ValueReader, value: ValueReader)]? {
    guard case .mapping(let pairs) = node.content else {
      reportKind(needed: "a group of keys")
      return nil
    }
    return pairs.map { pair in
      let key = ValueReader(pair.keyNode, place: "a key of \(place)", diagnostics: diagnostics)
      let label = "\(what) \(Wording.quoted(pair.key))"
      return (key, ValueReader(pair.value, place: label, diagnostics: diagnostics))
    }
  }
}
