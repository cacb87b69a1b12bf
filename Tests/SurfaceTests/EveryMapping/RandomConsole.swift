import ConsoleModel
import Units

extension Console {
  /// A console with anything anywhere, names that are longer than cells among it.
  static func random(_ random: inout SeededGenerator) throws -> Console {
    var size = ConsoleSize()
    size.channels = 40
    size.matrices = 2
    var console = Console(name: "Random", size: size)
    let names = ["Kick", "Snare 2", "Überschall 12", "Vox", "Gitarre links", "B3", "Bass DI", "7"]
    for strip in console.stripIDs {
      try console.apply(.name(strip, names.randomElement(using: &random) ?? ""))
      try console.apply(.colour(strip, StripColour.allCases.randomElement(using: &random) ?? .red))
      if console.fader(of: strip) != nil {
        try console.apply(.fader(strip, Self.level(&random)))
      }
      let number = Int.random(in: 0..<12, using: &random)
      if strip != .monitor && number < 4 { try console.apply(.mute(strip, true)) }
      if strip != .monitor && number == 5 { try console.apply(.solo(strip, true)) }
      try console.setAnything(of: strip, &random)
      guard case .channel = strip else { continue }
      let pan = [0, 0.5, -1, 1, Double(Int.random(in: -100...100, using: &random)) / 100]
      try console.apply(.pan(strip, Pan(pan[number % 5])))
      try console.apply(.arm(strip, number % 3 == 0))
      if number % 4 == 0 { try console.apply(.joinVCA(strip, vca: 1 + number % 8)) }
      if number % 5 == 0 { try console.apply(.joinVCA(strip, vca: 3)) }
      if number % 4 == 1 { try console.apply(.joinMuteGroup(strip, group: 1 + number % 8)) }
    }
    for group in [1, 6] { try console.apply(.muteGroup(group, isOn: true)) }
    try console.apply(.set(.fx(1), .effect, 0))
    try console.apply(.set(.fx(2), .effect, 1))
    try console.apply(.set(.fx(1), .echoTempo, 120))
    return console
  }

  private static func level(_ random: inout SeededGenerator) -> Decibels {
    let level = Double(Int.random(in: -700...100, using: &random)) / 10
    return level < -65 ? .silence : Decibels(level)
  }

  /// Sets the processors, switches and sends of a strip.
  private mutating func setAnything(
    of strip: StripID, _ random: inout SeededGenerator
  ) throws {
    let kind = ParameterOwner.strip(strip).kind
    let controls: Set<ParameterID> = [
      .control(.trim), .control(.polarity), .control(.muteSafe), .control(.soloSafe),
    ]
    for row in Parameter.table(of: kind) where row.setting != nil || controls.contains(row.id) {
      let address = ParameterAddress(strip, ParameterKey(row.id))
      guard row.unit != .channel, value(of: address) != nil else { continue }
      // At an end, at the default, or anywhere.
      let places = [0, 1, Double.random(in: 0...1, using: &random)]
      let place = FaderPosition(places.randomElement(using: &random) ?? 0)
      if Bool.random(using: &random) { try set(address, to: row.value(at: place)) }
    }
    for bus in buses.map(\.id) {
      let key = ParameterKey(.sendLevel, to: bus)
      guard value(of: ParameterAddress(strip, key)) != nil else { continue }
      let isOn = Int.random(in: 0..<3, using: &random) > 0
      // A bus that would feed itself is refused.
      try? apply(.sendLevel(strip, to: bus, Self.level(&random)))
      try? apply(.sendOn(strip, to: bus, isOn))
    }
  }
}
