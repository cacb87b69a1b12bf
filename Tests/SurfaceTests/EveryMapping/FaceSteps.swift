import ConsoleModel
import Surface

/// A few strokes after which faces are looked at.
struct FaceStep {
  enum Stroke {
    /// The key that does that is pressed, with the modifiers that it wants.
    case press(ControlRole)
    /// It is pressed twice at once.
    case twice(ControlRole)
    case hold(ControlRole)
    case letGo(ControlRole)
    /// A hand comes to the fader of a place, and goes.
    case grab(Int)
    case release(Int)
    /// Everything of the console becomes another.
    case change
  }

  let name: String
  let strokes: [Stroke]
  /// The earlier step after which everything looked the same.
  let like: String?

  init(_ name: String, _ strokes: Stroke..., like: String? = nil) {
    (self.name, self.strokes, self.like) = (name, strokes, like)
  }
}

/// Steps on boxes that have some keys; those of which another key is missing are left out.
struct FaceTour {
  let needs: [ControlRole]
  let steps: [FaceStep]

  init(_ needs: ControlRole..., steps: [FaceStep]) {
    (self.needs, self.steps) = (needs, steps)
  }

  /// Everywhere that keys of some layouts lead.
  static let all = [
    layers, selections, sendsOnPots, pages, pagesOfOthers, flips, sendsToBuses, sendsOfStrips,
    spills,
    heldKeys, ownLayers, changes,
  ]
}

extension FaceStep.Stroke {
  static func select(_ place: Int) -> Self { .press(.select(.visible(place))) }
  static func layer(_ layer: Layer) -> Self { .press(.layer(layer)) }
  static func page(_ page: PotPage) -> Self { .press(.page(page)) }
  static func sends(to number: Int) -> Self {
    .press(.sends(.fixed(.strip(.bus(BusID(.aux, number))))))
  }
  static let nextPage = press(.turnPage(1))
  static let pageBefore = press(.turnPage(-1))
  static let ownSends = press(.sends(.selected))
}

// Strips and pots.
extension FaceTour {
  private static let layers = FaceTour(steps: [
    FaceStep("the start"),
    FaceStep("a bank to the right", .press(.bank(1))),
    FaceStep("a bank back", .press(.bank(-1)), like: "the start"),
    FaceStep("a strip to the right", .press(.nudge(1))),
    FaceStep("a strip back", .press(.nudge(-1)), like: "the start"),
    FaceStep("groups", .layer(.groups)),
    FaceStep("auxes", .layer(.auxes)),
    FaceStep("fx", .layer(.fx)),
    FaceStep("masters", .layer(.masters)),
    FaceStep("VCAs", .layer(.vcas)),
    FaceStep("channels", .layer(.channels), like: "the start"),
  ])

  private static let selections = FaceTour(steps: [
    FaceStep("the next strip", .press(.selectNext(1))),
    FaceStep("two further", .press(.selectNext(1)), .press(.selectNext(1))),
    FaceStep("the one before", .press(.selectNext(-1))),
    FaceStep("main", .press(.select(.fixed(.strip(.main))))),
    FaceStep("strip 3", .select(2)),
    FaceStep("its members, of which it has none", .twice(.spill(.visible(2))), like: "strip 3"),
  ])

  private static let sendsOnPots = FaceTour(
    .assignSend,
    steps: [
      FaceStep("pots pan", .press(.assignPan)),
      FaceStep("pots send to aux 1", .press(.assignSend)),
      FaceStep("to aux 2", .press(.assignSend)),
      FaceStep("VCAs, which have no sends", .layer(.vcas)),
      FaceStep("groups", .layer(.groups)),
      FaceStep("channels that send", .layer(.channels)),
      FaceStep("sends, flipped", .press(.flip)),
      FaceStep("sends, flipped back", .press(.flip), like: "channels that send"),
      FaceStep("pots pan again", .press(.assignPan), like: "pots pan"),
    ])

  private static let pages = FaceTour(
    .page(.eq),
    steps: [FaceStep("no page", .select(2), .press(.assignPan))]
      + [PotPage.strip, .gate, .eq, .compressor, .sends, .output, .effect].flatMap { page in
        [
          FaceStep("page \(page)", .page(page)),
          FaceStep("\(page), turned", .nextPage),
          FaceStep("\(page), turned back", .pageBefore, like: "page \(page)"),
          FaceStep("\(page), its key again", .page(page)),
        ]
      } + [FaceStep("no page again", .press(.assignPan), like: "no page")])

  private static let pagesOfOthers = FaceTour(
    .page(.eq),
    steps: [
      FaceStep("pan", .select(2), .press(.assignPan)),
      FaceStep("eq", .page(.eq)),
      FaceStep("eq, a bank to the right", .press(.bank(1))),
      FaceStep("eq, a bank back", .press(.bank(-1)), like: "eq"),
      FaceStep("eq, names", .press(.names)),
      FaceStep("eq, no names", .press(.names), like: "eq"),
      FaceStep("eq, a hand", .grab(1)),
      FaceStep("eq, no hand", .release(1), like: "eq"),
      FaceStep("eq turned, another channel", .nextPage, .select(4)),
      FaceStep("eq of a group", .layer(.groups), .select(0)),
      FaceStep("eq of a group, to its end", .nextPage, .nextPage),
      FaceStep("eq of a channel, which ends before", .layer(.channels), .select(1)),
      FaceStep("eq of a VCA, which has none", .layer(.vcas), .select(0)),
      FaceStep("compressor of a group", .layer(.groups), .select(1), .page(.compressor)),
      FaceStep("sends of a group", .page(.sends), .select(2)),
      FaceStep("a delay", .layer(.fx), .select(0), .page(.effect)),
      FaceStep("a delay, turned", .nextPage),
      FaceStep("a reverb, turned", .select(1)),
      FaceStep("a reverb", .pageBefore),
      FaceStep("strip page of an fx", .page(.strip)),
      FaceStep("output of main", .layer(.masters), .select(0), .page(.output)),
      FaceStep("strip page of main", .page(.strip)),
      FaceStep("pan again", .layer(.channels), .select(2), .press(.assignPan), like: "pan"),
    ])

  private static let flips = FaceTour(
    .flip, .page(.eq),
    steps: [
      FaceStep("not flipped", .select(2)),
      FaceStep("flipped", .press(.flip)),
      FaceStep("flipped eq", .page(.eq)),
      FaceStep("flipped eq, a hand", .grab(1)),
      FaceStep("flipped eq, no hand", .release(1), like: "flipped eq"),
      FaceStep("flipped eq, turned, another strip", .nextPage, .select(5)),
      FaceStep("flipped gate", .page(.gate)),
      FaceStep("flipped gate, names", .press(.names)),
      FaceStep("flipped gate, no names", .press(.names), like: "flipped gate"),
      FaceStep("flipped sends", .page(.sends)),
      FaceStep("flipped sends of an aux", .layer(.auxes), .select(0)),
      FaceStep("flipped pan", .layer(.channels), .select(2), .press(.assignPan), like: "flipped"),
      FaceStep("flipped back", .press(.flip), like: "not flipped"),
    ])
}

// Sends on faders.
extension FaceTour {
  private static let sendsToBuses = FaceTour(
    .sends(.fixed(.strip(.bus(BusID(.aux, 2))))),
    steps: [
      FaceStep("levels", .select(2)),
      FaceStep("sends to aux 2", .sends(to: 2)),
      FaceStep("to aux 2, shift", .hold(.modifier("shift"))),
      FaceStep("to aux 2, no shift", .letGo(.modifier("shift")), like: "sends to aux 2"),
      FaceStep("to aux 2, flipped", .press(.flip)),
      FaceStep("to aux 2, flipped with eq", .page(.eq)),
      FaceStep("to aux 2, eq", .press(.flip)),
      FaceStep("to aux 2, eq, names", .press(.names)),
      FaceStep("to aux 2, pots send to aux 1", .press(.names), .press(.assignSend)),
      FaceStep("the same, flipped", .press(.flip)),
      FaceStep("to aux 2, pan", .press(.flip), .press(.assignPan), like: "sends to aux 2"),
      FaceStep("to aux 2, a bank right", .press(.bank(1))),
      FaceStep("to aux 2, a bank left", .press(.bank(-1)), like: "sends to aux 2"),
      FaceStep("to aux 2 from auxes", .layer(.auxes)),
      FaceStep("to an aux that is selected", .select(2)),
      FaceStep("to it from VCAs", .layer(.vcas)),
      FaceStep("to aux 5", .layer(.channels), .select(2), .sends(to: 5)),
      FaceStep("to no aux", .sends(to: 5), like: "levels"),
    ])

  private static let sendsOfStrips = FaceTour(
    .sends(.selected),
    steps: [
      FaceStep("own levels", .select(2)),
      FaceStep("sends of strip 3", .ownSends),
      FaceStep("of strip 3, shift", .hold(.modifier("shift"))),
      FaceStep("of strip 3, no shift", .letGo(.modifier("shift")), like: "sends of strip 3"),
      FaceStep("of strip 3, bank right", .press(.bank(1))),
      FaceStep("of strip 3, bank left", .press(.bank(-1)), like: "sends of strip 3"),
      FaceStep("of strip 3, flipped", .press(.flip)),
      FaceStep("of strip 3, flipped, compressor", .page(.compressor)),
      FaceStep("of strip 3, compressor", .press(.flip)),
      FaceStep("of strip 3, pan", .press(.assignPan), like: "sends of strip 3"),
      FaceStep("of strip 3, no more", .ownSends, like: "own levels"),
      FaceStep("of strip 3 anew", .ownSends, like: "sends of strip 3"),
      FaceStep("to a bus that is selected there", .select(1)),
      FaceStep("to it no more", .ownSends),
      FaceStep("of strip 4", .select(3), .ownSends),
      FaceStep("of strip 4, as long as no layer", .layer(.channels)),
      FaceStep("own levels again", .select(2), like: "own levels"),
      FaceStep("of a group", .layer(.groups), .select(0), .ownSends),
      FaceStep("channels after groups", .layer(.channels), .select(2), like: "own levels"),
    ])
}

// Spills, and keys that are held.
extension FaceTour {
  private static let spills = FaceTour(
    .layer(.vcas), .select(.visible(1)),
    steps: [
      FaceStep("layer", .layer(.channels), .select(2)),
      FaceStep("a VCA, pressed twice", .layer(.vcas), .twice(.spill(.visible(1)))),
      FaceStep("a VCA by a key", .layer(.vcas), .select(2), .press(.spill(.selected))),
      FaceStep("of a VCA, a bank right", .press(.bank(1))),
      FaceStep("of a VCA, a bank left", .press(.bank(-1)), like: "a VCA by a key"),
      FaceStep("no VCA", .press(.spill(.selected))),
      FaceStep("a VCA again", .press(.spill(.selected)), like: "a VCA by a key"),
      FaceStep("a member is selected", .select(0)),
      FaceStep("eq of a member", .page(.eq)),
      FaceStep("pan of members", .press(.assignPan)),
      FaceStep("members' sends to aux 2", .sends(to: 2)),
      FaceStep("no sends", .sends(to: 2), like: "a member is selected"),
      FaceStep("a group", .layer(.groups), .select(0), .press(.spill(.selected))),
      FaceStep("its own sends", .press(.sends(.selected))),
      FaceStep("an aux", .layer(.auxes), .select(0), .press(.spill(.selected))),
      FaceStep("layer again", .layer(.channels), .select(2), like: "layer"),
    ])

  private static let heldKeys = FaceTour(steps: [
    FaceStep("nothing is held"),
    FaceStep("shift", .hold(.modifier("shift"))),
    FaceStep("no shift", .letGo(.modifier("shift")), like: "nothing is held"),
    FaceStep("control", .hold(.modifier("control"))),
    FaceStep("control and shift", .hold(.modifier("shift"))),
    FaceStep("no control", .letGo(.modifier("control"))),
    FaceStep("fine", .letGo(.modifier("shift")), .hold(.lasting(.fine, .momentary))),
    FaceStep("not fine", .letGo(.lasting(.fine, .momentary)), like: "nothing is held"),
  ])
}
