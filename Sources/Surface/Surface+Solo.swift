import ConsoleModel
import Units

/// A solo key that is down.
struct HeldSolo: Hashable, Sendable {
  let strip: StripID
  /// When it went down, in nanoseconds.
  let since: UInt64
  /// Whether that turned the solo on.
  let isOn: Bool
}

// Solo keys, as the desk's `SoloOptions` say.
extension Surface {
  /// The edits of a solo key that went down.
  mutating func soloPressed(
    _ strip: StripID, _ index: Int, unit: Int, at now: UInt64
  ) -> [ConsoleEdit] {
    guard let console, strip != .monitor, console.has(strip) else { return [] }
    let isOn = console.soloOptions.key == .momentary || !console.isSoloedByHand(strip)
    units[unit].heldSolos[index] = HeldSolo(strip: strip, since: now, isOn: isOn)
    return [.solo(strip, isOn)]
  }

  /// The edits of a key that was let go: of one that soloed a strip for as long as it was held.
  mutating func soloReleased(_ index: Int, unit: Int, at now: UInt64) -> [ConsoleEdit] {
    guard let held = units[unit].heldSolos.removeValue(forKey: index), held.isOn, let console,
      console.isSoloedByHand(held.strip)
    else { return [] }
    let isTap = Double(now - held.since) / 1e6 <= SoloKey.longestTap.value
    switch console.soloOptions.key {
    case .latch: return []
    case .momentary: return [.solo(held.strip, false)]
    case .auto: return isTap ? [] : [.solo(held.strip, false)]
    }
  }

  /// The edits that move a solo to a strip that was selected; none while nothing is soloed.
  func soloFollowing(_ strip: StripID) -> [ConsoleEdit] {
    guard let console, console.soloOptions.followsSelect, strip != .monitor,
      !console.isSoloedByHand(strip), console.stripIDs.contains(where: console.isSoloedByHand)
    else { return [] }
    return [.clearSolo, .solo(strip, true)]
  }
}
