import ConsoleModel
import DSP
import Engine
import Units

/// A desk to be measured.
public enum BenchmarkScene: String, CaseIterable, Sendable {
  /// Every channel at unity, nothing on, to the main bus.
  case off
  /// Every channel panned and faded to the main bus.
  case main
  /// Every channel to a group, to the main bus through it, and to an fx bus after its fader.
  case mix
  /// As `mix`, every fader in motion.
  case moving
  /// Every channel with all its processors on and sends to eight auxes.
  case strip
  /// As `strip`, every band of every equaliser in motion.
  case sweep
  /// As `strip`, while the control side works as for `sweep`, but for nobody: what to compare with.
  case still
  /// The standard desk with everything on, on buses too: reverbs, delays, the limiter of main.
  case desk
  /// As `desk`, sixteen random parameters of random strips sent somewhere else in every block.
  case automation

  /// The desk with so many channels.
  func console(channels: Int) -> Console {
    var size = ConsoleSize()
    size.channels = channels
    var console = Console(name: "Benchmark", size: size)
    for number in 1...channels {
      for edit in edits(number) { try? console.apply(edit) }
    }
    try? console.apply(.fader(.main, .unity))
    if self == .desk || self == .automation { turnOnBuses(&console) }
    if self == .off { try? console.apply(.set(.main, .loudnessOn, 0)) }
    return console
  }

  private func edits(_ number: Int) -> [ConsoleEdit] {
    let channel = StripID.channel(number)
    let place = ConsoleEdit.pan(channel, Pan(Double(number % 9 - 4) / 4))
    switch self {
    case .off: return [.fader(channel, .unity)]
    case .main: return [.fader(channel, Decibels(-6)), place]
    case .mix, .moving:
      return [
        .fader(channel, Decibels(-6)), place, .assign(channel, to: .main, false),
        .joinVCA(channel, vca: 1), .assign(channel, to: BusID(.group, number % 8 + 1), true),
        .sendLevel(channel, to: BusID(.fx, number % 4 + 1), Decibels(-12)),
      ]
    case .strip, .sweep, .still: return processed(channel) + [place] + sends(channel, .aux, 8)
    case .desk, .automation:
      return processed(channel) + [place] + sends(channel, .aux, 8) + sends(channel, .fx, 4) + [
        .assign(channel, to: .main, false),
        .assign(channel, to: BusID(.group, number % 8 + 1), true),
      ]
    }
  }

  private func sends(_ channel: StripID, _ kind: BusKind, _ count: Int) -> [ConsoleEdit] {
    (1...count).flatMap { number -> [ConsoleEdit] in
      let bus = BusID(kind, number)
      return [
        .sendLevel(channel, to: bus, Decibels(-Double(9 + number))),
        .sendTap(channel, to: bus, .postFader),
      ]
    }
  }

  /// A channel strip with everything on and at work at the level of the noise.
  private func processed(_ channel: StripID) -> [ConsoleEdit] {
    var edits: [ConsoleEdit] = [
      .trim(channel, Decibels(3)), .fader(channel, Decibels(-6)),
      .set(channel, .highPassOn, 1), .set(channel, .highPassSlope, 2),
      .set(channel, .gateOn, 1), .set(channel, .eqOn, 1), .set(channel, .compressorOn, 1),
    ]
    for band in 1...4 {
      edits += [
        .set(channel, .eq(band, .on), 1),
        .set(channel, .eq(band, .gain), Double(band) - 2.5),
      ]
    }
    return edits
  }

  private func turnOnBuses(_ console: inout Console) {
    for bus in console.buses where bus.id != .monitor {
      let id = StripID.bus(bus.id)
      var edits: [ConsoleEdit] = [
        .set(id, .eqOn, 1), .set(id, .compressorOn, 1), .set(id, .saturationOn, 1),
        .set(id, .width, 110),
        .set(id, .limiterOn, bus.id == .main ? 1 : 0),
        .set(id, .effect, Double(bus.id.number % 2)),
      ]
      for band in 1...6 {
        edits += [.set(id, .eq(band, .on), 1), .set(id, .eq(band, .gain), Double(band) - 3.5)]
      }
      for edit in edits { try? console.apply(edit) }
    }
  }
}

extension BenchmarkScene {
  /// Whether something moves in every block.
  var isMoving: Bool { self == .moving || self == .sweep || self == .still || self == .automation }

  /// What is moved one by one: every parameter that there is.
  func addresses(_ console: Console) -> [ParameterAddress] {
    self == .automation ? console.addresses : []
  }

  /// Sends whatever moves to another place.
  func move(_ engine: Engine, _ addresses: [ParameterAddress], _ round: Int) {
    var console = engine.console
    if self == .automation {
      automate(&console, addresses, round)
    } else if self == .moving {
      try? console.apply(.fader(.vca(1), Decibels(round % 2 == 0 ? -3 : 3)))
    } else {
      for channel in 1...console.channels.count {
        for band in 1...4 {
          let frequency = 200.0 * Double(band) * (round % 2 == 0 ? 1 : 1.5)
          try? console.apply(.set(.channel(channel), .eq(band, .frequency), frequency))
        }
      }
    }
    engine.follow(console)
  }

  /// Moves sixteen parameters, the same ones of each round whenever it is run.
  private func automate(_ console: inout Console, _ addresses: [ParameterAddress], _ round: Int) {
    var state = UInt64(truncatingIfNeeded: round)
    // SplitMix64, by Steele, Lea and Flood, 2014.
    func next(_ count: Int) -> Int {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Int((z ^ (z >> 31)) % UInt64(count))
    }
    state = UInt64(next(1 << 60))
    for _ in 0..<16 {
      let address = addresses[next(addresses.count)]
      let row = address.parameter
      let top = min(row.range.upperBound, 20000)
      let part = Double(next(1001)) / 1000
      let bottom = max(row.range.lowerBound, -100)
      let value = bottom + (top - bottom) * part
      // Refused where it names a channel that there is not, or what a strip has not.
      guard let edit = try? address.edit(row.allows(value) ? value : value.rounded()) else {
        continue
      }
      try? console.apply(edit)
    }
  }
}
