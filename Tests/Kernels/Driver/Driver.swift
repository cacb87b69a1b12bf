import CReport

/// Runs every kernel on the same pseudo-random data wherever it is compiled, and writes what came
/// out: one line for each number.
///
/// Keeps to Embedded Swift, which is how the kernels get compiled for other machines.
@main
enum Driver {
  static func main() {
    renderStillStrips()
    renderMovingStrips()
    renderMixedMeters()
    mixRestingTiles()
    mixMovingTiles()
    mixColumnsAndSum()
    passBanksStraight()
    loadEveryFormat()
    storeEveryFormat()
    delayAndChange()
    widenAndNarrow()
    filterAtRest()
    filterInMotion()
    limitNoise()
    measureNoise()
    oscillateAll()
    saturateAndMove()
    echoAndMove()
    reverberate()
    gateLanes()
    compressLanes()
    glueLanes()
    sendAndReturn()
  }
}

/// One case whose numbers are compared: a kernel and how it is used.
struct Case {
  let kernel: StaticString
  let detail: StaticString

  func write(_ value: Double) {
    // The texts of a StaticString end in a zero byte.
    kernel.withUTF8Buffer { kernel in
      detail.withUTF8Buffer { detail in
        guard let first = kernel.baseAddress, let second = detail.baseAddress else { return }
        report(
          UnsafeRawPointer(first).assumingMemoryBound(to: CChar.self),
          UnsafeRawPointer(second).assumingMemoryBound(to: CChar.self), value)
      }
    }
  }

  func write(_ values: UnsafePointer<Float>, _ count: Int) {
    for index in 0..<count { write(Double(values[index])) }
  }

  func write(_ lanes: SIMD16<Float>) {
    for lane in 0..<16 { write(Double(lanes[lane])) }
  }
}
