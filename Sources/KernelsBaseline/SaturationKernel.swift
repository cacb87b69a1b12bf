internal import CLanes
public import DSP

/// Saturates sixteen lanes in place; `DSP.SaturationRow` has the law.
///
/// Audio thread.
@_noLocks
public func saturate(_ block: ProcessorBlock) {
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
      saturateSpan(block, start, frames, isMoving: true)
    } else {
      saturateSpan(block, start, frames, isMoving: false)
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

/// Saturates a span in which every row rests, or goes on in a straight line.
@inline(__always)
@_noLocks
private func saturateSpan(_ block: ProcessorBlock, _ start: Int, _ frames: Int, isMoving: Bool) {
  // The state stays in memory: a local copy of so many rows gets taken apart lane by lane.
  let state = UnsafeMutableRawPointer(block.state).assumingMemoryBound(to: SaturationState.self)
  let rows = block.parameters
  let samples = block.samples + start
  var undriven = undrivenFactor(rows)
  var frame = 0
  while frame < frames {
    if isMoving {
      advance(rows)
      undriven = undrivenFactor(rows)
    }
    let input = samples[frame]
    let bent = bend(emphasize(input, rows, state), rows, state) * undriven
    let added = restore(bent, rows, state)
    let amount = rows[SaturationRow.amount].value
    // A lane that is off keeps its bits: the sum would turn -0 into 0.
    samples[frame] = lanes_choose(amount, input, sum(input, amount, added))
    frame &+= 1
  }
  var row = 0
  while row < SaturationRow.count && isMoving {
    arrive(rows + row, frames)
    row &+= 1
  }
}

/// Moves every row on by a frame.
@inline(__always)
@_noLocks
private func advance(_ rows: UnsafeMutablePointer<Ramp>) {
  var row = 0
  while row < SaturationRow.count {
    rows[row].value += rows[row].step
    row &+= 1
  }
}

/// Undoes the drive, and halves twice as the two filters on the way down add two paths each.
@inline(__always)
@_noLocks
private func undrivenFactor(_ rows: UnsafeMutablePointer<Ramp>) -> Lanes {
  // A lane that was never told its drive has 0.
  0.25 / lanes_max(rows[SaturationRow.drive].value, Lanes(repeating: 1e-3))
}

/// A frame as the curve gets it: lows lifted, and driven.
@inline(__always)
@_noLocks
private func emphasize(
  _ input: Lanes, _ rows: UnsafeMutablePointer<Ramp>,
  _ state: UnsafeMutablePointer<SaturationState>
) -> Lanes {
  let low = sum(state.pointee.low, rows[SaturationRow.corner].value, input - state.pointee.low)
  state.pointee.low = low
  return sum(input, rows[SaturationRow.emphasis].value, low) * rows[SaturationRow.drive].value
}

/// Undoes the emphasis, and takes away what is constant.
@inline(__always)
@_noLocks
private func restore(
  _ bent: Lanes, _ rows: UnsafeMutablePointer<Ramp>,
  _ state: UnsafeMutablePointer<SaturationState>
) -> Lanes {
  let decayed = state.pointee.restored * rows[SaturationRow.restoreDecay].value
  let lifted = sum(decayed, rows[SaturationRow.restore].value, bent)
  state.pointee.restored = lifted
  let restored = bent - lifted
  let constant = sum(
    state.pointee.constant, rows[SaturationRow.constantCorner].value,
    restored - state.pointee.constant)
  state.pointee.constant = constant
  return restored - constant
}

/// Takes a frame to four times the rate and back; what the curve adds is four times too loud.
@inline(__always)
@_noLocks
private func bend(
  _ driven: Lanes, _ rows: UnsafeMutablePointer<Ramp>,
  _ state: UnsafeMutablePointer<SaturationState>
) -> Lanes {
  // Four samples in their order: two for each of the two that come first.
  let early = firstEarly(driven, &state.pointee.firstUp.early)
  let sample0 = secondEarly(early, &state.pointee.secondUp.early)
  let sample1 = secondLate(early, &state.pointee.secondUp.late)
  let late = firstLate(driven, &state.pointee.firstUp.late)
  let sample2 = secondEarly(late, &state.pointee.secondUp.early)
  let sample3 = secondLate(late, &state.pointee.secondUp.late)

  let first0 = secondLate(bend(sample0, rows), &state.pointee.secondDown.late)
  let first1 = secondEarly(bend(sample1, rows), &state.pointee.secondDown.early)
  let second0 = secondLate(bend(sample2, rows), &state.pointee.secondDown.late)
  let second1 = secondEarly(bend(sample3, rows), &state.pointee.secondDown.early)
  return firstLate(first0 + first1, &state.pointee.firstDown.late)
    + firstEarly(second0 + second1, &state.pointee.firstDown.early)
}

/// The curve's output less its input.
@inline(__always)
@_noLocks
private func bend(_ driven: Lanes, _ rows: UnsafeMutablePointer<Ramp>) -> Lanes {
  let curve = rows + SaturationRow.curve
  let held = lanes_hold(driven, 1)
  let square = held * held
  var odd = sum(curve[4].value, curve[6].value, square)
  odd = sum(curve[2].value, odd, square)
  odd = sum(curve[0].value, odd, square)
  var even = sum(curve[3].value, curve[5].value, square)
  even = sum(curve[1].value, even, square)
  return held * sum(odd, even, held) - driven
}

// The half-band filters: elliptic, as two paths of allpass sections (R. Valenzuela and
// A. Constantinides, "Digital signal processing schemes for efficient interpolation and
// decimation", 1983). At 48 kHz the first passes up to 20 kHz and stops what would mirror into that
// by 96 dB, the second by 101 dB; together, up and down, they delay low frequencies by 3.5 frames.
//
// The paths change places on the way down, so that up and down together are an allpass filter.

@inline(__always)
@_noLocks
private func firstEarly(_ input: Lanes, _ state: inout AllpassThreeState) -> Lanes {
  allpasses(input, 0.044181909, 0.33074416, 0.70205286, &state)
}

@inline(__always)
@_noLocks
private func firstLate(_ input: Lanes, _ state: inout AllpassThreeState) -> Lanes {
  allpasses(input, 0.16418886, 0.51508694, 0.89488964, &state)
}

@inline(__always)
@_noLocks
private func allpasses(
  _ input: Lanes, _ factor1: Float, _ factor2: Float, _ factor3: Float,
  _ state: inout AllpassThreeState
) -> Lanes {
  let first = allpass(input, factor1, state.input, state.first)
  let second = allpass(first, factor2, state.first, state.second)
  let third = allpass(second, factor3, state.second, state.third)
  state.input = input
  state.first = first
  state.second = second
  state.third = third
  return third
}

@inline(__always)
@_noLocks
private func secondEarly(_ input: Lanes, _ state: inout AllpassTwoState) -> Lanes {
  let first = allpass(input, 0.063787837, state.input, state.first)
  let second = allpass(first, 0.66854879, state.first, state.second)
  state.input = input
  state.first = first
  state.second = second
  return second
}

@inline(__always)
@_noLocks
private func secondLate(_ input: Lanes, _ state: inout AllpassOneState) -> Lanes {
  let first = allpass(input, 0.26678096, state.input, state.first)
  state.input = input
  state.first = first
  return first
}

/// One allpass section of a path, (factor + z) / (1 + factor * z) where z is a delay by one.
@inline(__always)
@_noLocks
private func allpass(_ input: Lanes, _ factor: Float, _ lastInput: Lanes, _ last: Lanes) -> Lanes {
  sum(lastInput, Lanes(repeating: factor), input - last)
}
