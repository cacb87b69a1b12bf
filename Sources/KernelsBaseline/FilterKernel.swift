internal import CLanes
public import DSP

/// Runs `sections` (1…7) consecutive filter sections over the block, in place.
///
/// The sections lie one after the other: `FilterSection.parameterRows` rows of parameters and
/// `FilterSection.stateRows` of state each. One that is bypassed at rest in every lane costs next to
/// nothing and is silenced, so that it starts from silence when it is switched on. Where it runs for
/// other lanes' sake, a bypassed lane passes its input too, but for the sign of a zero. Audio thread.
@_noLocks
public func renderFilter(_ block: ProcessorBlock, sections: Int) {
  var start = 0
  while start < block.frames {
    // Looked at again where a ramp has arrived, so that the length of blocks makes no difference.
    let moving = movingSections(block.parameters, sections)
    let frames = filterSpan(block.parameters, moving, block.frames &- start)
    renderSections(block, start, frames, activeSections(block, sections, moving), moving)
    arriveFilter(block.parameters, moving, frames)
    if moving != 0 {
      // What has arrived in bypass is silenced at once: from here on the caller may skip it.
      _ = activeSections(block, sections, movingSections(block.parameters, sections))
    }
    start &+= frames
  }
}

/// Whether `sections` sections pass their input in every lane and rest: rendering changes nothing.
///
/// A caller may skip them then; their states are silent already. Audio thread.
@_noLocks
public func isFilterIdle(_ parameters: UnsafeMutablePointer<Ramp>, sections: Int) -> Bool {
  guard movingSections(parameters, sections) == 0 else { return false }
  for section in 0..<sections where !isBypassed(parameters + section &* 6) { return false }
  return true
}

// MARK: - Which sections have something to do; a bit for each, the first one lowest

@inline(__always)
@_noLocks
private func movingSections(_ parameters: UnsafeMutablePointer<Ramp>, _ sections: Int) -> UInt32 {
  var moving: UInt32 = 0
  for section in 0..<sections {
    let rows = parameters + section &* 6
    var isMoving = false
    for row in 0..<6 { isMoving = isMoving || rows[row].isMoving }
    if isMoving { moving |= 1 << UInt32(truncatingIfNeeded: section) }
  }
  return moving
}

/// The sections that are heard or move; the states of the others are cleared.
@inline(__always)
@_noLocks
private func activeSections(
  _ block: ProcessorBlock, _ sections: Int, _ moving: UInt32
) -> UInt32 {
  var active = moving
  for section in 0..<sections {
    let bit: UInt32 = 1 << UInt32(truncatingIfNeeded: section)
    guard moving & bit == 0 else { continue }
    if isBypassed(block.parameters + section &* 6) {
      let rows = block.state + section &* FilterSection.stateRows
      for row in 0..<FilterSection.stateRows { rows[row] = Lanes() }
    } else {
      active |= bit
    }
  }
  return active
}

/// Which of the active sections that rest ring for long in any lane.
@inline(__always)
@_noLocks
private func ringingSections(
  _ parameters: UnsafeMutablePointer<Ramp>, _ active: UInt32, _ moving: UInt32
) -> UInt32 {
  var (rest, ringing) = (active & ~moving, UInt32(0))
  while rest != 0 {
    let bit = rest & (0 &- rest)
    let damping = parameters[takeFirst(&rest) &* FilterSection.parameterRows].value
    let isLong = damping .> FilterSection.longDamping
    if lanes_any(unsafeBitCast(isLong, to: SIMD16<Int32>.self)) { ringing |= bit }
  }
  return ringing
}

/// Whether six rows pass the input in every lane as they stand.
@inline(__always)
@_noLocks
private func isBypassed(_ rows: UnsafeMutablePointer<Ramp>) -> Bool {
  let isHeard =
    (rows[3].value .!= 1) .| (rows[4].value .!= 0) .| (rows[5].value .!= 0)
  return !lanes_any(unsafeBitCast(isHeard, to: SIMD16<Int32>.self))
}

// MARK: - How long the rows go on in straight lines

/// How many of the next `frames` frames every row goes on in one straight line.
@inline(__always)
@_noLocks
private func filterSpan(
  _ parameters: UnsafeMutablePointer<Ramp>, _ moving: UInt32, _ frames: Int
) -> Int {
  guard moving != 0 else { return frames }
  var least = SIMD16<Int32>(repeating: .max)
  var rest = moving
  while rest != 0 {
    let rows = parameters + takeFirst(&rest) &* 6
    for row in 0..<6 {
      let left = rows[row].left
      // One frame less and without its sign: 0, at rest, becomes the largest.
      least = lanes_smaller(least, (left &- 1) & SIMD16<Int32>(repeating: .max))
    }
  }
  // Two grains, as there are many rows to look after between spans.
  return min(frames, min(LaneLayout.grain &* 2, Int(lanes_least(least)) &+ 1))
}

/// Takes note that `frames` frames went by.
@inline(__always)
@_noLocks
private func arriveFilter(
  _ parameters: UnsafeMutablePointer<Ramp>, _ moving: UInt32, _ frames: Int
) {
  var rest = moving
  while rest != 0 {
    let rows = parameters + takeFirst(&rest) &* 6
    for row in 0..<6 { arrive(rows + row, frames) }
  }
}

// MARK: - What goes through the frames together

// A chain of second-order sections. The states of a section wait for those of the frame before, for
// twice as long as a multiplication takes; up to three sections go through the frames together, so
// that there is enough to do meanwhile and their states and numbers still fit into registers.

/// Runs the active sections over a span in which every row goes on in a straight line.
@inline(__always)
@_noLocks
private func renderSections(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ active: UInt32, _ moving: UInt32
) {
  let ringing = ringingSections(block.parameters, active, moving)
  var rest = active
  while rest != 0 {
    let lowest = rest & (0 &- rest)
    if lowest & moving != 0 {
      renderPair(block, start, frames, &rest, runLength(rest, moving), isMoving: true)
    } else if lowest & ringing != 0 {
      renderPair(block, start, frames, &rest, runLength(rest, ringing), isMoving: false)
    } else {
      renderResting(block, start, frames, &rest, runLength(rest, ~(moving | ringing)))
    }
  }
}

/// Runs the first of the `run` next sections, which all move or all ring, and takes them off the rest.
///
/// Two at a time: numbers that move take twice the registers, sections that ring have twice the
/// states.
@inline(__always)
@_noLocks
private func renderPair(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ rest: inout UInt32, _ run: Int,
  isMoving: Bool
) {
  let first = takeFirst(&rest)
  if run == 1 {
    isMoving
      ? renderOneMoving(block, start, frames, first)
      : renderOneRinging(block, start, frames, first)
  } else {
    let second = takeFirst(&rest)
    isMoving
      ? renderTwoMoving(block, start, frames, first, second)
      : renderTwoRinging(block, start, frames, first, second)
  }
}

/// The same of sections that rest.
@inline(__always)
@_noLocks
private func renderResting(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ rest: inout UInt32, _ run: Int
) {
  let first = takeFirst(&rest)
  if run == 1 {
    renderOne(block, start, frames, first)
  } else if run == 2 || run == 4 {
    // Four are two pairs: three and one would leave the one alone with its waiting.
    renderTwo(block, start, frames, first, takeFirst(&rest))
  } else {
    let second = takeFirst(&rest)
    renderThree(block, start, frames, first, second, takeFirst(&rest))
  }
}

/// Removes the lowest bit and returns its number.
@_transparent
@_noLocks
private func takeFirst(_ bits: inout UInt32) -> Int {
  let first = bits.trailingZeroBitCount
  bits &= bits &- 1
  return first
}

/// How many of the sections, from the first on, are of one kind.
@inline(__always)
@_noLocks
private func runLength(_ sections: UInt32, _ kind: UInt32) -> Int {
  let others = sections & ~kind
  // What lies below the first of the others.
  let below = others == 0 ? sections : sections & ((others & (0 &- others)) &- 1)
  return below.nonzeroBitCount
}

@inline(never)
@_noLocks
private func renderOne(_ block: ProcessorBlock, _ start: Int, _ frames: Int, _ section: Int) {
  renderTogether(block, start, frames, (section, section, section), count: 1)
}

@inline(never)
@_noLocks
private func renderOneMoving(_ block: ProcessorBlock, _ start: Int, _ frames: Int, _ section: Int) {
  renderTogether(block, start, frames, (section, section, section), count: 1, isMoving: true)
}

@inline(never)
@_noLocks
private func renderTwo(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ first: Int, _ second: Int
) {
  renderTogether(block, start, frames, (first, second, second), count: 2)
}

@inline(never)
@_noLocks
private func renderTwoMoving(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ first: Int, _ second: Int
) {
  renderTogether(block, start, frames, (first, second, second), count: 2, isMoving: true)
}

@inline(never)
@_noLocks
private func renderOneRinging(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ section: Int
) {
  renderTogether(block, start, frames, (section, section, section), count: 1, isRinging: true)
}

@inline(never)
@_noLocks
private func renderTwoRinging(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ first: Int, _ second: Int
) {
  renderTogether(block, start, frames, (first, second, second), count: 2, isRinging: true)
}

@inline(never)
@_noLocks
private func renderThree(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ first: Int, _ second: Int, _ third: Int
) {
  renderTogether(block, start, frames, (first, second, third), count: 3)
}
