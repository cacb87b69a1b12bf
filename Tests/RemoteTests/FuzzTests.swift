import ConsoleModel
import Remote
import Testing

@Suite struct FuzzTests {
  /// Requests that are right, and pieces that mean something.
  private static let requests = [
    #"{"op":"get","id":1,"addresses":["channel * fader","main eq.*"]}"#,
    #"{"op":"set","id":"x","address":"channel 1 fader","value":"-6 dB"}"#,
    #"{"op":"set","id":2,"address":"channel * mute","value":true}"#,
    #"{"op":"subscribe","id":3,"addresses":["*"]}"#,
    #"{"op":"unsubscribe","id":4,"addresses":["channel 1..2 *"]}"#,
    #"{"op":"list","groups":["gate"]}"#, #"{"op":"copy-sends","from":"channel 1","to":"aux 1"}"#,
    #"{"op":"copy-mix","from":"aux 1","to":"aux 2"}"#,
  ]
  private static let pieces = [
    "{", "}", "[", "]", "\"", ":", ",", "*", " ", "\\u", "\\ud834", "-", "1e400", "inf", "..", "é",
    "\u{0}", "channel", "mute group", "sends.", "null", "true", "[[[[[[[[[[[[[[[[[[", "\r",
    "{\"a\":",
    "9223372036854775808", "0.1", "op", "\\", "id",
  ]

  /// A line without its end.
  private func line(_ dice: inout Dice) -> [UInt8] {
    var bytes = Array((Self.requests.randomElement(using: &dice) ?? "").utf8)
    switch dice.next() % 6 {
    case 0: bytes = (0..<dice.next() % 100).map { _ in UInt8.random(in: 0...255, using: &dice) }
    case 1: bytes = Array(bytes.prefix(Int(dice.next() % 80)))
    case 2:
      for _ in 0...dice.next() % 3 where !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
    case 3:
      for _ in 0...dice.next() % 4 {
        let piece = Self.pieces.randomElement(using: &dice) ?? ""
        bytes.insert(
          contentsOf: piece.utf8, at: Int.random(in: 0...bytes.count, using: &dice))
      }
    case 4 where dice.next() % 50 == 0:
      bytes = Array(repeating: UInt8(ascii: "["), count: 60_000 + Int(dice.next() % 10_000))
    default: break
    }
    return bytes.filter { $0 != 10 }
  }

  @Test func everyLineIsAnsweredOnce() {
    var dice = Dice(6)
    var door = Door()
    var (sent, answered, failed) = (0, 0, 0)
    var codes: Set<String> = []
    func count(_ lines: [JSON]) {
      for line in lines where line["changed"] == nil && line["more"] == nil {
        answered += 1
        guard let error = line["error"] else { continue }
        failed += 1
        codes.insert(error["code"]?.text ?? "")
      }
    }
    for _ in 0..<10_000 * testScale {
      var bytes = line(&dice) + [10]
      sent += 1
      while !bytes.isEmpty {
        let part = bytes.prefix(Int(dice.next() % 4 == 0 ? dice.next() % 40 : 1 << 20))
        door.hub.receive(part, from: 0)
        bytes.removeFirst(part.count)
        door.turn(budget: Int(dice.next() % 200))
        count(door.read(0, most: dice.next() % 3 == 0 ? 20 : .max))
        // As the socket's owner does: no more is read than the door wants.
        while !door.hub.wantsInput(0) {
          door.turn()
          count(door.read())
        }
      }
    }
    repeat {
      door.turn()
      count(door.read())
    } while door.hub.isBusy
    print("remote fuzz: \(sent) lines, \(failed) refused, codes \(codes.sorted())")
    #expect(answered == sent)
    #expect(failed > sent / 10 && failed < sent * 9 / 10)
    let unseen = Set(RequestFailure.Code.allCases.map(\.rawValue)).subtracting(codes)
    #expect(unseen.isSubset(of: ["out-of-range", "refused", "too-many", "too-many-clients"]))
  }

  @Test func aFloodLeavesTheOthersTheirTurn() {
    var door = Door(clients: 3)
    let flood = String(repeating: #"{"op":"get","addresses":["*"]}"# + "\n", count: 2_000)
    door.send(flood, from: 0)
    door.send(String(repeating: "x\n", count: 30_000), from: 1)
    door.send(#"{"op":"get","addresses":["main fader"]}"# + "\n", from: 2)
    var turns = 0
    repeat {
      door.turn(budget: 512)
      turns += 1
      _ = door.read(0)
      _ = door.read(1)
    } while door.hub.output(of: 2).isEmpty && turns < 100
    #expect(turns <= 3)
    #expect(!door.hub.wantsInput(0) || !door.hub.wantsInput(1) || door.hub.isBusy)
  }

  @Test func aTurnOverspendsLittle() {
    var dice = Dice(7)
    var door = Door(clients: 4)
    for _ in 0..<2_000 {
      for client in 0..<4 where door.hub.wantsInput(client) {
        door.hub.receive(line(&dice).prefix(1_000) + [10], from: client)
      }
      var budget = 512
      door.hub.answer(&door.desk, at: 0, within: &budget)
      door.hub.follow(door.desk.console)
      door.hub.write(door.desk.console, within: &budget)
      #expect(budget > -1_000)
      for client in 0..<4 { _ = door.read(client) }
    }
  }
}
