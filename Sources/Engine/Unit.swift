import ConsoleModel
import DSP
import Processors
import Units

/// What serves one strip alone and has memory of its own.
enum UnitKind: UInt8, Hashable, CaseIterable {
  /// Delays every side of a strip after its trim.
  case delay
  /// Repeats what an fx bus is sent, before its trim.
  case echo
  /// Answers what an fx bus is sent as a space does, before its trim.
  case reverb
  /// Keeps the peaks of a bus below a ceiling, after its fader.
  case limiter
  /// Measures the loudness and the true peak of main, behind everything else.
  case loudness
  /// Makes the oscillator's sound.
  case oscillator
  /// Sends a strip out between its processors and its fader, and takes in what comes back.
  case insert
  /// Plays a channel on outputs of its own.
  case direct

  /// Whether it goes on working while it is switched off, until nothing of it is heard.
  var fadesOut: Bool { self != .reverb }
}

/// Names a unit of the console.
struct UnitKey: Hashable {
  var node: Node
  var kind: UnitKind
}

/// What the audio thread knows of a unit; its rows come first, so that commands find them.
struct UnitCore {
  var memory: ProcessorMemory
  var kind: UnitKind
  /// How many sides it has.
  var sides: Int32
  /// What its kernel keeps, one for all sides or one for each.
  var body: UnsafeMutableRawPointer
  /// Room for each side's signal as it was before the unit, or for a second side in lanes, or for
  /// what an insert or direct out sends (lanes 0 and 1) and an insert gets back (lanes 2 and 3).
  var dry: UnsafeMutablePointer<Float>
  /// Frames until its own signal comes out of it; it is not heard before.
  var wait: Int32
}

/// What measures main.
struct LoudnessUnits {
  var loudness: LoudnessUnit
  var truePeak: TruePeakUnit
}

/// What an insert is patched to, one number a side: device outputs and inputs from 0, -1 for none.
struct InsertPlugs {
  var outputs = SIMD2<Int32>(repeating: -1)
  var inputs = SIMD2<Int32>(repeating: -1)
}

/// Where a channel's direct out takes its signal, and the device outputs, from 1, that it plays on.
struct DirectOut: Hashable {
  let tap: Tap
  let outputs: [Int]

  init(of strip: Strip) {
    tap = strip.directTap
    outputs = strip.directOutputs
  }
}

/// The control thread's side of a unit: owns its memory and remembers what it was told.
final class Unit {
  let core: UnsafeMutablePointer<UnitCore>
  let kind: UnitKind
  let sides: Int
  /// What it is patched to, if it is an insert.
  let insert: Insert
  /// Where it takes its signal and plays it, if it is a direct out.
  let direct: DirectOut?
  /// What each slot, row × 16 + lane, was last told.
  var told: [Float]
  /// Since when it runs.
  var since = Since.sent
  private let arena: Arena

  /// Makes a unit in silence with its parameters at rest: as the strip wants them, or off.
  ///
  /// - Parameters:
  ///   - kind: What it does.
  ///   - strip: Whose settings it starts with.
  ///   - rate: Frames a second.
  ///   - fadeFrames: How long changes that can't ramp take.
  ///   - isOn: Whether it starts as the strip wants it, at once, instead of coming in from off.
  init(_ kind: UnitKind, of strip: Strip, rate: Int, fadeFrames: Int, isOn: Bool) {
    self.kind = kind
    sides = strip.width.sides
    insert = kind == .insert ? strip.insert : Insert()
    direct = kind == .direct ? DirectOut(of: strip) : nil
    let rows = Self.rows(kind, strip, rate, isOn: isOn)
    let rowCount = rows.count / LaneLayout.lanes
    let bodyBytes = Self.bodyBytes(kind, sides, rate)
    arena = Arena(
      byteCount: Arena.room(for: UnitCore.self, 1) + Arena.room(for: Ramp.self, rowCount)
        + Arena.room(for: Lanes.self, LaneLayout.chunk) + bodyBytes)
    core = arena.take(UnitCore.self, 1)
    let ramps = arena.take(Ramp.self, rowCount)
    for row in 0..<rowCount {
      var value = Lanes()
      for lane in 0..<LaneLayout.lanes { value[lane] = rows[row * LaneLayout.lanes + lane] }
      (ramps + row).initialize(to: Ramp(restingAt: value))
    }
    told = rows
    core.initialize(
      to: UnitCore(
        memory: ProcessorMemory(
          parameters: ramps, parameterRows: Int32(rowCount),
          state: UnsafeMutableRawPointer(ramps).assumingMemoryBound(to: Lanes.self), stateRows: 0),
        kind: kind, sides: Int32(sides), body: UnsafeMutableRawPointer(core),
        dry: arena.take(Float.self, LaneLayout.chunk * LaneLayout.lanes), wait: 0))
    makeBody(rate: rate, fadeFrames: fadeFrames, delay: isOn ? Self.delayFrames(strip, rate) : 0)
    if isOn { core.pointee.wait = 0 }
  }
}

// What each kind consists of.
extension Unit {
  /// The targets of a unit's rows, sixteen values a row.
  ///
  /// The last row of a limiter says in its first lane how much of it is heard.
  static func rows(
    _ kind: UnitKind, _ strip: Strip, _ rate: Int, isOn: Bool = true
  ) -> [Float] {
    switch kind {
    case .delay, .loudness: return []
    case .echo:
      var settings = echo(strip)
      settings.isOn = isOn && isNeeded(.echo, by: strip, .fx(1))
      return settings.rows(rate: rate)
    // A reverb is exchanged for a delay while its bus is hushed, so it never comes in from off.
    case .reverb: return reverb(strip).rows(rate: rate)
    case .limiter:
      var settings = LimiterSettings()
      settings.ceiling = strip[.limiterCeiling]
      settings.release = strip[.limiterRelease]
      settings.isReleaseAdaptive = strip[.limiterAdaptive] == 1
      var mix = [Float](repeating: 0, count: LaneLayout.lanes)
      mix[0] = isOn ? Float(strip[.limiterOn]) : 0
      return settings.rows(rate: rate) + mix
    case .oscillator:
      var settings = oscillator(strip)
      settings.isOn = settings.isOn && isOn
      return settings.rows(rate: rate)
    case .insert:
      var rows = [Float](repeating: 0, count: InsertRow.count * LaneLayout.lanes)
      rows[InsertRow.share * LaneLayout.lanes] = isOn ? Float(strip[.insertOn]) : 0
      rows[InsertRow.level * LaneLayout.lanes] = isOn ? 1 : 0
      return rows
    // Silent until it is told its level, which the whole console decides: mutes reach it.
    case .direct: return [Float](repeating: 0, count: LaneLayout.lanes)
    }
  }

  /// The slot of how much of a limiter is heard.
  static let limiterMix = LimiterParameter.rows * LaneLayout.lanes

  /// Whether it can go on serving a strip.
  func fits(_ strip: Strip) -> Bool {
    sides == strip.width.sides && (kind != .insert || insert == strip.insert)
      && (kind != .direct || direct == DirectOut(of: strip))
  }

  /// The device outputs that it plays on, from 1.
  var outputs: [Int] { direct?.outputs ?? insert.outputs }

  /// Whether a strip needs a unit of a kind.
  static func isNeeded(_ kind: UnitKind, by strip: Strip, _ id: StripID) -> Bool {
    switch kind {
    case .reverb: id.kind == .fx && strip[.effect] == 1
    case .delay: strip[.delay] > 0
    case .echo:
      id.kind == .fx && strip[.effect] == 0
        && (strip[.echoTempo] > 0 || max(strip[.echoLeft], strip[.echoRight]) > 0)
    case .loudness: id == .main && strip[.loudnessOn] == 1
    case .limiter: strip[.limiterOn] == 1
    case .oscillator: id == .oscillator && strip[.oscillatorOn] == 1
    // It sends while it is switched off, too, so that what stands outside can be set up.
    case .insert: !strip.insert.outputs.isEmpty
    case .direct: !strip.directOutputs.isEmpty
    }
  }

  private static func echo(_ strip: Strip) -> FXDelaySettings {
    var settings = FXDelaySettings()
    settings.leftTime = echoTime(strip, .echoLeft, .echoLeftNote)
    settings.rightTime = echoTime(strip, .echoRight, .echoRightNote)
    settings.feedback = strip[.echoFeedback]
    settings.isPingPong = strip[.echoPingPong] == 1
    settings.lowCut = strip[.echoLowCut]
    settings.highCut = strip[.echoHighCut]
    settings.modulationRate = strip[.echoRate]
    settings.modulationDepth = strip[.echoDepth]
    settings.saturation = strip[.echoSaturation]
    settings.width = strip[.echoWidth]
    return settings
  }

  /// The time of one side in ms, by the tempo if there is one.
  private static func echoTime(_ strip: Strip, _ time: Setting, _ note: Setting) -> Double {
    let tempo = strip[.echoTempo]
    guard tempo > 0, let note = NoteValue(Parameter.notes[Int(strip[note])]) else {
      return strip[time]
    }
    return FXDelaySettings.time(beats: note.beats, bpm: tempo)
  }

  private static func oscillator(_ strip: Strip) -> OscillatorSettings {
    var settings = OscillatorSettings()
    settings.isOn = strip[.oscillatorOn] == 1
    settings.sound = OscillatorSettings.Sound.allCases[Int(strip[.oscillatorSound])]
    settings.frequency = strip[.oscillatorFrequency]
    settings.level = strip[.oscillatorLevel]
    return settings
  }

  private static func reverb(_ strip: Strip) -> ReverbSettings {
    var settings = ReverbSettings()
    settings.isOn = true
    settings.voicing = ReverbVoicing.allCases[Int(strip[.reverbVoicing])]
    settings.preDelay = Milliseconds(strip[.reverbPreDelay])
    settings.size = strip[.reverbSize] / 100
    settings.decay = strip[.reverbDecay] / 1000
    settings.lowDecay = strip[.reverbLowDecay]
    settings.highDecay = strip[.reverbHighDecay]
    settings.lowCrossover = strip[.reverbLowCrossover]
    settings.highCrossover = strip[.reverbHighCrossover]
    settings.diffusion = strip[.reverbDiffusion] / 100
    settings.earlyLevel = Decibels(strip[.reverbEarly])
    settings.lateLevel = Decibels(strip[.reverbLate])
    settings.modulationRate = strip[.reverbRate]
    settings.modulationDepth = strip[.reverbDepth] / 100
    settings.lowCut = strip[.reverbLowCut]
    settings.highCut = strip[.reverbHighCut]
    settings.width = strip[.reverbWidth] / 100
    settings.isFrozen = strip[.reverbFreeze] == 1
    return settings
  }

  /// How many frames a strip's delay takes.
  static func delayFrames(_ strip: Strip, _ rate: Int) -> Int {
    Int((strip[.delay] * Double(rate) / 1000).rounded())
  }

  private static func bodyBytes(_ kind: UnitKind, _ sides: Int, _ rate: Int) -> Int {
    switch kind {
    case .delay:
      return Arena.room(for: DelayLine.self, sides)
        + sides * Arena.room(for: Float.self, delayCapacity(rate))
    case .echo:
      return Arena.room(for: FXDelayState.self, 1)
        + Arena.room(for: Float.self, FXDelayState.samples(rate: rate))
    case .reverb: return ReverbState.bytes(rate: rate)
    case .loudness:
      return Arena.room(for: LoudnessUnits.self, 1)
        + Arena.room(for: Float.self, LoudnessUnit.capacity)
        + Arena.room(for: Float.self, TruePeakUnit.floats)
    case .limiter:
      return Arena.room(for: LimiterUnit.self, 1)
        + Arena.room(for: Float.self, LimiterLayout(rate: rate).floats)
    case .oscillator: return Arena.room(for: OscillatorUnit.self, 1)
    case .insert: return Arena.room(for: InsertPlugs.self, 1)
    case .direct: return 0
    }
  }

  private static func delayCapacity(_ rate: Int) -> Int {
    let longest = Setting.delay.parameter.range.upperBound * Double(rate) / 1000
    var capacity = 1
    while capacity <= Int(longest.rounded()) { capacity *= 2 }
    return capacity
  }

  private func makeBody(rate: Int, fadeFrames: Int, delay: Int) {
    switch kind {
    case .delay:
      let lines = arena.take(DelayLine.self, sides)
      let capacity = Self.delayCapacity(rate)
      for side in 0..<sides {
        (lines + side).initialize(
          to: DelayLine(
            memory: arena.take(Float.self, capacity), capacity: capacity, delay: delay,
            fadeFrames: fadeFrames))
      }
      core.pointee.body = UnsafeMutableRawPointer(lines)
    case .echo:
      let state = arena.take(FXDelayState.self, 1)
      state.initialize(
        to: FXDelayState(
          memory: arena.take(Float.self, FXDelayState.samples(rate: rate)), rate: rate,
          fadeFrames: fadeFrames))
      core.pointee.body = UnsafeMutableRawPointer(state)
    case .loudness:
      let units = arena.take(LoudnessUnits.self, 1)
      let memory = arena.take(Float.self, TruePeakUnit.floats)
      for (index, number) in TruePeakTables.make().enumerated() { memory[index] = number }
      units.initialize(
        to: LoudnessUnits(
          loudness: LoudnessUnit(
            weighting: KWeighting.sections(rate: rate), rate: rate,
            steps: arena.take(Float.self, LoudnessUnit.capacity)),
          truePeak: TruePeakUnit(memory: memory)))
      core.pointee.body = UnsafeMutableRawPointer(units)
    case .reverb:
      let memory = arena.take(UInt8.self, ReverbState.bytes(rate: rate))
      core.pointee.body = UnsafeMutableRawPointer(
        ReverbState.prepare(in: UnsafeMutableRawPointer(memory), rate: rate))
    case .limiter:
      let unit = arena.take(LimiterUnit.self, 1)
      let layout = LimiterLayout(rate: rate)
      let memory = arena.take(Float.self, layout.floats)
      for (index, number) in TruePeakTables.make().enumerated() { memory[index] = number }
      unit.initialize(to: LimiterUnit(memory: memory, layout: layout))
      core.pointee.body = UnsafeMutableRawPointer(unit)
      core.pointee.wait = Int32(layout.latency)
    // It comes in once its own signal has come through.
    case .oscillator:
      let unit = arena.take(OscillatorUnit.self, 1)
      unit.initialize(to: OscillatorSettings.unit(rate: rate))
      core.pointee.body = UnsafeMutableRawPointer(unit)
    case .insert:
      let plugs = arena.take(InsertPlugs.self, 1)
      plugs.initialize(to: InsertPlugs())
      for (side, output) in insert.outputs.prefix(sides).enumerated() {
        plugs.pointee.outputs[side] = Int32(output - 1)
      }
      for (side, input) in insert.inputs.prefix(sides).enumerated() {
        plugs.pointee.inputs[side] = Int32(input - 1)
      }
      core.pointee.body = UnsafeMutableRawPointer(plugs)
    case .direct: break
    }
  }
}
