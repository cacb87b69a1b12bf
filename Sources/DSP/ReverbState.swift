/// What a reverb remembers: the head of its memory, followed by the samples of its delay lines.
///
/// Made by `prepare` in memory that the caller owns; belongs to the audio thread once published.
public struct ReverbState: BitwiseCopyable {
  /// The least length of a feedback line: a line is read a grain at a time before it is written.
  public static let shortestLine = LaneLayout.grain
  /// The longest feedback line, the longest spread of the second and third stage of the diffuser,
  /// and the longest pre-delay with the last early reflection behind it, in milliseconds.
  public static let longest = (line: 200, second: 36, third: 60, input: 380)

  /// The input after its tone filters: two lines.
  public var input: ReverbRing
  /// The second stage of the diffuser: sixteen lines.
  public var second: ReverbRing
  /// The third stage of the diffuser: sixteen lines.
  public var third: ReverbRing
  /// The feedback network: sixteen lines.
  public var tank: ReverbRing
  /// Where the lines of the six rows of places are read.
  public let taps: UnsafeMutablePointer<ReverbTaps>
  /// What the modulated allpass of each line holds.
  public var held = Lanes()
  /// The states of each line's section for low frequencies.
  public var low = Lanes()
  /// The states of each line's section for high frequencies.
  public var high = Lanes()
  /// The states of the tone filters: left low cut twice, high cut twice; then right.
  public let tone: UnsafeMutablePointer<Lanes>
  /// What the tone filters make of a grain, as `ReverbTone` lays it out.
  public let toneTable: UnsafeMutablePointer<Lanes>
  /// The factors of the low and the high cut that `toneTable` was made of.
  public var toneKeeps: (low: Float, high: Float) = (-1, -1)
  /// The cosine and the sine of each line's modulation phase.
  public var phase: (cosine: Lanes, sine: Lanes) = (Lanes(), Lanes())
  /// The sine and the cosine of each line's turn, as the modulation left them.
  public var turn: (sine: Lanes, cosine: Lanes) = (Lanes(), Lanes(repeating: 1))
  /// Frames since the places last began to change; `fadeEnd` when they rest.
  public var fadeAge = 0
  /// Frames that the fade takes, with the rests that growing lines need.
  public var fadeEnd = 0
  /// Frames in which a tap's gain goes from one end to the other.
  public let fadeFrames: Int
  /// Rows of sixteen samples of the delay lines that may hold sound, counted from the first.
  public var soundingRows = 0
  /// Rows of sixteen samples of all delay lines.
  public let rows: Int
  /// Whether the places were ever taken up.
  public var isPlaced = false
  /// The samples of all delay lines, `rows` rows.
  public let samples: UnsafeMutablePointer<Lanes>
  /// Where each tap of the rows of places reads next, from the start of its ring: as many numbers
  /// as there are taps, and then the places of the rows of `work`.
  public let places: UnsafeMutablePointer<Int32>
  /// Rows that the kernel works in.
  public let work: UnsafeMutablePointer<Lanes>

  /// Rows that the kernel works in, and those of the tone filters.
  static let workRows = 65 + ReverbTone.rows
  /// Rows of places, the one of the working rows, and two for those that are faded out.
  static let placeRows = ReverbRow.places + 3
  /// Where the kernel keeps the places that are faded out, among `places`.
  public static let oldPlaces = (ReverbRow.places + 1) * LaneLayout.lanes
}

/// How the four tone filters of a side, one after the other, answer within a grain: numbers from
/// which sixteen frames are made at once, without waiting for one frame after the other.
///
/// A response has sixteen frames; the first is that to an impulse, the others are those to a state
/// of 1 of each filter, without input.
public enum ReverbTone {
  /// Where the impulse response begins; before it lie sixteen zeroes.
  public static var impulse: Int { @_noLocks get { 16 } }
  /// Where the responses to the states begin.
  public static var states: Int { @_noLocks get { 32 } }
  /// Where what the states become begins: the four states after each frame of each of the five
  /// responses.
  public static var courses: Int { @_noLocks get { 96 } }
  /// Rows of sixteen numbers.
  static let rows = 26
}

/// Delay lines of equal length that are written at the same place.
///
/// A line holds `capacity` samples, a multiple of 32, and after them its first sixteen again, so
/// that sixteen in a row can be read from anywhere.
public struct ReverbRing: BitwiseCopyable {
  /// The first line's samples; the next line begins `stride` samples later.
  public let memory: UnsafeMutablePointer<Float>
  /// Samples that a line holds: 32 or more beyond the longest delay.
  public let capacity: Int
  /// Where the next sample goes.
  public var write = 0
  /// How many lines there are.
  public let lines: Int

  /// Samples from one line to the next: an odd number of cache lines, so that lines that are read
  /// at the same time spread over the sets of the cache.
  public var stride: Int { capacity + 16 }

  /// The delay in frames that a line holds at most.
  public var longestDelay: Int { capacity - 32 }

  init(memory: UnsafeMutablePointer<Float>, capacity: Int, lines: Int) {
    self.memory = memory
    self.capacity = capacity
    self.lines = lines
  }

  fileprivate var end: UnsafeMutablePointer<Float> { memory + lines * stride }
}

/// Sixteen places of delay lines that are read.
public struct ReverbTaps: BitwiseCopyable {
  /// Where the line of each tap begins in its ring.
  public var offsets = SIMD16<Int32>()
  /// How far back each tap reads, in frames.
  public var delays = SIMD16<Int32>()
  /// How far back each tap read before the places last changed.
  public var oldDelays = SIMD16<Int32>()
  /// The row that these places were taken from.
  public var wanted = Lanes()

  init(offsets: SIMD16<Int32>) { self.offsets = offsets }
}

extension ReverbState {
  /// Bytes of memory that a reverb needs at a rate, a multiple of 64: 1.08 MB at 48 kHz, 4.3 MB at 192.
  public static func bytes(rate: Int) -> Int {
    let lines = capacity(longest.line, rate) + 16
    let spreads = capacity(longest.second, rate) + capacity(longest.third, rate) + 32
    let input = capacity(longest.input, rate) + 16
    return headBytes + (16 * (lines + spreads) + 2 * input) * 4
  }

  /// Makes a silent reverb in zeroed memory of `bytes(rate:)` bytes, aligned to 64.
  ///
  /// Control thread, before publishing.
  public static func prepare(
    in memory: UnsafeMutableRawPointer, rate: Int
  ) -> UnsafeMutablePointer<ReverbState> {
    precondition(MemoryLayout<ReverbState>.size <= stateBytes, "the state outgrew its place")
    let state = memory.bindMemory(to: ReverbState.self, capacity: 1)
    state.initialize(to: ReverbState(memory: memory, rate: rate))
    return state
  }

  private init(memory: UnsafeMutableRawPointer, rate: Int) {
    taps = (memory + Self.stateBytes).bindMemory(to: ReverbTaps.self, capacity: ReverbRow.places)
    let afterTaps = memory + Self.stateBytes + ReverbRow.places * MemoryLayout<ReverbTaps>.stride
    places = afterTaps.bindMemory(to: Int32.self, capacity: Self.placeRows * 16)
    work = (afterTaps + Self.placeRows * 64).bindMemory(to: Lanes.self, capacity: Self.workRows)
    tone = work + 64
    toneTable = tone + 1
    samples = (memory + Self.headBytes).bindMemory(to: Lanes.self, capacity: 1)
    rows = (Self.bytes(rate: rate) - Self.headBytes) / MemoryLayout<Lanes>.stride
    let first = (memory + Self.headBytes).bindMemory(to: Float.self, capacity: rows * 16)
    input = ReverbRing(memory: first, capacity: Self.capacity(Self.longest.input, rate), lines: 2)
    second = ReverbRing(
      memory: input.end, capacity: Self.capacity(Self.longest.second, rate), lines: 16)
    third = ReverbRing(
      memory: second.end, capacity: Self.capacity(Self.longest.third, rate), lines: 16)
    tank = ReverbRing(
      memory: third.end, capacity: Self.capacity(Self.longest.line, rate), lines: 16)
    fadeFrames = max(1, rate / 20 / LaneLayout.grain) * LaneLayout.grain
    startModulation()
    placeTaps()
  }

  /// Spreads the phases of the lines' modulation by the golden angle, by which no two agree.
  private mutating func startModulation() {
    // The cosine and the sine of 137.508°.
    let (cosine, sine) = (Float(-0.7373688781), Float(0.6754902942))
    var point = (x: Float(1), y: Float(0))
    for lane in 0..<LaneLayout.lanes {
      phase.cosine[lane] = point.x
      phase.sine[lane] = point.y
      point = (point.x * cosine - point.y * sine, point.x * sine + point.y * cosine)
    }
  }

  /// Points each tap at its line: the diffuser's even ones and two thirds of a side's early ones
  /// at the input of the left side.
  private func placeTaps() {
    for lane in 0..<16 { places[ReverbRow.places * 16 + lane] = Int32(16 * lane) }
    for row in 0..<ReverbRow.places {
      var offsets = SIMD16<Int32>()
      for lane in 0..<LaneLayout.lanes {
        let line =
          switch row {
          case ReverbRow.lines: lane * tank.stride
          case ReverbRow.spreads: lane % 2 * input.stride
          case ReverbRow.spreads + 1: lane * second.stride
          case ReverbRow.spreads + 2: lane * third.stride
          case ReverbRow.early: lane % 3 == 2 ? input.stride : 0
          default: lane % 3 == 2 ? 0 : input.stride
          }
        offsets[lane] = Int32(line)
      }
      (taps + row).initialize(to: ReverbTaps(offsets: offsets))
    }
  }

  /// Bytes that are kept for the state itself.
  private static var stateBytes: Int { 1024 }

  private static var headBytes: Int {
    stateBytes + ReverbRow.places * MemoryLayout<ReverbTaps>.stride
      + (placeRows + workRows) * MemoryLayout<Lanes>.stride
  }

  /// Samples in a line whose longest delay is given in milliseconds.
  private static func capacity(_ milliseconds: Int, _ rate: Int) -> Int {
    (milliseconds * rate / 1000 / 32 + 2) * 32
  }
}
