public import MIDI
public import Surface

/// One box as a mapping describes it, from the other end: it shows what the host sends and says what
/// hands do.
///
/// Told what happens and when, it answers with messages; it owns no port and no clock. Times are
/// nanoseconds of a clock that never goes back. Call `advance` when `nextDeadline` comes and before
/// anything is done to it, and take what it says with `takeSent`.
public struct SimulatedUnit: Sendable {
  /// The box as its mapping describes it.
  public let profile: UnitProfile
  public internal(set) var faders: [SimulatedFader]
  /// The value that each lamp was sent last, nil before the first; in the order of the buttons.
  public internal(set) var lamps: [Int?]
  /// The value that each ring was sent last, in the order of the encoders.
  public internal(set) var rings: [Int?]
  /// The value of each meter and when it came.
  public internal(set) var meters: [MeterImage]
  /// How many messages came that the mapping says nothing of.
  public internal(set) var strangeMessages = 0
  /// The part of messages that are lost on their way to the host, and from it: 0 to 1.
  public var losses: (toHost: Double, fromHost: Double) = (0, 0)
  var id: UInt8
  var screens: [Screen: [Int: UInt8]] = [:]
  /// The numbers of each strip's colour.
  var colours: [[Int]]
  var isDown: [Bool]
  var places: [Int]
  var dice: Dice
  var plans: [(at: UInt64, act: Act)] = []
  private var decoder = HostDecoder()
  private let outputs: [MessageAddress: [Output]]
  private var fromHost: ByteLink<MIDIMessage>
  private var toHost: ByteLink<Sent>
  private(set) var clock: UInt64 = 0

  /// The time that was advanced to, in nanoseconds.
  public var now: UInt64 { clock }

  /// What a meter was sent last.
  public struct MeterImage: Hashable, Sendable {
    public var value = 0
    public var isOverloaded = false
    public var at: UInt64 = 0
  }

  /// A message that the unit sent, when it had arrived, and who made it.
  public struct Sent: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
      case hand
      /// A motor's own travel.
      case motor
      /// An answer to a question of the host.
      case answer
    }
    public var message: MIDIMessage
    public var at: UInt64
    public var cause: Cause
    /// The fader that it is about, if it is about one.
    public var fader: Int?
  }

  /// Something that is going to be done.
  enum Act: Hashable, Sendable {
    case letGo(fader: Int)
    case keyUp(Int)
  }

  /// Makes a unit that has just been switched on, with its faders at the bottom.
  ///
  /// - Parameters:
  ///   - profile: The box.
  ///   - rate: The bytes a second of its cable, such as 3125; nil for USB, which takes no time here.
  ///   - seed: For what is random: losses and jitter.
  public init(_ profile: UnitProfile, rate: Int? = nil, seed: UInt64 = 1) {
    self.profile = profile
    id = profile.id
    faders = profile.faders.map { SimulatedFader(FaderMechanics($0.profile)) }
    lamps = profile.buttons.map { _ in nil }
    rings = profile.encoders.map { _ in nil }
    meters = profile.meters.map { _ in MeterImage() }
    isDown = profile.buttons.map { _ in false }
    places = profile.encoders.map { _ in 64 }
    colours = profile.colours.map { _ in [] }
    outputs = Output.table(of: profile)
    fromHost = ByteLink(rate: rate)
    toHost = ByteLink(rate: rate)
    dice = Dice(seed)
  }

  /// Builds every fader otherwise than the mapping's words say.
  public mutating func rebuild(_ change: (inout FaderMechanics) -> Void) {
    for index in faders.indices { change(&faders[index].mechanics) }
  }

  /// Builds every motor fader as another family, whatever the mapping's words say.
  public mutating func setFamily(_ family: FaderFamily) {
    for index in faders.indices { faders[index].mechanics.family = family }
  }
}

// Time and the cables.
extension SimulatedUnit {
  /// The host sends a message.
  public mutating func hear(_ message: MIDIMessage, at now: UInt64) {
    guard losses.fromHost <= 0 || Double.random(in: 0..<1, using: &dice) >= losses.fromHost else {
      return
    }
    fromHost.put(message, bytes: message.bytes.count, at: now)
  }

  /// Lets time pass: messages arrive, motors travel, planned acts are done.
  public mutating func advance(to now: UInt64) {
    while true {
      let plan = plans.indices.min { plans[$0].at < plans[$1].at }
      let times = [fromHost.nextArrival, plan.map { plans[$0].at }].compactMap { $0 }
      guard let next = times.min(), next <= now else { break }
      moveFaders(to: max(next, clock))
      if let plan, plans[plan].at == next {
        perform(plans.remove(at: plan).act)
      } else if let (_, message) = fromHost.take(by: next) {
        show(message)
      }
    }
    moveFaders(to: max(now, clock))
  }

  /// The messages that have arrived at the host by the time that was advanced to, in order.
  public mutating func takeSent() -> [Sent] {
    var sent: [Sent] = []
    while let (at, item) = toHost.take(by: clock) {
      var item = item
      item.at = at
      sent.append(item)
    }
    return sent
  }

  /// When something happens if nothing is done before; nil while all is still.
  public var nextDeadline: UInt64? {
    (faders.map(\.nextDeadline) + plans.map(\.at) + [fromHost.nextArrival, toHost.nextArrival])
      .compactMap { $0 }.min()
  }

  /// The unit is switched off and on: the knobs stay where they are, all else is dark.
  public mutating func restart() {
    var fresh = SimulatedUnit(profile)
    for index in faders.indices { fresh.faders[index] = faders[index].restarted(at: clock) }
    fresh.losses = losses
    fresh.dice = dice
    fresh.clock = clock
    fresh.fromHost.rate = fromHost.rate
    fresh.toHost.rate = toHost.rate
    self = fresh
  }

  /// The unit says something.
  mutating func say(_ messages: [MIDIMessage], _ cause: Sent.Cause, fader: Int? = nil) {
    for message in messages {
      guard losses.toHost <= 0 || Double.random(in: 0..<1, using: &dice) >= losses.toHost else {
        continue
      }
      toHost.put(
        Sent(message: message, at: clock, cause: cause, fader: fader),
        bytes: message.bytes.count, at: clock)
    }
  }

  private mutating func moveFaders(to now: UInt64) {
    var spoken: [(at: UInt64, fader: Int, report: SimulatedFader.Report)] = []
    for index in faders.indices {
      let range = faders[index].mechanics.jitter
      let reports = faders[index].advance(to: now) { Int.random(in: -range...range, using: &dice) }
      spoken += reports.map { ($0.at, index, $0.report) }
    }
    for (at, fader, report) in spoken.sorted(by: { $0.at < $1.at }) {
      clock = at
      tell(report, of: fader)
    }
    clock = now
  }

  mutating func tell(_ report: SimulatedFader.Report, of fader: Int) {
    let address = profile.faders[fader].profile.address
    say(spoken(address, report.position), report.isHand ? .hand : .motor, fader: fader)
  }
}

// What comes from the host.
extension SimulatedUnit {
  private mutating func show(_ message: MIDIMessage) {
    switch message {
    case .sysex(let bytes): return showSysex(bytes)
    case .realTime: return
    default: break
    }
    let readings = decoder.read(message)
    var isKnown = message.isPartOfMore
    for (address, value) in readings {
      guard let outputs = outputs[address] else { continue }
      isKnown = true
      for output in outputs { show(value, on: output) }
      showOnMeters(value, outputs)
    }
    if !isKnown && !isGreeting(message.bytes) { strangeMessages += 1 }
  }

  private mutating func show(_ value: Int, on output: Output) {
    switch output {
    case .fader(let index):
      let profile = profile.faders[index].profile
      let top = profile.outputTop ?? profile.rules.top
      faders[index].hear((value * profile.rules.top + top / 2) / top, at: clock)
    case .lamp(let index): lamps[index] = value
    case .ring(let index):
      rings[index] = value
      // A knob that tells places, and is told them, stands there now.
      let encoder = profile.encoders[index].profile
      if encoder.code == .absolute && encoder.ring?.address == encoder.address {
        places[index] = value
      }
    case .ringMode, .meter: break
    case .colour(let index, let number):
      while colours[index].count <= number { colours[index].append(0) }
      colours[index][number] = value
    }
  }

  /// Meters that share a message are told apart by what is added to their values.
  private mutating func showOnMeters(_ value: Int, _ outputs: [Output]) {
    let candidates = outputs.compactMap { output -> Int? in
      guard case .meter(let index) = output, profile.meters[index].profile.plus <= value else {
        return nil
      }
      return index
    }
    guard
      let index = candidates.max(by: {
        profile.meters[$0].profile.plus < profile.meters[$1].profile.plus
      })
    else { return }
    let meter = profile.meters[index].profile
    let level = value - meter.plus
    if let overload = meter.overload, level == overload.set || level == overload.clear {
      meters[index].isOverloaded = level == overload.set
    } else {
      meters[index].value = level
      meters[index].at = clock
    }
  }
}

/// A thing that the host moves or lights; numbers are places in the profile's lists.
enum Output: Hashable, Sendable {
  case fader(Int)
  case lamp(Int)
  case ring(Int)
  case ringMode(Int)
  case meter(Int)
  /// One of the numbers of a strip's colour.
  case colour(Int, Int)

  static func table(of profile: UnitProfile) -> [MessageAddress: [Output]] {
    var table: [MessageAddress: [Output]] = [:]
    func add(_ address: MessageAddress?, _ output: Output) {
      if let address { table[address, default: []].append(output) }
    }
    for (index, fader) in profile.faders.enumerated() where fader.profile.isMotor {
      add(fader.profile.output ?? fader.profile.address, .fader(index))
    }
    for (index, button) in profile.buttons.enumerated() {
      add(button.profile.lamp?.address, .lamp(index))
    }
    for (index, encoder) in profile.encoders.enumerated() {
      add(encoder.profile.ring?.address, .ring(index))
      add(encoder.profile.ring?.mode?.address, .ringMode(index))
    }
    for (index, colour) in profile.colours.enumerated() {
      for (number, address) in colour.profile.addresses.enumerated() {
        add(address, .colour(index, number))
      }
    }
    for (index, meter) in profile.meters.enumerated() {
      add(meter.profile.address, .meter(index))
    }
    return table
  }
}

extension MIDIMessage {
  /// Whether it may be a controller that says nothing until another follows.
  fileprivate var isPartOfMore: Bool {
    guard case .controlChange(_, let number, _) = self else { return false }
    return [6, 38, 98, 99, 0x0C].contains(number) || number < 32
  }
}
