public import ConsoleModel
import Demo
import Units

/// The desk of the demo band: eight parts, three groups, a shared delay, a VCA over each group's
/// channels.
public enum DemoDesk {
  /// Where each part goes: its group and VCA, fader, pan, and send to the shared space.
  private static let parts: [(group: Int, fader: Double, pan: Double, send: Double?)] = [
    (1, -2, 0, nil),  // drums
    (1, -4, 0, nil),  // bass
    (2, -8, -0.3, -14),  // keys
    (2, -8, -0.7, -12),  // guitar 1
    (2, -9, 0.7, -12),  // guitar 2
    (3, -4, 0, -8),  // lead voice
    (3, -9, 0.25, -6),  // backing voice
    (1, -9, 0.5, -16),  // percussion
  ]

  /// The group that the lead voice is in, and the VCA over its channel.
  public static let voices = 3
  /// The channel of the lead voice.
  public static let leadVoice = 6

  /// The console of the demo, mixed.
  public static let console: Console = {
    var size = ConsoleSize()
    size.channels = parts.count
    size.groups = 3
    size.auxes = 2
    size.fxs = 1
    size.vcas = 3
    size.muteGroups = 2
    var console = Console(name: "Demo band", size: size)
    for edit in edits { make(edit, in: &console) }
    return console
  }()

  private static func make(_ edit: ConsoleEdit, in console: inout Console) {
    do { try console.apply(edit) } catch { preconditionFailure("the demo desk: \(error)") }
  }

  private static var edits: [ConsoleEdit] {
    let space = BusID(.fx, 1)
    var edits: [ConsoleEdit] = [
      .fader(.main, Decibels(-3)), .delay(space, Milliseconds(320)),
      .fader(.fx(1), Decibels(-2)), .name(.fx(1), "Space"),
    ]
    for (index, name) in ["Rhythm", "Music", "Voices"].enumerated() {
      edits += [.name(.group(index + 1), name), .name(.vca(index + 1), name)]
    }
    for (index, part) in parts.enumerated() {
      let channel = StripID.channel(index + 1)
      edits += [
        .name(channel, DemoBand.partNames[index]), .fader(channel, Decibels(part.fader)),
        .pan(channel, Pan(part.pan)), .assign(channel, to: .main, false),
        .assign(channel, to: BusID(.group, part.group), true),
        .joinVCA(channel, vca: part.group),
      ]
      if let send = part.send { edits.append(.sendLevel(channel, to: space, Decibels(send))) }
    }
    return edits
  }
}
