import ConsoleModel
import Remote
import Testing
import Units

@Suite struct SubscriptionTests {
  /// Sets a random parameter to an end of its range or back; often refused.
  private func edit(_ desk: inout BareDesk, _ dice: inout Dice, _ addresses: [ParameterAddress]) {
    guard let address = addresses.randomElement(using: &dice) else { return }
    let range = address.parameter.range
    let wanted =
      switch dice.next() % 3 {
      case 0: range.lowerBound
      case 1: address.defaultValue
      default: min(range.upperBound, 1)
      }
    if let edit = try? address.edit(wanted) { try? desk.make(all: [edit]) }
  }

  @Test func tellsAllValuesFirstAndThenChanges() {
    var door = Door()
    let first = door.ask(#"{"op":"subscribe","id":1,"addresses":["channel * fader"]}"#)
    #expect(first.first?.line == #"{"id":1,"subscribed":3}"#)
    #expect(values(first, "changed").map(\.address).count == 3)
    let then = door.ask(#"{"op":"set","id":2,"address":"channel 2 fader","value":-3}"#)
    #expect(values(then).count == 1)
    #expect(values(then, "changed").map(\.address) == ["channel 2 fader"])
    #expect(values(then, "changed").first?.value == .integer(-3))
    // What nobody watches is told nobody, and so is what stays as it is.
    #expect(door.ask(#"{"op":"set","address":"channel 2 pan","value":-3}"#).count == 1)
    #expect(door.ask(#"{"op":"set","address":"channel 2 fader","value":-3}"#).count == 1)
    let end = door.ask(#"{"op":"unsubscribe","id":3,"addresses":["channel 1..2 *"]}"#)
    #expect(end.first?.line == #"{"id":3,"subscribed":1}"#)
    #expect(door.ask(#"{"op":"set","address":"channel 2 fader","value":0}"#).count == 1)
  }

  @Test func tellsExactlyWhatHasChanged() {
    var dice = Dice(3)
    var door = Door()
    _ = door.ask(#"{"op":"subscribe","addresses":["*"]}"#)
    let addresses = door.desk.console.addresses
    var changes = 0
    for _ in 0..<2_000 * testScale {
      let before = door.desk.console
      for _ in 0...dice.next() % 3 { edit(&door.desk, &dice, addresses) }
      let expected = addresses.filter { before.value(of: $0) != door.desk.console.value(of: $0) }
      door.turn()
      let told = values(door.read(), "changed")
      #expect(Set(told.map(\.address)) == Set(expected.map(\.description)))
      #expect(told.count == expected.count)
      changes += told.count
    }
    #expect(changes > 1_000)
  }

  @Test func aSlowReaderEndsWithTheTruthAndCostsLittle() {
    var dice = Dice(4)
    var door = Door(clients: 3)
    let addresses = door.desk.console.addresses
    for client in 0..<3 { door.send(#"{"op":"subscribe","addresses":["*"]}"# + "\n", from: client) }
    var seen: [Int: [String: JSON]] = [:]
    var longest = 0
    func note(_ lines: [JSON], _ client: Int) {
      for (address, value) in values(lines, "changed") {
        seen[client, default: [:]][address] = value
      }
    }
    for _ in 0..<5_000 {
      for _ in 0..<10 { edit(&door.desk, &dice, addresses) }
      door.turn(budget: 500)
      note(door.read(0), 0)
      note(door.read(1, most: Int(dice.next() % 100)), 1)
      // Client 2 never reads.
      for client in 0..<3 { longest = max(longest, door.hub.output(of: client).count) }
    }
    #expect(longest <= 24 * 1024)
    while door.hub.isBusy || !door.hub.output(of: 1).isEmpty {
      door.turn()
      note(door.read(0), 0)
      note(door.read(1), 1)
    }
    for client in 0..<2 {
      #expect(seen[client]?.count == addresses.count)
      for address in addresses {
        let truth = address.parameter.json(door.desk.console.value(of: address) ?? .nan)
        #expect(seen[client]?["\(address)"] == truth, "\(address)")
      }
    }
  }

  @Test func comesAndGoesWithoutATrace() {
    var dice = Dice(5)
    var door = Door(clients: 0)
    let addresses = door.desk.console.addresses
    for client in 0..<200 {
      door.hub.connect(client)
      door.send(#"{"op":"subscribe","addresses":["channel *  *","*"]}"# + "\n", from: client)
      door.send(#"{"op":"subscribe","addresses":["channel * *","main *"]}"# + "\n", from: client)
      if client >= 5 { door.hub.disconnect(client - 5) }
      edit(&door.desk, &dice, addresses)
      door.turn(budget: Int(dice.next() % 300))
    }
    for client in 195..<200 { door.hub.disconnect(client) }
    #expect(door.hub.clientCount == 0)
    #expect(!door.hub.isBusy)
    door.turn()
    door.hub.connect(0)
    #expect(door.read(0).count == 1)
    let told = values(door.ask(#"{"op":"subscribe","addresses":["main fader"]}"#), "changed")
    #expect(told.count == 1)
  }
}
