import ConsoleModel
import MIDI
import Surface
import Testing
import Units
import YAML

/// What every surface shows is what the console is, as decoders tell that know no mapping file.
@Suite struct FaceTests {
  /// Boxes side by side with the decoders of their families.
  struct Box: CustomTestStringConvertible {
    /// Files that are joined, from left to right.
    let files: [String]
    let faces: [(unit: String, face: any Face)]
    /// How many views have to be compared.
    let views: Int

    /// Whether the layout is one that uses what no shipped one does.
    var hasOwnLayout = false

    init(_ file: String, _ unit: String, _ views: Int, _ face: any Face) {
      (files, faces, self.views) = ([file], [(unit, face)], views)
    }

    init(_ files: [String], _ views: Int, _ faces: [(unit: String, face: any Face)]) {
      (self.files, self.faces, self.views) = (files, faces, views)
    }

    var testDescription: String {
      (files + faces.map(\.unit)).joined(separator: ", ") + (hasOwnLayout ? ", own layout" : "")
    }
  }
  private static func mackie(_ change: (inout MackieFace) -> Void) -> MackieFace {
    var face = MackieFace()
    change(&face)
    return face
  }

  private static let mackieMain = mackie { $0.hasMaster = true }
  private static let mackieExtender = mackie { $0.id = 0x15 }
  private static let xTouch = mackie {
    $0.hasMaster = true
    ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
  }
  private static let xTouchExtender = mackie {
    $0.id = 0x15
    ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
  }
  private static let d700 = mackie { ($0.display, $0.colours) = (.asparion, .asparion) }

  private static func ownLayout(_ box: Box) -> Box {
    var box = box
    box.hasOwnLayout = true
    return box
  }

  static let boxes: [Box] = [
    Box("mackie-control", "main", 162, mackieMain),
    Box("mackie-control", "extender 1", 5, mackieExtender),
    Box(["mackie-control"], 162, [("main", mackieMain), ("extender 1", mackieExtender)]),
    ownLayout(
      Box("mackie-control", "main", 124, mackie { ($0.hasMaster, $0.hasPushes) = (true, true) })),
    Box("x-touch", "extender 1", 5, xTouchExtender),
    Box(["x-touch"], 162, [("main", xTouch), ("extender 2", xTouchExtender)]),
    Box(
      "x-touch-one", "one", 14,
      mackie {
        ($0.strips, $0.hasMaster) = (1, true)
        ($0.colours, $0.thresholds, $0.hasOverload) = (.behringer, MackieFace.xTouch, false)
      }),
    Box(
      "icon", "platform m", 162,
      mackie {
        ($0.hasMaster, $0.display, $0.hasOverload, $0.blinks) = (true, .none, false, false)
      }),
    Box(
      "icon", "p1-m", 162,
      mackie {
        ($0.hasMaster, $0.colours, $0.hasOverload, $0.blinks) = (true, .icon, false, false)
      }),
    Box(
      "icon", "platform x 1", 5,
      mackie { ($0.display, $0.hasOverload, $0.blinks) = (.none, false, false) }),
    Box("asparion-d700", "d700 1", 5, d700),
    Box(["asparion-d700", "mackie-control"], 162, [("d700 1", d700), ("main", mackieMain)]),
    Box(
      "bcf2000", "bcf2000", 13,
      mackie { ($0.hasMaster, $0.display, $0.thresholds) = (true, .none, []) }),
    Box("hui", "hui", 13, HUIFace()),
    Box("faderport-8", "faderport 8", 20, FaderPortFace(strips: 8)),
    Box("faderport-8", "faderport 16", 20, FaderPortFace(strips: 16)),
    Box("faderport-2", "faderport 2", 9, FaderPortFace(strips: 1)),
    Box("faderport-classic", "faderport", 11, ClassicFace()),
    Box("x-touch-compact", "compact", 18, CompactFace()),
    Box("x-touch-mini", "mini", 22, MiniFace()),
    Box("midi-fighter-twister", "twister", 15, TwisterFace()),
    Box("launch-control-xl", "xl", 20, LaunchControlFace()),
    Box("nanokontrol2", "nanokontrol2", 27, LampFace.nano),
    Box("midimix", "midimix", 5, LampFace.midimix),
    Box("easycontrol-9", "easycontrol", 10, LampFace.dark),
  ]

  @Test func everyFileHasADecoder() {
    #expect(Set(Self.boxes.flatMap(\.files).map { $0 + ".yaml" }) == Set(shippedFiles))
  }

  @Test(arguments: boxes) func showsWhatTheConsoleIs(box: Box) throws {
    let mappings = try box.files.map { file in
      let bytes = repositoryFile("mappings/\(file).yaml")
      return try mapping(box.hasOwnLayout ? OwnLayout.text(bytes) : bytes, file)
    }
    let joined = mappings.count == 1 ? mappings[0] : Mapping.joined(mappings)
    let units = try box.faces.map { unit, _ in
      try #require(joined.units.firstIndex { $0.name == unit || $0.name.hasSuffix(" " + unit) })
    }
    let place = Self.boxes.firstIndex { $0.testDescription == box.testDescription } ?? 0
    for round in 0..<(box.views > 100 ? 1 : 3) * testScale {
      var random = SeededGenerator(UInt64(100 * round + place))
      let console = try Console.random(&random)
      let faces = Dictionary(uniqueKeysWithValues: zip(units, box.faces.map(\.face)))
      var rig = try HandRig(joined, present: units, console: console, faces: faces)
      for strip in console.meteredIDs {
        let isOver = Int.random(in: 0..<4, using: &random) == 0
        rig.meters[strip] = Float.random(in: isOver ? 0.1...3 : -75...3, using: &random)
      }
      try walk(FaceWalk(rig, other: .random(&random)), units, box)
    }
  }

  /// Goes everywhere that the box has keys for.
  private func walk(_ start: FaceWalk, _ units: [Int], _ box: Box) throws {
    var walk = start
    var views = 0
    for tour in FaceTour.all where walk.has(tour.needs) {
      var seen: [String: [Int: Panel]] = [:]
      for step in tour.steps where walk.can(step) {
        walk.take(step)
        views += 1
        for unit in units {
          let what = "\(box.testDescription): \(walk.rig.mapping.units[unit].name), \(step.name)"
          let face = try #require(walk.rig.faces[unit])
          let faults = try walk.faults(unit)
          #expect(faults == [], "\(what)")
          #expect(face.panel.strange == [], "\(what)")
          if let like = step.like, let before = seen[like]?[unit] {
            #expect(face.panel == before, "\(what) is not as \(like)")
          }
          seen[step.name, default: [:]][unit] = face.panel
        }
      }
    }
    #expect(views == box.views, "\(box.testDescription)")
    #expect(walk.looks.subtracting(walk.pressed) == [], "\(box.testDescription)")
    #expect(walk.rig.console == walk.outlook.console)
    for unit in units {
      var face = try #require(walk.rig.faces[unit])
      for (_, message) in walk.rig.surface.farewell().filter({ $0.unit == unit }) {
        face.hear(message.bytes)
      }
      #expect(face.panel.strange == [])
    }
  }
}
