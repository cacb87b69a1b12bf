/// A control that is no setting of a processor: where a strip stands and where it goes, each with
/// a row in `Parameter.table` after those of the settings.
///
/// Their values lie in the console as types of their own (`Strip.fader`, `Send.level`, …), which
/// `ParameterAddress` reads and sets as numbers.
public enum Control: Int, CaseIterable, Sendable {
  case trim, polarity, fader, mute, muteSafe, solo, soloSafe, arm, pan, link, colour
  /// Whether a strip goes to main, to one of the groups, and a source to one of the buses.
  case main, group, to
  case sendLevel, sendOn, sendTap, sendPan, sendWidth, sendMute
  /// Whether a strip hangs under a VCA, and whether it belongs to a mute group.
  case inVCA, inMuteGroup
  /// What the monitor hears.
  case source
  case muteGroupOn, muteGroupDim
  /// What solo keys do, on the whole desk, and where buses are listened to.
  case soloMode, soloGroups, soloAuxes, soloFXs, soloMatrices, soloMain
  case soloExclusive, soloInputFirst, soloFollowsSelect, soloKey
  /// What mutes reach, whether all inputs are mute, what leaving a VCA keeps.
  case muteReach, allMute, unassign
  /// Where the meters of strips listen that go by the desk.
  case meterPoint
}

/// What a row of the table is about.
public enum ParameterID: Hashable, Sendable {
  case setting(Setting)
  case control(Control)
}

extension Parameter {
  /// The setting that the row is about; nil where it is a control.
  public var setting: Setting? {
    if case .setting(let setting) = id { setting } else { nil }
  }
}

extension ParameterID {
  /// The row of the table that is about it.
  public var parameter: Parameter {
    switch self {
    case .setting(let setting): setting.parameter
    case .control(let control): control.parameter
    }
  }
}

extension Control {
  /// The row of the table that is about this control.
  public var parameter: Parameter { Parameter.controls[rawValue] }
}
