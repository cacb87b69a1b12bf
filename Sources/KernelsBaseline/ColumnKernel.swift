internal import CLanes
public import DSP

/// Adds a source to the columns of a narrow bank; `sumColumns` brings them together.
///
/// Audio thread.
@_noLocks
public func mixColumns(_ block: ColumnBlock) {
  guard block.isMoving else {
    return block.isFirst ? mixResting(block, isFirst: true) : mixResting(block, isFirst: false)
  }
  if block.isFirst { lanes_clear(block.sums, ColumnBlock.length &* block.columnCount) }
  var start = 0
  while start < block.frames {
    var frames = block.frames &- start
    for row in 0..<LaneLayout.lanes { frames = framesToArrival(block.rows + row, frames) }
    addMoving(block, start, frames)
    for row in 0..<LaneLayout.lanes { arrive(block.rows + row, frames) }
    start &+= frames
  }
}

/// Writes the gains of a tile's rows into its columns.
///
/// Audio thread.
@_noLocks
public func gatherColumns(_ block: ColumnBlock) {
  let rows = UnsafeMutableRawPointer(block.rows).assumingMemoryBound(to: Float.self)
  let gains = take(rows)
  block.gains[0] = gains.0
  if block.columnCount > 1 { block.gains[1] = gains.1 }
  if block.columnCount > 2 { block.gains[2] = gains.2 }
  if block.columnCount > 3 { block.gains[3] = gains.3 }
}

/// Two columns at a time, so that the source is read half as often.
@inline(__always)
@_noLocks
private func mixResting(_ block: ColumnBlock, isFirst: Bool) {
  var column = 0
  while column &+ 1 < block.columnCount {
    addTwo(block, column, isFirst: isFirst)
    column &+= 2
  }
  if column < block.columnCount { addOne(block, column, isFirst: isFirst) }
}

@inline(__always)
@_noLocks
private func addTwo(_ block: ColumnBlock, _ column: Int, isFirst: Bool) {
  let left = block.sums + column &* ColumnBlock.length
  let right = left + ColumnBlock.length
  let (leftGain, rightGain) = (block.gains[column], block.gains[column &+ 1])
  var frame = 0
  while frame < block.frames {
    let source = block.source[frame]
    left[frame] = isFirst ? source * leftGain : sum(left[frame], source, leftGain)
    right[frame] = isFirst ? source * rightGain : sum(right[frame], source, rightGain)
    frame &+= 1
  }
}

@inline(__always)
@_noLocks
private func addOne(_ block: ColumnBlock, _ column: Int, isFirst: Bool) {
  let sums = block.sums + column &* ColumnBlock.length
  let gain = block.gains[column]
  var frame = 0
  while frame < block.frames {
    let source = block.source[frame]
    sums[frame] = isFirst ? source * gain : sum(sums[frame], source, gain)
    frame &+= 1
  }
}

/// Adds frames in which no gain arrives.
///
/// Every grain starts from where `arrive` would have put the gains, as if it had been called.
@inline(__always)
@_noLocks
private func addMoving(_ block: ColumnBlock, _ start: Int, _ frames: Int) {
  // A ramp's vectors: values, steps, targets, frames left.
  let rows = UnsafeMutableRawPointer(block.rows).assumingMemoryBound(to: Float.self)
  var gains = take(rows)
  let steps = take(rows + LaneLayout.lanes)
  let targets = take(rows + 2 &* LaneLayout.lanes)
  let left = take(rows + 3 &* LaneLayout.lanes)
  var done = 0
  while done < frames {
    let count = min(LaneLayout.grain, frames &- done)
    addGrain(block, start &+ done, count, gains, steps)
    done &+= count
    gains.0 = gain(targets.0, steps.0, left.0, done)
    gains.1 = gain(targets.1, steps.1, left.1, done)
    gains.2 = gain(targets.2, steps.2, left.2, done)
    gains.3 = gain(targets.3, steps.3, left.3, done)
  }
}

/// Where gains are after `frames` frames, as `arrive` has it.
@inline(__always)
@_noLocks
private func gain(_ target: Lanes, _ step: Lanes, _ left: Lanes, _ frames: Int) -> Lanes {
  let passed = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: frames))
  return target - step * lanes_from_int(unsafeBitCast(left, to: SIMD16<Int32>.self) &- passed)
}

@inline(__always)
@_noLocks
private func addGrain(
  _ block: ColumnBlock, _ start: Int, _ frames: Int, _ gains: Columns, _ steps: Columns
) {
  // Two at a time, so that the source is read half as often.
  if block.columnCount > 1 {
    addTwoMoving(block, 0, start, frames, (gains.0, gains.1), (steps.0, steps.1))
  } else {
    addOneMoving(block, 0, start, frames, gains.0, steps.0)
  }
  if block.columnCount > 3 {
    addTwoMoving(block, 2, start, frames, (gains.2, gains.3), (steps.2, steps.3))
  } else if block.columnCount > 2 {
    addOneMoving(block, 2, start, frames, gains.2, steps.2)
  }
}

/// `ColumnBlock.mostColumns` columns.
private typealias Columns = (Lanes, Lanes, Lanes, Lanes)

/// The first lanes of rows, turned into columns.
@inline(__always)
@_noLocks
private func take(_ rows: UnsafeMutablePointer<Float>) -> Columns {
  let length = MemoryLayout<Ramp>.stride / MemoryLayout<Float>.stride
  return (
    lanes_column(rows, length, 0), lanes_column(rows, length, 1), lanes_column(rows, length, 2),
    lanes_column(rows, length, 3)
  )
}

@inline(__always)
@_noLocks
private func addOneMoving(
  _ block: ColumnBlock, _ column: Int, _ start: Int, _ frames: Int, _ from: Lanes, _ step: Lanes
) {
  let sums = block.sums + (column &* ColumnBlock.length &+ start)
  let source = block.source + start
  var gain = from
  var frame = 0
  while frame < frames {
    gain += step
    sums[frame] = sum(sums[frame], source[frame], gain)
    frame &+= 1
  }
}

@inline(__always)
@_noLocks
private func addTwoMoving(
  _ block: ColumnBlock, _ column: Int, _ start: Int, _ frames: Int, _ from: (Lanes, Lanes),
  _ steps: (Lanes, Lanes)
) {
  let left = block.sums + (column &* ColumnBlock.length &+ start)
  let right = left + ColumnBlock.length
  let source = block.source + start
  var gains = from
  var frame = 0
  while frame < frames {
    let sample = source[frame]
    gains.0 += steps.0
    gains.1 += steps.1
    left[frame] = sum(left[frame], sample, gains.0)
    right[frame] = sum(right[frame], sample, gains.1)
    frame &+= 1
  }
}

/// Adds up the columns into the first lanes of a bank, whose other lanes become silent.
///
/// - Parameters:
///   - sums: The columns, `ColumnBlock.length` frames from one to the next.
///   - columns: How many: 1…`ColumnBlock.mostColumns`.
///   - bank: Receives `frames` frames; what lies behind them, up to a multiple of 16, is lost.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
/// - Returns: Whether every sum is a number within ±`LaneLayout.brokenAbove`.
@_noLocks
public func sumColumns(
  _ sums: UnsafePointer<Lanes>, _ columns: Int, _ bank: UnsafeMutablePointer<Lanes>,
  _ frames: Int
) -> Bool {
  var broken = SIMD16<Int32>()
  var frame = 0
  while frame < frames {
    let from = sums + frame
    let (first, second) = (lanes_totals(from), total(from, 1, of: columns))
    broken |= brokenLanes(first) | brokenLanes(second)
    if columns > 2 {
      let (third, fourth) = (total(from, 2, of: columns), total(from, 3, of: columns))
      broken |= brokenLanes(third) | brokenLanes(fourth)
      lanes_give_four(first, second, third, fourth, bank + frame)
    } else {
      lanes_give_four(first, second, Lanes(), Lanes(), bank + frame)
    }
    frame &+= 16
  }
  return !lanes_any(broken)
}

/// The totals of sixteen frames of a column, 0 where there is none.
@inline(__always)
@_noLocks
private func total(_ from: UnsafePointer<Lanes>, _ column: Int, of columns: Int) -> Lanes {
  column < columns ? lanes_totals(from + column &* ColumnBlock.length) : Lanes()
}
