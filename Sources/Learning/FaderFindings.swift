import Surface

/// What was measured at one fader; nil is what was not.
public struct FaderFindings: Hashable, Sendable {
  /// The number at the upper end, and those from one place to the next.
  public internal(set) var top: Int?
  public internal(set) var step: Int?
  /// Whether it goes back where it was sent, unless it is told where the hand put it.
  public internal(set) var needsEcho: Bool?
  /// Whether it goes back in spite of that.
  public internal(set) var ignoresEcho = false
  /// How long after the hand let go it still said where it was; 0 if nothing came.
  public internal(set) var settle: UInt64?
  /// How long its motor takes from end to end, and whether a person timed it.
  public internal(set) var travel: UInt64?
  public internal(set) var isTravelTimed = false
  /// The lowest value that told of a touch, and the highest that told of its end.
  public internal(set) var touchOn: Int?
  public internal(set) var touchOff: Int?
  /// Whether it moved without a touch that its file speaks of.
  public internal(set) var isTouchMissing = false

  init() {}
}

/// A fader that is to be tested, as its file describes it.
public struct FaderTarget: Hashable, Sendable {
  public let row: FaderRow
  /// The fader of the row that is handled.
  public let name: String
  public let profile: FaderProfile

  public init(row: FaderRow, name: String, profile: FaderProfile) {
    self.row = row
    self.name = name
    self.profile = profile
  }
}

/// A number that was measured, beside what the file says.
struct Finding {
  let key: String
  let measured: String
  let inFile: String
  /// What is written; nil where the file's number stays.
  var written: String?
  var remark: String?
}

extension FaderFindings {
  /// What the file has to say from now on, where it says something else.
  func changes(for target: FaderTarget) -> [MappingText.Change] {
    findings(for: target).compactMap { finding in
      finding.written.map { MappingText.Change(finding.key, $0) }
    }
  }

  /// The table of a fader: measured, in the file, written.
  func lines(for target: FaderTarget) -> [String] {
    let about = target.row.faders.count > 1 ? ", measured on \(target.name)" : ""
    var rows = [("\(target.row.name)\(about)", "measured", "in the file", "written")]
    for finding in findings(for: target) {
      rows.append(
        ("  \(finding.key)", finding.measured, finding.inFile, finding.written ?? "-"))
    }
    let width = (rows.map { $0.0.count }.max() ?? 0) + 2
    let lines = rows.map { row in
      row.0.padded(width) + row.1.padded(24) + row.2.padded(14) + row.3
    }
    let remarks = findings(for: target).compactMap { finding in
      finding.remark.map { "  \(finding.key): \($0)" }
    }
    return lines + remarks
  }

  /// Whether something is odd that no number of the file can put right.
  func hasRemark(for target: FaderTarget) -> Bool {
    findings(for: target).contains { $0.remark != nil }
  }

  private func findings(for target: FaderTarget) -> [Finding] {
    let profile = target.profile
    var findings = travelOfHand(profile)
    guard profile.isMotor else { return findings }
    if profile.touch != nil {
      findings += [touchFinding(profile), echoFinding(profile), settleFinding(profile)]
        .compactMap { $0 }
    }
    findings.append(travelFinding(profile))
    return findings
  }

  private func travelOfHand(_ profile: FaderProfile) -> [Finding] {
    let rules = profile.rules
    var top = Finding(
      key: "top", measured: self.top.map { "\($0)" } ?? "-", inFile: "\(rules.top)")
    if let measured = self.top, measured != rules.top {
      if rules.scale.isEmpty {
        top.written = "\(measured)"
      } else {
        top.remark = "its `scale` ends at \(rules.top); `busbar surface calibrate` measures both"
      }
    }
    var step = Finding(
      key: "step", measured: self.step.map { "\($0)" } ?? "-", inFile: "\(rules.step)")
    if let measured = self.step, measured != rules.step { step.written = "\(measured)" }
    return [top, step]
  }

  private func touchFinding(_ profile: FaderProfile) -> Finding? {
    var finding = Finding(
      key: "touch threshold", measured: "-", inFile: "\(profile.touchThreshold)")
    if isTouchMissing {
      finding.remark = "no touch came with the moves; is `touch` right?"
      return finding
    }
    guard let touchOn else { return nil }
    finding = Finding(
      key: finding.key, measured: "\(touchOff ?? 0) off, \(touchOn) on", inFile: finding.inFile)
    if touchOn < profile.touchThreshold, touchOn > touchOff ?? 0 { finding.written = "\(touchOn)" }
    return finding
  }

  private func echoFinding(_ profile: FaderProfile) -> Finding {
    let rules = profile.rules
    let measured = needsEcho.map { $0 ? "needed" : "not needed" } ?? "-"
    var finding = Finding(key: "echo", measured: measured, inFile: rules.echoes ? "yes" : "no")
    if let needsEcho, needsEcho != rules.echoes { finding.written = needsEcho ? "yes" : "no" }
    if ignoresEcho {
      finding.remark = "it goes back even if it is told; is it sent in another message (`send`)?"
      finding.written = nil
    }
    return finding
  }

  private func settleFinding(_ profile: FaderProfile) -> Finding {
    let rules = profile.rules
    let measured = settle.map { $0 == 0 ? "nothing came" : "\($0.milliseconds) ms" } ?? "-"
    var finding = Finding(
      key: "settle", measured: measured, inFile: "\(rules.settle.milliseconds) ms")
    if let settle, settle > 0 {
      // Two of its reports more than were seen.
      let needed = (settle + 20 * .millisecond).roundedUp
      if needed != rules.settle { finding.written = "\(needed.milliseconds) ms" }
    }
    return finding
  }

  private func travelFinding(_ profile: FaderProfile) -> Finding {
    let rules = profile.rules
    let file = "\(rules.travel.milliseconds) ms"
    guard profile.touch == nil else {
      var finding = Finding(key: "travel", measured: "-", inFile: file)
      finding.remark = "it feels hands, so that its motor's time matters little: left as it is"
      return finding
    }
    var finding = Finding(
      key: "travel", measured: travel.map { "\($0.milliseconds) ms" } ?? "-", inFile: file)
    if let travel {
      // A fifth more: a motor is slower when it is cold, or many start at once.
      let needed = min((travel * 6 / 5).roundedUp, 5000 * .millisecond)
      if needed != rules.travel { finding.written = "\(needed.milliseconds) ms" }
      if isTravelTimed { finding.remark = "timed by hand, to about 0.2 s" }
    }
    return finding
  }
}

extension UInt64 {
  fileprivate var milliseconds: UInt64 { (self + .millisecond / 2) / .millisecond }

  /// Whole hundredths of a second.
  fileprivate var roundedUp: UInt64 {
    (self + 10 * .millisecond - 1) / (10 * .millisecond) * (10 * .millisecond)
  }
}

extension String {
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
