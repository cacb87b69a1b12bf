import ConsoleModel
import Glibc
import Surface
import Testing
import Units
import YAML

/// A way to speak that garbage is sent in: a mapping file, or the box that nobody makes.
struct Codec {
  let name: String
  let mapping: Mapping

  /// All of them, or those that BUSBAR_TEST_CODECS names: `icon,hui`.
  static let names: [String] = {
    let all = shippedFiles.map { String($0.dropLast(5)) } + ["odd box"]
    guard let text = getenv("BUSBAR_TEST_CODECS") else { return all }
    let chosen = String(cString: text).split(separator: ",")
    return all.filter { name in chosen.contains { $0 == name } }
  }()

  init(_ name: String) throws {
    self.name = name
    let bytes = name == "odd box" ? Array(oddBox.utf8) : repositoryFile("mappings/\(name).yaml")
    let (mapping, diagnostics) = MappingFile.load(bytes: bytes, file: name)
    #expect(diagnostics.lines == [])
    self.mapping = try #require(mapping)
  }
}

extension Console {
  /// A console on which most keys have something to do: levels, members, sends, delays in tempo.
  static func busy() throws -> Console {
    var size = ConsoleSize()
    size.channels = 20
    (size.groups, size.auxes, size.fxs, size.matrices, size.vcas) = (4, 4, 2, 1, 4)
    var console = Console(name: "Busy", size: size)
    for (place, strip) in console.stripIDs.enumerated() where strip != .monitor {
      try console.apply(.fader(strip, Decibels(Double(place % 30) - 25)))
      guard case .channel(let number) = strip else { continue }
      try console.apply(.joinVCA(strip, vca: 1 + number % 4))
      try console.apply(.joinMuteGroup(strip, group: 1 + number % 8))
      for bus in console.buses.map(\.id) where [.aux, .fx].contains(bus.kind) {
        try console.apply(.sendLevel(strip, to: bus, Decibels(Double(-number))))
        try console.apply(.sendOn(strip, to: bus, number % 3 > 0))
      }
    }
    try console.apply(.set(.fx(1), .effect, 0))
    try console.apply(.set(.fx(1), .echoTempo, 120))
    return console
  }
}
