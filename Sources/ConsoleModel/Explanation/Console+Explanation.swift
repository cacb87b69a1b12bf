public import Units

extension Console {
  /// Explains why a strip sounds as it does, down every way to the outputs.
  ///
  /// Linear in VCAs, feeds and buses. Any thread that holds the console as a value may ask.
  ///
  /// - Parameters:
  ///   - id: A channel, bus, VCA or source.
  ///   - gateReduction: How far its gate turns it down now, 0 dB and less, if somebody measured it.
  /// - Returns: The tree; nil if the console has no such strip.
  public func explanation(of id: StripID, gateReduction: Decibels? = nil) -> Explanation? {
    guard has(id) else { return nil }
    let solo = soloState
    let nodes =
      sourceNodes(of: id, solo) + linkNodes(of: id) + processorNodes(of: id, gateReduction)
      + levelNodes(of: id)
      + muteNodes(of: id, solo) + soloNodes(of: id, solo) + memberNodes(of: id)
      + wayNodes(of: id, solo)
    return Explanation(strip: id, name: name(of: id), level: effectiveLevel(of: id), nodes: nodes)
  }

  func node(_ kind: Explanation.Kind, _ id: StripID) -> Explanation.Node {
    var node = Explanation.Node(kind, .strip(id))
    node.name = name(of: id)
    return node
  }

  /// A node that adds dB, and ends the signal if these are minus infinity.
  private func node(
    _ kind: Explanation.Kind, _ id: StripID, adding level: Decibels
  ) -> Explanation.Node {
    var node = node(kind, id)
    node.level = level
    if level.isSilence { node.obstacle = .level }
    return node
  }
}

// What comes in, and what stands in its way before the fader.
extension Console {
  private func processorNodes(of id: StripID, _ reduction: Decibels?) -> [Explanation.Node] {
    guard let strip = strip(id) else { return [] }
    var nodes: [Explanation.Node] = []
    if strip.trim != .unity { nodes.append(node(.trim, id, adding: strip.trim)) }
    if case .channel = id, strip[.gateOn] == 1 {
      var gate = node(.gate, id)
      gate.level = reduction
      nodes.append(gate)
    }
    if strip.hasInsert {
      let (outputs, inputs) = (strip.used(strip.insert.outputs), strip.used(strip.insert.inputs))
      nodes.append(Explanation.Node(.insert, .insert(outputs: outputs, inputs: inputs)))
    }
    return nodes
  }

  private func sourceNodes(of id: StripID, _ solo: SoloState) -> [Explanation.Node] {
    switch id {
    case .vca: return []
    case .channel(let number):
      let channel = channels[number - 1]
      return [patchNode(channel.strip.used(channel.inputs))]
    case .source(let source):
      let level = self[source].strip[source == .talkback ? .talkbackLevel : .oscillatorLevel]
      var key = node(.source, id)
      key.level = Decibels(level)
      if !isOn(source) { key.obstacle = .off }
      return source == .talkback ? [patchNode(self[source].inputs), key] : [key]
    case .bus(let bus):
      var node = node(.source, id)
      node.origins = feeders(of: bus, solo)
      if node.origins.isEmpty { node.obstacle = .notFed }
      return [node]
    }
  }

  private func patchNode(_ inputs: [Int]) -> Explanation.Node {
    var node = Explanation.Node(.source, .plugs(inputs))
    if inputs.isEmpty { node.obstacle = .notPatched }
    return node
  }

  private func linkNodes(of id: StripID) -> [Explanation.Node] {
    guard case .channel(let number) = id, let partner = partner(of: number) else { return [] }
    return [node(.link, .channel(partner))]
  }

  /// Whether the desk's own signal is on.
  func isOn(_ source: Source) -> Bool {
    self[source].strip[source == .talkback ? .talkbackOn : .oscillatorOn] == 1
  }
}

extension Strip {
  /// Whether what is heard is what comes back from outside.
  var hasInsert: Bool {
    self[.insertOn] == 1 && !insert.outputs.isEmpty && !insert.inputs.isEmpty
  }

  /// The plugs that there is a side for; a mono strip may have kept one more.
  func used(_ plugs: [Int]) -> [Int] { Array(plugs.prefix(width.sides)) }
}

// Levels.
extension Console {
  /// The own fader, each VCA above it once, and what dims it.
  func levelNodes(of id: StripID) -> [Explanation.Node] {
    guard let fader = fader(of: id) else { return [] }
    var shown = NumberSet()
    let ways = waysUp(from: id)
    return [node(.fader, id, adding: fader)] + vcaNodes(above: id, ways, &shown)
      + dimNodes(of: id)
  }

  /// For each VCA above a strip, from where on the ways up it is met: the strip itself, or VCAs.
  private func waysUp(from id: StripID) -> [Int: [StripID]] {
    var ways: [Int: [StripID]] = [:]
    for below in [id] + masterSet(of: id).map({ .vca($0) }) {
      for number in directMasters(of: below) { ways[number, default: []].append(below) }
    }
    return ways
  }

  private func vcaNodes(
    above id: StripID, _ ways: [Int: [StripID]], _ shown: inout NumberSet
  ) -> [Explanation.Node] {
    var nodes: [Explanation.Node] = []
    for number in NumberSet(directMasters(of: id)).subtracting(shown) {
      // A VCA before it in this loop may have shown it already.
      guard !shown.contains(number) else { continue }
      shown.insert(number)
      var node = node(.vca, .vca(number), adding: vcas[number - 1].fader)
      node.origins = ways[number] ?? []
      node.children = vcaNodes(above: .vca(number), ways, &shown)
      nodes.append(node)
    }
    return nodes
  }

  private func dimNodes(of id: StripID) -> [Explanation.Node] {
    var nodes: [Explanation.Node] = []
    let groups = isMuteSafe(id) ? [] : strip(id)?.muteGroups ?? []
    for number in NumberSet(groups) where muteGroups[number - 1].isOn {
      guard let dim = muteGroups[number - 1].dim else { continue }
      var node = groupNode(.dim, number)
      node.level = dim
      if dim.isSilence { node.obstacle = .level }
      nodes.append(node)
    }
    if id == .monitor && monitorDim != .unity { nodes.append(node(.dim, id, adding: monitorDim)) }
    return nodes
  }

  private func groupNode(_ kind: Explanation.Kind, _ number: Int) -> Explanation.Node {
    var node = Explanation.Node(kind, .muteGroup(number))
    node.name = muteGroups[number - 1].name
    return node
  }
}

// Mutes and solo.
extension Console {
  /// Every cause that mutes a strip, those that spare it, and the mute groups that could.
  func muteNodes(of id: StripID, _ solo: SoloState) -> [Explanation.Node] {
    if case .source = id { return [] }
    var nodes = isMutedByHand(id) ? [node(.mute, id)] : []
    if isAllMuted && id.isMutedByAll { nodes.append(Explanation.Node(.mute, .desk)) }
    for number in masterSet(of: id) where vcas[number - 1].isMuted {
      nodes.append(node(.mute, .vca(number)))
    }
    let groups = NumberSet(strip(id)?.muteGroups ?? [])
    for number in groups where muteGroups[number - 1].isOn {
      if muteGroups[number - 1].dim == nil || isMuteSafe(id) {
        nodes.append(groupNode(.mute, number))
      }
    }
    if isMuteSafe(id) {
      nodes = nodes.map { $0.subject == .strip(id) ? $0 : $0.spared }
    }
    if solo.muted.contains(id) {
      var node = node(.solo, id)
      node.origins = soloKeys(solo)
      nodes.append(node)
    }
    for index in nodes.indices where nodes[index].kind != .spared { nodes[index].obstacle = .mute }
    return nodes + groups.filter { !muteGroups[$0 - 1].isOn }.map { groupNode(.mute, $0) }
  }

  /// The strips whose solo keys are down and count.
  private func soloKeys(_ solo: SoloState) -> [StripID] {
    stripIDs.filter { isSoloedByHand($0) && !(solo.isInputOnly && $0.busID != nil) }
  }

  private func soloNodes(of id: StripID, _ solo: SoloState) -> [Explanation.Node] {
    guard isSoloed(id), id != .monitor else { return [] }
    var node = node(.solo, id)
    node.origins = ([id] + masterSet(of: id).map { .vca($0) }).filter(isSoloedByHand)
    // A soloed bus may have to wait for the channels; a VCA is not listened to itself.
    if id.kind != nil { node.isReached = isHeardInSolo(id, solo) }
    if soloMode != .inPlace && node.isReached && id.kind != nil { node.tap = soloTap(of: id) }
    return [node]
  }

  private func memberNodes(of id: StripID) -> [Explanation.Node] {
    guard case .vca(let number) = id else { return [] }
    var node = node(.members, id)
    node.origins = members(ofVCA: number)
    return [node]
  }
}

extension Explanation.Node {
  /// The same cause, lifted for a strip that is mute-safe.
  fileprivate var spared: Explanation.Node {
    var node = Explanation.Node(.spared, subject)
    node.name = name
    return node
  }
}
