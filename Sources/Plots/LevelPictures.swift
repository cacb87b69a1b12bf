import Units

/// Faders and pans.
enum LevelPictures {
  static var taper: Plot {
    let points = (0...400).map { index -> (x: Double, y: Double) in
      let share = Double(index) / 400
      return (share * 100, Taper.level(at: FaderPosition(share)).value)
    }
    return Plot(
      title: "A fader's travel", subtitle: "Four straight lines; at the bottom is minus infinity.",
      x: .linear("travel in %", 0...100, step: 12.5), y: .linear("level in dB", -90...10, step: 10),
      curves: [Curve(nil, colour: 0, points)])
  }

  static var pan: Plot {
    let curves = PanLaw.allCases.enumerated().flatMap { index, law -> [Curve] in
      let gains = (-100...100).map { ($0, law.gains(at: Pan(Double($0) / 100))) }
      return [
        Curve(
          "left, \(law.rawValue)", colour: index,
          gains.map { (Double($0), decibels($1.left)) }),
        Curve(nil, .dashed, colour: index, gains.map { (Double($0), decibels($1.right)) }),
      ]
    }
    return Plot(
      title: "The pan laws of a mono strip", subtitle: "Dashed: the right side.",
      x: .linear("pan, from L100 to R100", -100...100, step: 25),
      y: .linear("gain in dB", -30...3, step: 3), curves: curves)
  }
}
