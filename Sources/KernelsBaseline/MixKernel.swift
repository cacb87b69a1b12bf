public import DSP

/// Adds sixteen lanes of a source to sixteen lanes of a destination, each pair with its own gain.
///
/// Every destination sample adds its sources in the order of the rows, so a tile in motion and one
/// at rest round alike. Audio thread.
@_noLocks
public func mixTile(_ block: TileBlock) {
  var isMoving = false
  for row in 0..<block.rowCount where block.rows[row].isMoving { isMoving = true }
  if isMoving {
    mixMoving(block)
  } else {
    mixResting(block)
  }
}

/// Four frames at a time, so that four sums run side by side in the processor.
@inline(__always)
@_noLocks
private func mixResting(_ block: TileBlock) {
  let fours = block.frames & ~3
  var frame = 0
  while frame < fours {
    let source = UnsafeRawPointer(block.source + frame).assumingMemoryBound(to: Float.self)
    let destination = block.destination + frame
    var a = destination[0]
    var b = destination[1]
    var c = destination[2]
    var d = destination[3]
    var row = 0
    while row < block.rowCount {
      let gain = block.rows[row].value
      a = sum(a, Lanes(repeating: source[row]), gain)
      b = sum(b, Lanes(repeating: source[row &+ 16]), gain)
      c = sum(c, Lanes(repeating: source[row &+ 32]), gain)
      d = sum(d, Lanes(repeating: source[row &+ 48]), gain)
      row &+= 1
    }
    destination[0] = a
    destination[1] = b
    destination[2] = c
    destination[3] = d
    frame &+= 4
  }
  var row = 0
  while row < block.rowCount && fours < block.frames {
    mixRow(block, row, fours, block.frames &- fours)
    row &+= 1
  }
}

@inline(__always)
@_noLocks
private func mixMoving(_ block: TileBlock) {
  var start = 0
  while start < block.frames {
    var frames = block.frames &- start
    var row = 0
    while row < block.rowCount {
      frames = span(block.rows + row, frames)
      row &+= 1
    }
    row = 0
    while row < block.rowCount {
      mixRow(block, row, start, frames)
      row &+= 1
    }
    start &+= frames
  }
}

/// Adds one source lane's share of a span, its gains moving on.
@inline(__always)
@_noLocks
private func mixRow(_ block: TileBlock, _ row: Int, _ start: Int, _ frames: Int) {
  let source = UnsafeRawPointer(block.source + start).assumingMemoryBound(to: Float.self)
  let destination = block.destination + start
  var gain = block.rows[row].value
  let step = block.rows[row].step
  var frame = 0
  while frame < frames {
    gain += step
    destination[frame] = sum(
      destination[frame], Lanes(repeating: source[frame &* 16 &+ row]), gain)
    frame &+= 1
  }
  arrive(block.rows + row, frames)
}
