import Units

extension Console {
  /// Makes one edit, or throws and stays exactly as it was.
  ///
  /// Every edit is checked before anything is written, so that none copies the console. Control
  /// thread, or whoever owns this value.
  public mutating func apply(_ edit: ConsoleEdit) throws(EditRefusal) {
    guard let second = edit.mirrored(in: self) else {
      try make(edit)
      return
    }
    var both = self
    try both.make(edit)
    try both.make(second)
    self = both
  }

  private mutating func make(_ edit: ConsoleEdit) throws(EditRefusal) {
    switch edit {
    case .fader, .mute, .solo, .soloSafe, .muteSafe, .arm, .pan, .trim, .polarity, .name, .width,
      .colour:
      try makeStripEdit(edit)
    case .assign, .sendLevel, .sendOn, .sendTap, .sendPan, .sendWidth, .sendMute:
      try makeRoutingEdit(edit)
    case .copySends(let from, let to): try copySends(from: from, to: to)
    case .copyMix(let from, let to): try copyMix(from: from, to: to)
    case .link(let channel, let isOn): try link(channel, isOn)
    case .joinVCA, .leaveVCA, .joinMuteGroup, .leaveMuteGroup, .muteGroup, .muteGroupDim,
      .muteGroupName:
      try makeGroupingEdit(edit)
    case .inputs(let channel, let inputs): try patch(channel: channel, to: inputs)
    case .outputs(let bus, let outputs): try patch(bus, to: outputs)
    case .insert(let id, let outputs, let inputs):
      try patchInsert(of: id, outputs: outputs, inputs: inputs)
    case .direct(let id, let outputs): try patchDirect(of: id, to: outputs)
    case .talkbackInput(let input): try patchTalkback(to: input)
    case .meterPoint(let point): meterPoint = point
    case .soloMode(let mode): soloMode = mode
    case .soloOption(let option): soloOptions.set(option)
    case .allMute(let isOn): isAllMuted = isOn
    case .muteReach(let reach): muteReach = reach
    case .unassign(let keeping): unassign = keeping
    case .monitorSource(let bus): try listen(to: bus)
    case .set(let id, let setting, let value): try set(setting, of: id, to: value)
    case .delay(let bus, let time):
      try set(.echoLeft, of: .bus(bus), to: time.value)
      try set(.echoRight, of: .bus(bus), to: time.value)
    case .clearSolo: clearSolo()
    }
  }
}

// Faders, keys, pan.
extension Console {
  private mutating func makeStripEdit(_ edit: ConsoleEdit) throws(EditRefusal) {
    switch edit {
    case .fader(let id, let level): try setFader(of: id, to: level)
    case .mute(let id, let isMuted):
      try change(id, vca: { $0.isMuted = isMuted }, strip: { $0.isMuted = isMuted })
    case .solo(let id, let isSoloed):
      if id == .bus(.monitor) { throw .notOn(id, what: "solo") }
      if isSoloed && soloOptions.isExclusive { try clearSolo(but: id) }
      try change(id, vca: { $0.isSoloed = isSoloed }, strip: { $0.isSoloed = isSoloed })
    case .soloSafe(let id, let isSafe):
      if has(id) && !id.isMutedInPlace { throw .notOn(id, what: "solo-safe, for no solo mutes it") }
      try changeStrip(id, "solo-safe") { $0.isSoloSafe = isSafe }
    case .muteSafe(let id, let isSafe): try changeStrip(id, "mute-safe") { $0.isMuteSafe = isSafe }
    case .arm(let id, let isArmed):
      guard case .channel = id else { throw .notOn(id, what: "record key") }
      try changeStrip(id, "record key") { $0.isArmed = isArmed }
    case .pan(let id, let pan): try changeStrip(id, "pan") { $0.pan = pan }
    case .trim(let id, let trim):
      try ParameterKey(.trim).check(trim.value)
      try changeStrip(id, "trim") { $0.trim = trim }
    case .polarity(let id, let inverted):
      try changeStrip(id, "polarity") { $0.isInverted = inverted }
    case .name(let id, let name): try change(id, vca: { $0.name = name }, strip: { $0.name = name })
    case .colour(let id, let colour):
      try change(id, vca: { $0.colour = colour }, strip: { $0.colour = colour })
    case .width(let id, let width): try setWidth(of: id, to: width)
    default: preconditionFailure("not an edit of one strip")
    }
  }

  private mutating func setFader(of id: StripID, to level: Decibels) throws(EditRefusal) {
    try ParameterKey(.fader).check(level.value)
    try change(id, vca: { $0.fader = level }, strip: { $0.fader = level })
  }

  /// Lifts all solos for the sake of one strip, but that of its partner.
  private mutating func clearSolo(but id: StripID) throws(EditRefusal) {
    guard has(id) else { throw .noSuch(id.description) }
    if case .source = id { return }
    var partner: Int?
    if case .channel(let number) = id { partner = self.partner(of: number) }
    let isPartnerSoloed = partner.map { isSoloedByHand(.channel($0)) } ?? false
    clearSolo()
    if let partner, isPartnerSoloed { channels[partner - 1].strip.isSoloed = true }
  }

  private mutating func clearSolo() {
    for index in channels.indices { channels[index].strip.isSoloed = false }
    for index in buses.indices { buses[index].strip.isSoloed = false }
    for index in vcas.indices { vcas[index].isSoloed = false }
  }

  mutating func change(
    _ id: StripID, vca changeVCA: (inout VCA) -> Void, strip changeStrip: (inout Strip) -> Void
  ) throws(EditRefusal) {
    guard case .vca(let number) = id else {
      try self.changeStrip(id, "such control", changeStrip)
      return
    }
    guard vcas.indices.contains(number &- 1) else { throw .noSuch(id.description) }
    changeVCA(&vcas[number - 1])
  }

  mutating func changeStrip(
    _ id: StripID, _ what: String, _ change: (inout Strip) -> Void
  ) throws(EditRefusal) {
    guard has(id) else { throw .noSuch(id.description) }
    switch id {
    case .channel(let number): change(&channels[number - 1].strip)
    case .bus(let bus):
      guard let index = index(of: bus) else { throw .noSuch(id.description) }
      change(&buses[index].strip)
    case .vca, .source: throw .notOn(id, what: what)
    }
  }
}

// Assigns and sends.
extension Console {
  private mutating func makeRoutingEdit(_ edit: ConsoleEdit) throws(EditRefusal) {
    switch edit {
    case .assign(let id, let bus, let isOn):
      if case .source(let source) = id {
        try lay(source, to: bus, isOn)
        return
      }
      try check(bus, among: [.group, .main], "group and main buses")
      if id == .bus(.monitor) { throw .notOn(id, what: "assigns") }
      if isOn { try refuseLoop(feeding: bus, from: id) }
      try changeStrip(id, "assigns") { strip in
        if isOn { strip.assigns.insert(bus) } else { strip.assigns.remove(bus) }
      }
    case .sendLevel(let id, let bus, let level):
      try ParameterKey(.sendLevel, to: bus).check(level.value)
      // Raising a send that nobody has touched turns it on, as on a desk's send knob.
      try changeSend(id, bus, isOnWhenNew: true) { $0.level = level }
    case .sendOn(let id, let bus, let isOn):
      try changeSend(id, bus, isOnWhenNew: isOn) { $0.isOn = isOn }
    case .sendTap(let id, let bus, let tap): try changeSend(id, bus) { $0.tap = tap }
    case .sendPan(let id, let bus, let pan): try changeSend(id, bus) { $0.pan = pan }
    case .sendWidth(let id, let bus, let width):
      try ParameterKey(.sendWidth, to: bus).check(width)
      try changeSend(id, bus) { $0.width = width }
    case .sendMute(let id, let bus, let mute): try changeSend(id, bus) { $0.mute = mute }
    default: preconditionFailure("not an edit of routing")
    }
  }

  private mutating func changeSend(
    _ id: StripID, _ bus: BusID, isOnWhenNew: Bool = false, _ change: (inout Send) -> Void
  ) throws(EditRefusal) {
    try check(bus, among: [.aux, .fx, .matrix], "aux, fx and matrix buses")
    if id == .bus(.monitor) { throw .notOn(id, what: "sends") }
    let touched = read(id, vca: { _ in nil }, strip: { $0.sends[bus] }) ?? nil
    var send = touched ?? .untouched(to: bus)
    let wasOn = send.isOn
    if touched == nil { send.isOn = isOnWhenNew }
    change(&send)
    if send.isOn && !wasOn { try refuseLoop(feeding: bus, from: id) }
    try changeStrip(id, "sends") { $0.sends[bus] = send }
  }

  func check(
    _ bus: BusID, among kinds: Set<BusKind>, _ allowed: String
  ) throws(EditRefusal) {
    guard index(of: bus) != nil else { throw .noSuch(bus.description) }
    guard kinds.contains(bus.kind) else { throw .wrongDestination(bus, allowed: allowed) }
  }

  /// Makes a strip's sends those of another; a send of the strip to itself stays as it is.
  private mutating func copySends(from source: StripID, to id: StripID) throws(EditRefusal) {
    for id in [source, id] where !has(id) { throw .noSuch(id.description) }
    for id in [source, id] where !id.isSender { throw .notOn(id, what: "sends") }
    let sends = strip(source)?.sends ?? [:]
    var copy = self
    for bus in buses.map(\.id) where bus.kind.isFedBySends && .bus(bus) != id {
      try copy.setSend(sends[bus], of: id, to: bus)
    }
    self = copy
  }

  /// Makes all sends to a bus those to another; a send of either bus to the other stays as it is.
  private mutating func copyMix(from source: BusID, to bus: BusID) throws(EditRefusal) {
    for bus in [source, bus] {
      try check(bus, among: [.aux, .fx, .matrix], "aux, fx and matrix buses")
    }
    var copy = self
    for id in stripIDs where id.isSender && id != .bus(bus) && id != .bus(source) {
      let send = read(id, vca: { _ in nil }, strip: { $0.sends[source] }) ?? nil
      try copy.setSend(send, of: id, to: bus)
    }
    self = copy
  }

  /// Puts a send in the place of another; nil for one that nobody has touched.
  private mutating func setSend(
    _ send: Send?, of id: StripID, to bus: BusID
  ) throws(EditRefusal) {
    if send?.isOn ?? false { try refuseLoop(feeding: bus, from: id) }
    try changeStrip(id, "sends") { $0.sends[bus] = send }
  }

  private func refuseLoop(feeding bus: BusID, from id: StripID) throws(EditRefusal) {
    guard let source = id.busID, let back = routingPath(from: bus, to: source) else { return }
    throw .busLoop([source] + back)
  }
}
