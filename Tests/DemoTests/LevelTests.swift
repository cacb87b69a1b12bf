import Demo
import Testing

@Test(arguments: 0..<8) func aPartPeaksBetweenMinus12AndMinus6(part: Int) {
  let samples = Bands.full.all(part)
  #expect(samples.isFinite)
  #expect((-12.1 ... -5.9).contains(samples.peakLevel))
  #expect((-32 ... -17).contains(samples.rmsLevel))
}

@Test(arguments: 0..<8) func aPartHasNoDC(part: Int) {
  #expect(Bands.full.all(part).meanLevel < -100)
}

@Test(arguments: 0..<8) func theLoopHasNoSeam(part: Int) {
  for band in [Bands.full, Bands.low] {
    let samples = band.all(part)
    let ring = [samples[samples.count - 2], samples[samples.count - 1], samples[0], samples[1]]
    let steps = zip(samples, samples.dropFirst()).map { $1 - $0 }
    let bends = zip(steps, steps.dropFirst()).map { abs($1 - $0) }
    let seam = zip(ring, ring.dropFirst()).map { $1 - $0 }
    #expect(abs(seam[1]) <= steps.reduce(0) { max($0, abs($1)) })
    let largest = bends.max() ?? 0
    #expect(abs(seam[1] - seam[0]) <= largest)
    #expect(abs(seam[2] - seam[1]) <= largest)
  }
}

@Test func whatRingsAtTheEndIsHeardAtTheStart() {
  // Keys and guitar 1 play up to the last bar; keys next enter in bar 4.
  #expect(Bands.full.cut(Place.keys, bar: 0, seconds: 0.05).rmsLevel > -45)
  #expect(Bands.full.cut(Place.keys, bar: 1).rmsLevel < -100)
}

/// Which parts play (x), play softly (s) or rest (.) in which bar (blank: either), from the song's form.
private let form: [(part: Int, bars: String)] = [
  (Place.drums, "xxxxxxxxxxxxxxss"),
  (Place.bass, "xxxxxxxxxxxxxx.."),
  (Place.keys, " ...xxxxxxxxxxxx"),
  (Place.guitar1, "xxxx .. xxxxxxxx"),
  (Place.guitar2, "....... xxxxxxs."),
  (Place.lead, "xxxxxxxxxxxxxx.."),
  (Place.backing, ".....xxxxxxxxx.."),
  (Place.percussion, "... xxxxxxxxxxx "),
]

@Test func partsEnterAndLeaveWithTheForm() {
  for (part, bars) in form {
    for (bar, mark) in bars.enumerated() {
      let level = Bands.full.cut(part, bar: bar).rmsLevel
      let name = Bands.full.parts[part].name
      switch mark {
      case "x": #expect(level > -36, "\(name), bar \(bar)")
      case "s": #expect((-55 ... -25).contains(level), "\(name), bar \(bar)")
      case ".": #expect(level < -80, "\(name), bar \(bar)")
      default: break
      }
    }
  }
}

@Test func noPartIsAnother() {
  let chorus = (0..<8).map { part in
    (8..<11).flatMap { Bands.low.cut(part, bar: $0) }.map(Double.init)
  }
  for a in 0..<8 {
    for b in 0..<a {
      for lag in [0, 7, 50, 160, 800] {
        #expect(abs(correlation(chorus[a], chorus[b], lag: lag)) < 0.25, "\(a), \(b), \(lag)")
      }
    }
  }
}

/// The likeness of two sounds, one later by `lag` frames: 1 is the same, 0 has nothing in common.
private func correlation(_ a: [Double], _ b: [Double], lag: Int) -> Double {
  var (product, first, second) = (0.0, 0.0, 0.0)
  for index in 0..<a.count - lag {
    let (x, y) = (a[index], b[index + lag])
    product += x * y
    first += x * x
    second += y * y
  }
  return product / (first * second).squareRoot()
}
