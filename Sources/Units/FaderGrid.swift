/// The steps of a device's fader: whole numbers from 0 to `top`, of which it knows every one.
///
/// Without marks they are spread evenly over the travel. Marks say at which numbers the levels stand
/// that are printed beside the fader; between two of them levels lie on a straight line.
/// What the device sends nearest to 0 dB is 0 dB exactly, so that a hand can set unity on any of them.
public struct FaderGrid: Hashable, Sendable {
  /// The number that the device sends at the upper end, such as 127, 1023, 16368 or 16383.
  public let top: Int
  /// The marks from the bottom up, the lowest being the end of the law; empty without marks.
  private let marks: [FaderMark]
  /// The numbers of the device's step that is nearest to 0 dB; none where that is at an end.
  private var unity = 0..<0

  /// Makes a grid.
  ///
  /// - Parameters:
  ///   - top: 1 or more.
  ///   - marks: With rising numbers, the first above 0 and the last `top`, and rising levels above
  ///     -90 up to +10 dB; 0 is silence. Empty for none.
  ///   - step: The numbers from one place to the next that the device knows, 1 or more.
  public init(top: Int, marks: [FaderMark] = [], step: Int = 1) {
    precondition(top >= 1, "a fader has at least two positions")
    precondition(marks.isEmpty || Self.isValid(marks, top: top), "marks have to rise to the top")
    self.top = top
    self.marks = marks.isEmpty ? [] : [FaderMark(level: Self.lowest, raw: 0)] + marks
    let nearest = (raw(of: .unity) + step / 2) / step * step
    let numbers = nearest - step / 2..<nearest - step / 2 + step
    if numbers.lowerBound > 0 && numbers.upperBound <= top { unity = numbers }
  }

  /// Where the law of faders ends: what is not above is silence.
  private static let lowest = Decibels(-90)

  /// Whether marks are such as a grid takes.
  public static func isValid(_ marks: [FaderMark], top: Int) -> Bool {
    let isRising = zip(marks, marks.dropFirst()).allSatisfy {
      $0.raw < $1.raw && $0.level < $1.level
    }
    guard let first = marks.first, let last = marks.last else { return false }
    return isRising && first.raw > 0 && first.level > lowest && last.raw == top
      && last.level <= .faderTop
  }

  /// The position of a device value; values beyond the ends are held to them.
  public func position(of raw: Int) -> FaderPosition { position(at: Double(raw)) }

  /// The position between two device values.
  public func position(at place: Double) -> FaderPosition {
    if let raw = Int(exactly: place), unity.contains(raw) { return Taper.position(of: .unity) }
    guard place > 0, !marks.isEmpty else { return FaderPosition(place / Double(top)) }
    let above = marks.firstIndex { Double($0.raw) >= place } ?? marks.count - 1
    let (low, high) = (marks[above - 1], marks[above])
    let part = (min(place, Double(top)) - Double(low.raw)) / Double(high.raw - low.raw)
    let level = low.level.value + part * (high.level.value - low.level.value)
    return Taper.position(of: Decibels(level))
  }

  /// The device value nearest to a position.
  public func raw(at position: FaderPosition) -> Int { Int(place(at: position).rounded()) }

  /// Where a position lies between two device values.
  public func place(at position: FaderPosition) -> Double {
    guard position > .bottom, let last = marks.last else { return position.value * Double(top) }
    let level = Taper.level(at: position)
    guard level < last.level else { return Double(top) }
    let above = marks.firstIndex { $0.level >= level } ?? marks.count - 1
    guard above > 0 else { return 0 }
    let (low, high) = (marks[above - 1], marks[above])
    let part = (level.value - low.level.value) / (high.level.value - low.level.value)
    return Double(low.raw) + part * Double(high.raw - low.raw)
  }

  /// The level that a device value stands for.
  public func level(of raw: Int) -> Decibels { Taper.level(at: position(of: raw)) }

  /// The device value nearest to a level; `raw(of: level(of: x)) == x` for every x of the grid.
  public func raw(of level: Decibels) -> Int { raw(at: Taper.position(of: level)) }
}

/// A level that is printed beside a fader, and the number that the device sends there.
public struct FaderMark: Hashable, Sendable {
  public var level: Decibels
  public var raw: Int

  public init(level: Decibels, raw: Int) {
    self.level = level
    self.raw = raw
  }
}
