/// Writes the elements of an SVG picture, a line each.
struct SVG {
  private var lines: [String]

  /// Begins a picture with a white ground.
  ///
  /// - Parameters:
  ///   - width: Pixels at its natural size.
  ///   - height: Pixels.
  ///   - title: What a screen reader says.
  init(width: Double, height: Double, title: String) {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let font = "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\""
    lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) \(font) role=\"img\">",
      "<title>\(Self.escaped(title))</title>",
    ]
    element("rect", [("width", Self.number(width)), ("height", Self.number(height))], fill: "#fff")
  }

  /// The whole picture.
  var text: String { (lines + ["</svg>"]).joined(separator: "\n") + "\n" }

  /// Where a text stands to its point.
  enum Anchor: String { case start, middle, end }

  mutating func write(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12,
    colour: String = "#333", isBold: Bool = false, isUpright: Bool = false
  ) {
    var more = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    if size != 12 { more += " font-size=\"\(Self.number(size))\"" }
    if isBold { more += " font-weight=\"bold\"" }
    let (x, y) = (Self.number(x), Self.number(y))
    if isUpright { more += " transform=\"rotate(-90 \(x) \(y))\"" }
    lines.append(
      "<text x=\"\(x)\" y=\"\(y)\" fill=\"\(colour)\"\(more)>\(Self.escaped(Self.withMinus(text)))</text>"
    )
  }

  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), colour: String, width: Double = 1,
    dashes: String? = nil
  ) {
    element(
      "line",
      [
        ("x1", Self.number(from.x)), ("y1", Self.number(from.y)), ("x2", Self.number(to.x)),
        ("y2", Self.number(to.y)),
      ] + Self.stroke(colour, width, dashes))
  }

  /// A line through many points.
  mutating func path(
    _ points: [(x: Double, y: Double)], colour: String, width: Double, dashes: String?
  ) {
    let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    element(
      "polyline",
      [("points", text), ("stroke-linejoin", "round")] + Self.stroke(colour, width, dashes),
      fill: "none")
  }

  mutating func dot(_ centre: (x: Double, y: Double), radius: Double, colour: String) {
    element(
      "circle",
      [
        ("cx", Self.number(centre.x)), ("cy", Self.number(centre.y)), ("r", Self.number(radius)),
        ("stroke", colour), ("stroke-width", "1.5"),
      ], fill: "#fff")
  }

  mutating func frame(x: Double, y: Double, width: Double, height: Double, colour: String) {
    element("rect", Self.box(x, y, width, height) + Self.stroke(colour, 1, nil), fill: "none")
  }

  /// Keeps what is drawn until `endClip` within a box.
  mutating func beginClip(x: Double, y: Double, width: Double, height: Double) {
    lines.append("<clipPath id=\"inside\">")
    element("rect", Self.box(x, y, width, height))
    lines.append("</clipPath>")
    lines.append("<g clip-path=\"url(#inside)\">")
  }

  mutating func endClip() { lines.append("</g>") }

  private mutating func element(
    _ name: String, _ attributes: [(String, String)], fill: String? = nil
  ) {
    let all = attributes + (fill.map { [("fill", $0)] } ?? [])
    lines.append("<\(name) \(all.map { "\($0)=\"\($1)\"" }.joined(separator: " "))/>")
  }

  private static func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double
  ) -> [(String, String)] {
    [("x", number(x)), ("y", number(y)), ("width", number(width)), ("height", number(height))]
  }

  private static func stroke(
    _ colour: String, _ width: Double, _ dashes: String?
  ) -> [(String, String)] {
    [("stroke", colour), ("stroke-width", number(width))]
      + (dashes.map { [("stroke-dasharray", $0)] } ?? [])
  }

  /// A tenth of a pixel is finer than an eye, and coarser than how far machines differ.
  private static func number(_ value: Double) -> String { DecimalText.text(value, places: 1) }

  /// A text whose hyphens before numbers are minus signs.
  private static func withMinus(_ text: String) -> String {
    var result = ""
    for (index, character) in text.enumerated() {
      let next = text.dropFirst(index + 1).first
      let isMinus = character == "-" && next?.isNumber == true && result.last?.isLetter != true
      result.append(isMinus ? "\u{2212}" : character)
    }
    return result
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no way to write these.
      case _ where character.unicodeScalars.contains { $0.value < 0x20 }: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
