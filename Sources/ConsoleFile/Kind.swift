import ConsoleModel

/// What the parts of a console file describe, in the file's words.
enum Kind: CaseIterable {
  case channel, group, aux, fx, matrix, main, monitor, talkback, oscillator, vca, muteGroup

  /// The key of the part: `channels`.
  var key: String {
    switch self {
    case .muteGroup: "mute-groups"
    default: plural
    }
  }

  /// One of them: `mute group`.
  var noun: String {
    switch self {
    case .channel: "channel"
    case .group: "group"
    case .aux: "aux"
    case .fx: "fx"
    case .matrix: "matrix"
    case .main: "main"
    case .monitor: "monitor"
    case .talkback: "talkback"
    case .oscillator: "oscillator"
    case .vca: "vca"
    case .muteGroup: "mute group"
    }
  }

  /// Several of them: `mute groups`.
  var plural: String {
    switch self {
    case .fx, .main, .monitor, .talkback, .oscillator: noun
    case .aux: "auxes"
    case .matrix: "matrices"
    default: noun + "s"
    }
  }

  /// Whether there is exactly one, without a number.
  var isSingle: Bool { [.main, .monitor].contains(self) || isSource }

  /// Whether it is a bus, with outputs instead of inputs.
  var isBus: Bool { [.group, .aux, .fx, .matrix, .main, .monitor].contains(self) }

  /// Whether it is a signal of the desk itself.
  var isSource: Bool { self == .talkback || self == .oscillator }

  /// What the table of parameters calls it.
  var stripKind: StripKind {
    switch self {
    case .channel: .channel
    case .group: .group
    case .aux: .aux
    case .fx: .fx
    case .matrix: .matrix
    case .main: .main
    case .monitor: .monitor
    case .talkback: .talkback
    case .oscillator: .oscillator
    case .vca: .vca
    case .muteGroup: .muteGroup
    }
  }

  /// `channel 3` or `channels 3..6`.
  func label(_ numbers: ClosedRange<Int>) -> String {
    numbers.count == 1
      ? "\(noun) \(numbers.lowerBound)"
      : "\(plural) \(numbers.lowerBound)..\(numbers.upperBound)"
  }

  /// How many a console of that size has.
  func count(in size: ConsoleSize) -> Int {
    switch self {
    case .channel: size.channels
    case .group: size.groups
    case .aux: size.auxes
    case .fx: size.fxs
    case .matrix: size.matrices
    case .main, .monitor, .talkback, .oscillator: 1
    case .vca: size.vcas
    case .muteGroup: size.muteGroups
    }
  }

  /// The one with the given number, from 1.
  func subject(_ number: Int) -> ParameterOwner {
    switch self {
    case .channel: .strip(.channel(number))
    case .group: .strip(.group(number))
    case .aux: .strip(.aux(number))
    case .fx: .strip(.fx(number))
    case .matrix: .strip(.matrix(number))
    case .main: .strip(.main)
    case .monitor: .strip(.monitor)
    case .talkback: .strip(.talkback)
    case .oscillator: .strip(.oscillator)
    case .vca: .strip(.vca(number))
    case .muteGroup: .muteGroup(number)
    }
  }
}
