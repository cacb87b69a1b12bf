import ConsoleModel
import Remote
import Testing
import Units

@Suite struct RequestTests {
  @Test func greetsWithItsVersion() {
    let hub = RemoteHub(console: .small)
    hub.connect(7)
    let greeting = String(decoding: hub.output(of: 7), as: UTF8.self)
    #expect(greeting == #"{"protocol":1,"desk":"Small"}"# + "\n")
  }

  @Test func getTellsValuesInTheOrderOfTheRequest() {
    var door = Door()
    let lines = door.ask(
      #"{"op":"get","id":"a","addresses":["main fader","channel 2 pan","channel 2 sends.aux 1.pan"]}"#
    )
    #expect(
      lines.map(\.line) == [
        #"{"id":"a","values":[{"address":"main fader","value":"-inf","text":"-inf dB"},"#
          + #"{"address":"channel 2 pan","value":0,"text":"C"},"#
          + #"{"address":"channel 2 sends.aux 1.pan","value":"follow","text":"follow"}]}"#
      ])
  }

  @Test func setTakesNumbersTextsAndSwitches() {
    var door = Door()
    for (address, value, text) in [
      ("channel 1 fader", "-6.5", "-6.5 dB"), ("channel 1 fader", #""-12 dB""#, "-12 dB"),
      ("channel 1 fader", #""-inf dB""#, "-inf dB"), ("channel 1 fader", #""-inf""#, "-inf dB"),
      ("channel 1 mute", "true", "on"), ("channel 1 mute", "0", "off"),
      ("channel 1 mute", #""yes""#, "on"), ("channel 1 sends.aux 1.tap", #""pre-eq""#, "pre-eq"),
      ("channel 1 sends.aux 1.pan", #""L50""#, "L50"), ("fx 1 delay.left", #""0.3 s""#, "300 ms"),
      ("channel 1 sends.aux 1.pan", #""follow""#, "follow"), ("mute group 1 dim", "-20", "-20 dB"),
      ("mute group 1 dim", #""none""#, "none"), ("desk solo", #""sip""#, "sip"),
      ("monitor source", #""aux 2""#, "aux 2"), ("channel 1 gate.key", "2", "2"),
    ] {
      let lines = door.ask(#"{"op":"set","id":1,"address":"\#(address)","value":\#(value)}"#)
      #expect(lines.first?["values"]?.elements.first?["text"]?.text == text, "\(address) \(lines)")
      #expect(lines.first?["id"] == .integer(1))
    }
  }

  @Test func aSetOfManySetsAllOrNone() {
    var door = Door()
    let lines = door.ask(#"{"op":"set","address":"channel 2..3 fader","value":-3}"#)
    #expect(values(lines).map(\.address) == ["channel 2 fader", "channel 3 fader"])
    #expect(door.desk.console.channels.map(\.strip.fader.value) == [-.infinity, -3, -3])
    // A matrix can't feed itself: so nothing is sent to it at all.
    let before = door.desk.console
    #expect(
      door.code(#"{"op":"set","address":"* sends.matrix 1.on","value":true}"#) == "refused")
    #expect(door.desk.console == before)
  }

  @Test func copiesSendsAndMixes() {
    var door = Door()
    _ = door.ask(#"{"op":"set","address":"channel 1 sends.aux 1.level","value":-4}"#)
    let lines = door.ask(#"{"op":"copy-sends","id":2,"from":"channel 1","to":"channel 2"}"#)
    #expect(lines == [.object([("id", .integer(2)), ("done", .bool(true))])])
    #expect(door.code(#"{"op":"copy-mix","from":"aux 1","to":"aux 2"}"#) == "ok")
    for channel in door.desk.console.channels.prefix(2) {
      #expect(channel.strip.send(to: BusID(.aux, 2)).level.value == -4)
    }
    #expect(door.code(#"{"op":"copy-mix","from":"aux 1","to":"main"}"#) == "refused")
    #expect(door.code(#"{"op":"copy-sends","from":"aux 9","to":"channel 1"}"#) == "no-such-strip")
    let fromVCA = #"{"op":"copy-sends","from":"vca 1","to":"channel 1"}"#
    #expect(door.code(fromVCA) == "no-such-parameter")
  }

  @Test func undoesAndRedoesWhatASetDid() {
    var door = Door()
    #expect(door.code(#"{"op":"undo"}"#) == "refused")
    _ = door.ask(#"{"op":"set","address":"channel * mute","value":true}"#)
    let muted = door.desk.console
    let undone = door.ask(#"{"op":"undo","id":1}"#)
    #expect(undone.first?["done"] == .bool(true))
    #expect(undone.first?["step"]?.text?.isEmpty == false)
    #expect(door.desk.console == .small)
    #expect(door.code(#"{"op":"redo"}"#) == "ok")
    #expect(door.desk.console == muted)
    #expect(door.code(#"{"op":"redo"}"#) == "refused")
  }

  @Test func explainsAStripAsTheConsoleDoes() throws {
    var door = Door()
    let strip = StripID.channel(2)
    let told = door.ask(#"{"op":"explain","id":1,"strip":"channel 2"}"#)
    let explanation = try #require(door.desk.console.explanation(of: strip))
    #expect(told.count == 1)
    #expect(told.first?["text"]?.text == explanation.description)
    #expect(told.first?["explanation"]?["strip"] == .string("channel 2"))
    #expect(door.code(#"{"op":"explain","strip":"channel 9"}"#) == "no-such-strip")
  }

  @Test func listTellsTheWholeTable() {
    var door = Door()
    let lines = door.ask(#"{"op":"list","id":1}"#)
    let rows = lines.flatMap { $0["parameters"]?.elements ?? [] }
    #expect(rows.map { $0["key"]?.text } == Parameter.table.map { $0.path })
    #expect(lines.dropLast().allSatisfy { $0["more"] == .bool(true) })
    #expect(lines.last?["more"] == nil)
    let desk = door.ask(#"{"op":"list","groups":["desk","sends"]}"#)
      .flatMap { $0["parameters"]?.elements ?? [] }
    #expect(desk.count == Parameter.table.count { ["desk", "sends"].contains($0.group) })
    #expect(desk.first?["lowest"] == .string("-inf"))
    #expect(desk.first?["highest"] == .integer(10))
  }

  @Test(arguments: [
    ("{", "bad-json", nil), ("", "bad-json", nil), ("[]", "bad-request", nil),
    ("{}", "bad-request", nil), (#"{"op":1}"#, "bad-request", nil),
    (#"{"op":"gte"}"#, "unknown-operation", "get"), (#"{"op":"get"}"#, "bad-request", nil),
    (#"{"op":"get","addresses":"main fader"}"#, "bad-request", nil),
    (#"{"op":"get","addresses":[]}"#, "bad-request", nil),
    (#"{"op":"get","addresses":[1]}"#, "bad-request", nil),
    (#"{"op":"get","adresses":["main fader"]}"#, "bad-request", "addresses"),
    (#"{"op":"get","id":[],"addresses":["main fader"]}"#, "bad-request", nil),
    (#"{"op":"get","addresses":["chanel 1 fader"]}"#, "no-such-strip", "channel 1"),
    (#"{"op":"get","addresses":["channel 9 fader"]}"#, "no-such-strip", nil),
    (#"{"op":"get","addresses":["channel 5..8 fader"]}"#, "no-such-strip", nil),
    (#"{"op":"get","addresses":["chanel * fader"]}"#, "no-such-strip", "channel 1"),
    (#"{"op":"get","addresses":["channel 1"]}"#, "no-such-parameter", nil),
    (#"{"op":"get","addresses":["channel *"]}"#, "no-such-parameter", nil),
    (#"{"op":"get","addresses":["channel 1 fadr"]}"#, "no-such-parameter", "fader"),
    (#"{"op":"get","addresses":["channel * fadr"]}"#, "no-such-parameter", "fader"),
    (#"{"op":"get","addresses":["channel 1 sends.aux 7.level"]}"#, "no-such-parameter", nil),
    (#"{"op":"set","address":"main fader"}"#, "bad-request", nil),
    (#"{"op":"set","address":"main fader","value":[]}"#, "bad-value", nil),
    (#"{"op":"set","address":"main fader","value":true}"#, "bad-value", nil),
    (#"{"op":"set","address":"main fader","value":11}"#, "out-of-range", nil),
    (#"{"op":"set","address":"main fader","value":"11 dB"}"#, "out-of-range", nil),
    (#"{"op":"set","address":"main fader","value":"inf dB"}"#, "bad-value", nil),
    (#"{"op":"set","address":"main fader","value":"-6 Hz"}"#, "bad-value", nil),
    (#"{"op":"set","address":"main mute","value":0.5}"#, "out-of-range", nil),
    (#"{"op":"set","address":"main mute","value":"onn"}"#, "bad-value", "on"),
    (#"{"op":"set","address":"fx 1 sends.aux 1.tap","value":"pre-eqq"}"#, "bad-value", "pre-eq"),
    (#"{"op":"set","address":"group 1 groups.1","value":"on"}"#, "refused", nil),
    (#"{"op":"set","address":"* *","value":0}"#, "too-many", nil),
    (#"{"op":"list","groups":["gat"]}"#, "no-such-parameter", "gate"),
  ])
  func aBadRequestIsToldWhy(request: String, code: String, nearest: String?) {
    var door = Door()
    let before = door.desk.console
    let lines = door.ask(request)
    #expect(lines.count == 1)
    let error = lines.first?["error"]
    #expect(error?["code"]?.text == code, "\(request): \(lines)")
    #expect(error?["nearest"]?.text == nearest, "\(request): \(lines)")
    #expect(error?["message"]?.text?.isEmpty == false)
    #expect(door.desk.console == before)
    #expect(door.code(#"{"op":"get","addresses":["main fader"]}"#) == "ok")
  }

  @Test func tooMuchIsRefused() {
    var door = Door()
    let many = Array(repeating: #""main pan""#, count: 65).joined(separator: ",")
    #expect(door.code(#"{"op":"get","addresses":[\#(many)]}"#) == "too-many")
    #expect(door.code(#"{"op":"get","addresses":["*","main pan"]}"#) == "too-many")
    let long = String(repeating: "a", count: 200)
    #expect(door.code(#"{"op":"\#(long)"}"#) == "bad-request")
    #expect(door.code(#"{"op":"get","addresses":["\#(long)"]}"#) == "bad-request")
    #expect(door.code(#"{"op":"set","address":"main pan","value":"\#(long)"}"#) == "bad-value")
    // The longest line is read, one byte more is not.
    let open = #"{"op":"get","addresses":["main pan"],"id":""#
    let filling = String(repeating: " ", count: 64 * 1024 - open.utf8.count - 3)
    #expect(door.code(open + #"x"}"# + filling) == "ok")
    #expect(door.code(open + #"x"}"# + filling + " ") == "too-long")
    #expect(door.code(String(repeating: "x", count: 1_000_000)) == "too-long")
    #expect(door.code(#"{"op":"get","addresses":["main fader"]}"#) == "ok")
  }
}
