import ConsoleModel
import Surface

// What no shipped layout has.
extension FaceTour {
  static let ownLayers = FaceTour(
    .layer(.user("drums")),
    steps: [
      FaceStep("own start", .layer(.channels), .select(2), .press(.assignPan)),
      FaceStep("drums", .layer(.user("drums"))),
      FaceStep("drums, a gap", .select(5)),
      FaceStep("drums, main", .select(6)),
      FaceStep("drums, eq of a channel", .select(0), .page(.eq)),
      FaceStep("drums, flipped eq", .press(.flip)),
      FaceStep("no drums, flipped eq", .layer(.channels)),
      FaceStep("others", .press(.assignPan), .press(.flip), .layer(.user("others"))),
      FaceStep("others, a bank to the right", .press(.bank(1))),
      FaceStep("others, gate", .page(.gate)),
      FaceStep("others, what is at the right", .select(1)),
      FaceStep("others, a bank to the left", .press(.bank(-1)), .press(.assignPan)),
      FaceStep("others, an aux", .select(3)),
      FaceStep("others, its sends", .press(.lasting(.sends(.selected), .auto))),
      FaceStep(
        "others, no sends", .press(.lasting(.sends(.selected), .auto)), like: "others, an aux"),
      FaceStep("shift stays", .press(.lasting(.modifier("shift"), .latch))),
      FaceStep("drums, shift", .layer(.user("drums"))),
      FaceStep("drums, no shift", .press(.lasting(.modifier("shift"), .latch))),
      FaceStep("fine stays", .press(.fine)),
      FaceStep("fine no more", .press(.fine), like: "drums, no shift"),
      FaceStep("a spill", .select(0), .select(4), .press(.spill(.selected))),
      FaceStep("no spill", .press(.spill(.selected))),
      FaceStep("own end", .layer(.channels), .select(2), like: "own start"),
    ])
}

// What changes elsewhere is shown in every view.
extension FaceTour {
  static let changes = FaceTour(steps: [
    FaceStep("a change", .change),
    FaceStep("a change of layer", .layer(.vcas), .change),
    FaceStep("a change of auxes", .layer(.auxes), .change),
    FaceStep("a change in eq", .layer(.channels), .select(2), .page(.eq), .change),
    FaceStep("a change in flipped eq", .press(.flip), .change),
    FaceStep("a change in sends", .press(.flip), .press(.assignSend), .change),
    FaceStep("a change in pan", .press(.assignSend), .press(.assignPan), .change),
    FaceStep("a change in the sends to aux 2", .sends(to: 2), .change),
    FaceStep("no sends to aux 2", .sends(to: 2)),
    FaceStep("a change in the sends of a strip", .ownSends, .change),
    FaceStep("no sends of a strip", .ownSends),
    FaceStep("a change in a spill", .layer(.vcas), .select(2), .press(.spill(.selected)), .change),
    FaceStep("a change at the end", .layer(.channels), .select(2), .change),
  ])
}

/// The Mackie Control with a layout that uses what no shipped one does: layers of the user's choice,
/// conditions, keys that stay, values and words on keys, and lamps in its pots.
enum OwnLayout {
  static func text(_ mackie: [UInt8]) -> [UInt8] {
    let text = String(decoding: mackie, as: UTF8.self)
      .replacing("{message: note 0x20..0x27, lamp: none}", with: "note 0x20..0x27")
    let device = text.split(separator: "\nlayout:")[0]
      .replacing("\ndevice:", with: "\n" + layers + "\ndevice:")
    return Array((device + "\n" + layout).utf8)
  }

  private static let layers = """
    user layers:
      drums: channel 1..4, vca 1, -, main, aux 2
      others: group 1..2, fx 1, aux 3, channel 99, monitor, talkback, oscillator, matrix 1, channel 30
    """

  private static let layout = """
    layout:
      fader 1..8: strip fader
      pot 1..8: strip pot
      push 1..8: strip pot push
      select 1..8: strip select
      mute 1..8: strip mute
      solo 1..8: strip solo
      arm 1..8: strip arm
      scribble 1..7: strip display
      scribble 8: selected display
      meter 1..7: strip meter
      meter 8: selected meter
      master: main fader
      bank left: bank left
      bank right: bank right
      inputs: layer channels
      busses: layer drums
      aux: layer others
      user: layer vcas
      pan: assign pan
      send: assign send
      eq: page eq
      plug-in: page compressor
      instrument: page gate
      track: page strip
      cursor left: page left
      cursor right: page right
      flip: flip
      global view: selected sends auto
      enter: selected spill toggle
      undo: selected sends
      shift: modifier latch
      option: fine latch
      f 1: selected compressor.on momentary
      f 2: selected eq.1.shape
      f 3: monitor source
      f 4: desk solo
      f 5: selected compressor.threshold reset
      f 6: main fader = -20 dB momentary
      f 7: mute group 1 on
      f 8: channel 1 pan centre
      name value: selected eq.2.shape = peaking
      click: main limiter.adaptive
      shift + f 1..2: strip polarity
      shift + pot 3: main pan
      when layer drums: {pot 1..2: strip trim, f 3: selected gate.on}
      when page eq and flip: {pot 4: main fader, f 4: main mute}
      when sends: {f 5: selected solo, arm 1..8: strip compressor.on}
      when spill: {f 5: main limiter.on, solo key: clear solo}
      when selected aux: {f 2: selected limiter.on}
    """
}
