import Units

/// What an unassigned member keeps of the VCA that it leaves.
public enum Keeping: String, CaseIterable, Sendable {
  /// Its own fader; the level that is heard may change.
  case fader
  /// The level that is heard: the dB, and a mute, are baked into its own fader and key.
  case sound
}

/// One change of a console, as a value; `Console.apply` makes it or says why it can't.
public enum ConsoleEdit: Hashable, Sendable {
  case fader(StripID, Decibels)
  case mute(StripID, Bool)
  case solo(StripID, Bool)
  case arm(StripID, Bool)
  case pan(StripID, Pan)
  case trim(StripID, Decibels)
  case polarity(StripID, inverted: Bool)
  case name(StripID, String)
  /// Whether solo in place spares a strip.
  case soloSafe(StripID, Bool)
  case soloMode(SoloMode)
  case soloOption(SoloOption)
  /// What the monitor hears while it hears no solo.
  case monitorSource(BusID)
  case assign(StripID, to: BusID, Bool)
  case sendLevel(StripID, to: BusID, Decibels)
  case sendOn(StripID, to: BusID, Bool)
  case sendTap(StripID, to: BusID, Tap)
  case sendPan(StripID, to: BusID, SendPan)
  /// How far the sides of a stereo strip stand apart in percent, 0…200.
  case sendWidth(StripID, to: BusID, Double)
  case sendMute(StripID, to: BusID, SendMute)
  /// Gives a strip the sends of another, as they are.
  case copySends(from: StripID, to: StripID)
  /// Sends to a bus from everywhere as to another.
  case copyMix(from: BusID, to: BusID)
  case joinVCA(StripID, vca: Int)
  /// Takes a strip out of a VCA; without a word on what it keeps, what `Console.unassign` says.
  case leaveVCA(StripID, vca: Int, keeping: Keeping?)
  case joinMuteGroup(StripID, group: Int)
  case leaveMuteGroup(StripID, group: Int)
  case muteGroup(Int, isOn: Bool)
  case muteGroupDim(Int, Decibels?)
  case muteGroupName(Int, String)
  /// Whether VCAs, mute groups and all-mute spare a strip.
  case muteSafe(StripID, Bool)
  case colour(StripID, StripColour)
  /// Mutes channels and fx returns, or lifts just that.
  case allMute(Bool)
  case muteReach(MuteReach)
  case unassign(Keeping)
  case width(StripID, Width)
  /// Makes a channel and the next one a pair, or parts them; neither changes by that.
  case link(channel: Int, Bool)
  case inputs(channel: Int, [Int])
  case outputs(BusID, [Int])
  /// The device outputs and inputs, from 1, of a strip's insert; none takes it out.
  case insert(StripID, outputs: [Int], inputs: [Int])
  /// The device outputs, from 1, of a channel's direct out; none takes it out.
  case direct(StripID, outputs: [Int])
  /// Where the meters of strips listen that go by the desk.
  case meterPoint(MeterPoint)
  /// The device input, from 1, of the talkback's microphone, or nil for none.
  case talkbackInput(Int?)
  /// Sets one setting of a strip's processing, in the unit of its row in `Parameter.table`.
  case set(StripID, Setting, Double)
  /// Sets both times of an fx bus's delay.
  case delay(BusID, Milliseconds)
  case clearSolo
}

/// Why an edit was not made; the console stays as it was.
public enum EditRefusal: Error, Hashable, Sendable {
  /// The console has no such strip, VCA or mute group.
  case noSuch(String)
  /// The strip is of a kind that has no such control.
  case notOn(StripID, what: String)
  /// A value beyond what is allowed.
  case outOfRange(String, allowed: String)
  /// The edit would let buses feed each other round and round.
  case busLoop([BusID])
  /// The edit would hang VCAs under each other round and round.
  case vcaLoop([Int])
  /// The edit would stack VCAs higher than `Console.deepestVCA`.
  case vcaTooDeep(Int)
  /// A bus can't be fed by assignment, or by a send.
  case wrongDestination(BusID, allowed: String)
  /// A channel can't be one of a pair.
  case cannotLink(Int, why: String)
  /// Two buses, inserts or direct outs would play on one device output.
  case outputTaken(Int, by: OutputUser)
}

/// What plays on a device output.
public enum OutputUser: Hashable, Sendable {
  case bus(BusID)
  /// The insert of a strip.
  case insert(StripID)
  /// The direct out of a channel.
  case direct(StripID)
}

extension OutputUser: CustomStringConvertible {
  /// The name as messages spell it: `aux 1`, `the insert of channel 3`.
  public var description: String {
    switch self {
    case .bus(let bus): bus.description
    case .insert(let id): "the insert of \(id)"
    case .direct(let id): "the direct out of \(id)"
    }
  }
}

extension EditRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSuch(let what): "there is no \(what)"
    case .notOn(let strip, let what): "\(strip) has no \(what)"
    case .outOfRange(let what, let allowed): "\(what) is out of range; allowed is \(allowed)"
    case .busLoop(let loop):
      "that would close a loop: \(loop.map(\.description).joined(separator: " -> "))"
    case .vcaLoop(let loop):
      "that would close a loop: \(loop.map { "vca \($0)" }.joined(separator: " -> "))"
    case .vcaTooDeep(let depth):
      "that would stack VCAs \(depth) levels high; allowed are \(Console.deepestVCA)"
    case .wrongDestination(let bus, let allowed): "\(bus) can't be fed so; allowed are \(allowed)"
    case .cannotLink(let channel, let why): "channel \(channel) can't be linked: \(why)"
    case .outputTaken(let output, let user): "output \(output) already plays \(user)"
    }
  }
}
