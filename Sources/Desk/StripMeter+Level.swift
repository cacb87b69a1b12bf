public import Engine
import Units

extension StripMeter {
  /// The peak in dBFS, minus infinity for silence.
  public var peakLevel: Float {
    peak.isFinite ? Float(Decibels(amplitude: Double(peak)).value) : .infinity
  }

  /// The mean level in dBFS, minus infinity for silence.
  public var rmsLevel: Float {
    rms.isFinite ? Float(Decibels(amplitude: Double(rms)).value) : .infinity
  }
}
