internal import CLanes
public import DSP

/// Saturates the lanes of a block in place; `DSP.SaturationRow` has the law.
///
/// Audio thread. The scratch has `SaturationRow.scratchFrames` frames, of no meaning before and after.
@_noLocks
public func saturate(_ block: ProcessorBlock, scratch: UnsafeMutablePointer<Lanes>) {
  var start = 0
  while start < block.frames {
    var frames = block.frames &- start
    var isMoving = false
    var row = 0
    while row < SaturationRow.count {
      isMoving = isMoving || block.parameters[row].isMoving
      frames = span(block.parameters + row, frames)
      row &+= 1
    }
    if isMoving {
      saturateSpan(block, scratch, start, frames, isMoving: true)
    } else {
      saturateSpan(block, scratch, start, frames, isMoving: false)
    }
    start &+= frames
  }
}

/// Whether every lane is off and at rest, so that `saturate` would change no sample.
@_noLocks
public func isSaturationIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
  let amount = parameters + SaturationRow.amount
  guard !amount.pointee.isMoving else { return false }
  let bits = unsafeBitCast(amount.pointee.value, to: SIMD16<Int32>.self)
  return !lanes_any(bits & SIMD16<Int32>(repeating: 0x7fff_ffff))
}

// Part by part of the lanes, and in three steps: to twice the rate; to four times the rate, through
// the curve and back; back to the rate. What a step remembers fits into registers, and it is through
// with one frame before the next needs it. Between the steps, two samples a frame lie in the scratch.

/// Saturates a span in which every row rests, or goes on in a straight line.
@inline(__always)
@_noLocks
private func saturateSpan(
  _ block: ProcessorBlock, _ scratch: UnsafeMutablePointer<Lanes>, _ start: Int, _ frames: Int,
  isMoving: Bool
) {
  for part in 0..<partCount(block) {
    let state = partPointer(block.state) + part
    let rows = partPointer(block.parameters) + part
    let samples = partPointer(block.samples + start) + part
    let pairs = partPointer(scratch)
    let drive = row(rows, SaturationRow.drive).pointee
    rise(samples, pairs, rows, state, frames, isMoving: isMoving)
    bend(pairs, rows, state, frames, isMoving: isMoving)
    fall(samples, pairs, rows, state, frames, from: drive, isMoving: isMoving)
  }
  for row in 0..<SaturationRow.count where isMoving { arrive(block.parameters + row, frames) }
}

/// Lifts lows and drives; leaves every frame as two.
@inline(__always)
@_noLocks
private func rise(
  _ samples: UnsafeMutablePointer<lanes_part>, _ pairs: UnsafeMutablePointer<lanes_part>,
  _ rows: UnsafeMutablePointer<lanes_part>, _ state: UnsafeMutablePointer<lanes_part>,
  _ frames: Int, isMoving: Bool
) {
  let lowState = state + SaturationState.low &* parts
  let earlyState = state + SaturationState.firstUp &* parts
  let lateState = earlyState + SaturationState.firstLate &* parts
  var low = lowState.pointee
  var (early, late) = (three(earlyState), three(lateState))
  for frame in 0..<frames {
    if isMoving {
      advance(rows, SaturationRow.drive)
      advance(rows, SaturationRow.emphasis)
      advance(rows, SaturationRow.corner)
    }
    let input = samples[frame &* parts]
    low = plus(low, row(rows, SaturationRow.corner).pointee, input - low)
    let lifted = plus(input, row(rows, SaturationRow.emphasis).pointee, low)
    let driven = lifted * row(rows, SaturationRow.drive).pointee
    pairs[2 &* frame] = firstEarly(driven, &early)
    pairs[2 &* frame &+ 1] = firstLate(driven, &late)
  }
  lowState.pointee = low
  keep(early, earlyState)
  keep(late, lateState)
}

/// Takes both samples of each frame to four, through the curve, and back.
@inline(__always)
@_noLocks
private func bend(
  _ pairs: UnsafeMutablePointer<lanes_part>, _ rows: UnsafeMutablePointer<lanes_part>,
  _ state: UnsafeMutablePointer<lanes_part>, _ frames: Int, isMoving: Bool
) {
  let up = state + SaturationState.secondUp &* parts
  let down = state + SaturationState.secondDown &* parts
  var (upEarly, upLate) = (two(up), one(up + SaturationState.secondLate &* parts))
  var (downEarly, downLate) = (two(down), one(down + SaturationState.secondLate &* parts))
  for frame in 0..<frames {
    if isMoving {
      for index in 0..<SaturationRow.curveRows { advance(rows, SaturationRow.curve &+ index) }
    }
    for sample in 0..<2 {
      let input = pairs[2 &* frame &+ sample]
      let first = bend(secondEarly(input, &upEarly), rows)
      let second = bend(secondLate(input, &upLate), rows)
      pairs[2 &* frame &+ sample] =
        secondLate(first, &downLate) + secondEarly(second, &downEarly)
    }
  }
  keep(upEarly, up)
  keep(upLate, up + SaturationState.secondLate &* parts)
  keep(downEarly, down)
  keep(downLate, down + SaturationState.secondLate &* parts)
}

/// Makes one frame of two, undoes the emphasis, takes away what is constant, and adds the rest.
@inline(__always)
@_noLocks
private func fall(
  _ samples: UnsafeMutablePointer<lanes_part>, _ pairs: UnsafeMutablePointer<lanes_part>,
  _ rows: UnsafeMutablePointer<lanes_part>, _ state: UnsafeMutablePointer<lanes_part>,
  _ frames: Int, from firstDrive: lanes_part, isMoving: Bool
) {
  let earlyState = state + SaturationState.firstDown &* parts
  let lateState = earlyState + SaturationState.firstLate &* parts
  let restoredState = state + SaturationState.restored &* parts
  let constantState = state + SaturationState.constant &* parts
  var (early, late) = (three(earlyState), three(lateState))
  var (restored, constant) = (restoredState.pointee, constantState.pointee)
  var drive = firstDrive
  var undriven = undrivenFactor(drive)
  for frame in 0..<frames {
    if isMoving {
      drive += row(rows + parts, SaturationRow.drive).pointee
      undriven = undrivenFactor(drive)
      advance(rows, SaturationRow.amount)
      advance(rows, SaturationRow.restore)
      advance(rows, SaturationRow.restoreDecay)
      advance(rows, SaturationRow.constantCorner)
    }
    // Opaque, as the compiler else takes both paths apart lane by lane to run them together.
    let first = lanes_part_opaque(firstLate(lanes_part_opaque(pairs[2 &* frame]), &late))
    let down = first + lanes_part_opaque(firstEarly(pairs[2 &* frame &+ 1], &early))
    let bent = down * undriven
    let decayed = restored * row(rows, SaturationRow.restoreDecay).pointee
    restored = plus(decayed, row(rows, SaturationRow.restore).pointee, bent)
    let rest = bent - restored
    constant = plus(constant, row(rows, SaturationRow.constantCorner).pointee, rest - constant)
    let amount = row(rows, SaturationRow.amount).pointee
    let input = samples[frame &* parts]
    // A lane that is off keeps its bits: the sum would turn -0 into 0.
    samples[frame &* parts] = lanes_part_choose(
      amount, input, plus(input, amount, rest - constant))
  }
  keep(early, earlyState)
  keep(late, lateState)
  restoredState.pointee = restored
  constantState.pointee = constant
}

/// Moves a row on by a frame.
@_transparent
@_noLocks
private func advance(_ rows: UnsafeMutablePointer<lanes_part>, _ index: Int) {
  // A ramp's steps follow its values.
  row(rows, index).pointee += row(rows + parts, index).pointee
}

/// Undoes the drive, and halves twice as the two filters on the way down add two paths each.
@inline(__always)
@_noLocks
private func undrivenFactor(_ drive: lanes_part) -> lanes_part {
  // A lane that was never told its drive has 0.
  0.25 / lanes_part_max(drive, lanes_part(repeating: 1e-3))
}

/// The curve's output less its input.
@_transparent
@_noLocks
private func bend(
  _ driven: lanes_part, _ rows: UnsafeMutablePointer<lanes_part>
) -> lanes_part {
  let curve = row(rows, SaturationRow.curve)
  let held = lanes_part_hold(driven, 1)
  let square = held * held
  var odd = plus(row(curve, 4).pointee, row(curve, 6).pointee, square)
  odd = plus(row(curve, 2).pointee, odd, square)
  odd = plus(row(curve, 0).pointee, odd, square)
  var even = plus(row(curve, 3).pointee, row(curve, 5).pointee, square)
  even = plus(row(curve, 1).pointee, even, square)
  return held * plus(odd, even, held) - driven
}

// The half-band filters: elliptic, as two paths of allpass sections (R. Valenzuela and
// A. Constantinides, "Digital signal processing schemes for efficient interpolation and
// decimation", 1983). At 48 kHz the first passes up to 20 kHz and stops what would mirror into that
// by 96 dB, the second by 101 dB; together, up and down, they delay low frequencies by 3.5 frames.
//
// The paths change places on the way down, so that up and down together are an allpass filter.

/// The states of a path of one to three allpass sections: its last input, and the sections' outputs.
private typealias Path1 = (input: lanes_part, first: lanes_part)
private typealias Path2 = (input: lanes_part, first: lanes_part, second: lanes_part)
private typealias Path3 = (
  input: lanes_part, first: lanes_part, second: lanes_part, third: lanes_part
)

@_transparent
@_noLocks
private func one(_ state: UnsafeMutablePointer<lanes_part>) -> Path1 { (state[0], state[parts]) }

@_transparent
@_noLocks
private func two(_ state: UnsafeMutablePointer<lanes_part>) -> Path2 {
  (state[0], state[parts], state[2 &* parts])
}

@_transparent
@_noLocks
private func three(_ state: UnsafeMutablePointer<lanes_part>) -> Path3 {
  (state[0], state[parts], state[2 &* parts], state[3 &* parts])
}

@_transparent
@_noLocks
private func keep(_ path: Path1, _ state: UnsafeMutablePointer<lanes_part>) {
  state[0] = path.input
  state[parts] = path.first
}

@_transparent
@_noLocks
private func keep(_ path: Path2, _ state: UnsafeMutablePointer<lanes_part>) {
  state[0] = path.input
  state[parts] = path.first
  state[2 &* parts] = path.second
}

@_transparent
@_noLocks
private func keep(_ path: Path3, _ state: UnsafeMutablePointer<lanes_part>) {
  state[0] = path.input
  state[parts] = path.first
  state[2 &* parts] = path.second
  state[3 &* parts] = path.third
}

@_transparent
@_noLocks
private func firstEarly(_ input: lanes_part, _ path: inout Path3) -> lanes_part {
  allpasses(input, 0.044181909, 0.33074416, 0.70205286, &path)
}

@_transparent
@_noLocks
private func firstLate(_ input: lanes_part, _ path: inout Path3) -> lanes_part {
  allpasses(input, 0.16418886, 0.51508694, 0.89488964, &path)
}

@_transparent
@_noLocks
private func allpasses(
  _ input: lanes_part, _ factor1: Float, _ factor2: Float, _ factor3: Float,
  _ path: inout Path3
) -> lanes_part {
  let first = allpass(input, factor1, path.input, path.first)
  let second = allpass(first, factor2, path.first, path.second)
  let third = allpass(second, factor3, path.second, path.third)
  path = (input, first, second, third)
  return third
}

@_transparent
@_noLocks
private func secondEarly(_ input: lanes_part, _ path: inout Path2) -> lanes_part {
  let first = allpass(input, 0.063787837, path.input, path.first)
  let second = allpass(first, 0.66854879, path.first, path.second)
  path = (input, first, second)
  return second
}

@_transparent
@_noLocks
private func secondLate(_ input: lanes_part, _ path: inout Path1) -> lanes_part {
  let first = allpass(input, 0.26678096, path.input, path.first)
  path = (input, first)
  return first
}

/// One allpass section of a path, (factor + z) / (1 + factor * z) where z is a delay by one.
@_transparent
@_noLocks
private func allpass(
  _ input: lanes_part, _ factor: Float, _ lastInput: lanes_part, _ last: lanes_part
) -> lanes_part {
  plus(lastInput, lanes_part(repeating: factor), input - last)
}
