internal import CLanes
import DSP

// Here a row holds one line's sixteen frames, so that delays are copies and mixing is sums of rows.

/// Counts of frames from the first of a grain: 1…16.
@_transparent
@_noLocks
func frameCounts() -> Lanes { Lanes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) }

/// The values that one lane of a row takes in the next sixteen frames.
@inline(__always)
@_noLocks
func course(_ row: UnsafePointer<Ramp>, _ lane: Int) -> Lanes {
  sum(
    Lanes(repeating: row.pointee.value[lane]), Lanes(repeating: row.pointee.step[lane]), frameCounts())
}

extension ReverbRing {
  /// Moves the place of writing on.
  @inline(__always)
  @_noLocks
  mutating func advance(_ frames: Int) {
    write &+= frames
    if write >= capacity { write &-= capacity }
  }
}

/// Writes sixteen frames of every line of a ring, of which as many count as the ring advances.
///
/// What lies beyond them is older than any tap reads.
@inline(__always)
@_noLocks
func writeLines(_ ring: ReverbRing, _ rows: UnsafePointer<Lanes>) {
  let stride = ring.stride
  var line = ring.memory + ring.write
  for row in 0..<ring.lines {
    lanes_store_float(line, rows[row])
    line += stride
  }
  let isAtStart = ring.write < 16
  guard isAtStart || ring.write &+ 16 > ring.capacity else { return }
  mirrorLines(ring, from: isAtStart ? 0 : ring.capacity, to: isAtStart ? ring.capacity : 0)
}

/// Keeps the first sixteen samples of each line and those behind its end the same.
@inline(never)
@_noLocks
private func mirrorLines(_ ring: ReverbRing, from: Int, to: Int) {
  for row in 0..<ring.lines {
    let line = ring.memory + row &* ring.stride
    lanes_store_float(line + to, lanes_load_float(line + from))
  }
}

/// Reads sixteen frames at each of sixteen places.
@inline(__always)
@_noLocks
func readTaps(
  _ state: UnsafeMutablePointer<ReverbState>, _ row: Int, _ ring: ReverbRing,
  into rows: UnsafeMutablePointer<Lanes>, isFading: Bool
) {
  let taps = state.pointee.taps + row
  readPlaces(taps.pointee.delays, taps.pointee.offsets, ring, into: rows)
  if isFading { blendOldPlaces(state, row, ring, into: rows) }
}

@inline(__always)
@_noLocks
private func readPlaces(
  _ delays: SIMD16<Int32>, _ offsets: SIMD16<Int32>, _ ring: ReverbRing,
  into rows: UnsafeMutablePointer<Lanes>
) {
  var places = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: ring.write)) &- delays
  let around = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: ring.capacity))
  places = (places &+ (around & (places &>> 31))) &+ offsets
  withUnsafePointer(to: places) { places in
    let place = UnsafeRawPointer(places).assumingMemoryBound(to: Int32.self)
    for tap in 0..<16 {
      rows[tap] = lanes_load_float(ring.memory + Int(place[tap]))
    }
  }
}

/// Fades from what the taps read at their old places to what they read at the new ones.
///
/// The old place's gain falls in a straight line, the new one's rises in one. Where a feedback line
/// grows, the new place waits until it comes to what was not heard at the old one when that began
/// to fall: no sample is heard with gains that add to more than 1, nor does any moment hear more.
/// By Schur's test such a fade gives back no more energy than the line was given, so that no
/// sequence of changes can make the tail grow.
@inline(never)
@_noLocks
private func blendOldPlaces(
  _ state: UnsafeMutablePointer<ReverbState>, _ row: Int, _ ring: ReverbRing,
  into rows: UnsafeMutablePointer<Lanes>
) {
  let taps = state.pointee.taps + row
  let old = state.pointee.work + 48
  readPlaces(taps.pointee.oldDelays, taps.pointee.offsets, ring, into: old)
  let pace = Lanes(repeating: 1 / Float(state.pointee.fadeFrames))
  let age = Lanes(repeating: Float(state.pointee.fadeAge)) + frameCounts()
  let fallen = lanes_min(age * pace, Lanes(repeating: 1))
  for tap in 0..<16 {
    let growth = taps.pointee.delays[tap] &- taps.pointee.oldDelays[tap]
    let wait = row == ReverbRow.lines ? Float(max(0, growth)) : 0
    let since = lanes_max(age - Lanes(repeating: wait), Lanes())
    let risen = lanes_min(since * pace, Lanes(repeating: 1))
    rows[tap] = sum(rows[tap] * risen, old[tap], 1 - fallen)
  }
}

/// Takes up the places that the rows ask for, unless a fade is under way.
@inline(__always)
@_noLocks
func followPlaces(_ block: ReverbBlock) {
  let state = block.state
  guard state.pointee.fadeAge >= state.pointee.fadeEnd else { return }
  var isAsked = !state.pointee.isPlaced
  for row in 0..<ReverbRow.places {
    let asked = block.parameters[row].target .!= state.pointee.taps[row].wanted
    isAsked = isAsked || lanes_any(unsafeBitCast(asked, to: SIMD16<Int32>.self))
  }
  if isAsked { takePlaces(block) }
}

/// Starts the fade to the places of the rows; silent lines begin there at once.
@inline(never)
@_noLocks
private func takePlaces(_ block: ReverbBlock) {
  let state = block.state
  let isPlaced = state.pointee.isPlaced
  var longestWait: Int32 = 0
  for row in 0..<ReverbRow.places {
    let taps = state.pointee.taps + row
    taps.pointee.wanted = block.parameters[row].target
    let asked = lanes_max(lanes_min(taps.pointee.wanted, longestDelay(state, row)), shortest(row))
    let delays = lanes_to_int(asked)
    taps.pointee.oldDelays = isPlaced ? taps.pointee.delays : delays
    taps.pointee.delays = delays
    guard row == ReverbRow.lines else { continue }
    longestWait = 0 &- lanes_least(taps.pointee.oldDelays &- delays)
  }
  state.pointee.isPlaced = true
  state.pointee.fadeAge = 0
  state.pointee.fadeEnd =
    isPlaced ? state.pointee.fadeFrames &+ Int(max(0, longestWait)) : 0
}

@inline(__always)
@_noLocks
private func shortest(_ row: Int) -> Lanes {
  Lanes(repeating: row == ReverbRow.lines ? Float(ReverbState.shortestLine) : 0)
}

@inline(__always)
@_noLocks
private func longestDelay(_ state: UnsafeMutablePointer<ReverbState>, _ row: Int) -> Lanes {
  let ring =
    switch row {
    case ReverbRow.lines: state.pointee.tank
    case ReverbRow.spreads + 1: state.pointee.second
    case ReverbRow.spreads + 2: state.pointee.third
    default: state.pointee.input
    }
  return Lanes(repeating: Float(ring.longestDelay))
}

/// Turns four rows among each other, two at a time and then the pairs; `t` is the turn's tangent.
@_transparent
@_noLocks
private func turn(
  _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes, _ t: Lanes
) -> (Lanes, Lanes, Lanes, Lanes) {
  let (p, q) = (sum(a, t, b), sum(b, -t, a))
  let (r, s) = (sum(c, t, d), sum(d, -t, c))
  return (sum(p, t, r), sum(q, t, s), sum(r, -t, p), sum(s, -t, q))
}

/// Mixes sixteen rows: each pair whose numbers differ in one bit is turned by the same angle.
///
/// At a tangent of 1 this is a Hadamard matrix times 4, whatever the tangent it is orthogonal but
/// for the factor (1 + t²)².
@inline(__always)
@_noLocks
private func mixRows(_ x: UnsafeMutablePointer<Lanes>, _ t: Lanes) {
  for first in 0..<4 {
    let column = x + first
    (column[0], column[4], column[8], column[12]) = turn(
      column[0], column[4], column[8], column[12], t)
  }
  for first in 0..<4 {
    let row = x + first &* 4
    (row[0], row[1], row[2], row[3]) = turn(row[0], row[1], row[2], row[3], t)
  }
}

/// Spreads the two inputs over sixteen rows and many echoes, in three stages.
///
/// Each stage delays the rows and mixes them (G. Luff, "Let's write a reverb", ADC 2021); the first
/// one's delays are read straight from the input.
@inline(__always)
@_noLocks
func diffuse(
  _ block: ReverbBlock, _ rows: UnsafeMutablePointer<Lanes>, _ frames: Int, isFading: Bool
) {
  let state = block.state
  let tangent = course(block.parameters + ReverbRow.mix, ReverbMix.diffusion)
  readTaps(state, ReverbRow.spreads, state.pointee.input, into: rows, isFading: isFading)
  mixRows(rows, tangent)
  writeLines(state.pointee.second, rows)
  readTaps(state, ReverbRow.spreads + 1, state.pointee.second, into: rows, isFading: isFading)
  mixRows(rows, tangent)
  writeLines(state.pointee.third, rows)
  readTaps(state, ReverbRow.spreads + 2, state.pointee.third, into: rows, isFading: isFading)
  mixRows(rows, tangent)
  // Three stages, four turns each, each longer by the root of 1 + t².
  let square = sum(Lanes(repeating: 1), tangent, tangent)
  let cube = square * square * square
  let scale = 1 / (cube * cube)
  for row in 0..<16 { rows[row] *= scale }
}

/// Feeds the lines' outputs, mixed, back to their inputs, with what comes from the diffuser.
@inline(__always)
@_noLocks
func feedBack(_ lines: UnsafeMutablePointer<Lanes>, _ diffused: UnsafePointer<Lanes>) {
  mixRows(lines, Lanes(repeating: 1))
  for row in 0..<16 { lines[row] = sum(diffused[row], Lanes(repeating: 0.25), lines[row]) }
}

/// Adds up the early reflections of both sides in rows 2 and 3.
@inline(__always)
@_noLocks
func reflectEarly(_ block: ReverbBlock, _ work: UnsafeMutablePointer<Lanes>, isFading: Bool) {
  let state = block.state
  for side in 0..<2 {
    let taps = work + 16
    readTaps(
      state, ReverbRow.early &+ side, state.pointee.input, into: taps, isFading: isFading)
    let gains = block.parameters + (ReverbRow.earlyGains &+ side)
    var (even, odd) = (Lanes(), Lanes())
    for tap in 0..<8 {
      even = sum(even, course(gains, 2 &* tap), taps[2 &* tap])
      odd = sum(odd, course(gains, 2 &* tap &+ 1), taps[2 &* tap &+ 1])
    }
    work[2 &+ side] = even + odd
  }
}

/// Adds the diffuser and the lines to the two sides in rows 2 and 3.
///
/// The signs of the two sides are at right angles, so that they agree in nothing but chance.
@inline(__always)
@_noLocks
func gatherSides(
  _ mix: UnsafeMutablePointer<Ramp>, _ work: UnsafeMutablePointer<Lanes>,
  diffused: UnsafePointer<Lanes>, lines: UnsafePointer<Lanes>
) {
  let cluster = course(mix, ReverbMix.cluster)
  let late = course(mix, ReverbMix.late)
  let a = (lines[0] - lines[1], lines[2] - lines[3], lines[4] + lines[5], lines[6] - lines[7])
  let b = (lines[8] + lines[9], lines[10] - lines[11], lines[12] + lines[13], lines[14] + lines[15])
  let c = (lines[0] + lines[1], lines[2] + lines[3], lines[4] - lines[5], lines[6] + lines[7])
  let d = (lines[8] - lines[9], lines[10] + lines[11], lines[12] - lines[13], lines[14] - lines[15])
  let leftTail = ((a.0 + a.1) - (a.2 - a.3)) + ((b.0 - b.1) + (b.2 - b.3))
  let rightTail = ((c.0 - c.1) + (c.2 + c.3)) - ((d.0 + d.1) - (d.2 - d.3))
  let leftCluster = (diffused[1] - diffused[6]) + (diffused[8] + diffused[15])
  let rightCluster = (diffused[2] + diffused[5]) - (diffused[11] - diffused[12])
  work[2] = sum(sum(work[2], cluster, leftCluster), late, leftTail)
  work[3] = sum(sum(work[3], cluster, rightCluster), late, rightTail)
}
