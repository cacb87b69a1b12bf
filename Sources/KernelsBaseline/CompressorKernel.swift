internal import CLanes
public import DSP

/// Whether every lane's compressor is off and at rest, so that `compress` would change nothing.
@_noLocks
public func isCompressorIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
  isZeroAtRest(parameters + Compressor.engaged) && isZeroAtRest(parameters + Compressor.dryCut)
    && isZeroAtRest(parameters + Compressor.wet)
}

/// Compresses sixteen strips.
///
/// The law is that of `Processors.CompressorSettings`, the rows those of `DSP.Compressor`. A lane
/// that is off at rest keeps its samples bit for bit and forgets its states. Audio thread.
@_noLocks
public func compress(_ block: ProcessorBlock) { compress(block, isProgramDependent: false) }

/// Compresses sixteen buses, with a release that depends on how long they were compressed.
///
/// The law is that of `Processors.GlueSettings`; all else is as in `compress`. Audio thread.
@_noLocks
public func glue(_ block: ProcessorBlock) { compress(block, isProgramDependent: true) }

@_transparent
@_noLocks
private func compress(_ block: ProcessorBlock, isProgramDependent: Bool) {
  let (parameters, state) = (block.parameters, block.state)
  clearOff(parameters + Compressor.engaged, state, Compressor.stateRows, meter: Compressor.meter)
  joinLinked(parameters + LevelDetector.link, state, Compressor.reduction, 5)
  let group = LevelDetector.group
  var start = 0
  while start < block.frames {
    let frames = span(rows: parameters, Compressor.parameterRows, block.frames &- start)
    let whole = frames & ~(group &- 1)
    let rest = frames &- whole
    if whole > 0 { compressGroups(block, start, whole, group, isProgramDependent) }
    if rest > 0 { compressGroups(block, start &+ whole, rest, rest, isProgramDependent) }
    turnWindows(parameters, state, frames)
    arrive(rows: parameters, Compressor.parameterRows, frames)
    start &+= frames
  }
}

/// Compresses `frames` frames in groups of `count`.
///
/// The knee is that of D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor
/// design", JAES 60 (2012), equation 4, without its cases: below the knee both terms are 0, in it
/// the straight one is, above it the bent one stays at half of the knee's width.
@_transparent
@_noLocks
private func compressGroups(
  _ block: ProcessorBlock, _ start: Int, _ frames: Int, _ count: Int, _ isProgramDependent: Bool
) {
  let (parameters, state) = (block.parameters, block.state)
  let length = Float(Int32(truncatingIfNeeded: count))
  let slope = parameters[Compressor.slope].value
  let knee = parameters[Compressor.knee].value
  let lower = parameters[Compressor.threshold].value - knee * 0.5
  let curve = select(knee .> 1e-3, slope / (knee + knee), Lanes())
  // A lane that is being switched on catches up with its level before it is heard.
  let isSettling = parameters[Compressor.engaged].value .< 1
  let attack = parameters[Compressor.rise].value
  let rise = pace(
    select(isSettling, lanes_max(attack, Lanes(repeating: 1 / 48)), attack), count)
  let fall = pace(parameters[Compressor.fall].value, count)
  let hold = parameters[Compressor.hold].value
  let charge = pace(parameters[Compressor.charge].value, count)
  let discharge = pace(parameters[Compressor.discharge].value, count)
  let links = parameters[LevelDetector.link].value
  let isLinked = lanes_any(unsafeBitCast(links .!= 0, to: SIMD16<Int32>.self))
  let dryStep = parameters[Compressor.dryCut].step * -length
  let wetStep = parameters[Compressor.wet].step * length
  var dry = 1 - parameters[Compressor.dryCut].value
  var wet = parameters[Compressor.wet].value
  var detector = openDetector(parameters, state, count)
  var reduction = state[Compressor.reduction]
  var remainder = state[Compressor.remainder]
  var left = state[Compressor.left]
  var sustained = state[Compressor.sustained]
  var sustainedRemainder = state[Compressor.sustainedRemainder]
  var gain = sum(dry, wet, lanes_exp2(-reduction))
  var deepest = Lanes()
  var frame = start
  while frame < start &+ frames {
    var energy = detect(&detector, block.key + frame, count)
    if isLinked { energy = linked(energy, links .> 0.5, links .< -0.5) }
    let above = lanes_max(level(energy) - lower, Lanes())
    let bent = lanes_min(above, knee)
    let demand = sum(slope * (above - bent), bent * bent, curve)
    let isRising = demand .>= reduction
    let isNear = demand .>= reduction - 0.005  // 0.03 dB
    let isStaying = isNear .| (left .> 0)
    left = select(isNear, hold, left - length)
    let way = (isProgramDependent ? lanes_max(demand, sustained) : demand) - reduction
    let move = select(
      isStaying .& .!isNear, Lanes(),
      select(isRising, sum(remainder, rise, way), sum(remainder, fall, way)))
    if isProgramDependent {
      let goal = select(isStaying, reduction, demand) - sustained
      let move = sum(sustainedRemainder, select(isStaying, charge, discharge), goal)
      let next = sustained + move
      sustainedRemainder = move - (next - sustained)
      sustained = next
    }
    let next = reduction + move
    remainder = move - (next - reduction)
    reduction = next
    deepest = lanes_max(reduction, deepest)
    dry += dryStep
    wet += wetStep
    gain = apply(sum(dry, wet, lanes_exp2(-reduction)), gain, block.samples + frame, count)
    frame &+= count
  }
  closeDetector(detector, state)
  state[Compressor.reduction] = reduction
  state[Compressor.remainder] = remainder
  state[Compressor.left] = left
  state[Compressor.sustained] = sustained
  state[Compressor.sustainedRemainder] = sustainedRemainder
  meter(deepest, parameters + Compressor.engaged, state + Compressor.meter)
}
