import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// What every surface shows is what the console is, as decoders tell that know no mapping file.
@Suite struct FaceTests {
  /// A box of a file with the decoder of its family.
  struct Box: CustomTestStringConvertible {
    let file: String
    let unit: String
    let face: any Face
    var testDescription: String { "\(file), \(unit)" }
  }

  private static func mackie(_ change: (inout MackieFace) -> Void) -> MackieFace {
    var face = MackieFace()
    change(&face)
    return face
  }

  static let boxes: [Box] = [
    Box(file: "mackie-control", unit: "main", face: mackie { $0.hasMaster = true }),
    Box(file: "mackie-control", unit: "extender 1", face: mackie { $0.id = 0x15 }),
    Box(
      file: "x-touch", unit: "main",
      face: mackie {
        $0.hasMaster = true
        ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
      }),
    Box(
      file: "x-touch", unit: "extender 1",
      face: mackie {
        $0.id = 0x15
        ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
      }),
    Box(
      file: "x-touch-one", unit: "one",
      face: mackie {
        ($0.strips, $0.hasMaster) = (1, true)
        ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
      }),
    Box(
      file: "icon", unit: "platform m",
      face: mackie {
        ($0.hasMaster, $0.display, $0.hasOverload, $0.blinks) = (true, .none, false, false)
      }),
    Box(
      file: "icon", unit: "p1-m",
      face: mackie {
        ($0.hasMaster, $0.colours, $0.hasOverload, $0.blinks) = (true, .icon, false, false)
      }),
    Box(
      file: "icon", unit: "platform x 1",
      face: mackie { ($0.display, $0.hasOverload, $0.blinks) = (.none, false, false) }),
    Box(
      file: "asparion-d700", unit: "d700 1",
      face: mackie { ($0.display, $0.colours) = (.asparion, .asparion) }),
    Box(
      file: "bcf2000", unit: "bcf2000",
      face: mackie { ($0.hasMaster, $0.display, $0.thresholds) = (true, .none, []) }),
    Box(file: "hui", unit: "hui", face: HUIFace()),
    Box(file: "faderport-8", unit: "faderport 8", face: FaderPortFace(strips: 8)),
    Box(file: "faderport-8", unit: "faderport 16", face: FaderPortFace(strips: 16)),
    Box(file: "faderport-2", unit: "faderport 2", face: FaderPortFace(strips: 1)),
    Box(file: "faderport-classic", unit: "faderport", face: ClassicFace()),
    Box(file: "x-touch-compact", unit: "compact", face: CompactFace()),
    Box(file: "x-touch-mini", unit: "mini", face: MiniFace()),
    Box(file: "midi-fighter-twister", unit: "twister", face: TwisterFace()),
    Box(file: "launch-control-xl", unit: "xl", face: LaunchControlFace()),
    Box(file: "nanokontrol2", unit: "nanokontrol2", face: LampFace.nano),
    Box(file: "midimix", unit: "midimix", face: LampFace.midimix),
    Box(file: "easycontrol-9", unit: "easycontrol", face: LampFace.dark),
  ]

  @Test func everyFileHasADecoder() {
    #expect(Set(Self.boxes.map { $0.file + ".yaml" }) == Set(shippedFiles))
  }

  /// Ways to look elsewhere, by keys that some layouts have.
  private static let ways: [ControlRole?] = [
    nil, .bank(1), .layer(.vcas), .assignSend, .selectNext(1), .layer(.auxes),
  ]

  @Test(arguments: boxes) func showsWhatTheConsoleIs(box: Box) throws {
    let bytes = repositoryFile("mappings/\(box.file).yaml")
    let mapping = try #require(MappingFile.load(bytes: bytes, file: box.file).mapping)
    let unit = try #require(mapping.units.firstIndex { $0.name == box.unit })
    for round in 0..<2 * testScale {
      var random = SeededGenerator(UInt64(round) + 77)
      let console = try Console.random(&random)
      var rig = try HandRig(mapping, present: [unit], console: console, faces: [unit: box.face])
      for strip in console.meteredIDs {
        rig.meters[strip] = Float.random(in: -75...3, using: &random)
      }
      for way in Self.ways {
        if let way {
          guard rig.key({ $0 == way }) != nil else { continue }
          rig.pressKey { $0 == way }
        }
        rig.wait(3000)
        let face = try #require(rig.faces[unit])
        let faults = FaceJudge(rig, unit, face).faults
        #expect(faults == [], "\(box.testDescription) after \(way.map { "\($0)" } ?? "the start")")
        #expect(face.panel.strange == [])
      }
      let farewell = rig.surface.farewell().filter { $0.unit == unit }
      var face = try #require(rig.faces[unit])
      for (_, message) in farewell { face.hear(message.bytes) }
      #expect(face.panel.strange == [])
    }
  }
}

extension Console {
  /// A console with anything anywhere, names that are longer than cells among it.
  static func random(_ random: inout SeededGenerator) throws -> Console {
    var size = ConsoleSize()
    size.channels = 40
    var console = Console(name: "Random", size: size)
    let names = ["Kick", "Snare 2", "Überschall 12", "Vox", "Gitarre links", "B3", "Bass DI", "7"]
    for strip in console.stripIDs {
      try console.apply(.name(strip, names.randomElement(using: &random) ?? ""))
      try console.apply(.colour(strip, StripColour.allCases.randomElement(using: &random) ?? .red))
      let level = Double(Int.random(in: -700...100, using: &random)) / 10
      if console.fader(of: strip) != nil {
        try console.apply(.fader(strip, level < -65 ? .silence : Decibels(level)))
      }
      let number = Int.random(in: 0..<12, using: &random)
      if strip != .monitor && number < 4 { try console.apply(.mute(strip, true)) }
      if strip != .monitor && number == 5 { try console.apply(.solo(strip, true)) }
      guard case .channel = strip else { continue }
      let pan = [0, 0.5, -1, 1, Double(Int.random(in: -100...100, using: &random)) / 100]
      try console.apply(.pan(strip, Pan(pan[number % 5])))
      try console.apply(.arm(strip, number % 3 == 0))
      if number % 4 == 0 { try console.apply(.joinVCA(strip, vca: 1 + number % 8)) }
      if number % 4 == 1 { try console.apply(.joinMuteGroup(strip, group: 1 + number % 8)) }
      try console.apply(.sendLevel(strip, to: BusID(.aux, 1), Decibels(level - 10)))
      try console.apply(.sendOn(strip, to: BusID(.aux, 1), number % 3 > 0))
    }
    for group in [1, 6] { try console.apply(.muteGroup(group, isOn: true)) }
    try console.apply(.set(.fx(1), .echoTempo, 120))
    return console
  }
}
