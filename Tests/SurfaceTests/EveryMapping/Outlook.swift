import ConsoleModel
import Surface

/// Where a surface has to look after the keys that were pressed, as mappings/README.md says: kept
/// beside the surface, and never asked of it.
struct Outlook {
  enum Pots: Hashable {
    case pan
    case send(BusID)
    case page(PotPage)

    var areSends: Bool { if case .send = self { true } else { false } }
  }

  enum Faders: Hashable {
    case level
    case sends(to: BusID)
    case sendsOf(StripID)
  }

  /// What is scrolled by itself.
  private enum Row: Hashable {
    case layer(Layer)
    case spill
    case buses
  }

  /// The console as it is now.
  var console: Console
  /// The strips that the surface shows side by side.
  let width: Int
  private let userLayers: [UserLayer]
  private(set) var layer = Layer.channels
  private(set) var spilled: StripID?
  private(set) var selected: StripID?
  private(set) var pots = Pots.pan
  private(set) var firstPot = 0
  private(set) var faders = Faders.level
  private(set) var isFlipped = false
  private(set) var isFine = false
  private(set) var namesStrips = false
  /// The modifiers that are held.
  var held: Set<String> = []
  private var firsts: [Row: Int] = [:]

  init(_ console: Console, width: Int, _ userLayers: [UserLayer]) {
    (self.console, self.width, self.userLayers) = (console, width, userLayers)
  }

  private var row: Row {
    if case .sendsOf = faders { return .buses }
    return spilled == nil ? .layer(layer) : .spill
  }

  /// The place of the leftmost strip.
  var first: Int { firsts[row] ?? 0 }

  /// Whether the strips of a layer are shown.
  func shows(_ layer: Layer) -> Bool { row == .layer(layer) }

  /// What can be scrolled through; nil for gaps.
  var strips: [StripID?] {
    switch row {
    case .buses: return sendBuses.map { .bus($0) }
    case .spill: return spilled.map { console.fed($0) } ?? []
    case .layer(.user(let name)):
      let strips = userLayers.first { $0.name == name }?.strips ?? []
      return strips.map { $0.flatMap { console.isThere($0) ? $0 : nil } }
    case .layer(let layer): return console.strips(of: layer)
    }
  }

  /// The aux, fx and matrix buses: those that sends feed.
  var sendBuses: [BusID] {
    console.buses.map(\.id).filter { [.aux, .fx, .matrix].contains($0.kind) }
  }

  /// The strip that is meant by a control that has so many strips before its unit.
  func strip(_ target: Target?, after before: Int) -> StripID? {
    switch target {
    case .visible(let place):
      let index = first + before + place
      return strips.indices.contains(index) ? strips[index] : nil
    case .selected: return selected
    case .fixed(.strip(let strip)): return console.isThere(strip) ? strip : nil
    default: return nil
    }
  }

  /// Whether a condition of a mapping holds.
  func holds(_ view: Condition.View) -> Bool {
    switch view {
    case .layer(let layer): shows(layer)
    case .spill: spilled != nil
    case .page(let page): pots == .page(page)
    case .flip: isFlipped
    case .sends: faders != .level
    case .selected(let kind): selected.map { ParameterOwner.strip($0).kind } == kind
    }
  }

  /// Whether a key that moves by some strips has any that way.
  func canMove(by step: Int) -> Bool {
    step < 0 ? first > 0 : first + width < strips.count
  }

  /// The strip beside the selected one; the first where that is elsewhere.
  func neighbour(_ way: Int) -> StripID? {
    let strips = strips.compactMap { $0 }
    guard let place = strips.firstIndex(where: { $0 == selected }) else { return strips.first }
    return strips.indices.contains(place + way) ? strips[place + way] : nil
  }

  /// The parameters of the page that is shown.
  var slots: [ParameterAddress] {
    guard case .page(let page) = pots, let selected else { return [] }
    return page.addresses(of: selected, console, sendBuses)
  }

  /// Whether a page has parameters that way for which there are no pots.
  func canTurn(_ way: Int) -> Bool {
    guard case .page = pots else { return false }
    return way < 0 ? firstPot > 0 : firstPot + width < slots.count
  }

  /// The sends that belong to a strip.
  func sends(of strip: StripID) -> Faders? {
    if let bus = strip.busID, sendBuses.contains(bus) { return .sends(to: bus) }
    let hasAny = sendBuses.contains {
      console.value(of: ParameterAddress(strip, ParameterKey(.sendLevel, to: $0))) != nil
    }
    return hasAny ? .sendsOf(strip) : nil
  }
}

// What keys do.
extension Outlook {
  mutating func press(_ role: ControlRole, after before: Int) {
    switch role {
    case .lasting(let role, _): press(role, after: before)
    case .modifier(let name): if held.remove(name) == nil { held.insert(name) }
    case .layer(let layer): show(layer)
    case .bank(let way): move(by: way * width)
    case .nudge(let way): move(by: way)
    case .select(let target): select(strip(target, after: before))
    case .selectNext(let way): select(neighbour(way))
    case .spill(let target): spill(strip(target, after: before))
    case .sends(let target):
      if target == .selected { selectSomething() }
      assignSends(strip(target, after: before))
    case .assignPan, .assignSend, .page, .turnPage: assignPots(role)
    case .flip: isFlipped.toggle()
    case .fine: isFine.toggle()
    case .names: namesStrips.toggle()
    default: break
    }
  }

  private mutating func show(_ layer: Layer) {
    if shows(layer) { firsts[row] = 0 }
    endSendsOfStrip()
    spilled = nil
    self.layer = layer
  }

  private mutating func endSendsOfStrip() {
    if case .sendsOf = faders { faders = .level }
  }

  private mutating func move(by step: Int) {
    if canMove(by: step) { firsts[row] = max(0, first + step) }
  }

  /// While faders set sends, a bus that is selected is the one to which.
  private mutating func select(_ strip: StripID?) {
    guard let strip else { return }
    selected = strip
    if faders != .level, case .sends(to: let bus)? = sends(of: strip) { faders = .sends(to: bus) }
    // What the new strip has not got can't be shown: the last pots that act on anything are.
    firstPot = min(firstPot, max(0, slots.count - 1) / max(width, 1) * width)
  }

  private mutating func selectSomething() {
    if selected == nil { select(strips.dropFirst(first).prefix(width).compactMap { $0 }.first) }
  }

  private mutating func spill(_ strip: StripID?) {
    guard let strip, !console.fed(strip).isEmpty else { return }
    endSendsOfStrip()
    spilled = strip == spilled ? nil : strip
    if spilled != nil { firsts[.spill] = 0 }
  }

  private mutating func assignSends(_ strip: StripID?) {
    guard let strip, let wanted = sends(of: strip) else { return }
    faders = faders == wanted ? .level : wanted
    if case .sendsOf = faders { firsts[.buses] = 0 }
  }

  private mutating func assignPots(_ role: ControlRole) {
    let before = pots
    switch (role, pots) {
    case (.turnPage(let way), _):
      if canTurn(way) { firstPot = max(0, firstPot + way * width) }
      return
    case (.page(let page), .page(let shown)) where page == shown:
      firstPot = canTurn(1) ? firstPot + width : 0
      return
    case (.page(let page), _):
      selectSomething()
      pots = .page(page)
    case (.assignSend, .send(let bus)):
      let next = (sendBuses.firstIndex(of: bus) ?? -1) + 1
      pots = .send(sendBuses[next % sendBuses.count])
    case (.assignSend, _): pots = .send(sendBuses[0])
    default: pots = .pan
    }
    if pots != before { firstPot = 0 }
  }
}

extension Console {
  fileprivate func isThere(_ strip: StripID) -> Bool {
    stripIDs.contains(strip) || meteredIDs.contains(strip)
  }

  /// The strips of a layer, from left to right.
  fileprivate func strips(of layer: Layer) -> [StripID] {
    func all(_ kinds: StripKind...) -> [StripID] {
      kinds.flatMap { kind in stripIDs.filter { $0.kind == kind } }
    }
    switch layer {
    case .channels: return all(.channel)
    case .groups: return all(.group)
    case .auxes: return all(.aux)
    case .fx: return all(.fx)
    case .masters: return all(.main, .monitor, .matrix)
    case .vcas: return stripIDs.filter { if case .vca = $0 { true } else { false } }
    case .user: return []
    }
  }

  /// The members of a VCA, or what feeds a bus, and itself last.
  fileprivate func fed(_ strip: StripID) -> [StripID] {
    func has(_ other: StripID, _ key: ParameterKey) -> Bool {
      value(of: ParameterAddress(other, key)) == 1
    }
    switch strip {
    case .vca(let number):
      return stripIDs.filter { has($0, ParameterKey(.inVCA, of: number)) } + [strip]
    case .bus(let bus):
      let keys =
        [Control.main, .group, .to].filter { $0.parameter.destinations.contains(bus.kind) }
        .map { ParameterKey($0, to: bus) } + [ParameterKey(.sendOn, to: bus)]
      return stripIDs.filter { other in keys.contains { has(other, $0) } } + [strip]
    default: return []
    }
  }
}
