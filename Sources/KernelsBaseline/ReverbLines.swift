internal import CLanes
import DSP

// Here a row holds one line's sixteen frames, so that delays are copies and mixing is sums of rows.

/// The values that one lane of a row takes in the next sixteen frames.
@inline(__always)
@_noLocks
func course(_ row: UnsafePointer<Ramp>, _ lane: Int, isMoving: Bool) -> Lanes {
  let values = UnsafeRawPointer(row).assumingMemoryBound(to: Float.self)
  // A ramp's steps follow its values.
  return isMoving
    ? lanes_line(values[lane], values[LaneLayout.lanes &+ lane]) : Lanes(repeating: values[lane])
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

/// Makes sixteen frames that were written to every line of a ring readable from everywhere.
///
/// Only as many of them count as the ring advances; what lies beyond is older than any tap reads.
@inline(__always)
@_noLocks
func closeRing(_ ring: ReverbRing) {
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

/// Finds where every tap reads in this grain.
///
/// Not inlined, as the places would be picked from vectors one by one instead of from memory.
@inline(never)
@_noLocks
func findPlaces(_ state: UnsafeMutablePointer<ReverbState>) {
  for row in 0..<ReverbRow.places {
    let places = UnsafeMutableRawPointer(state.pointee.places + row &* LaneLayout.lanes)
      .assumingMemoryBound(to: SIMD16<Int32>.self)
    let taps = state.pointee.taps + row
    places.pointee = reading(taps.pointee.delays, taps.pointee.offsets, ring(state, row))
  }
}

@inline(__always)
@_noLocks
private func reading(
  _ delays: SIMD16<Int32>, _ offsets: SIMD16<Int32>, _ ring: ReverbRing
) -> SIMD16<Int32> {
  let places = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: ring.write)) &- delays
  let around = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: ring.capacity))
  return (places &+ (around & (places &>> 31))) &+ offsets
}

/// The ring that a row of places reads.
@inline(__always)
@_noLocks
private func ring(_ state: UnsafeMutablePointer<ReverbState>, _ row: Int) -> ReverbRing {
  switch row {
  case ReverbRow.lines: state.pointee.tank
  case ReverbRow.spreads + 1: state.pointee.second
  case ReverbRow.spreads + 2: state.pointee.third
  default: state.pointee.input
  }
}

/// The memory and the places to read one row of taps from.
///
/// While places fade, what is read there is blended into working rows 48… first.
@inline(__always)
@_noLocks
func tapped(
  _ state: UnsafeMutablePointer<ReverbState>, _ row: Int, isFading: Bool
) -> (memory: UnsafePointer<Float>, places: UnsafePointer<Int32>) {
  if isFading {
    blendOldPlaces(state, row)
    return workRows(state, 48)
  }
  let places = UnsafePointer(state.pointee.places + row &* LaneLayout.lanes)
  return (UnsafePointer(ring(state, row).memory), places)
}

/// The memory and the places of sixteen working rows.
@inline(__always)
@_noLocks
func workRows(
  _ state: UnsafeMutablePointer<ReverbState>, _ first: Int
) -> (memory: UnsafePointer<Float>, places: UnsafePointer<Int32>) {
  let memory = UnsafeRawPointer(state.pointee.work + first).assumingMemoryBound(to: Float.self)
  return (memory, UnsafePointer(state.pointee.places + ReverbRow.places &* LaneLayout.lanes))
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
private func blendOldPlaces(_ state: UnsafeMutablePointer<ReverbState>, _ row: Int) {
  let taps = state.pointee.taps + row
  let ring = ring(state, row)
  let rows = state.pointee.work + 48
  let new = state.pointee.places + row &* LaneLayout.lanes
  let old = state.pointee.places + ReverbState.oldPlaces
  let growth = old + LaneLayout.lanes
  // In memory first, as picking lanes from vectors one by one takes several times as long.
  store(reading(taps.pointee.oldDelays, taps.pointee.offsets, ring), old)
  store(taps.pointee.delays &- taps.pointee.oldDelays, growth)
  let pace = Lanes(repeating: 1 / Float(state.pointee.fadeFrames))
  let age = lanes_line(Float(state.pointee.fadeAge), 1)
  let fallen = lanes_min(age * pace, Lanes(repeating: 1))
  for tap in 0..<16 {
    let wait = row == ReverbRow.lines ? max(0, growth[tap]) : 0
    let since = lanes_max(age - Lanes(repeating: Float(wait)), Lanes())
    let risen = lanes_min(since * pace, Lanes(repeating: 1))
    let heard = lanes_load_float(ring.memory + Int(new[tap]))
    let left = lanes_load_float(ring.memory + Int(old[tap]))
    rows[tap] = sum(heard * risen, left, 1 - fallen)
  }
}

/// Writes sixteen whole numbers, out of line so that they are read back from memory.
@inline(never)
@_noLocks
private func store(_ numbers: SIMD16<Int32>, _ to: UnsafeMutablePointer<Int32>) {
  UnsafeMutableRawPointer(to).assumingMemoryBound(to: SIMD16<Int32>.self).pointee = numbers
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
    let asked = lanes_max(lanes_min(taps.pointee.wanted, longest(ring(state, row))), shortest(row))
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
private func longest(_ ring: ReverbRing) -> Lanes { Lanes(repeating: Float(ring.longestDelay)) }

@inline(__always)
@_noLocks
private func shortest(_ row: Int) -> Lanes {
  Lanes(repeating: row == ReverbRow.lines ? Float(ReverbState.shortestLine) : 0)
}

/// Spreads the two inputs over sixteen rows and many echoes, in three stages; returns the factor
/// that is left to do.
///
/// Each stage delays the rows and mixes them (G. Luff, "Let's write a reverb", ADC 2021); the first
/// one's delays are read straight from the input.
@inline(__always)
@_noLocks
func diffuse(
  _ block: ReverbBlock, _ rows: UnsafeMutablePointer<Lanes>, isMoving: Bool, isFading: Bool
) -> Lanes {
  let state = block.state
  let tangent = course(
    block.parameters + ReverbRow.mix, ReverbMix.diffusion, isMoving: isMoving)
  let (second, third) = (state.pointee.second, state.pointee.third)
  var from = tapped(state, ReverbRow.spreads, isFading: isFading)
  lanes_mix(from.memory, from.places, tangent, second.memory + second.write, second.stride)
  closeRing(second)
  from = tapped(state, ReverbRow.spreads + 1, isFading: isFading)
  lanes_mix(from.memory, from.places, tangent, third.memory + third.write, third.stride)
  closeRing(third)
  from = tapped(state, ReverbRow.spreads + 2, isFading: isFading)
  lanes_mix(
    from.memory, from.places, tangent,
    UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self), LaneLayout.lanes)
  // Three stages, four turns each, each longer by the root of 1 + t².
  let square = sum(Lanes(repeating: 1), tangent, tangent)
  let cube = square * square * square
  return 1 / (cube * cube)
}

/// Feeds the lines' outputs, mixed, back to their inputs, with what comes from the diffuser.
@inline(__always)
@_noLocks
func feedBack(
  _ state: UnsafeMutablePointer<ReverbState>, _ diffused: UnsafePointer<Lanes>, _ scale: Lanes
) {
  let tank = state.pointee.tank
  let from = workRows(state, 32)
  lanes_mix_and_add(
    from.memory, from.places, diffused, scale, tank.memory + tank.write, tank.stride)
  closeRing(tank)
}

/// Adds up the early reflections of both sides in rows 2 and 3.
@inline(__always)
@_noLocks
func reflectEarly(
  _ block: ReverbBlock, _ work: UnsafeMutablePointer<Lanes>, isMoving: Bool, isFading: Bool
) {
  for side in 0..<2 {
    let from = tapped(block.state, ReverbRow.early &+ side, isFading: isFading)
    let gains = block.parameters + (ReverbRow.earlyGains &+ side)
    var (even, odd) = (Lanes(), Lanes())
    for pair in 0..<8 {
      let tap = 2 &* pair
      even = sum(
        even, course(gains, tap, isMoving: isMoving),
        lanes_load_float(from.memory + Int(from.places[tap])))
      odd = sum(
        odd, course(gains, tap &+ 1, isMoving: isMoving),
        lanes_load_float(from.memory + Int(from.places[tap &+ 1])))
    }
    work[2 &+ side] = even + odd
  }
}

/// Adds the diffuser and the lines to the two sides in rows 2 and 3.
///
/// The signs with which the lines add up are at right angles, so that the sides agree in nothing but
/// chance. And what the mixing makes of either side's signs is of the same size in all lines (a bent
/// sequence): a tail repeats itself after each line's length, and so it does after none more than
/// after another, by a sixteenth each time; the sum of both sides does not at all.
@inline(__always)
@_noLocks
func gatherSides(
  _ mix: UnsafePointer<Ramp>, _ work: UnsafeMutablePointer<Lanes>,
  diffused: UnsafePointer<Lanes>, lines: UnsafePointer<Lanes>, _ scale: Lanes, isMoving: Bool
) {
  let cluster = course(mix, ReverbMix.cluster, isMoving: isMoving) * scale
  let late = course(mix, ReverbMix.late, isMoving: isMoving)
  let x = lines
  let (outer, inner) = ((x[0] + x[1]) - (x[6] + x[7]), (x[8] - x[9]) + (x[15] - x[14]))
  let leftRest = ((x[2] + x[3]) + (x[4] + x[5])) + ((x[10] - x[11]) + (x[12] - x[13]))
  let rightRest = ((x[2] - x[3]) + (x[4] - x[5])) + ((x[10] + x[11]) + (x[12] + x[13]))
  let (leftTail, rightTail) = ((inner + outer) + leftRest, (inner - outer) + rightRest)
  let leftCluster = (diffused[1] - diffused[6]) + (diffused[8] + diffused[15])
  let rightCluster = (diffused[2] + diffused[5]) - (diffused[11] - diffused[12])
  work[2] = sum(sum(work[2], cluster, leftCluster), late, leftTail)
  work[3] = sum(sum(work[3], cluster, rightCluster), late, rightTail)
}
