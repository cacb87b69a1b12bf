import ConsoleModel
import Units

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How many times the CI's amount of random testing to do; 1 when nothing is asked for.
let testScale = getenv("BUSBAR_TEST_SCALE").flatMap { Double(String(cString: $0)) } ?? 1

/// The SplitMix64 generator (Steele, Lea, Flood 2014): the same numbers from a seed everywhere.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
}

/// Draws desks and edits: mostly ones that can be made, now and then nonsense.
struct RandomDesk {
  var random: Seeded
  let size: ConsoleSize
  private let strips: [StripID]
  private let buses: [BusID]

  init(seed: UInt64) {
    random = Seeded(state: seed)
    var size = ConsoleSize()
    size.channels = random.number(0...4)
    size.groups = random.number(0...2)
    size.auxes = random.number(0...1)
    size.fxs = random.number(0...1)
    size.matrices = random.number(0...1)
    size.vcas = random.number(0...6)
    size.muteGroups = random.number(0...3)
    self.size = size
    let desk = Console(name: "empty", size: size)
    strips = desk.stripIDs
    buses = desk.buses.map(\.id)
  }

  mutating func level() -> Decibels {
    switch random.number(0...9) {
    case 0...2: .silence
    case 3: .unity
    case 4: .faderTop
    case 5 where random.chance(20): Decibels(Double(random.number(11...500)) / 10)
    default: Decibels(.random(in: -60...10, using: &random))
    }
  }

  /// A number from 1 to `count`, at times one outside.
  private mutating func number(_ count: Int) -> Int {
    random.chance(2) || count < 1 ? random.number(-1...count + 2) : random.number(1...count)
  }

  /// A bus that can be fed so, at times any.
  private mutating func bus(_ kinds: Set<BusKind>) -> BusID {
    if random.chance(3) {
      return BusID(BusKind.allCases.randomElement(using: &random) ?? .main, number(3))
    }
    return buses.filter { kinds.contains($0.kind) }.randomElement(using: &random) ?? .main
  }

  private mutating func strip() -> StripID {
    if random.chance(2) { return random.chance(50) ? .vca(number(0)) : .channel(number(0)) }
    if size.vcas > 0 && random.chance(40) { return .vca(random.number(1...size.vcas)) }
    return strips.randomElement(using: &random) ?? .main
  }

  /// Draws an edit; the desk tells which strips there are to take out of VCAs.
  mutating func edit(on desk: Console) -> ConsoleEdit {
    switch random.number(0...99) {
    case 0...15: .fader(strip(), level())
    case 16...23: .mute(strip(), random.chance(60))
    case 24...25: .solo(strip(), random.chance(60))
    case 26: .soloSafe(strip(), random.chance(50))
    case 27: .soloMode(random.chance(70) ? .inPlace : .afterFader)
    case 28...39: leaving(desk)
    case 40...69: .joinVCA(strip(), vca: number(size.vcas))
    case 70...81: muting()
    case 82...93: routing()
    case 94...97: console()
    default: indifferent()
    }
  }

  /// Edits that move every fader and hang VCAs under VCAs of higher numbers, strips under any.
  mutating func tangle() -> [ConsoleEdit] {
    var edits: [ConsoleEdit] = []
    for id in strips { edits.append(.fader(id, Decibels(.random(in: -30...10, using: &random)))) }
    guard size.vcas > 1 else { return edits }
    for _ in 0..<random.number(0...12) {
      let (one, other) = (random.number(1...size.vcas), random.number(1...size.vcas))
      edits.append(.joinVCA(.vca(min(one, other)), vca: max(one, other)))
      edits.append(.joinVCA(strip(), vca: one))
    }
    return edits
  }

  private mutating func leaving(_ desk: Console) -> ConsoleEdit {
    let keeping: Keeping? = random.chance(70) ? .sound : random.chance(50) ? .fader : nil
    let members = strips.filter { !desk.directMasters(of: $0).isEmpty }
    guard random.chance(90), let member = members.randomElement(using: &random),
      let vca = desk.directMasters(of: member).sorted().randomElement(using: &random)
    else { return .leaveVCA(strip(), vca: number(size.vcas), keeping: keeping) }
    return .leaveVCA(member, vca: vca, keeping: keeping)
  }

  private mutating func muting() -> ConsoleEdit {
    switch random.number(0...9) {
    case 0...3: .joinMuteGroup(strip(), group: number(size.muteGroups))
    case 4...5: .leaveMuteGroup(strip(), group: number(size.muteGroups))
    case 6...7: .muteGroup(number(size.muteGroups), isOn: random.chance(60))
    default: .muteGroupDim(number(size.muteGroups), random.chance(60) ? level() : nil)
    }
  }

  /// Edits of what holds for the whole desk, of pairs and of what is spared.
  private mutating func console() -> ConsoleEdit {
    switch random.number(0...19) {
    case 0...2: .muteSafe(strip(), random.chance(50))
    case 3...4: .allMute(random.chance(50))
    case 5: .muteReach(random.chance(50) ? .all : .postFader)
    case 6: .unassign(random.chance(50) ? .sound : .fader)
    case 7: .soloOption(.exclusive(random.chance(50)))
    case 8...9: .soloOption(.inputFirst(random.chance(60)))
    case 10:
      .soloOption(
        .tap(
          BusKind.allCases.randomElement(using: &random) ?? .main,
          SoloTap.allCases.randomElement(using: &random) ?? .preFader))
    case 11...14: .link(channel: number(size.channels), random.chance(70))
    case 15: .width(strip(), random.chance(50) ? .mono : .stereo)
    case 16...17: .copySends(from: strip(), to: strip())
    default: .copyMix(from: bus([.aux, .fx, .matrix]), to: bus([.aux, .fx, .matrix]))
    }
  }

  private mutating func routing() -> ConsoleEdit {
    switch random.number(0...11) {
    case 10:
      .sendMute(
        strip(), to: bus([.aux, .fx, .matrix]),
        SendMute.allCases.randomElement(using: &random) ?? .safe)
    case 11:
      .sendWidth(strip(), to: bus([.aux, .fx, .matrix]), .random(in: 0...210, using: &random))
    case 0...3: .assign(strip(), to: bus([.group, .main]), random.chance(75))
    case 4...6: .sendLevel(strip(), to: bus([.aux, .fx, .matrix]), level())
    case 7...8: .sendOn(strip(), to: bus([.aux, .fx, .matrix]), random.chance(60))
    default:
      .sendTap(strip(), to: bus([.aux, .fx, .matrix]), random.chance(50) ? .postFader : .preFader)
    }
  }

  /// Edits that exist on every desk and change no level.
  private mutating func indifferent() -> ConsoleEdit {
    switch random.number(0...3) {
    case 0: .clearSolo
    case 1: .polarity(.main, inverted: random.chance(50))
    case 2: .pan(.main, Pan(.random(in: -1...1, using: &random)))
    default: .trim(.main, Decibels(.random(in: -60...20, using: &random)))
    }
  }
}

/// Ten to some power.
func pow10(_ exponent: Double) -> Double { pow(10, exponent) }
