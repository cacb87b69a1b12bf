import ConsoleModel
import MIDI
import Simulator
import Surface

/// A kind of motor fader to fight with: how it is described, and how its bytes are read by hand.
struct FightFamily: CustomStringConvertible, Sendable {
  let family: FaderFamily
  let top: Int
  let step: Int
  var description: String { family.rawValue }

  static let all = [
    FightFamily(family: .servo, top: 16368, step: 16),
    FightFamily(family: .deferred, top: 127, step: 1),
    FightFamily(family: .reporting, top: 16368, step: 16),
    FightFamily(family: .free, top: 16368, step: 16),
  ]

  /// A Mackie Control's main unit whose nine faders are of this family.
  func mapping() throws -> Mapping {
    var unit = try mackieControl().units[0]
    for index in unit.faders.indices {
      var fader = unit.faders[index].profile
      switch family {
      case .deferred:
        fader.address = .controller(channel: 1, number: 80 + index)
        fader.rules.top = 127
        fader.rules.step = 1
      case .reporting:
        fader.touch = nil
        fader.rules.hasTouch = false
      case .free: fader.rules.echoes = false
      case .servo, .manual: break
      }
      unit.faders[index].profile = fader
    }
    return Mapping(name: "\(family)", units: [unit])
  }

  /// What a message is about, read from its bytes alone.
  enum Reading: Equatable {
    case position(Int, Int)
    case touch(Int, Bool)
    case other
  }

  func read(_ bytes: [UInt8]) -> Reading {
    switch (family, bytes[0]) {
    case (.deferred, 0xB0) where (80...88).contains(bytes[1]):
      return .position(Int(bytes[1]) - 80, Int(bytes[2]))
    case (.servo, 0xE0...0xE8), (.reporting, 0xE0...0xE8), (.free, 0xE0...0xE8):
      return .position(Int(bytes[0] & 15), Int(bytes[1]) + 128 * Int(bytes[2]))
    case (.servo, 0x90), (.deferred, 0x90), (.free, 0x90):
      guard (0x68...0x70).contains(bytes[1]) else { return .other }
      return .touch(Int(bytes[1]) - 0x68, bytes[2] > 0)
    default: return .other
    }
  }

  /// Where a level lies, by the four straight lines of the fader law.
  func position(of level: Double) -> Int {
    let place: Double
    if level >= -10 {
      place = (level + 30) / 40
    } else if level >= -30 {
      place = (level + 50) / 80
    } else if level >= -60 {
      place = (level + 70) / 160
    } else {
      place = max(level + 90, 0) / 480
    }
    return Int((min(place, 1) * Double(top)).rounded())
  }
}
