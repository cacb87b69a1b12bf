import ConsoleModel
import Testing

@Suite struct InsertTests {
  @Test func aNewStripHasNone() {
    for id in Console.standard.stripIDs {
      guard let strip = Console.standard.strip(id) else { continue }
      #expect(strip.insert == Insert() && strip[.insertOn] == 0)
    }
  }

  @Test func inputsMayBeSharedAndOwnOutputsKept() throws {
    var desk = Console.standard
    try desk.apply(.insert(.channel(1), outputs: [40], inputs: [1]))
    try desk.apply(.insert(.channel(2), outputs: [41], inputs: [1]))
    try desk.apply(.insert(.channel(1), outputs: [40], inputs: [9]))
    try desk.apply(.insert(.bus(.monitor), outputs: [42, 43], inputs: [9, 9]))
    let channel = try #require(desk.strip(.channel(1)))
    #expect(channel.insert.outputs == [40] && channel.insert.inputs == [9])
    #expect(desk.user(of: 40) == .insert(.channel(1)) && desk.user(of: 1) == .bus(.main))
    #expect(desk.user(of: 43) == .insert(.bus(.monitor)) && desk.user(of: 44) == nil)
  }

  @Test func anOutputIsFreeOnceItsInsertIsTakenOut() throws {
    var desk = Console.standard
    try desk.apply(.insert(.channel(1), outputs: [40], inputs: [1]))
    try desk.apply(.insert(.channel(1), outputs: [], inputs: []))
    try desk.apply(.outputs(BusID(.group, 1), [39, 40]))
    #expect(desk.user(of: 40) == .bus(BusID(.group, 1)))
  }

  @Test func aPatchOutlivesWidthsThatItDoesNotFit() throws {
    var desk = Console.standard
    try desk.apply(.insert(.channel(1), outputs: [40], inputs: [1]))
    try desk.apply(.set(.channel(1), .insertOn, 1))
    try desk.apply(.width(.channel(1), .mono))
    #expect(desk.strip(.channel(1))?.insert.outputs == [40])
    try desk.apply(.width(.channel(1), .stereo))
    #expect(desk.strip(.channel(1))?.insert.outputs == [40])
    #expect(desk.strip(.channel(1))?.insert.inputs == [1])
    #expect(desk.value(of: .insertOn, on: .channel(1)) == 1)
    try desk.apply(.insert(.main, outputs: [42, 43], inputs: []))
    let before = desk
    try desk.apply(.width(.main, .mono))
    #expect(desk.user(of: 43) == .insert(.main) && desk.user(of: 2) == .bus(.main))
    try desk.apply(.width(.main, .stereo))
    #expect(desk == before)
  }

  /// Plugs and widths at random: every output has one user.
  @Test func noOutputIsEverPlayedTwice() {
    var tally = (made: 0, refused: 0)
    for seed in 0..<UInt64(50 * testScale) {
      var random = Seeded(state: seed)
      var size = ConsoleSize()
      (size.channels, size.groups, size.auxes, size.fxs) = (4, 2, 2, 1)
      var desk = Console(name: "Plugs", size: size)
      let strips = desk.stripIDs.filter { $0.kind != nil }
      for _ in 0..<200 {
        let id = strips.randomElement(using: &random) ?? .main
        let outputs = (0..<random.number(0...2)).map { _ in random.number(1...14) }
        let inputs = (0..<random.number(0...2)).map { _ in random.number(1...14) }
        let width = random.chance(30) ? Width.mono : .stereo
        let edit: ConsoleEdit =
          switch random.number(0...4) {
          case 0: .width(id, width)
          case 1: .outputs(id.busID ?? .main, outputs)
          case 2: .direct(.channel(random.number(1...4)), outputs: outputs)
          default: .insert(id, outputs: outputs, inputs: inputs)
          }
        let before = desk
        if (try? desk.apply(edit)) == nil {
          tally.refused += 1
          #expect(desk == before)
        } else {
          tally.made += 1
        }
        guard isSound(desk) else {
          Issue.record("seed \(seed): after \(edit)")
          return
        }
      }
    }
    #expect(tally.made > 1000 && tally.refused > 1000)
  }

  private func isSound(_ desk: Console) -> Bool {
    var outputs = desk.buses.flatMap(\.outputs)
    for strip in desk.stripIDs.compactMap(desk.strip) {
      outputs += strip.insert.outputs + strip.directOutputs
    }
    return Set(outputs).count == outputs.count
  }
}
