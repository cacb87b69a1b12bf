import ConsoleModel
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The same desk, mixed a second time as slowly and plainly as possible, in double precision.
///
/// A signal is an array a side; every bus asks all strips whether they feed it. Nothing is ramped:
/// this is what a desk sounds like once every gain rests.
struct NaiveMixer {
  let console: Console
  let inputs: [[Double]]
  let rate: Int
  /// The largest magnitude of any strip at its taps, which bounds what rounding may cost.
  private(set) var largest = 0.0
  private var done: [StripID: Taps] = [:]

  /// Channels that the device plays: nothing comes back from beyond them.
  private var outputCount = 0

  /// A signal, an array a side, and the frames by which it is late.
  struct Signal {
    var sides: [[Double]]
    var late = 0

    /// The same, later.
    func waiting(until late: Int) -> Signal {
      let wait = late - self.late
      return Signal(
        sides: sides.map { Array(repeating: 0, count: wait) + $0.dropLast(wait) }, late: late)
    }
  }

  /// A strip's signal after its trim, out of its insert, before its fader and after it.
  typealias Taps = (input: Signal, sent: Signal, before: Signal, after: Signal)

  init(_ console: Console, inputs: [[Float]], rate: Int = 48000) {
    self.console = console
    self.inputs = inputs.map { $0.map(Double.init) }
    self.rate = rate
  }

  private var frames: Int { inputs.first?.count ?? 0 }

  /// What the device plays, clipped to full scale.
  mutating func outputs(_ count: Int) -> [[Double]] {
    var result = Array(repeating: [Double](repeating: 0, count: frames), count: count)
    (outputCount, done) = (count, [:])
    func play(_ signal: Signal, _ outputs: [Int]) {
      for (side, output) in zip(signal.sides.indices, outputs) where output <= count {
        result[output - 1] = signal.sides[side].map { min(max($0, -1), 1) }
      }
    }
    for bus in console.buses { play(taps(of: .bus(bus.id)).after, bus.outputs) }
    for id in console.stripIDs {
      guard let insert = console.strip(id)?.insert, !insert.outputs.isEmpty else { continue }
      play(taps(of: id).sent, insert.outputs)
    }
    for number in console.channels.indices.map({ $0 + 1 }) {
      play(direct(of: .channel(number)), console.channels[number - 1].strip.directOutputs)
    }
    return result
  }

  /// What a channel's direct out plays.
  private mutating func direct(of id: StripID) -> Signal {
    guard let strip = console.strip(id) else { return Signal(sides: []) }
    let (tap, taps) = (strip.directTap, taps(of: id))
    let isShut = tap != .postFader && isMute(id) && console.muteReach == .all
    let gain = isShut || strip[.directOn] == 0 ? 0 : amplitude(strip[.directLevel])
    var signal = tap == .postFader ? taps.after : tap == .preFader ? taps.before : taps.input
    signal.sides = signal.sides.map { $0.map { $0 * gain } }
    return signal
  }

  /// What comes back to a strip's insert, or the signal itself where nothing can or may.
  private func returned(_ sides: [[Double]], _ strip: Strip) -> [[Double]] {
    let insert = strip.insert
    let isOn =
      strip[.insertOn] == 1 && min(insert.outputs.count, insert.inputs.count) >= sides.count
    let isThere =
      insert.outputs.prefix(sides.count).allSatisfy { $0 <= outputCount }
      && insert.inputs.prefix(sides.count).allSatisfy { $0 <= inputs.count }
    return isOn && isThere ? sides.indices.map { inputs[insert.inputs[$0] - 1] } : sides
  }

  mutating func taps(of id: StripID) -> Taps {
    if let taps = done[id] { return taps }
    guard let strip = console.strip(id) else { preconditionFailure("no such strip") }
    let trim = amplitude(strip.trim.value) * (strip.isInverted ? -1 : 1)
    var input = source(of: id, strip)
    input.sides = input.sides.map { $0.map { $0 * trim } }
    var before = input
    before.sides = image(returned(input.sides, strip), of: id, strip)
    let isShut = isMute(id) || isMutedInPlace(id)
    let fader = isShut ? 0 : amplitude(min(level(id), 20))
    var after = before
    after.sides = before.sides.map { $0.map { $0 * fader } }
    // What a limiter that has nothing to do does.
    if strip[.limiterOn] == 1 {
      after = after.waiting(until: after.late + 78)
    }
    for sample in (input.sides + before.sides + after.sides).joined() {
      largest = max(largest, abs(sample))
    }
    done[id] = (input, input, before, after)
    return (input, input, before, after)
  }

  /// The sides of a stereo bus after its width and balance.
  private func image(_ sides: [[Double]], of id: StripID, _ strip: Strip) -> [[Double]] {
    guard id.busID != nil, sides.count == 2 else { return sides }
    let away = cos(abs(strip.pan.value) * .pi / 2)
    let left = strip.pan.value > 0 ? away : 1
    let right = strip.pan.value < 0 ? away : 1
    let width = id == .monitor && strip[.mono] == 1 ? 0 : strip[.width] / 100
    return [
      zip(sides[0], sides[1]).map { (($0 + $1) / 2 + ($0 - $1) / 2 * width) * left },
      zip(sides[0], sides[1]).map { (($0 + $1) / 2 - ($0 - $1) / 2 * width) * right },
    ]
  }

  private mutating func source(of id: StripID, _ strip: Strip) -> Signal {
    let silence = [Double](repeating: 0, count: frames)
    if case .channel(let number) = id {
      let plugs = console.channels[number - 1].inputs
      return Signal(
        sides: (0..<strip.width.sides).map { side in
          plugs.indices.contains(side) && plugs[side] <= inputs.count
            ? inputs[plugs[side] - 1] : silence
        })
    }
    var sum = Signal(sides: Array(repeating: silence, count: strip.width.sides))
    for other in console.stripIDs { add(other, to: id, &sum) }
    talk(to: id, &sum)
    guard case .bus(let name) = id, name.kind == .fx else { return sum }
    let bus = console.buses.first { $0.id == name }
    sum.sides = sum.sides.enumerated().map { index, side in
      let (left, right) = (bus?.strip[.echoLeft] ?? 0, bus?.strip[.echoRight] ?? 0)
      let time = max(left, right) > 0 ? max(1, index == 0 ? left : right) : 0
      let delay = Int(time * Double(rate) / 1000 + 0.5)
      return (0..<frames).map { $0 < delay ? 0 : side[$0 - delay] }
    }
    return sum
  }

  /// Adds whatever one strip sends into a bus.
  private mutating func add(_ id: StripID, to bus: StripID, _ sum: inout Signal) {
    guard let strip = console.strip(id), case .bus(let name) = bus else { return }
    let isBalanced = id.busID != nil && strip.width == .stereo
    let faded = isBalanced ? Pan.centre : strip.pan
    if strip.assigns.contains(name) { mix(taps(of: id).after, 1, faded, &sum) }
    if let send = strip.sends[name], send.isOn {
      let isEarly = send.tap != .preFader && send.tap != .postFader
      var pan = isEarly ? strip.pan : faded
      if case .fixed(let place) = send.pan { pan = place }
      let gain = amplitude(min(send.level.value, 20))
      if send.tap == .postFader && send.mute == .safe {
        let open = isMutedInPlace(id) ? 0 : amplitude(min(level(id), 20))
        mix(taps(of: id).before, gain * open, pan, &sum, width: send.width / 100)
      } else if send.tap == .postFader {
        mix(taps(of: id).after, gain, pan, &sum, width: send.width / 100)
      } else if !isMute(id) || send.mute == .safe
        || (send.mute == .asDesk && console.muteReach == .postFader)
      {
        mix(
          isEarly ? taps(of: id).input : taps(of: id).before, gain, pan, &sum,
          width: send.width / 100)
      }
      // What a mute has shut is waited for all the same.
      if isMute(id) && send.tap != .postFader { mix(taps(of: id).before, 0, pan, &sum) }
    }
    guard name == .monitor, id != .monitor else { return }
    if soloed.isEmpty || console.soloMode == .inPlace {
      if id == .bus(console.monitorSource) { mix(taps(of: id).after, 1, .centre, &sum) }
    } else if heardSolos.contains(id) {
      var isAfter = console.soloMode == .afterFader
      if let kind = id.busID?.kind, console.soloOptions[kind] != .asChannels {
        isAfter = console.soloOptions[kind] == .afterFader
      }
      mix(isAfter ? taps(of: id).after : taps(of: id).before, 1, faded, &sum)
    }
  }

  /// Adds the talkback, as loud on each side.
  private func talk(to id: StripID, _ sum: inout Signal) {
    let talkback = console.sources[0]
    guard case .bus(let bus) = id, talkback.strip.assigns.contains(bus),
      talkback.strip[.talkbackOn] == 1, let input = talkback.inputs.first, input <= inputs.count
    else { return }
    let gain = amplitude(talkback.strip[.talkbackLevel])
    let voice = Signal(sides: [inputs[input - 1]]).waiting(until: sum.late).sides[0]
    for side in sum.sides.indices {
      for frame in 0..<frames { sum.sides[side][frame] += voice[frame] * gain }
    }
  }

  private var soloed: [StripID] {
    console.stripIDs.filter { console.strip($0) != nil && $0 != .monitor && isSoloed($0) }
  }

  /// The same, without buses that wait for channels.
  private var heardSolos: [StripID] {
    let channels = soloed.filter { $0.busID == nil }
    return console.soloOptions.isInputFirst && !channels.isEmpty ? channels : soloed
  }

  /// Whether solo in place shuts a strip: looked for from the strip, by following each way.
  private func isMutedInPlace(_ id: StripID) -> Bool {
    let soloed = heardSolos
    guard console.soloMode == .inPlace, !soloed.isEmpty, let kind = id.kind,
      [.channel, .group, .fx].contains(kind), !isOpen(id)
    else { return false }
    return !soloed.contains { leads(id, to: $0) }
  }

  /// Whether a strip is soloed or safe, or something that is comes through it by assignment.
  private func isOpen(_ id: StripID) -> Bool {
    if heardSolos.contains(id) || console.strip(id)?.isSoloSafe == true { return true }
    guard let bus = id.busID else { return false }
    return console.stripIDs.contains {
      console.strip($0)?.assigns.contains(bus) == true && isOpen($0)
    }
  }

  private func leads(_ id: StripID, to end: StripID) -> Bool {
    guard id != end, let strip = console.strip(id) else { return id == end }
    let next = strip.assigns.union(strip.sends.filter { $0.value.isOn }.keys)
    return next.contains { leads(.bus($0), to: end) }
  }

  /// Adds a signal to a sum; the earlier of the two waits for the later.
  private func mix(
    _ given: Signal, _ gain: Double, _ pan: Pan, _ sum: inout Signal, width: Double = 1
  ) {
    let late = max(given.late, sum.late)
    sum = sum.waiting(until: late)
    let whole = given.waiting(until: late).sides
    var signal = whole
    if whole.count == 2 && sum.sides.count == 2 && width != 1 {
      for frame in 0..<frames {
        let (middle, side) = (
          (whole[0][frame] + whole[1][frame]) / 2, (whole[0][frame] - whole[1][frame]) / 2
        )
        signal[0][frame] = middle + width * side
        signal[1][frame] = middle - width * side
      }
    }
    let gains = spread(from: signal.count, to: sum.sides.count, pan.value)
    for from in signal.indices {
      for to in sum.sides.indices where gains[from][to] != 0 {
        for frame in 0..<frames {
          sum.sides[to][frame] += signal[from][frame] * gain * gains[from][to]
        }
      }
    }
  }

  /// Factors by side of the source and side of the bus.
  private func spread(from: Int, to: Int, _ pan: Double) -> [[Double]] {
    let away = cos(abs(pan) * .pi / 2)
    let balance = (left: pan > 0 ? away : 1, right: pan < 0 ? away : 1)
    switch (from, to) {
    case (1, 1): return [[1]]
    case (1, 2):
      let power = [cos((pan + 1) * .pi / 4), sin((pan + 1) * .pi / 4)]
      let linear = [(1 - pan) / 2, (1 + pan) / 2]
      switch console.panLaw {
      case .minus3: return [power]
      case .minus6: return [linear]
      case .minus4Point5: return [zip(power, linear).map { max(0, $0 * $1).squareRoot() }]
      }
    case (2, 1): return [[balance.left / 2], [balance.right / 2]]
    default: return [[balance.left, 0], [0, balance.right]]
    }
  }
}

// What the keys and faders come to.
extension NaiveMixer {
  private func amplitude(_ decibels: Double) -> Double { pow(10, decibels / 20) }

  private func above(_ id: StripID) -> Set<Int> {
    let direct: Set<Int>
    if case .vca(let number) = id {
      direct = console.vcas[number - 1].vcas
    } else {
      direct = console.strip(id)?.vcas ?? []
    }
    return direct.reduce(direct) { $0.union(above(.vca($1))) }
  }

  private func level(_ id: StripID) -> Double {
    guard let strip = console.strip(id) else { return -.infinity }
    var sum = strip.fader.value
    for number in above(id) { sum += console.vcas[number - 1].fader.value }
    for number in strip.isMuteSafe ? [] : strip.muteGroups {
      let group = console.muteGroups[number - 1]
      if group.isOn, let dim = group.dim { sum += dim.value }
    }
    if id == .monitor {
      let talkback = console.sources[0].strip
      let own = strip[.dimOn] == 1 ? strip[.dimLevel] : 0
      sum += talkback[.talkbackOn] == 1 ? min(own, talkback[.talkbackDim]) : own
    }
    return sum
  }

  private func isMute(_ id: StripID) -> Bool {
    guard let strip = console.strip(id) else { return true }
    if strip.isMuteSafe { return strip.isMuted }
    if console.isAllMuted, id.busID == nil || id.busID?.kind == .fx { return true }
    return strip.isMuted || above(id).contains { console.vcas[$0 - 1].isMuted }
      || strip.muteGroups.contains {
        console.muteGroups[$0 - 1].isOn && console.muteGroups[$0 - 1].dim == nil
      }
  }

  private func isSoloed(_ id: StripID) -> Bool {
    (console.strip(id)?.isSoloed ?? false)
      || above(id).contains { console.vcas[$0 - 1].isSoloed }
  }
}
