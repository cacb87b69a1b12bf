import ConsoleModel
import Plots
import Testing
import Units

/// Pictures of a console's own strips.
@Suite struct StripPictureTests {
  @Test(arguments: StripKind.processing) func everyStripCanBeDrawn(_ kind: StripKind) {
    let strip = Strip(name: "", width: .stereo, fader: .unity, kind: kind)
    for picture in StripPicture.allCases where picture.isOn(kind) {
      let svg = picture.plot(of: strip, kind, name: "a <\"b\"> & c\u{7}").svg
      #expect(wellFormedness(of: svg) == nil)
      #expect(svg.contains("a &lt;&quot;b&quot;&gt; &amp; c "))
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
  }

  @Test func drawsTheStripAsItIsSet() {
    let strip = Strip(name: "", width: .mono, fader: .silence, kind: .channel)
    var other = strip
    other[.eqOn] = 1
    other[.eq(2, .on)] = 1
    other[.eq(2, .gain)] = 6
    let plain = StripPicture.equaliser.plot(of: strip, .channel, name: "x").svg
    let bent = StripPicture.equaliser.plot(of: other, .channel, name: "x").svg
    #expect(!plain.contains("band 2") && bent.contains("band 2"))
    // 6 dB are an eighth of the axis from -24 to 24 above its middle: of 286 pixels from 225 up.
    #expect(highest(bent).map { abs($0 - 189.25) < 0.2 } == true)
  }

  @Test func drawsWhatIsOffAsIfItWereOn() {
    let strip = Strip(name: "", width: .mono, fader: .silence, kind: .channel)
    var other = strip
    other[.compressorOn] = 1
    let picture = StripPicture.compressor
    #expect(
      picture.plot(of: strip, .channel, name: "").svg
        == picture.plot(of: other, .channel, name: "").svg)
  }

  /// The smallest y of the first line of a picture.
  private func highest(_ svg: String) -> Double? {
    let line = svg.split(separator: "\n").first { $0.hasPrefix("<polyline points=\"") }
    let points = line?.dropFirst(18).prefix { $0 != "\"" }.split(separator: " ")
    return points?.compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }.min()
  }
}
