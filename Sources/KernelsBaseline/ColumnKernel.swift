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
    for row in 0..<block.rowCount { frames = span(block.rows + row, frames) }
    for column in 0..<block.columnCount { addMoving(block, column, start, frames) }
    for row in 0..<block.rowCount { arrive(block.rows + row, frames) }
    start &+= frames
  }
}

/// Writes the gains of a tile's rows into its columns; rows beyond them give nothing.
///
/// Audio thread.
@_noLocks
public func gatherColumns(_ block: ColumnBlock) {
  for column in 0..<block.columnCount {
    block.gains[column] = Lanes()
    let gains = UnsafeMutableRawPointer(block.gains + column).assumingMemoryBound(to: Float.self)
    for row in 0..<block.rowCount { gains[row] = number(block.rows + row, column) }
  }
}

/// A lane of a row's values; 16 lanes further on, of its steps.
@inline(__always)
@_noLocks
private func number(_ row: UnsafeMutablePointer<Ramp>, _ lane: Int) -> Float {
  UnsafeMutableRawPointer(row).assumingMemoryBound(to: Float.self)[lane]
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

@inline(__always)
@_noLocks
private func addMoving(_ block: ColumnBlock, _ column: Int, _ start: Int, _ frames: Int) {
  let sums = block.sums + (column &* ColumnBlock.length &+ start)
  let source = block.source + start
  var gain = Lanes()
  var step = Lanes()
  for row in 0..<block.rowCount {
    gain[row] = number(block.rows + row, column)
    step[row] = number(block.rows + row, column &+ 16)
  }
  var frame = 0
  while frame < frames {
    gain += step
    sums[frame] = sum(sums[frame], source[frame], gain)
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
