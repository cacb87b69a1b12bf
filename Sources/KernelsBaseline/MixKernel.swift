internal import CLanes
public import DSP

/// Looks at which of a tile's first `count` rows let anything through.
///
/// Audio thread.
@_noLocks
public func tileActivity(_ rows: UnsafeMutablePointer<Ramp>, _ count: Int) -> TileActivity {
  var activity = TileActivity(rows: 0, isMoving: false)
  var row = 0
  while row < count {
    let isOpen = unsafeBitCast(rows[row].value .!= 0, to: SIMD16<Int32>.self)
    if rows[row].isMoving || lanes_any(isOpen) { activity.rows |= 1 << UInt32(row) }
    if rows[row].isMoving { activity.isMoving = true }
    row &+= 1
  }
  return activity
}

/// Adds sixteen lanes of a source to sixteen lanes of a destination, each pair with its own gain.
///
/// Every destination sample adds its sources in the order of the rows, so a tile in motion and one
/// at rest round alike. Audio thread.
@_noLocks
public func mixTile(_ block: TileBlock) {
  if block.activity.isMoving {
    mixMoving(block)
  } else {
    mixResting(block)
  }
}

/// Some frames at a time, so that as many sums run side by side in the processor as it can hold.
@inline(__always)
@_noLocks
private func mixResting(_ block: TileBlock) {
  var frame = 0
  #if WIDE_REGISTERS
    while frame &+ 8 <= block.frames {
      mixEight(block, frame)
      frame &+= 8
    }
  #endif
  while frame &+ 4 <= block.frames {
    mixFour(block, frame)
    frame &+= 4
  }
  var rows = block.activity.rows
  while frame < block.frames && rows != 0 {
    mixRow(block, rows.trailingZeroBitCount, frame, block.frames &- frame)
    rows &= rows &- 1
  }
}

@inline(__always)
@_noLocks
private func mixFour(_ block: TileBlock, _ frame: Int) {
  let source = UnsafeRawPointer(block.source + frame).assumingMemoryBound(to: Float.self)
  let destination = block.destination + frame
  var a = destination[0]
  var b = destination[1]
  var c = destination[2]
  var d = destination[3]
  var rows = block.activity.rows
  while rows != 0 {
    let row = rows.trailingZeroBitCount
    rows &= rows &- 1
    let gain = block.rows[row].value
    a = sum(a, Lanes(repeating: source[row]), gain)
    b = sum(b, Lanes(repeating: source[row &+ 16]), gain)
    c = sum(c, Lanes(repeating: source[row &+ 32]), gain)
    d = sum(d, Lanes(repeating: source[row &+ 48]), gain)
  }
  destination[0] = a
  destination[1] = b
  destination[2] = c
  destination[3] = d
}

#if WIDE_REGISTERS
  @inline(__always)
  @_noLocks
  private func mixEight(_ block: TileBlock, _ frame: Int) {
    let source = UnsafeRawPointer(block.source + frame).assumingMemoryBound(to: Float.self)
    let destination = block.destination + frame
    var a = destination[0]
    var b = destination[1]
    var c = destination[2]
    var d = destination[3]
    var e = destination[4]
    var f = destination[5]
    var g = destination[6]
    var h = destination[7]
    var rows = block.activity.rows
    while rows != 0 {
      let row = rows.trailingZeroBitCount
      rows &= rows &- 1
      let gain = block.rows[row].value
      a = sum(a, Lanes(repeating: source[row]), gain)
      b = sum(b, Lanes(repeating: source[row &+ 16]), gain)
      c = sum(c, Lanes(repeating: source[row &+ 32]), gain)
      d = sum(d, Lanes(repeating: source[row &+ 48]), gain)
      e = sum(e, Lanes(repeating: source[row &+ 64]), gain)
      f = sum(f, Lanes(repeating: source[row &+ 80]), gain)
      g = sum(g, Lanes(repeating: source[row &+ 96]), gain)
      h = sum(h, Lanes(repeating: source[row &+ 112]), gain)
    }
    destination[0] = a
    destination[1] = b
    destination[2] = c
    destination[3] = d
    destination[4] = e
    destination[5] = f
    destination[6] = g
    destination[7] = h
  }
#endif

@inline(__always)
@_noLocks
private func mixMoving(_ block: TileBlock) {
  var start = 0
  while start < block.frames {
    var frames = block.frames &- start
    var rows = block.activity.rows
    while rows != 0 {
      frames = span(block.rows + rows.trailingZeroBitCount, frames)
      rows &= rows &- 1
    }
    rows = block.activity.rows
    while rows != 0 {
      mixRow(block, rows.trailingZeroBitCount, start, frames)
      rows &= rows &- 1
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
