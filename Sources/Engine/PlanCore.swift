import DSP
import Realtime

/// One thing to do for a block; the numbers are places in the plan's arrays.
enum Step {
  /// Reads a channel bank's sources from the device.
  case load(bank: Int32)
  /// Silences a bus bank before its sources are added.
  case clear(bank: Int32)
  /// Keeps a bank's signal for edges on which it waits.
  case keep(history: Int32)
  /// While a shift is heard: blends what a tile mixes, and those that follow with the same waits.
  case shift(tile: Int32)
  /// Adds a source bank's share to a bus bank.
  case mix(tile: Int32)
  /// Brings together what was added to a narrow bus bank.
  case sum(bank: Int32)
  /// Trims a bank's strips.
  case trim(bank: Int32)
  /// Runs what serves one strip alone over its lanes.
  case unit(UnsafeMutablePointer<UnitCore>, UnsafeMutablePointer<Lanes>, lane: Int32)
  /// Sends a strip out through its insert and takes in what comes back.
  case insert(UnsafeMutablePointer<UnitCore>, bank: Int32, lane: Int32)
  /// Lets a lane of a key hear a lane of a trimmed bank.
  case key(
    UnsafeMutablePointer<Lanes>, lane: Int32, from: UnsafeMutablePointer<Lanes>, fromLane: Int32)
  /// Runs a bank's processors.
  case process(bank: Int32)
  /// Runs a bank's width and balance, faders and meters.
  case strips(bank: Int32)
}

/// Sixteen lanes of strips: channels, or buses of one depth.
struct Bank {
  /// The source, processed in place; at last the tap before the fader.
  ///
  /// Banks of channels take turns with one memory where each is mixed before the next is read.
  var input: UnsafeMutablePointer<Lanes>
  /// The taps after the trim, before and after the equaliser, where a send takes its signal there.
  var inputTap: UnsafeMutablePointer<Lanes>?
  var preEQTap: UnsafeMutablePointer<Lanes>?
  var postEQTap: UnsafeMutablePointer<Lanes>?
  /// The tap after the fader; `input` itself where nobody takes the tap before it.
  var output: UnsafeMutablePointer<Lanes>
  /// On a bus bank of few lanes: the column of sums of each.
  var sums: UnsafeMutablePointer<Lanes>?
  /// Lanes that strips use, from the first.
  var laneCount: Int32
  var meter: UnsafeMutablePointer<MeterLanes>
  /// Where gates, or compressors, listen to other strips.
  var gateKey: Key?
  var compressorKey: Key?
  var processors: UnsafeMutablePointer<ProcessorMemory>
  /// Sixteen device inputs from 0, -1 for none; nil for buses.
  var sources: UnsafeMutablePointer<Int32>?
  /// The first of sixteen device inputs that follow each other, from 0; -1 if they do not.
  var firstSource: Int32
  /// The places of the trim and fader ramps.
  var trim: Int32
  var fader: Int32
  /// Where the bank is metered around the faders, and whether some lane is metered at its input.
  var metering: StripMetering
  var isMeteredAtInput: Bool
  /// Whether some unit puts sound into the bank or keeps sound of it.
  var hasUnits: Bool
  /// The tile of a bank of channels that may go straight from the device into it, as it is the only
  /// one and takes the signal after the fader into two lanes; -1 for none.
  var straightTile: Int32
  /// Whether the bank went straight into that tile in this chunk, and is done.
  var isStraight = false
  /// Whether anything was put into the bank in this chunk.
  var isFed = true
  /// Whether what was put in is known to be numbers of sensible size.
  var isSound = false
  /// Whether all of its memory is silent, because nothing was put in and nothing rings on.
  var isSilent = false
}

/// What the detectors of a bank listen to where some lanes have a key of their own.
struct Key {
  var samples: UnsafeMutablePointer<Lanes>
  /// All bits in each lane that listens to its own strip.
  var isOwn: SIMD16<Int32>
}

/// A source bank's gains into a bus bank.
struct Tile {
  var source: UnsafePointer<Lanes>
  var destination: UnsafeMutablePointer<Lanes>
  /// Where the signal waits: what is mixed instead of `source`, as it was `wait` frames earlier, and
  /// until the shift `waitBefore` frames earlier.
  var history: UnsafeMutablePointer<HistoryCore>?
  var waitBefore: Int32
  var wait: Int32
  var sourceBank: Int32
  var destinationBank: Int32
  /// The place of the first row's ramp.
  var firstRow: Int32
  var rowCount: Int32
  /// Where the destination is narrow: room for the gains by columns.
  var gains: UnsafeMutablePointer<Lanes>?
  /// The rows that let anything through; right while `isSettled`.
  var activity = TileActivity(rows: 0, isMoving: false)
  /// Whether no gain was moved since `activity` was found, and none was moving then.
  var isSettled = false
}

/// Where a strip's sides are: neighbouring lanes of a bank.
struct StripPlace {
  var bank: Int32
  var lane: Int32
  var sides: Int32
  /// What limits it, and what measures its loudness.
  var limiter: UnsafeMutablePointer<UnitCore>?
  var loudness: UnsafeMutablePointer<UnitCore>?
}

/// Which lane a device output plays.
struct OutputPlace {
  /// The first sample of the lane, or nil for silence.
  var samples: UnsafePointer<Float>?
}

/// A gain that a new plan takes over from the plan before it; slots are ramp × 16 + lane.
struct Carry {
  var from: UInt32
  var to: UInt32
}

/// Lanes that go on in another memory.
struct LaneMove {
  var from: UnsafeMutablePointer<ProcessorMemory>
  var to: UnsafeMutablePointer<ProcessorMemory>
  var lanes: LaneRun
}

/// Neighbouring lanes, and those that go on with them elsewhere.
struct LaneRun {
  var from: Int32
  var to: Int32
  var count: Int32

  /// Takes in the lanes that follow, on both sides, unless others do; control thread.
  mutating func append(_ next: LaneRun) -> Bool {
    guard from + count == next.from, to + count == next.to else { return false }
    count += next.count
    return true
  }
}

/// What the audio thread knows of a plan: flat arrays in one arena, nothing to follow or free.
struct PlanCore {
  var steps: UnsafeMutablePointer<Step>
  var stepCount: Int
  var banks: UnsafeMutablePointer<Bank>
  var bankCount: Int
  var tiles: UnsafeMutablePointer<Tile>
  var tileCount: Int
  var ramps: UnsafeMutablePointer<Ramp>
  var rampCount: Int
  var outputs: UnsafeMutablePointer<OutputPlace>
  var outputCount: Int
  var strips: UnsafeMutablePointer<StripPlace>
  var stripCount: Int
  var carries: UnsafeMutablePointer<Carry>
  var carryCount: Int
  var moves: UnsafeMutablePointer<LaneMove>
  var moveCount: Int
  var histories: UnsafeMutablePointer<HistoryPlace>
  var historyMoves: UnsafeMutablePointer<HistoryMove>
  var historyMoveCount: Int
  /// How long gains take that differ from what the plan before stood at.
  var rampFrames: Int32
  /// Whether waits start anew from what they were before: see `EngineCore.shift`.
  var isShiftNew = false
}
