internal import CLanes
import DSP

// A chain of second-order sections. The states of a section wait for those of the frame before, for
// twice as long as a multiplication takes; up to three sections go through the frames together, so
// that there is enough to do meanwhile and their states and numbers still fit into registers.

/// Runs the active sections over a span in which every row goes on in a straight line.
@inline(__always)
@_noLocks
func renderSections(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ active: UInt32, _ moving: UInt32
) {
  var rest = active
  while rest != 0 {
    let isMoving = rest & (0 &- rest) & moving != 0
    let run = runLength(rest, isMoving ? moving : ~moving)
    let first = takeFirst(&rest)
    if isMoving {
      // Numbers that move take twice the registers.
      let together = min(2, run)
      if together == 2 {
        renderTwoMoving(block, start, frames, first, takeFirst(&rest))
      } else {
        renderOneMoving(block, start, frames, first)
      }
    } else if run == 1 {
      renderOne(block, start, frames, first)
    } else if run == 2 || run == 4 {
      // Four are two pairs: three and one would leave the one alone with its waiting.
      renderTwo(block, start, frames, first, takeFirst(&rest))
    } else {
      let second = takeFirst(&rest)
      renderThree(block, start, frames, first, second, takeFirst(&rest))
    }
  }
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
  renderTogether(block, start, frames, (section, section, section), count: 1, isMoving: false)
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
  renderTogether(block, start, frames, (first, second, second), count: 2, isMoving: false)
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
private func renderThree(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ first: Int, _ second: Int, _ third: Int
) {
  renderTogether(block, start, frames, (first, second, third), count: 3, isMoving: false)
}

/// The numbers of a section: its six rows.
private typealias Numbers = (
  damping: lanes_part, coupling: lanes_part, integration: lanes_part, direct: lanes_part,
  first: lanes_part, second: lanes_part
)
/// The states of a section.
private typealias States = (a: lanes_part, b: lanes_part)

/// Runs the first `count` (1…3) of three sections together, part by part of the lanes.
@inline(__always)
@_noLocks
private func renderTogether(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ sections: (Int, Int, Int), count: Int,
  isMoving: Bool
) {
  let parts = LaneLayout.lanes / lanes_part.scalarCount
  for part in 0..<parts {
    let samples = partPointer(block.samples + start) + part
    let rows = (
      partRows(block, sections.0, part), partRows(block, sections.1, part),
      partRows(block, sections.2, part)
    )
    var (one, two, three) = (numbers(rows.0), numbers(rows.1), numbers(rows.2))
    var oneStates = states(block, sections.0, part)
    var twoStates = states(block, sections.1, part)
    var threeStates = states(block, sections.2, part)
    var frame = 0
    while frame < frames {
      var sample = samples[frame &* parts]
      if isMoving { move(&one, rows.0) }
      sample = advance(&oneStates, one, sample)
      if count > 1 {
        if isMoving { move(&two, rows.1) }
        sample = advance(&twoStates, two, sample)
      }
      if count > 2 {
        if isMoving { move(&three, rows.2) }
        sample = advance(&threeStates, three, sample)
      }
      samples[frame &* parts] = sample
      frame &+= 1
    }
    keep(oneStates, block, sections.0, part)
    if count > 1 { keep(twoStates, block, sections.1, part) }
    if count > 2 { keep(threeStates, block, sections.2, part) }
  }
}

/// One frame of a section; see `FilterSection`.
@_transparent
@_noLocks
private func advance(_ states: inout States, _ k: Numbers, _ x: lanes_part) -> lanes_part {
  let t = x - states.b
  let y = plus(plus(k.direct * x, k.first, states.a), k.second, states.b)
  let b = plus(plus(states.b, k.coupling, states.a), k.integration, t)
  states.a = plus(plus(states.a, k.damping, states.a), k.coupling, t)
  states.b = b
  return y
}

/// c + a * b, fused where the instruction set can.
@_transparent
@_noLocks
private func plus(_ c: lanes_part, _ a: lanes_part, _ b: lanes_part) -> lanes_part {
  #if NO_FMA
    c + a * b
  #else
    c.addingProduct(a, b)
  #endif
}

// MARK: - Memory in parts

/// Lanes as their parts.
@_transparent
@_noLocks
private func partPointer(_ lanes: UnsafeMutablePointer<Lanes>) -> UnsafeMutablePointer<lanes_part> {
  UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: lanes_part.self)
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
private func row(
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
private func move(_ k: inout Numbers, _ rows: UnsafeMutablePointer<lanes_part>) {
  // A ramp's steps follow its values.
  let steps = rows + LaneLayout.lanes / lanes_part.scalarCount
  k.damping = lanes_part_opaque(k.damping + steps.pointee)
  k.coupling = lanes_part_opaque(k.coupling + row(steps, 1).pointee)
  k.integration = lanes_part_opaque(k.integration + row(steps, 2).pointee)
  if lanes_part.scalarCount != 8 {
    k.direct = lanes_part_opaque(k.direct + row(steps, 3).pointee)
    k.first = lanes_part_opaque(k.first + row(steps, 4).pointee)
    k.second = lanes_part_opaque(k.second + row(steps, 5).pointee)
  } else {
    // Sixteen registers do not hold them all, and AVX2's do not go to the stack aligned; these
    // have time to move where they lie.
    k.direct = row(rows, 3).pointee + row(steps, 3).pointee
    k.first = row(rows, 4).pointee + row(steps, 4).pointee
    k.second = row(rows, 5).pointee + row(steps, 5).pointee
    row(rows, 3).pointee = k.direct
    row(rows, 4).pointee = k.first
    row(rows, 5).pointee = k.second
  }
}

@_transparent
@_noLocks
private func states(_ block: ProcessorBlock, _ section: Int, _ index: Int) -> States {
  let rows = block.state + section &* 2
  return (partPointer(rows)[index], partPointer(rows + 1)[index])
}

@_transparent
@_noLocks
private func keep(_ states: States, _ block: ProcessorBlock, _ section: Int, _ index: Int) {
  let rows = block.state + section &* 2
  partPointer(rows)[index] = states.a
  partPointer(rows + 1)[index] = states.b
}

// MARK: - Sets of sections, a bit for each

/// Removes the lowest bit and returns its number.
@_transparent
@_noLocks
func takeFirst(_ bits: inout UInt32) -> Int {
  let first = bits.trailingZeroBitCount
  bits &= bits &- 1
  return first
}
