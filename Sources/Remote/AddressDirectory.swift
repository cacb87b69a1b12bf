import ConsoleModel

/// The parameters of one console, numbered in the order of `Console.addresses`.
///
/// The size of a console never changes while it runs, so the numbers hold as long as the desk does.
struct AddressDirectory: Sendable {
  /// What the parameters of an owner are numbered with.
  struct Owner: Sendable {
    let owner: ParameterOwner
    let numbers: Range<Int>
  }

  /// The keys of a kind of owner, in the order of their numbers.
  private struct Keys: Sendable {
    let keys: [ParameterKey]
    let parts: [[[Substring]]]
    let places: [ParameterKey: Int]

    init(_ keys: [ParameterKey]) {
      self.keys = keys
      parts = keys.map { AddressPattern.parts($0.description) }
      places = Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first }
    }
  }

  let owners: [Owner]
  private let places: [ParameterOwner: Int]
  private let keys: [StripKind: Keys]
  /// How many parameters there are.
  let count: Int

  init(_ console: Console) {
    let addresses = console.addresses
    var owners: [Owner] = []
    var keys: [StripKind: Keys] = [:]
    var start = 0
    while start < addresses.count {
      let owner = addresses[start].owner
      let end = addresses[start...].firstIndex { $0.owner != owner } ?? addresses.count
      owners.append(Owner(owner: owner, numbers: start..<end))
      if keys[owner.kind] == nil { keys[owner.kind] = Keys(addresses[start..<end].map(\.key)) }
      start = end
    }
    self.owners = owners
    self.keys = keys
    places = Dictionary(uniqueKeysWithValues: owners.enumerated().map { ($1.owner, $0) })
    count = addresses.count
  }

  /// The address of a number, which must be below `count`.
  func address(_ number: Int) -> ParameterAddress {
    let owner = owners[place(of: number)]
    guard let key = keys[owner.owner.kind]?.keys[number - owner.numbers.lowerBound] else {
      preconditionFailure("an owner without keys")
    }
    return ParameterAddress(owner.owner, key)
  }

  /// The place among the owners of the one that has a number.
  func place(of number: Int) -> Int {
    var (low, high) = (0, owners.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if owners[middle].numbers.lowerBound <= number { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The number of an address; nil if the console has no such.
  func number(of address: ParameterAddress) -> Int? {
    guard let place = places[address.owner],
      let key = keys[address.owner.kind]?.places[address.key]
    else { return nil }
    return owners[place].numbers.lowerBound + key
  }
}

extension AddressDirectory {
  /// The number of the parameter, or the numbers of all that a text with wildcards means.
  ///
  /// - Throws: Why it means none.
  func numbers(_ text: String) throws(RequestFailure) -> [Int] {
    guard text.utf8.count <= AddressPattern.longest else {
      throw RequestFailure(
        .noSuchParameter, "an address has at most \(AddressPattern.longest) bytes")
    }
    if let pattern = try AddressPattern(text) { return try numbers(pattern) }
    let address: ParameterAddress
    do { address = try ParameterAddress(text) } catch { throw RequestFailure(error) }
    if let number = number(of: address) { return [number] }
    guard places[address.owner] != nil else {
      throw RequestFailure(.noSuchStrip, "there is no \(address.owner)")
    }
    throw RequestFailure(.noSuchParameter, "\(address.owner) has no \(address.key)")
  }

  private func numbers(_ pattern: AddressPattern) throws(RequestFailure) -> [Int] {
    var matching: [StripKind: [Int]] = [:]
    var numbers: [Int] = []
    for owner in owners where pattern.contains(owner.owner) {
      let kind = owner.owner.kind
      let offsets = matching[kind] ?? self.offsets(pattern, kind)
      matching[kind] = offsets
      numbers += offsets.map { owner.numbers.lowerBound + $0 }
    }
    if numbers.isEmpty { throw failure(pattern) }
    return numbers
  }

  private func offsets(_ pattern: AddressPattern, _ kind: StripKind) -> [Int] {
    let parts = keys[kind]?.parts ?? []
    return parts.indices.filter { pattern.matches(parts[$0]) }
  }

  /// Why a pattern means no parameter.
  private func failure(_ pattern: AddressPattern) -> RequestFailure {
    guard owners.contains(where: { pattern.contains($0.owner) }) else {
      return RequestFailure(.noSuchStrip, "there is no strip like '\(pattern.text)'")
    }
    let (kinds, key) = pattern.example
    do { _ = try ParameterKey(key, on: kinds) } catch { return RequestFailure(error) }
    return RequestFailure(.noSuchParameter, "nothing is like '\(pattern.text)'")
  }
}
