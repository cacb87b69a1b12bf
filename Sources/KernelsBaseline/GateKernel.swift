internal import CLanes
public import DSP

/// Whether every lane's gate is off and at rest, so that `gate` would change nothing.
@_noLocks
public func isGateIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
  isZeroAtRest(parameters + Gate.engaged)
}

/// Turns sixteen strips down while their keys are below (or, ducking, above) a threshold.
///
/// The law is that of `Processors.GateSettings`, the rows those of `DSP.Gate`. A lane that is off
/// at rest keeps its samples bit for bit and forgets its states. Audio thread.
@_noLocks
public func gate(_ block: ProcessorBlock) {
  let (parameters, state) = (block.parameters, block.state)
  clearOff(parameters + Gate.engaged, state, Gate.stateRows, meter: Gate.meter)
  joinLinked(parameters + LevelDetector.link, state, Gate.reduction, 3)
  var start = 0
  while start < block.frames {
    let frames = span(rows: parameters, Gate.parameterRows, block.frames &- start)
    let whole = frames & ~(LevelDetector.group &- 1)
    if whole > 0 { gateGroups(block, start, whole, LevelDetector.group) }
    if whole < frames { gateGroups(block, start &+ whole, frames &- whole, frames &- whole) }
    turnWindows(parameters, state, frames)
    arrive(rows: parameters, Gate.parameterRows, frames)
    start &+= frames
  }
}

/// Gates `frames` frames in groups of `count`.
@_transparent
@_noLocks
private func gateGroups(_ block: ProcessorBlock, _ start: Int, _ frames: Int, _ count: Int) {
  let (parameters, state) = (block.parameters, block.state)
  let length = Float(Int32(truncatingIfNeeded: count))
  let threshold = parameters[Gate.threshold].value
  let closing = -parameters[Gate.hysteresis].value
  let slope = -parameters[Gate.slope].value
  let closed = parameters[Gate.closedReduction].value
  let open = parameters[Gate.openReduction].value
  let rise = pace(parameters[Gate.rise].value, count)
  let fall = pace(parameters[Gate.fall].value, count)
  let hold = parameters[Gate.hold].value
  let links = parameters[LevelDetector.link].value
  let isLinked = lanes_any(unsafeBitCast(links .!= 0, to: SIMD16<Int32>.self))
  let step = parameters[Gate.engaged].step * length
  var wet = parameters[Gate.engaged].value
  var dry = 1 - wet
  var detector = openDetector(parameters, state, count)
  var reduction = state[Gate.reduction]
  var remainder = state[Gate.remainder]
  var left = state[Gate.left]
  var gain = sum(dry, wet, lanes_exp2(-reduction))
  var deepest = Lanes()
  var frame = start
  while frame < start &+ frames {
    var energy = detect(&detector, block.key + frame, count)
    if isLinked { energy = linked(energy, links .> 0.5, links .< -0.5) }
    let over = level(energy) - threshold
    let wasOpen = left .> 0
    let isAbove = (over .>= 0) .| ((over .>= closing) .& wasOpen)
    left = select(isAbove, hold, left - length)
    let target = select(isAbove .| wasOpen, open, lanes_min(closed, over * slope))
    let way = target - reduction
    let move = select(way .> 0, sum(remainder, rise, way), sum(remainder, fall, way))
    let next = reduction + move
    remainder = move - (next - reduction)
    reduction = next
    deepest = lanes_max(reduction, deepest)
    wet += step
    dry -= step
    gain = apply(sum(dry, wet, lanes_exp2(-reduction)), gain, block.samples + frame, count)
    frame &+= count
  }
  closeDetector(detector, state)
  state[Gate.reduction] = reduction
  state[Gate.remainder] = remainder
  state[Gate.left] = left
  meter(deepest, parameters + Gate.engaged, state + Gate.meter)
}
