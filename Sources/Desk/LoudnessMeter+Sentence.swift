public import Processors
import Units

extension LoudnessMeter {
  /// What was measured of main, for the user: EBU R 128's numbers, and the highest true peak.
  public var sentence: String {
    let peak = Decibels(amplitude: truePeak)
    return "main: \(written(integrated)) LUFS integrated, range \(written(range)) LU, momentary "
      + "\(written(maximumMomentary)) and short-term \(written(maximumShortTerm)) at most, "
      + "true peak \(written(peak.value)) dBTP"
  }

  /// What is measured now, for a line under meters.
  public var line: String {
    "momentary \(written(momentary))  short-term \(written(shortTerm))  integrated "
      + "\(written(integrated)) LUFS  range \(written(range)) LU"
  }

  private func written(_ value: Double) -> String {
    value.isFinite ? "\((value * 10).rounded() / 10)" : "-inf"
  }
}
