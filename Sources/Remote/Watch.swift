import ConsoleModel

/// What clients watch, and what it was when it was last looked at.
///
/// Nothing is compared unless somebody watches, and then only watched parameters of strips that are
/// not what they were.
struct Watch {
  /// How many clients watch each parameter.
  private var watchers: [UInt16]
  /// How many parameters of each owner are watched.
  private var watched: [Int]
  /// What each watched parameter was; not a number where it is not watched.
  private var values: [Double]
  /// The places of owners with newly watched parameters.
  private var unseen: Set<Int> = []
  /// The console that the values are of; nil while nothing is watched.
  private var seen: Console?

  init(_ directory: AddressDirectory) {
    watchers = Array(repeating: 0, count: directory.count)
    values = Array(repeating: .nan, count: directory.count)
    watched = Array(repeating: 0, count: directory.owners.count)
  }

  /// Whether anything is watched.
  var isOn: Bool { watched.contains { $0 > 0 } }

  /// Whether somebody watches a parameter.
  func contains(_ number: Int) -> Bool { watchers[number] > 0 }

  /// One more client watches a parameter, and will be told what it is at present.
  ///
  /// - Returns: Whether nobody watched it before.
  mutating func insert(
    _ number: Int, _ console: Console, _ directory: AddressDirectory
  ) -> Bool {
    watchers[number] += 1
    guard watchers[number] == 1 else { return false }
    let place = directory.place(of: number)
    watched[place] += 1
    values[number] = console.value(of: directory.address(number)) ?? .nan
    // It may already differ from what `seen` has: look at it whatever becomes of its owner.
    unseen.insert(place)
    return true
  }

  /// One client less watches a parameter.
  mutating func remove(_ number: Int, _ directory: AddressDirectory) {
    watchers[number] -= 1
    guard watchers[number] == 0 else { return }
    values[number] = .nan
    watched[directory.place(of: number)] -= 1
  }

  /// The watched parameters that are not what they were.
  mutating func changes(_ console: Console, _ directory: AddressDirectory) -> [Int] {
    guard isOn else {
      seen = nil
      return []
    }
    var changes: [Int] = []
    for (place, owner) in directory.owners.enumerated() where watched[place] > 0 {
      if let seen, !unseen.contains(place), console.isSame(owner.owner, as: seen) { continue }
      for number in owner.numbers where watchers[number] > 0 {
        let value = console.value(of: directory.address(number)) ?? .nan
        guard value != values[number] else { continue }
        values[number] = value
        changes.append(number)
      }
    }
    unseen = []
    seen = console
    return changes
  }
}

extension Console {
  /// Whether all that the table says of an owner is what it is in another console of that size.
  fileprivate func isSame(_ owner: ParameterOwner, as other: Console) -> Bool {
    switch owner {
    case .strip(.channel(let number)): channels[number - 1] == other.channels[number - 1]
    case .strip(.vca(let number)): vcas[number - 1] == other.vcas[number - 1]
    case .strip(.bus(let bus)):
      index(of: bus).map { buses[$0] == other.buses[$0] } ?? false
        && (bus != .monitor || monitorSource == other.monitorSource)
    case .strip(.source): sources == other.sources
    case .muteGroup(let number): muteGroups[number - 1] == other.muteGroups[number - 1]
    case .desk: false
    }
  }
}
