internal import CLanes
public import DSP

/// Whether an oscillator makes silence and will go on to.
@_noLocks
public func isOscillatorIdle(_ parameters: UnsafePointer<Ramp>) -> Bool {
  let gains = parameters.pointee
  return !gains.isMoving && gains.value[OscillatorParameter.sine] == 0
    && gains.value[OscillatorParameter.pink] == 0 && gains.value[OscillatorParameter.white] == 0
}

/// Fills a lane with a sine, pink noise and white noise, each with its gain.
///
/// - Parameters:
///   - unit: The oscillator.
///   - parameters: Its row (`OscillatorParameter`).
///   - samples: The first sample, written over.
///   - stride: From one sample to the next: 16 in a bank, 1 in a block of one channel.
///   - frames: 1…`LaneLayout.chunk`. Audio thread.
@_noLocks
public func oscillate(
  _ unit: UnsafeMutablePointer<OscillatorUnit>, _ parameters: UnsafeMutablePointer<Ramp>,
  _ samples: UnsafeMutablePointer<Float>, stride: Int, _ frames: Int
) {
  let hertz = Double(parameters.pointee.target[OscillatorParameter.frequency])
  let step = UInt64(truncatingIfNeeded: Int64(hertz * unit.pointee.phaseForOneHertz))
  var frame = 0
  while frame < frames {
    let count = min(16, frames &- frame)
    let white = makeNoise(unit.pointee.frame)
    var sound = makeSine(unit.pointee.phase, step) * gain(parameters, OscillatorParameter.sine)
    sound = sum(sound, white, gain(parameters, OscillatorParameter.white))
    sound = sum(sound, makePink(unit, white, count), gain(parameters, OscillatorParameter.pink))
    unit.pointee.frames = sound
    for index in 0..<count { samples[(frame &+ index) &* stride] = held(unit)[index] }
    unit.pointee.phase &+= step &* UInt64(truncatingIfNeeded: count)
    unit.pointee.frame &+= UInt64(truncatingIfNeeded: count)
    arrive(parameters, count)
    frame &+= 16
  }
}

/// The next sixteen values of a gain.
@inline(__always)
@_noLocks
private func gain(_ parameters: UnsafeMutablePointer<Ramp>, _ lane: Int) -> Lanes {
  let left = SIMD16<Int32>(repeating: parameters.pointee.left[lane] &- 1) &- lanes_count()
  let rest = lanes_from_int(left.replacing(with: 0, where: left .< 0))
  return Lanes(repeating: parameters.pointee.target[lane]) - rest * parameters.pointee.step[lane]
}

/// The sixteen frames that an oscillator holds, one by one.
@inline(__always)
@_noLocks
private func held(_ unit: UnsafeMutablePointer<OscillatorUnit>) -> UnsafeMutablePointer<Float> {
  UnsafeMutableRawPointer(unit).assumingMemoryBound(to: Float.self)
}

/// Sixteen values of a sine from a phase on.
///
/// Only the upper half of the phase is used; what the lower half would carry into it over sixteen
/// frames is below 2^-28 of a turn.
@inline(__always)
@_noLocks
private func makeSine(_ phase: UInt64, _ step: UInt64) -> Lanes {
  let start = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: phase >> 32))
  let turn =
    start &+ lanes_count()
    &* SIMD16<Int32>(
      repeating: Int32(truncatingIfNeeded: (step &+ 0x8000_0000) >> 32))
  // Beyond a quarter turn the sine is that of half a turn less: -2^31 is half a turn.
  let isBeyond = (turn &+ SIMD16<Int32>(repeating: 0x4000_0000)) .< 0
  let folded = turn.replacing(
    with: SIMD16<Int32>(repeating: .min) &- turn, where: isBeyond)
  let x = lanes_from_int(folded) * 0x1p-30  // in quarter turns, -1…1
  let square = x * x
  // sin(x π / 2) within 7e-9: the odd polynomial of degree 9 through Chebyshev's nodes.
  var series = sum(Lanes(repeating: -4.67414384e-3), square, Lanes(repeating: 1.51671704e-4))
  series = sum(Lanes(repeating: 7.96899183e-2), square, series)
  series = sum(Lanes(repeating: -0.645963760), square, series)
  return x * sum(Lanes(repeating: 1.5707963), square, series)
}

/// Sixteen values of white noise, even between ±√1.5, so of the power of a sine of peak 1.
///
/// A value is a hash of its frame's number: C. Wellons' "lowbias32" (public domain, 2018), which
/// the upper half of the number turns into another sequence.
@inline(__always)
@_noLocks
private func makeNoise(_ frame: UInt64) -> Lanes {
  let low = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: frame))
  let key = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: frame >> 32) &* 0x9e37_79b9)
  var x = low &+ unsafeBitCast(lanes_count(), to: SIMD16<UInt32>.self)
  x = (x ^ (x &>> 16)) &* 0x7feb_352d
  x = (x ^ (x &>> 15) ^ key) &* 0x846c_a68b
  x = (x ^ (x &>> 16)) &* 0x7feb_352d
  x = (x ^ (x &>> 15)) &* 0x846c_a68b
  x ^= x &>> 16
  return lanes_from_int(unsafeBitCast(x, to: SIMD16<Int32>.self)) * 0x1.3988e2p-31  // √1.5 / 2^31
}

/// White noise through sixteen low-passes and a last short filter (`Processors.PinkNoise`).
@inline(__always)
@_noLocks
private func makePink(
  _ unit: UnsafeMutablePointer<OscillatorUnit>, _ white: Lanes, _ count: Int
) -> Lanes {
  let (rates, weights) = (unit.pointee.pinkRates, unit.pointee.pinkWeights)
  let (first, second, third) = (
    unit.pointee.pinkTaps[0], unit.pointee.pinkTaps[1], unit.pointee.pinkTaps[2]
  )
  var states = unit.pointee.pink
  var (young, middle, old) = (
    unit.pointee.pinkPast[0], unit.pointee.pinkPast[1], unit.pointee.pinkPast[2]
  )
  let frames = held(unit)
  unit.pointee.frames = white
  for frame in 0..<count {
    let input = frames[frame]
    states = sum(states, Lanes(repeating: input) - states, rates)
    let value = lanes_sum(states * weights) + input * unit.pointee.pinkDirect
    frames[frame] = value + (young * first + middle * second + old * third)
    (young, middle, old) = (value, young, middle)
  }
  unit.pointee.pink = states
  unit.pointee.pinkPast = SIMD4(young, middle, old, 0)
  return unit.pointee.frames
}
