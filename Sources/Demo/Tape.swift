/// The memory of one part as a ring, so that what rings past the end is heard at the start.
struct Tape {
  let samples: UnsafeMutableBufferPointer<Float>
  let rate: Double

  /// Plays a sound into the ring, on top of what is there.
  ///
  /// - Parameters:
  ///   - sound: The note, at its attack.
  ///   - frame: Where it starts; any number, it wraps.
  ///   - seconds: How long it sounds, the release included; held to the ring's length.
  ///   - release: The seconds at the end over which it fades to silence.
  ///   - gain: Factor.
  func add(
    _ sound: consuming some Sound, at frame: Int, seconds: Double, release: Double = 0.01,
    gain: Float
  ) {
    let length = min(Int(seconds * rate), samples.count)
    let fade = 1 / Float(max(1, Int(release * rate)))
    var position = ((frame % samples.count) + samples.count) % samples.count
    for index in 0..<length {
      let level = min(1, Float(length - index) * fade)
      samples[position] += sound.next() * gain * level
      position = position + 1 == samples.count ? 0 : position + 1
    }
  }

  /// Runs every frame through a process that has already heard the end when it meets the start.
  ///
  /// - Parameter process: Gives a frame for a frame; what it remembers fades within a second.
  func filter(_ process: (Float) -> Float) {
    for index in max(0, samples.count - Int(rate))..<samples.count { _ = process(samples[index]) }
    for index in samples.indices {
      let output = process(samples[index])
      samples[index] = output.magnitude < 1e-7 ? 0 : output  // -140 dB: silence is silence
    }
  }

  /// Takes away what lies below hearing, then scales the loudest sample to `peak` (a factor).
  func finish(peak: Float) {
    var highPass = Resonator(25, rate: rate)
    filter { highPass.split($0).high }
    var loudest: Float = 0
    for sample in samples { loudest = max(loudest, sample.magnitude) }
    guard loudest > 0 else { return }
    let gain = peak / loudest
    for index in samples.indices { samples[index] *= gain }
  }
}
