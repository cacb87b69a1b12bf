/// A picture: curves over two axes, with a title and a legend.
package struct Plot {
  let title: String
  /// A line under the title: what was fed in, what is drawn.
  let subtitle: String
  let x: Axis
  let y: Axis
  let curves: [Curve]
}

/// One curve of a plot.
struct Curve {
  /// How it is drawn.
  enum Style { case line, thin, dashed, dots, stems }

  /// What the legend calls it; nil for one that is not in it.
  let name: String?
  let style: Style
  let colour: String
  let points: [(x: Double, y: Double)]

  init(
    _ name: String?, _ style: Style = .line, colour: Int, _ points: [(x: Double, y: Double)]
  ) {
    self.name = name
    self.style = style
    self.colour = Self.palette[colour % Self.palette.count]
    self.points = points
  }

  /// The colours of Okabe and Ito, which everybody can tell apart, and two shades of grey.
  static let palette = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#222222", "#999999",
  ]
  /// The colour of what is not the subject: a law, the input.
  static let dark = 6
  static let grey = 7

  var width: Double { style == .thin ? 1 : 2 }
  var dashes: String? { style == .dashed ? "6 4" : nil }
}

extension Plot {
  private static let width = 760.0
  private static let height = 420.0
  private static let inside = (left: 64.0, top: 82.0, right: 740.0, bottom: 368.0)

  /// The picture as an SVG file.
  package var svg: String {
    var svg = SVG(width: Self.width, height: Self.height, title: title)
    svg.write(title, x: Self.inside.left, y: 26, size: 16, colour: "#111", isBold: true)
    svg.write(subtitle, x: Self.inside.left, y: 46, colour: "#555")
    drawLegend(&svg)
    drawGrid(&svg)
    let (left, top, right, bottom) = Self.inside
    svg.beginClip(x: left, y: top, width: right - left, height: bottom - top)
    for curve in curves where curve.style != .dots { draw(curve, &svg) }
    for curve in curves where curve.style == .dots { draw(curve, &svg) }
    svg.endClip()
    svg.frame(x: left, y: top, width: right - left, height: bottom - top, colour: "#555")
    return svg.text
  }

  private func drawLegend(_ svg: inout SVG) {
    var place = Self.inside.left
    for curve in curves {
      guard let name = curve.name else { continue }
      let middle = (x: place + 12, y: 64.0)
      switch curve.style {
      case .dots: svg.dot(middle, radius: 3, colour: curve.colour)
      default:
        svg.line(
          (place, middle.y), (place + 24, middle.y), colour: curve.colour, width: curve.width,
          dashes: curve.dashes)
      }
      svg.write(name, x: place + 30, y: 68)
      // Letters of Helvetica are about half as wide as high.
      place += 30 + Double(name.count) * 6.3 + 18
    }
  }

  private func drawGrid(_ svg: inout SVG) {
    let (left, top, right, bottom) = Self.inside
    for value in x.faint { vertical(value, "#eeeeee", &svg) }
    for value in y.faint { horizontal(value, "#eeeeee", &svg) }
    for tick in x.ticks {
      vertical(tick.value, "#d0d0d0", &svg)
      svg.write(tick.label, x: horizontalPlace(tick.value), y: bottom + 17, anchor: .middle)
    }
    for tick in y.ticks {
      horizontal(tick.value, "#d0d0d0", &svg)
      svg.write(tick.label, x: left - 8, y: verticalPlace(tick.value) + 4, anchor: .end)
    }
    svg.write(x.label, x: (left + right) / 2, y: bottom + 40, anchor: .middle)
    svg.write(y.label, x: 18, y: (top + bottom) / 2, anchor: .middle, isUpright: true)
  }

  private func vertical(_ value: Double, _ colour: String, _ svg: inout SVG) {
    let place = horizontalPlace(value)
    svg.line((place, Self.inside.top), (place, Self.inside.bottom), colour: colour)
  }

  private func horizontal(_ value: Double, _ colour: String, _ svg: inout SVG) {
    let place = verticalPlace(value)
    svg.line((Self.inside.left, place), (Self.inside.right, place), colour: colour)
  }

  private func draw(_ curve: Curve, _ svg: inout SVG) {
    let points = curve.points.map { (x: horizontalPlace($0.x), y: verticalPlace($0.y)) }
    switch curve.style {
    case .dots: for point in points { svg.dot(point, radius: 3, colour: curve.colour) }
    case .stems:
      for point in points {
        svg.line((point.x, Self.inside.bottom), point, colour: curve.colour, width: 6)
      }
    default: svg.path(points, colour: curve.colour, width: curve.width, dashes: curve.dashes)
    }
  }

  private func horizontalPlace(_ value: Double) -> Double {
    Self.inside.left + x.place(of: value) * (Self.inside.right - Self.inside.left)
  }

  private func verticalPlace(_ value: Double) -> Double {
    Self.inside.bottom - y.place(of: value) * (Self.inside.bottom - Self.inside.top)
  }
}
