import MIDI
import Surface

// What hands do. Numbers are places in the profile's lists; others are ignored.
extension SimulatedUnit {
  /// A hand takes hold of a fader.
  public mutating func grab(_ fader: Int, isFelt: Bool = true, at now: UInt64) {
    advance(to: now)
    guard faders.indices.contains(fader), !faders[fader].isHeld else { return }
    faders[fader].grab(isFelt: isFelt, at: clock)
    if faders[fader].isTouchFelt { sayTouch(fader) }
  }

  /// The sensor loses a hand that stays, or finds it again.
  public mutating func feel(_ isFelt: Bool, _ fader: Int, at now: UInt64) {
    advance(to: now)
    guard faders.indices.contains(fader), faders[fader].isHeld else { return }
    let before = faders[fader].isTouchFelt
    faders[fader].feel(isFelt, at: clock)
    if faders[fader].isTouchFelt != before { sayTouch(fader) }
  }

  /// The hand on a fader moves it, in some time; 0 is a throw.
  public mutating func drag(_ fader: Int, to position: Int, in time: UInt64, at now: UInt64) {
    advance(to: now)
    guard faders.indices.contains(fader) else { return }
    faders[fader].drag(to: position, in: time, at: clock)
  }

  /// The hand lets go of a fader.
  public mutating func letGo(_ fader: Int, at now: UInt64) {
    advance(to: now)
    letGo(fader)
  }

  /// A whole gesture: a hand takes a fader, moves it in a fifth of a second and lets go; one that is
  /// held already stays held.
  public mutating func move(_ fader: Int, to position: Int, at now: UInt64) {
    advance(to: now)
    guard faders.indices.contains(fader) else { return }
    let wasHeld = faders[fader].isHeld
    grab(fader, at: clock)
    drag(fader, to: position, in: 200_000_000, at: clock)
    if !wasHeld { plans.append((clock + 250_000_000, .letGo(fader: fader))) }
  }

  /// A finger holds a key down.
  public mutating func hold(_ button: Int, at now: UInt64) {
    advance(to: now)
    set(button, isDown: true)
  }

  /// A finger lets a key go.
  public mutating func letKeyGo(_ button: Int, at now: UInt64) {
    advance(to: now)
    set(button, isDown: false)
  }

  /// A finger presses a key and lets it go.
  public mutating func press(_ button: Int, at now: UInt64) {
    hold(button, at: now)
    plans.append((clock + 60_000_000, .keyUp(button)))
  }

  /// A finger turns an encoder by some clicks, to the right where they are above 0.
  public mutating func turn(_ encoder: Int, by clicks: Int, at now: UInt64) {
    advance(to: now)
    guard profile.encoders.indices.contains(encoder), clicks != 0 else { return }
    let encoderProfile = profile.encoders[encoder].profile
    var rest = min(max(clicks, -1000), 1000)
    while rest != 0 {
      let part = min(max(rest, -16), 16)
      rest -= part
      if encoderProfile.code == .absolute {
        places[encoder] = min(max(places[encoder] + part, 0), 127)
      }
      let sign = encoderProfile.isInverted ? -1 : 1
      if encoderProfile.code == .halves {
        let value = part * sign > 0 ? 0 : encoderProfile.address.top
        for _ in 0..<abs(part) { say(encoderProfile.address.messages(value), .hand) }
        continue
      }
      let value = encoderProfile.code.value(of: part * sign) ?? places[encoder]
      say(spoken(encoderProfile.address, value), .hand)
    }
  }

  mutating func perform(_ act: Act) {
    switch act {
    case .letGo(let fader): letGo(fader)
    case .keyUp(let button): set(button, isDown: false)
    }
  }

  private mutating func letGo(_ fader: Int) {
    guard faders.indices.contains(fader), faders[fader].isHeld else { return }
    if let report = faders[fader].lastReport() { tell(report, of: fader) }
    let wasFelt = faders[fader].isTouchFelt
    faders[fader].letGo(at: clock)
    if wasFelt { sayTouch(fader) }
  }

  private mutating func sayTouch(_ fader: Int) {
    guard let touch = profile.faders[fader].profile.touch else { return }
    say(spoken(touch, faders[fader].isTouchFelt ? 127 : 0), .hand, fader: fader)
  }

  private mutating func set(_ button: Int, isDown: Bool) {
    guard profile.buttons.indices.contains(button), self.isDown[button] != isDown else { return }
    self.isDown[button] = isDown
    let key = profile.buttons[button].profile
    // One that goes on and off by itself says so, at each stroke.
    guard isDown || !key.alternates else { return }
    say(spoken(key.address, isDown ? 127 : 0), .hand)
  }

  /// The messages that a device sends a value with: those that a host would, but for a HUI's keys.
  func spoken(_ address: MessageAddress, _ value: Int) -> [MIDIMessage] {
    guard case .zone(let channel, let zone, let port) = address else {
      return address.messages(value)
    }
    return [
      .controlChange(channel: channel, controller: 0x0F, value: zone),
      .controlChange(channel: channel, controller: 0x2F, value: port | (value > 0 ? 0x40 : 0)),
    ]
  }
}

extension EncoderCode {
  /// The value that stands for some clicks, at most 16 either way; nil for a place.
  func value(of clicks: Int) -> Int? {
    switch self {
    case .signBit: clicks < 0 ? 0x40 - clicks : clicks
    case .invertedSignBit: clicks < 0 ? -clicks : 0x40 + clicks
    case .twosComplement: clicks & 0x7F
    case .offsetBinary: 0x40 + clicks
    case .absolute, .halves: nil
    }
  }
}
