// What is different between two consoles of the same sizes, by addresses.
extension Console {
  /// The parameters that another console has set to something else, in the order of `addresses`.
  ///
  /// Looks only into strips that differ. Names, patches and widths are no parameters.
  public func changes(from other: Console) -> [ParameterAddress] {
    owners.filter { differs(from: other, at: $0) }.flatMap { owner in
      keys(of: owner.kind).map { ParameterAddress(owner, $0) }
    }.filter { value(of: $0) != other.value(of: $0) }
  }

  private func differs(from other: Console, at owner: ParameterOwner) -> Bool {
    switch owner {
    case .strip(.channel(let number)): channels[number - 1] != other.channels[number - 1]
    case .strip(.bus(let bus)):
      // The monitor's source is the console's.
      bus == .monitor || index(of: bus).map { buses[$0] != other.buses[$0] } ?? false
    case .strip(.vca(let number)): vcas[number - 1] != other.vcas[number - 1]
    case .strip(.source(let source)): self[source] != other[source]
    case .muteGroup(let number): muteGroups[number - 1] != other.muteGroups[number - 1]
    case .desk: true
    }
  }

  /// What is different from another console, for people: the first parameters, from what to what.
  func difference(from other: Console, _ word: String) -> String {
    let changes = changes(from: other)
    func text(_ address: ParameterAddress, _ console: Console) -> String {
      console.value(of: address).map(address.parameter.text) ?? "nothing"
    }
    let most = 3
    let texts = changes.prefix(most).map {
      "\($0), from \(text($0, other)) \(word) \(text($0, self))"
    }
    if changes.isEmpty { return "a name, a width or a patch" }
    let rest = changes.count > most ? ["and \(changes.count - most) more"] : []
    return (texts + rest).joined(separator: "; ")
  }
}
