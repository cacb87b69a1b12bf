import ConsoleModel
import YAML

// The values that only console files hold; each returns nil after reporting a mistake.
extension ValueReader {
  /// A name that fits every display's memory: printable, 1 to 32 characters, 128 bytes at most.
  func name() -> String? {
    guard let name = string(length: 1...32) else { return nil }
    guard name.utf8.count <= 128 else {
      error("the text is \(name.utf8.count) bytes long in \(place); allowed are 128 bytes")
      return nil
    }
    return name
  }

  /// A pan or balance from -100 to 100: `C`, `L50`, `R12.5`.
  func place() -> Double? {
    guard let text = string(length: 1...64) else { return nil }
    if let place = Self.place(text) { return place }
    let allowed = ["C", "L1 to L100", "R1 to R100"]
    let upper = text.utf8.count <= 16 ? text.uppercased() : ""
    if Self.place(upper) == nil {
      unknown("pan", text, allowed: allowed)
    } else {
      error(
        "unknown pan '\(text)' in \(place); allowed are: \(allowed.joined(separator: ", "));"
          + " did you mean '\(upper)'?")
    }
    return nil
  }

  private static func place(_ text: String) -> Double? {
    if text == "C" { return 0 }
    guard let side = text.first, side == "L" || side == "R" else { return nil }
    let amount = text.dropFirst()
    let isNumber = amount.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    guard isNumber, let first = amount.utf8.first, let last = amount.utf8.last, first != 46,
      last != 46, first != 48 || amount.hasPrefix("0."), let value = Double(String(amount)),
      value > 0, value <= 100
    else { return nil }
    return side == "L" ? -value : value
  }

  /// Device inputs or outputs from 1, in order: `none`, `1`, `[3, 4]`, `3..4`.
  func plugs(_ noun: String) -> [Int]? {
    if let text, let first = text.first, first.isLetter {
      if text == "none" { return [] }
      unknown(noun, text, allowed: ["none", "1 to \(Console.mostPlugs)"])
      return nil
    }
    return integers(in: 1...Console.mostPlugs, repeats: true)
  }

  /// One device input from 1, or nil for `none`, in an optional of its own.
  func input() -> Int?? {
    guard let plugs = plugs("input") else { return nil }
    guard plugs.count <= 1 else {
      error("there are \(plugs.count) inputs in \(place); allowed are 1 or none")
      return nil
    }
    return .some(plugs.first)
  }

  /// A bus by its name, such as `aux 1`, of some kinds.
  func bus(of console: Console, _ kinds: Set<BusKind>) -> BusID? {
    guard let text = string() else { return nil }
    let buses = console.buses.map(\.id).filter { kinds.contains($0.kind) }
    if let bus = BusID(text), bus.description == text, buses.contains(bus) { return bus }
    unknown("bus", text, allowed: buses.map(\.description))
    return nil
  }

  /// One or more buses, each with the place where it stands; none twice.
  func buses(
    of console: Console, _ kinds: Set<BusKind>
  ) -> [(bus: BusID, location: SourceLocation)] {
    var buses: [(bus: BusID, location: SourceLocation)] = []
    for item in oneOrMore(count: 0...256) ?? [] {
      guard let bus = item.bus(of: console, kinds) else { continue }
      if buses.contains(where: { $0.bus == bus }) {
        item.error("\(bus) is given twice in \(place)")
      } else {
        buses.append((bus, item.location))
      }
    }
    return buses
  }

  /// Numbers of strips, `3` or `3..6`, all of which the console has.
  func numbers(of kind: Kind, count: Int) -> ClosedRange<Int>? {
    let wanted = text.flatMap { Int($0) }
    guard count > 0, (wanted ?? 1) <= count else {
      let has =
        switch count {
        case 0: "the console has none"
        case 1: "allowed is 1"
        default: "allowed are 1 to \(count)"
        }
      error("there is no \(kind.noun) \(wanted ?? 1); \(has)")
      return nil
    }
    return range(in: 1...count)
  }

  /// One or more such numbers, each with the place where it stands; none twice.
  func members(of kind: Kind, count: Int) -> [(number: Int, location: SourceLocation)] {
    var members: [(number: Int, location: SourceLocation)] = []
    for item in oneOrMore(count: 0...64) ?? [] {
      guard let numbers = item.numbers(of: kind, count: count) else { continue }
      for number in numbers {
        if members.contains(where: { $0.number == number }) {
          item.error("\(kind.noun) \(number) is given twice in \(place)")
        } else {
          members.append((number, item.location))
        }
      }
    }
    return members
  }
}
