internal import CLanes
import DSP

/// The numbers of a section: its six rows.
private typealias Numbers = (
  damping: lanes_part, coupling: lanes_part, integration: lanes_part, direct: lanes_part,
  first: lanes_part, second: lanes_part
)
/// The states of a section.
private typealias States = (a: lanes_part, b: lanes_part, aRest: lanes_part, bRest: lanes_part)

/// Runs the first `count` (1…3) of three sections together, part by part of the lanes.
///
/// Their numbers rest or move; those that ring for long rest, and their sums lose nothing.
@inline(__always)
@_noLocks
func renderTogether(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ sections: (Int, Int, Int), count: Int,
  isMoving: Bool = false, isRinging: Bool = false
) {
  let keepsRests = isMoving || isRinging
  for part in 0..<partCount(block) {
    let samples = partPointer(block.samples + start) + part
    let rows = (
      partRows(block, sections.0, part), partRows(block, sections.1, part),
      partRows(block, sections.2, part)
    )
    var (one, two, three) = (numbers(rows.0), numbers(rows.1), numbers(rows.2))
    var oneStates = states(block, sections.0, part, isRinging)
    var twoStates = states(block, sections.1, part, isRinging)
    var threeStates = states(block, sections.2, part, isRinging)
    var passed = lanes_part()
    var frame = 0
    while frame < frames {
      passed += 1
      var sample = samples[frame &* parts]
      if isMoving { move(&one, rows.0, passed) }
      sample = advance(&oneStates, one, sample, isRinging)
      if count > 1 {
        if isMoving { move(&two, rows.1, passed) }
        sample = advance(&twoStates, two, sample, isRinging)
      }
      if count > 2 {
        if isMoving { move(&three, rows.2, passed) }
        sample = advance(&threeStates, three, sample, isRinging)
      }
      samples[frame &* parts] = sample
      frame &+= 1
    }
    keep(oneStates, block, sections.0, part, keepsRests)
    if count > 1 { keep(twoStates, block, sections.1, part, keepsRests) }
    if count > 2 { keep(threeStates, block, sections.2, part, keepsRests) }
  }
}

/// One frame of a section; see `FilterSection`.
@_transparent
@_noLocks
private func advance(
  _ states: inout States, _ k: Numbers, _ x: lanes_part, _ isRinging: Bool
) -> lanes_part {
  let t = x - states.b
  let y = plus(plus(k.direct * x, k.first, states.a), k.second, states.b)
  if isRinging {
    let a = plus(plus(states.aRest, k.damping, states.a), k.coupling, t)
    let b = plus(plus(states.bRest, k.coupling, states.a), k.integration, t)
    sum(&states.a, &states.aRest, a)
    sum(&states.b, &states.bRest, b)
  } else {
    let b = plus(plus(states.b, k.coupling, states.a), k.integration, t)
    states.a = plus(plus(states.a, k.damping, states.a), k.coupling, t)
    states.b = b
  }
  return y
}

/// Adds a smaller number to a state and keeps what the sum could not hold.
@_transparent
@_noLocks
private func sum(_ state: inout lanes_part, _ rest: inout lanes_part, _ more: lanes_part) {
  let whole = state + more
  rest = more - (whole - state)
  state = whole
}

/// c + a * b, fused where the instruction set can.
@_transparent
@_noLocks
func plus(_ c: lanes_part, _ a: lanes_part, _ b: lanes_part) -> lanes_part {
  #if NO_FMA
    c + a * b
  #else
    c.addingProduct(a, b)
  #endif
}

// MARK: - Memory in parts

/// The parts of all lanes.
var parts: Int {
  @_transparent
  @_noLocks
  get { LaneLayout.lanes / lanes_part.scalarCount }
}

/// The parts that hold lanes in use.
@_transparent
@_noLocks
func partCount(_ block: ProcessorBlock) -> Int {
  (block.lanes &+ lanes_part.scalarCount &- 1) / lanes_part.scalarCount
}

/// Lanes, or rows that begin with lanes, as their parts.
@_transparent
@_noLocks
func partPointer(_ lanes: UnsafeMutableRawPointer) -> UnsafeMutablePointer<lanes_part> {
  lanes.assumingMemoryBound(to: lanes_part.self)
}

/// Where a part of the values of a section's first row lies.
@_transparent
@_noLocks
private func partRows(
  _ block: ProcessorBlock, _ section: Int, _ part: Int
) -> UnsafeMutablePointer<lanes_part> {
  let rows = UnsafeMutableRawPointer(block.parameters + section &* 6)
  return rows.assumingMemoryBound(to: lanes_part.self) + part
}

/// The same part of another row, so many rows on.
@_transparent
@_noLocks
func row(
  _ rows: UnsafeMutablePointer<lanes_part>, _ index: Int
) -> UnsafeMutablePointer<lanes_part> {
  rows + MemoryLayout<Ramp>.stride / MemoryLayout<lanes_part>.stride &* index
}

/// The numbers of a section as they stand.
@_transparent
@_noLocks
private func numbers(_ rows: UnsafeMutablePointer<lanes_part>) -> Numbers {
  (
    rows.pointee, row(rows, 1).pointee, row(rows, 2).pointee, row(rows, 3).pointee,
    row(rows, 4).pointee, row(rows, 5).pointee
  )
}

/// Moves the numbers of a section on by a frame.
///
/// The steps are added from where they lie: kept, they would only end up on the stack.
@_transparent
@_noLocks
private func move(
  _ k: inout Numbers, _ rows: UnsafeMutablePointer<lanes_part>, _ passed: lanes_part
) {
  // A ramp's steps follow its values.
  let steps = rows + parts
  k.damping = lanes_part_opaque(k.damping + steps.pointee)
  k.coupling = lanes_part_opaque(k.coupling + row(steps, 1).pointee)
  k.integration = lanes_part_opaque(k.integration + row(steps, 2).pointee)
  if lanes_part.scalarCount != 8 {
    k.direct = lanes_part_opaque(k.direct + row(steps, 3).pointee)
    k.first = lanes_part_opaque(k.first + row(steps, 4).pointee)
    k.second = lanes_part_opaque(k.second + row(steps, 5).pointee)
  } else {
    // Sixteen registers do not hold them all, and AVX2's do not go to the stack aligned.
    k.direct = plus(row(rows, 3).pointee, row(steps, 3).pointee, passed)
    k.first = plus(row(rows, 4).pointee, row(steps, 4).pointee, passed)
    k.second = plus(row(rows, 5).pointee, row(steps, 5).pointee, passed)
  }
}

/// The states of a section; what their sums could not hold is 0 where nothing asks for it.
@_transparent
@_noLocks
private func states(
  _ block: ProcessorBlock, _ section: Int, _ index: Int, _ isRinging: Bool
) -> States {
  let rows = block.state + section &* FilterSection.stateRows
  return (
    partPointer(rows)[index], partPointer(rows + 1)[index],
    isRinging ? partPointer(rows + 2)[index] : lanes_part(),
    isRinging ? partPointer(rows + 3)[index] : lanes_part()
  )
}

@_transparent
@_noLocks
private func keep(
  _ states: States, _ block: ProcessorBlock, _ section: Int, _ index: Int, _ keepsRests: Bool
) {
  let rows = block.state + section &* FilterSection.stateRows
  partPointer(rows)[index] = states.a
  partPointer(rows + 1)[index] = states.b
  // Moving sections forget what their last sums could not hold: it is old when they ring again.
  if keepsRests {
    partPointer(rows + 2)[index] = states.aRest
    partPointer(rows + 3)[index] = states.bRest
  }
}
