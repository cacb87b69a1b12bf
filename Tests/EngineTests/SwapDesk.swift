import ConsoleModel
import Units

/// A desk of which one part is edited while the other must not notice.
///
/// Main (outputs 1, 2) and aux 1 (5, 6) hear channels 1, 2, 4…20, group 1 and fx 1. Channel 3 and
/// whatever it feeds are edited: monitor (3, 4), aux 2 (7, 8) and group 2 (9, 10).
enum SwapDesk {
  static let inputs = 24
  static let outputs = 12
  /// The outputs that no edit may touch, from 0.
  static let untouched = [0, 1, 4, 5]
  static let group2 = BusID(.group, 2)
  static let aux2 = BusID(.aux, 2)
  static let fx2 = BusID(.fx, 2)

  static let console: Console = {
    var console = Console.small(channels: 20, groups: 4)
    for number in 1...20 {
      console.make(
        .fader(.channel(number), Decibels(-Double(number % 5))),
        .pan(.channel(number), Pan(Double(number % 7) / 3 - 1)))
      if number % 3 == 0 {
        console.make(.sendLevel(.channel(number), to: BusID(.aux, 1), Decibels(-3)))
      }
    }
    console.make(
      .width(.channel(10), .stereo), .inputs(channel: 10, [10, 21]),
      .assign(.channel(4), to: .main, false), .assign(.channel(4), to: BusID(.group, 1), true),
      .sendLevel(.channel(1), to: BusID(.fx, 1), .unity),
      .delay(BusID(.fx, 1), Milliseconds(3)), .delay(fx2, Milliseconds(4)),
      .fader(.channel(3), .unity), .pan(.channel(3), .left),
      .assign(.channel(3), to: .main, false), .sendOn(.channel(3), to: BusID(.aux, 1), false),
      .assign(.bus(group2), to: .main, false), .outputs(group2, [9, 10]),
      .assign(.bus(fx2), to: .main, false), .assign(.bus(fx2), to: group2, true),
      .sendLevel(.channel(3), to: fx2, .unity))
    return console
  }()

  /// Edits of routing and patch, each from one state of the edited part to another.
  struct Change: Sendable, CustomStringConvertible {
    var description: String
    var before: [ConsoleEdit] = []
    var after: [ConsoleEdit]
    /// Whether other strips get other lanes, in which narrow buses add them up in another order.
    var movesLanes = false
  }

  static let ch3 = StripID.channel(3)

  /// Edits that put an insert into channel 3 while an aux and a group hear it.
  private static let inserted: [ConsoleEdit] = [
    .sendLevel(ch3, to: aux2, .unity), .assign(ch3, to: group2, true),
    .insert(ch3, outputs: [11], inputs: [5]), .set(ch3, .insertOn, 1),
  ]

  /// Edits that let channel 3 into group 2 both by itself and through an aux.
  private static let limited: [ConsoleEdit] = [
    .sendLevel(ch3, to: aux2, Decibels(-6)), .assign(.bus(aux2), to: group2, true),
    .assign(ch3, to: group2, true),
  ]

  static let changes: [Change] = [
    Change(description: "assign on", after: [.assign(ch3, to: group2, true)]),
    Change(
      description: "assign off", before: [.assign(ch3, to: group2, true)],
      after: [.assign(ch3, to: group2, false)]),
    Change(description: "send on", after: [.sendLevel(ch3, to: aux2, .unity)]),
    Change(
      description: "send off", before: [.sendLevel(ch3, to: aux2, .unity)],
      after: [.sendOn(ch3, to: aux2, false)]),
    Change(
      description: "tap", before: [.sendLevel(ch3, to: aux2, .unity), .fader(ch3, Decibels(-10))],
      after: [.sendTap(ch3, to: aux2, .postFader)]),
    Change(description: "solo", after: [.solo(ch3, true)]),
    Change(
      description: "solo off", before: [.solo(ch3, true)], after: [.solo(ch3, false)]),
    Change(
      description: "input", before: [.sendLevel(ch3, to: aux2, .unity)],
      after: [.inputs(channel: 3, [5])]),
    Change(
      description: "no input", before: [.sendLevel(ch3, to: aux2, .unity)],
      after: [.inputs(channel: 3, [])]),
    Change(
      description: "output", before: [.sendLevel(ch3, to: aux2, .unity)],
      after: [.outputs(aux2, [11, 12])]),
    Change(
      description: "channel to stereo",
      before: [.sendLevel(ch3, to: aux2, .unity), .assign(ch3, to: group2, true)],
      after: [.width(ch3, .stereo), .inputs(channel: 3, [5, 3])], movesLanes: true),
    Change(
      description: "group to mono", before: [.assign(ch3, to: group2, true)],
      after: [.width(.bus(group2), .mono), .outputs(group2, [9])]),
    Change(
      description: "fx to mono", after: [.width(.bus(fx2), .mono)]),
    Change(
      description: "limiter on beside a direct path", before: limited,
      after: [.set(.bus(aux2), .limiterOn, 1)]),
    Change(
      description: "limiter off and assigned elsewhere",
      before: limited + [.set(.bus(aux2), .limiterOn, 1)],
      after: [
        .set(.bus(aux2), .limiterOn, 0), .assign(ch3, to: group2, false),
        .sendLevel(ch3, to: aux2, Decibels(-3)),
      ]),
    Change(description: "delay", after: [.delay(fx2, Milliseconds(1))]),
    Change(
      description: "insert on", before: inserted + [.set(ch3, .insertOn, 0)],
      after: [.set(ch3, .insertOn, 1)]),
    Change(
      description: "insert patched", before: [.sendLevel(ch3, to: aux2, .unity)],
      after: [.set(ch3, .insertOn, 1), .insert(ch3, outputs: [11], inputs: [5])]),
    Change(
      description: "insert to another output", before: inserted,
      after: [.insert(ch3, outputs: [12], inputs: [5])]),
    Change(
      description: "insert from another input", before: inserted,
      after: [.insert(ch3, outputs: [11], inputs: [3])]),
    Change(
      description: "insert to an output that there is not", before: inserted,
      after: [.insert(ch3, outputs: [13], inputs: [5])]),
    Change(
      description: "inserted channel to stereo", before: inserted,
      after: [.width(ch3, .stereo), .inputs(channel: 3, [5, 3])], movesLanes: true),
    Change(
      description: "output from an insert to a bus", before: inserted,
      after: [
        .insert(ch3, outputs: [], inputs: []), .outputs(aux2, []), .outputs(group2, []),
        .outputs(aux2, [11, 12]), .insert(.bus(group2), outputs: [7, 8], inputs: [3, 5]),
        .set(.bus(group2), .insertOn, 1),
      ]),
    Change(
      description: "direct out patched", before: [.set(ch3, .directOn, 1)],
      after: [.direct(ch3, outputs: [11])]),
    Change(
      description: "direct out to another output",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11])],
      after: [.direct(ch3, outputs: [12])]),
    Change(
      description: "direct out's tap",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11]), .fader(ch3, Decibels(-10))],
      after: [.set(ch3, .directTap, Double(Tap.allCases.firstIndex(of: .postFader) ?? 0))]),
    Change(
      description: "direct out off",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11])],
      after: [.set(ch3, .directOn, 0)]),
    Change(
      description: "direct out's level",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11])],
      after: [.set(ch3, .directLevel, -.infinity)]),
    Change(
      description: "direct out of a channel that is muted",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11])], after: [.mute(ch3, true)]),
    Change(
      description: "output from a direct out to a bus",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11])],
      after: [.direct(ch3, outputs: []), .outputs(aux2, [11, 12])]),
    Change(
      description: "channel with a direct out to stereo",
      before: [.set(ch3, .directOn, 1), .direct(ch3, outputs: [11, 12])],
      after: [.width(ch3, .stereo), .inputs(channel: 3, [5, 3])], movesLanes: true),
    Change(
      description: "loop turned round",
      before: [
        .assign(ch3, to: group2, true), .assign(.bus(group2), to: BusID(.group, 3), true),
        .assign(.group(3), to: .main, false), .outputs(BusID(.group, 3), [11, 12]),
      ],
      after: [
        .assign(.bus(group2), to: BusID(.group, 3), false),
        .assign(ch3, to: group2, false), .assign(ch3, to: BusID(.group, 3), true),
        .assign(.group(3), to: group2, true),
      ], movesLanes: true),
    Change(
      description: "deeper", before: [.assign(ch3, to: group2, true)],
      after: [
        .assign(.group(3), to: .main, false), .assign(.bus(group2), to: BusID(.group, 3), true),
        .outputs(BusID(.group, 3), [11, 12]),
      ], movesLanes: true),
  ]
}
