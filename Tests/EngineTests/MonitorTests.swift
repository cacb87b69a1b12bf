import ConsoleModel
import Engine
import Testing
import Units

/// What the engineer hears, and what solo keys do to the others.
@Suite struct MonitorTests {
  private let group = BusID(.group, 1)

  /// Channel 1 hard left in group 1, channel 2 hard right in main, both at -6 dB; the monitor plays
  /// on outputs 3 and 4, aux 1 on 5 and 6.
  private func desk() -> Console {
    var console = Console.small()
    console.make(
      .fader(.channel(1), Decibels(-6)), .fader(.channel(2), Decibels(-6)),
      .pan(.channel(1), .left), .pan(.channel(2), .right), .assign(.channel(1), to: .main, false),
      .assign(.channel(1), to: group, true))
    return console
  }

  /// The last sample of each output after all gains have come to rest, for steady inputs.
  private func levels(_ rig: Rig, _ inputs: [Float] = [0.1, 0.2, 0, 0]) -> [Float] {
    rig.render(inputs.map { steady($0, 4800) }, block: 64).map { $0[4799] }
  }

  private func isNear(_ heard: [Float], _ wanted: [Float]) -> Bool {
    zip(heard, wanted).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  private let half: Float = 0.50118723  // -6 dB

  @Test func eachSoloModeIsHeardInItsOwnPlace() {
    var console = desk()
    let rig = Rig(console, inputs: 4, outputs: 4)
    let main = [0.1 * half, 0.2 * half]
    #expect(isNear(levels(rig), main + main))
    let wanted: [(SoloMode, [Float])] = [
      (.preFader, main + [0.1, 0]), (.afterFader, main + [0.1 * half, 0]),
      (.inPlace, [0.1 * half, 0, 0.1 * half, 0]),
    ]
    console.make(.solo(.channel(1), true))
    for (mode, outputs) in wanted {
      console.make(.soloMode(mode))
      rig.engine.follow(console)
      #expect(isNear(levels(rig), outputs), "\(mode)")
    }
    console.make(.clearSolo)
    rig.engine.follow(console)
    #expect(isNear(levels(rig), main + main))
  }

  @Test func soloInPlaceLeavesMonitorMixesAndSafeStripsAlone() {
    var console = desk()
    console.make(
      .sendLevel(.channel(2), to: BusID(.aux, 1), .unity), .soloMode(.inPlace),
      .solo(.channel(1), true))
    let rig = Rig(console, inputs: 4, outputs: 6)
    #expect(isNear(levels(rig), [0.1 * half, 0, 0.1 * half, 0, 0, 0.2]))
    #expect(console.muteCauses(of: .channel(2)) == .solo)
    console.make(.soloSafe(.channel(2), true))
    rig.engine.follow(console)
    #expect(isNear(levels(rig), [0.1 * half, 0.2 * half, 0.1 * half, 0.2 * half, 0, 0.2]))
  }

  @Test func aSoloedGroupKeepsItsChannelsOpenAndASoloedChannelItsGroup() {
    var console = desk()
    console.make(.soloMode(.inPlace), .solo(.bus(group), true))
    #expect(console.muteCauses(of: .channel(1)) == [])
    #expect(console.muteCauses(of: .channel(2)) == .solo)
    #expect(console.muteCauses(of: .group(2)) == .solo)
    console.make(.clearSolo, .solo(.channel(1), true))
    #expect(console.muteCauses(of: .group(1)) == [])
    #expect(console.muteCauses(of: .fx(1)) == [])
    console.make(.soloSafe(.fx(1), false))
    #expect(console.muteCauses(of: .fx(1)) == .solo)
    console.make(.mute(.fx(1), true))
    #expect(console.muteCauses(of: .fx(1)) == [.own, .solo])
    console.make(.clearSolo)
    #expect(console.muteCauses(of: .fx(1)) == .own)
  }

  @Test func theMonitorDimsFoldsAndListensElsewhereWhileMainStaysAsItIs() {
    var console = desk()
    let rig = Rig(console, inputs: 4, outputs: 4)
    let main = [0.1 * half, 0.2 * half]
    console.make(.set(.monitor, .mono, 1))
    rig.engine.follow(console)
    let mean = (main[0] + main[1]) / 2
    #expect(isNear(levels(rig), main + [mean, mean]))
    console.make(.set(.monitor, .dimOn, 1))
    rig.engine.follow(console)
    #expect(isNear(levels(rig), main + [mean / 10, mean / 10]))
    console.make(
      .set(.monitor, .mono, 0), .set(.monitor, .dimOn, 0), .monitorSource(group))
    rig.engine.follow(console)
    #expect(isNear(levels(rig), main + [main[0], 0]))
  }

  @Test func talkbackReachesItsBusesAndDimsTheMonitor() {
    var console = desk()
    let aux = BusID(.aux, 1)
    console.make(
      .talkbackInput(4), .assign(.talkback, to: aux, true), .set(.talkback, .talkbackLevel, -6))
    let rig = Rig(console, inputs: 4, outputs: 6)
    let main = [0.1 * half, 0.2 * half]
    let inputs: [Float] = [0.1, 0.2, 0, 0.4]
    #expect(isNear(levels(rig, inputs), main + main + [0, 0]))
    console.make(.set(.talkback, .talkbackOn, 1))
    rig.engine.follow(console)
    let voice = 0.4 * half
    #expect(isNear(levels(rig, inputs), main + main.map { $0 / 10 } + [voice, voice]))
    // The deeper of two dims counts, not their sum.
    console.make(.set(.monitor, .dimOn, 1), .set(.monitor, .dimLevel, -40))
    rig.engine.follow(console)
    #expect(isNear(levels(rig, inputs), main + main.map { $0 / 100 } + [voice, voice]))
  }

  @Test func aMatrixIsFedByBusesAfterTheirFaders() {
    var size = ConsoleSize()
    (size.channels, size.groups, size.auxes, size.fxs, size.matrices) = (2, 1, 1, 1, 2)
    var console = Console(name: "Matrix", size: size)
    let (first, second) = (BusID(.matrix, 1), BusID(.matrix, 2))
    console.make(
      .fader(.main, Decibels(-6)), .fader(.channel(1), .unity), .pan(.channel(1), .left),
      .sendLevel(.main, to: first, .unity), .sendLevel(.bus(first), to: second, Decibels(-6)))
    #expect(console.strip(.main)?.sends[first]?.tap == .postFader)
    #expect(throws: EditRefusal.busLoop([second, first, second])) {
      try console.apply(.sendLevel(.bus(second), to: first, .unity))
    }
    #expect(throws: EditRefusal.busLoop([first, .main, first])) {
      try console.apply(.assign(.bus(first), to: .main, true))
    }
    let rig = Rig(console, inputs: 2, outputs: 10)
    let heard = levels(rig, [0.1, 0])
    let wanted: [Float] = [0.1 * half, 0, 0.1 * half, 0, 0, 0, 0.1 * half, 0, 0.1 * half * half, 0]
    #expect(isNear(heard, wanted))
  }

  /// Every switch, thrown while steady signals run: no output moves faster than a ramp lets it.
  @Test func nothingClicks() {
    var dice = Dice(3)
    var console = desk()
    console.make(.talkbackInput(4), .assign(.talkback, to: group, true))
    let rig = Rig(console, inputs: 4, outputs: 6)
    let inputs: [Float] = [0.1, 0.2, 0, 0.1]
    var last = levels(rig, inputs)
    let carriers: [StripID] = [.channel(1), .channel(2), .bus(group), .main]
    var largest: Float = 0
    for _ in 0..<400 {
      let isOn = dice.chance(50)
      let edit: ConsoleEdit =
        switch dice.number(0...7) {
        case 0, 1: .solo(carriers.randomElement(using: &dice) ?? .main, isOn)
        case 2: .soloMode(SoloMode.allCases.randomElement(using: &dice) ?? .preFader)
        case 3: .monitorSource(isOn ? .main : group)
        case 4: .set(.monitor, .dimOn, isOn ? 1 : 0)
        case 5: .set(.monitor, .mono, isOn ? 1 : 0)
        case 6: .set(.talkback, .talkbackOn, isOn ? 1 : 0)
        default: .soloSafe(.channel(2), isOn)
        }
      if console.attempt(edit) { rig.engine.follow(console) }
      let out = rig.render(inputs.map { steady($0, 64 * 12) }, block: 64)
      for output in out.indices {
        for sample in out[output] {
          largest = max(largest, abs(sample - last[output]))
          last[output] = sample
        }
      }
    }
    // 0.4 at most within 240 frames, several ramps at once.
    #expect(largest < 0.006)
  }
}
