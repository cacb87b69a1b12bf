import ConsoleModel
import MIDI
import Surface
import Units

/// A console and a surface whose units send what `HostileStream` makes, with an oracle that looks at
/// every byte.
struct GarbageRun {
  /// The road that bytes take into the program.
  enum Road: CaseIterable {
    /// A file or a raw port: bytes.
    case bytes
    /// The sequencer: whole messages, and sysex in pieces.
    case events
  }

  private(set) var console: Console
  private(set) var surface: Surface
  private(set) var faults: [String] = []
  private(set) var edits = 0
  private(set) var messages = 0
  /// Whether the surface has not seen the console that its own edits made.
  private var isStale = false
  private var now: UInt64 = 1_000_000_000
  private let road: Road
  private var ends: [End]
  private var oracle: EditOracle
  private var random: SeededGenerator
  private var view: SurfaceView
  private let meters: MeterLevels

  /// What stands at the program's end of the cable of a unit.
  private struct End {
    var parser = MIDIParser()
    var assembler = SysexAssembler()
    var stream = NaiveStream()
    var kernel = NaiveKernel()
    var controls: NaiveControls
    var hostile: HostileStream
  }

  init(_ codec: Codec, _ road: Road, seed: UInt64) throws {
    console = try .busy()
    surface = Surface(mapping: codec.mapping)
    self.road = road
    ends = codec.mapping.units.enumerated().map { place, profile in
      End(
        controls: NaiveControls(profile),
        hostile: HostileStream(profile, seed: seed + UInt64(place)))
    }
    oracle = EditOracle(codec.mapping)
    random = SeededGenerator(seed)
    meters = MeterLevels(size: console.size)
    surface.show(console: console, meters: meters, at: now)
    let counts = codec.mapping.units.map(\.stripCount)
    let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
    view = SurfaceView(surface, console, starts: starts)
    for unit in ends.indices { surface.connected(unit, at: now) }
    for _ in 0..<40 {
      now += 100 * .ms
      breathe()
    }
  }

  /// How much is kept of all that came.
  var footprint: Int {
    valueCount(surface) + ends.reduce(0) { $0 + valueCount($1.parser) + valueCount($1.assembler) }
  }
}

// Events.
extension GarbageRun {
  /// Lets a unit say something; true if garbage alone.
  mutating func event(isGarbage: Bool) {
    let unit = Int(random.next() % UInt64(ends.count))
    take(isGarbage ? ends[unit].hostile.nextGarbage() : ends[unit].hostile.next(), unit)
    now += (random.next() % 4) * .ms
  }

  /// Time passes, units are shown what is new, and now and then one goes or input is lost.
  mutating func rest(isGarbage: Bool) {
    now += (random.next() % 600) * .ms
    breathe()
    guard !isGarbage, random.next() % 16 == 0 else { return }
    let unit = Int(random.next() % UInt64(ends.count))
    if random.next() % 2 == 0 {
      surface.inputWasLost(at: now)
      for other in ends.indices { forget(other) }
    } else {
      surface.disconnected(unit, at: now)
      surface.connected(unit, at: now)
      forget(unit)
    }
    look()  // what keys held is over
  }

  private mutating func forget(_ unit: Int) {
    ends[unit].parser.reset()
    ends[unit].assembler.reset()
    ends[unit].stream = NaiveStream()
    ends[unit].kernel = NaiveKernel()
    ends[unit].kernel.longestPiece = 1 + Int(random.next() % 256)
    ends[unit].controls.forget()
    oracle.forget(unit: unit)
  }

  private mutating func breathe() {
    let reach = oracle.reachOfTime(view)
    for edit in surface.elapsed(at: now, console: console) { apply(edit, reach, "time") }
    _ = surface.takeSteps()
    surface.show(console: console, meters: meters, at: now)
    _ = surface.outgoing(at: now)
    look()
  }

  /// The bytes go down the road.
  mutating func take(_ bytes: [UInt8], _ unit: Int) {
    for byte in bytes {
      switch road {
      case .bytes:
        let whole = ends[unit].stream.take(byte)
        let message = ends[unit].parser.parse(byte)
        hear(message.map { [$0] } ?? [], whole, unit)
      case .events:
        guard let event = ends[unit].kernel.take(byte) else { continue }
        let whole = NaiveStream.isWhole(event) ? event : nil
        hear(ends[unit].assembler.take(event, at: now), whole, unit)
      }
    }
  }

  /// What the program made of a byte or event, beside what the oracle did.
  private mutating func hear(_ found: [MIDIMessage], _ whole: [UInt8]?, _ unit: Int) {
    if isStale {
      // What is spilled may have lost a strip.
      surface.show(console: console, meters: meters, at: now)
      look()
      isStale = false
    }
    let said = whole.map { ends[unit].controls.take($0) } ?? []
    if let whole, found.map(\.bytes) != [whole] { fault("\(whole) came as \(found)") }
    for message in found {
      messages += 1
      if said.isEmpty {
        let edits = surface.received(message, unit: unit, at: now, console: console)
        if !edits.isEmpty { fault("\(message) made \(edits)") }
        if ends[unit].controls.isAnswer(message.bytes) {
          look()  // if the unit was switched on again, what its keys held is over
        } else if surface.navigation != view.navigation {
          fault("\(message) changed the view")
        }
        continue
      }
      var reach = EditOracle.Reach()
      for (handle, value) in said {
        reach.formUnion(oracle.reach(of: handle, value, unit: unit, current, at: now))
      }
      let edits = surface.received(message, unit: unit, at: now, console: console)
      for edit in edits { apply(edit, reach, "\(said)") }
      if surface.navigation != view.navigation { look() }
    }
  }

  /// Where the surface looks, with the console as it is.
  private var current: SurfaceView { SurfaceView(view, console) }

  private mutating func look() {
    view = SurfaceView(surface, console, starts: view.starts)
  }

  private mutating func apply(_ edit: ConsoleEdit, _ reach: EditOracle.Reach, _ why: String) {
    edits += 1
    if !reach.targets.contains(EditTarget(edit)) { fault("\(why) made \(edit)") }
    do { try console.apply(edit) } catch { fault("\(edit) was refused: \(error)") }
    switch edit {
    case .fader, .pan, .sendLevel:
      if !isStale { surface.followMove(to: console, at: now) }
    default: isStale = true
    }
  }

  private mutating func fault(_ text: String) {
    if faults.count < 10 { faults.append(text) }
  }
}
