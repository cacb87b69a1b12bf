import DSP
import KernelsBaseline

/// Gates that open and close: pairs, filtered keys, a mode in each lane that the rows can say.
func gateLanes() {
  let gating = Case(kernel: "gate", detail: "moving")
  var noise = Noise(seed: 8)
  let block = makeBlock(&noise, Gate.parameterRows, Gate.stateRows)
  for lane in 0..<16 {
    set(block, lane, Gate.engaged, 1, 0)
    set(block, lane, Gate.threshold, -4 + noise.next(2), 0)
    set(block, lane, Gate.hysteresis, 1, 0)
    set(block, lane, Gate.slope, lane % 3 == 0 ? 0 : 0.5, 0)
    set(block, lane, lane % 3 == 0 ? Gate.openReduction : Gate.closedReduction, 6, 0)
    set(block, lane, Gate.rise, 0.01, 0)
    set(block, lane, Gate.fall, 0.02, 0)
    set(block, lane, Gate.hold, 30, 0)
  }
  write(gating, block, &noise, Gate.engaged, Gate.stateRows) { gate($0) }
}

/// Compressors of both detectors, with pairs and filtered keys.
func compressLanes() {
  let compressing = Case(kernel: "compress", detail: "moving")
  var noise = Noise(seed: 9)
  let block = makeCompressors(&noise)
  write(compressing, block, &noise, Compressor.wet, Compressor.stateRows) { compress($0) }
}

/// The same with a release that depends on the programme.
func glueLanes() {
  let gluing = Case(kernel: "glue", detail: "moving")
  var noise = Noise(seed: 10)
  let block = makeCompressors(&noise)
  write(gluing, block, &noise, Compressor.wet, Compressor.stateRows) { glue($0) }
}

private func makeCompressors(_ noise: inout Noise) -> ProcessorBlock {
  let block = makeBlock(&noise, Compressor.parameterRows, Compressor.stateRows)
  for lane in 0..<16 {
    set(block, lane, Compressor.engaged, 1, 0)
    set(block, lane, Compressor.dryCut, 0.75, 0)
    set(block, lane, Compressor.wet, 1.5, 0)
    set(block, lane, Compressor.threshold, -8 + noise.next(4), 0)
    set(block, lane, Compressor.slope, 0.375, 0)
    set(block, lane, Compressor.knee, lane % 4 == 0 ? 0 : 2, 0)
    set(block, lane, Compressor.rise, 0.02, 0)
    set(block, lane, Compressor.fall, 0.005, 0)
    set(block, lane, Compressor.hold, 20, 0)
    set(block, lane, Compressor.charge, 0.002, 0)
    set(block, lane, Compressor.discharge, 0.001, 0)
  }
  return block
}

/// Silent states and rows of detectors; lanes 1 and 2 are a pair.
private func makeBlock(_ noise: inout Noise, _ rows: Int, _ states: Int) -> ProcessorBlock {
  let parameters = memory(of: Ramp.self, rows)
  for row in 0..<rows { (parameters + row).initialize(to: Ramp(restingAt: SIMD16())) }
  let state = memory(of: Lanes.self, states)
  for row in 0..<states { (state + row).initialize(to: SIMD16()) }
  let samples = noise.bank(64)
  let block = ProcessorBlock(
    samples: samples, parameters: parameters, state: state, key: UnsafePointer(noise.bank(64)),
    frames: 64)
  for lane in 0..<16 {
    set(block, lane, LevelDetector.highCut, lane % 2 == 0 ? 1 : 0.4, 0)
    set(block, lane, LevelDetector.lowCut, 0.01, 0)
    set(block, lane, LevelDetector.lowCutAmount, lane % 4 < 2 ? 0 : 1, 0)
    set(block, lane, LevelDetector.averaging, lane % 5 == 0 ? 0.01 : 1, 0)
    set(block, lane, LevelDetector.window, lane % 5 == 0 ? 0 : 128, 0)
  }
  set(block, 1, LevelDetector.link, 1, 0)
  set(block, 2, LevelDetector.link, -1, 0)
  return block
}

private func set(
  _ block: ProcessorBlock, _ lane: Int, _ row: Int, _ value: Float, _ frames: Int32
) {
  block.parameters[row].move(lane: lane, to: value, in: frames)
}

/// Eight blocks of loud and quiet keys, whole and odd ones, while one row moves.
private func write(
  _ dynamics: Case, _ silent: ProcessorBlock, _ noise: inout Noise, _ row: Int, _ states: Int,
  _ kernel: (ProcessorBlock) -> Void
) {
  var block = silent
  for round in 0..<8 {
    block.frames = round % 3 == 2 ? 61 : 64
    block.samples = noise.bank(64)
    block.key = UnsafePointer(noise.bank(64, round % 4 < 2 ? 1 : 0.125))
    if round == 3 { set(block, 6, row, 0.5, 96) }
    kernel(block)
    dynamics.write(scalars(block.samples), block.frames * 16)
  }
  for row in 0..<states { dynamics.write(block.state[row]) }
}
