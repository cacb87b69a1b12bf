internal import CLanes
public import DSP

/// Adds a source to the columns of a narrow bank; `sumColumns` brings them together.
///
/// Audio thread.
@_noLocks
public func mixColumns(_ block: ColumnBlock) {
  guard block.isMoving else {
    for column in 0..<block.columnCount { addResting(block, column) }
    return
  }
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

@inline(__always)
@_noLocks
private func addResting(_ block: ColumnBlock, _ column: Int) {
  let sums = block.sums + column &* LaneLayout.chunk
  let gain = block.gains[column]
  var frame = 0
  while frame < block.frames {
    sums[frame] = sum(sums[frame], block.source[frame], gain)
    frame &+= 1
  }
}

@inline(__always)
@_noLocks
private func addMoving(_ block: ColumnBlock, _ column: Int, _ start: Int, _ frames: Int) {
  let sums = block.sums + (column &* LaneLayout.chunk &+ start)
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
///   - sums: The columns, `LaneLayout.chunk` frames each.
///   - columns: How many.
///   - bank: Receives `frames` frames.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func sumColumns(
  _ sums: UnsafePointer<Lanes>, _ columns: Int, _ bank: UnsafeMutablePointer<Lanes>,
  _ frames: Int
) {
  for column in 0..<columns {
    let from = sums + column &* LaneLayout.chunk
    let to = UnsafeMutableRawPointer(bank).assumingMemoryBound(to: Float.self) + column
    var frame = 0
    while frame < frames {
      to[frame &* 16] = lanes_total(from[frame])
      frame &+= 1
    }
  }
}
