import ConsoleModel
import Testing

@Suite struct ParameterTests {
  @Test func theTableHasARowForEachSettingAndControlInOrder() {
    let ids = Setting.allCases.map { ParameterID.setting($0) }
    #expect(Parameter.table.map(\.id) == ids + Control.allCases.map { .control($0) })
    for row in Parameter.table { #expect(row.id.parameter.path == row.path) }
  }

  @Test func everyRowAllowsItsDefaultsAndNothingBeyondItsRange() {
    for row in Parameter.table {
      #expect(row.allows(row.defaults.channel) && row.allows(row.defaults.bus), "\(row.path)")
      #expect(!row.allows(.nan), "\(row.path)")
      #expect(row.range.lowerBound == -.infinity || !row.allows(row.range.lowerBound - 1))
      #expect(row.range.upperBound == .infinity || !row.allows(row.range.upperBound + 1))
      #expect(row.step > (row.taper == .logarithmic ? 1 : 0), "\(row.path)")
      #expect(row.taper != .logarithmic || row.range.lowerBound > 0, "\(row.path)")
      #expect((row.taper == .fader) == (row.range.lowerBound == -.infinity), "\(row.path)")
      #expect(!row.kinds.isEmpty && !row.summary.isEmpty && !row.summary.hasSuffix("."))
    }
  }

  @Test func everyPathLeadsToOneRowOfAStrip() {
    for kind in StripKind.allCases {
      let paths = Parameter.table(of: kind).map(\.path)
      #expect(Set(paths).count == paths.count)
      // A group of keys is no key itself, except that an fx bus may give its delay as one time.
      for path in paths { #expect(!paths.contains { $0.hasPrefix(path + ".") }, "\(path)") }
    }
  }

  @Test func settingsAreRefusedWithReasons() {
    var desk = Console(name: "Test")
    func refusal(_ edit: ConsoleEdit) -> String? {
      do throws(EditRefusal) { try desk.apply(edit) } catch { return error.description }
      return nil
    }
    #expect(refusal(.set(.vca(1), .gateOn, 1)) == "vca 1 has no gate.on")
    #expect(refusal(.set(.group(1), .gateOn, 1)) == "group 1 has no gate.on")
    #expect(refusal(.set(.channel(99), .gateOn, 1)) == "there is no channel 99")
    #expect(
      refusal(.set(.channel(1), .gateThreshold, 3))
        == "gate.threshold at 3 dB is out of range; allowed is -80...0 dB")
    #expect(
      refusal(.set(.channel(1), .highPassSlope, 0.5))
        == "high-pass.slope at 0.5 is out of range; allowed is 12 dB, 18 dB, 24 dB")
    #expect(refusal(.set(.channel(1), .gateKey, 33)) == "there is no channel 33")
    #expect(refusal(.set(.channel(1), .gateThreshold, .nan)) != nil)
    #expect(desk == Console(name: "Test"))
    #expect(refusal(.set(.channel(1), .compressorRatio, .infinity)) == nil)
    #expect(desk.value(of: .compressorRatio, on: .channel(1)) == .infinity)
    #expect(desk.value(of: .gateOn, on: .group(1)) == nil)
  }
}
