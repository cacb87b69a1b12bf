internal import CLanes
import DSP

/// Takes the echoes through low cut, high cut and saturation.
@inline(__always)
@_noLocks
func filterEchoes(
  _ state: UnsafeMutablePointer<FXDelayState>, _ row: UnsafePointer<Ramp>, _ count: Int
) {
  let (value, step) = (row.pointee.value, row.pointee.step)
  if value[FXDelayRow.lowCut] != 0 || step[FXDelayRow.lowCut] != 0
    || value[FXDelayRow.highCut] != 0 || step[FXDelayRow.highCut] != 0
  {
    cutEchoes(state, value, step, count)
  } else {
    // What is left in filters that are off would be heard when they come on.
    state.pointee.low = SIMD2()
    state.pointee.high = SIMD2()
  }
  let (saturation, saturationStep) = (value[FXDelayRow.saturation], step[FXDelayRow.saturation])
  if saturation != 0 || saturationStep != 0 {
    saturateEchoes(echoPairs(state), saturation, saturationStep)
  }
}

/// Two filters of first order, by the trapezoidal rule.
///
/// The low-pass filter is low = s + corner * (x - s), s' = s + 2 * corner * (x - s). No filter
/// amplifies any frequency, whatever share of it is heard.
@inline(__always)
@_noLocks
private func cutEchoes(
  _ state: UnsafeMutablePointer<FXDelayState>, _ value: Lanes, _ step: Lanes, _ count: Int
) {
  let echoes = echoPairs(state)
  var (low, high) = (state.pointee.low, state.pointee.high)
  var (lowCut, lowCorner) = (value[FXDelayRow.lowCut], value[FXDelayRow.lowCorner])
  var (highCut, highCorner) = (value[FXDelayRow.highCut], value[FXDelayRow.highCorner])
  var frame = 0
  while frame < count {
    lowCut += step[FXDelayRow.lowCut]
    lowCorner += step[FXDelayRow.lowCorner]
    highCut += step[FXDelayRow.highCut]
    highCorner += step[FXDelayRow.highCorner]
    let echo = echoes[frame]
    let cut = echo - lowCut * lowPassed(echo, lowCorner, &low)
    echoes[frame] = cut + highCut * (lowPassed(cut, highCorner, &high) - cut)
    frame &+= 1
  }
  state.pointee.low = low
  state.pointee.high = high
}

@inline(__always)
@_noLocks
private func lowPassed(
  _ input: SIMD2<Float>, _ corner: Float, _ state: inout SIMD2<Float>
) -> SIMD2<Float> {
  let way = corner * (input - state)
  let low = state + way
  state = low + way
  return low
}

/// Blends in a curve of slope 1 at 0 that arrives level at 1, for an echo of 1.5, and stays there.
///
/// u - 4/27 u³. It never makes an echo larger; its only harmonic is the third. Always works on a
/// whole grain: what lies behind the frames that are read is not used.
@inline(__always)
@_noLocks
private func saturateEchoes(
  _ echoes: UnsafeMutablePointer<SIMD2<Float>>, _ amount: Float, _ step: Float
) {
  let steps = Lanes(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8)
  var amounts = sum(Lanes(repeating: amount), steps, Lanes(repeating: step))
  var place = UnsafeMutableRawPointer(echoes)
  for _ in 0..<2 {
    let echo = lanes_load_float(place)
    let held = lanes_hold(echo, 1.5)
    let bent = held - held * held * held * Lanes(repeating: 4 / 27)
    place.storeBytes(of: echo + amounts * (bent - echo), as: Lanes.self)
    amounts += Lanes(repeating: 8 * step)
    place += 64
  }
}
