import ConsoleModel
import DSP

// Steps: what to do for a block, bank after bank.
extension PlanCompiler {
  /// All steps, given where each bank's signal lies before and after its faders.
  func steps(_ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    let buses = bankNodes.indices.filter(isBus)
    var steps = buses.map { Step.clear(bank: Int32($0)) }
    // A source is mixed as soon as it is rendered, while it is in the first-level cache, unless
    // detectors listen to other strips. Banks are in the order of their depth, so a bus has all its
    // sources before its turn.
    let keys = keySteps(banks)
    let isKeyed = !keys.isEmpty
    if isKeyed {
      for bank in bankNodes.indices where !isBus(bank) { steps += sourceSteps(bank, banks) }
      steps += keys
    }
    for bank in bankNodes.indices {
      if !isKeyed || isBus(bank) { steps += sourceSteps(bank, banks) }
      steps.append(.process(bank: Int32(bank)))
      steps += insertSteps(bank)
      steps.append(.strips(bank: Int32(bank)))
      steps += unitSteps(.limiter, bank: bank, banks[bank].output)
      steps += unitSteps(.loudness, bank: bank, banks[bank].output)
      steps += directSteps(bank, banks[bank])
      for (index, history) in historyFrames.enumerated() where history.key.bank == bank {
        steps.append(.keep(history: Int32(index)))
      }
      steps += mixSteps(bank)
    }
    return steps
  }

  /// Mixes a bank; what waits otherwise than before is blended once for all tiles that take it.
  private func mixSteps(_ bank: Int) -> [Step] {
    var steps: [Step] = []
    var blended: TileKey?
    for (index, key) in tileKeys.enumerated() where key.source == bank {
      let isBlended = blended?.tap == key.tap && blended?.wait == key.wait
      if key.wait.before != key.wait.after && !isBlended {
        steps.append(.shift(tile: Int32(index)))
        blended = key
      }
      steps.append(.mix(tile: Int32(index)))
    }
    return steps
  }

  func isBus(_ bank: Int) -> Bool { depths[bankNodes[bank][0]] > 0 }

  /// The lanes of a bank that strips use, from the first.
  func laneCount(_ bank: Int) -> Int {
    bankNodes[bank].last.map { Int(places[$0].lane + places[$0].sides) } ?? 0
  }

  /// Whether a bus bank has so few lanes that sources are mixed into them one by one.
  ///
  /// Where its sources have few lanes too, that would cost more than it saves.
  func isNarrow(_ bank: Int) -> Bool {
    guard isBus(bank), laneCount(bank) <= ColumnBlock.mostColumns else { return false }
    let sources = tileKeys.reduce(0) {
      $0 + (Int($1.destination) == bank ? laneCount(Int($1.source)) : 0)
    }
    return sources > ColumnBlock.mostColumns
  }

  /// From the source to the place behind the trim and the delay.
  func sourceSteps(_ bank: Int, _ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    var steps: [Step] = []
    if isBus(bank) {
      if isNarrow(bank) { steps.append(.sum(bank: Int32(bank))) }
      steps += unitSteps(.echo, bank: bank, banks[bank].input)
      steps += unitSteps(.reverb, bank: bank, banks[bank].input)
    } else {
      steps.append(.load(bank: Int32(bank)))
      steps += unitSteps(.oscillator, bank: bank, banks[bank].input)
    }
    steps.append(.trim(bank: Int32(bank)))
    return steps + unitSteps(.delay, bank: bank, banks[bank].input)
  }

  func keySteps(_ banks: UnsafeMutablePointer<Bank>) -> [Step] {
    console.channels.indices.flatMap { node in
      [
        (Setting.gateKey, banks[bankOf(node)].gateKey),
        (.compressorKey, banks[bankOf(node)].compressorKey),
      ].flatMap { setting, key in
        steps(of: setting, for: node, key, banks)
      }
    }
  }

  func steps(
    of setting: Setting, for node: Node, _ key: Key?, _ banks: UnsafeMutablePointer<Bank>
  ) -> [Step] {
    let source = Int(console.channels[node].strip[setting]) - 1
    guard let key, source >= 0 else { return [] }
    let (to, from) = (places[node], places[source])
    return (0..<to.sides).map { side in
      .key(
        key.samples, lane: to.lane + side, from: banks[Int(from.bank)].input,
        fromLane: from.lane + min(side, from.sides - 1))
    }
  }

  func bankOf(_ node: Node) -> Int { Int(places[node].bank) }

  func hasUnits(_ bank: Int) -> Bool {
    bankNodes[bank].contains { node in
      UnitKind.allCases.contains { units[UnitKey(node: node, kind: $0)] != nil }
    }
  }

  /// The lanes of a bank that listen to other strips; none on buses.
  func keyedLanes(_ bank: Int, _ setting: Setting) -> [Int] {
    guard !isBus(bank) else { return [] }
    return bankNodes[bank].filter { console.settings(at: $0)[setting.rawValue] > 0 }.flatMap {
      node in
      (0..<places[node].sides).map { Int(places[node].lane + $0) }
    }
  }

  func unitSteps(
    _ kind: UnitKind, bank: Int, _ samples: UnsafeMutablePointer<Lanes>
  ) -> [Step] {
    bankNodes[bank].compactMap { node in
      units[UnitKey(node: node, kind: kind)].map {
        .unit($0.core, samples, lane: places[node].lane)
      }
    }
  }

  private func insertSteps(_ bank: Int) -> [Step] {
    bankNodes[bank].compactMap { node in
      units[UnitKey(node: node, kind: .insert)].map {
        .insert($0.core, bank: Int32(bank), lane: places[node].lane)
      }
    }
  }

  /// A direct out plays what is at its tap once the whole bank is rendered: taps are kept until then.
  private func directSteps(_ index: Int, _ bank: Bank) -> [Step] {
    directs.filter { bankOf($0.node) == index }.map { node, unit in
      .unit(unit.core, bank.tap(unit.direct?.tap ?? .preFader), lane: places[node].lane)
    }
  }

  /// The direct outs, in the order of their strips.
  var directs: [(node: Node, unit: Unit)] {
    units.filter { $0.key.kind == .direct }.map { (node: $0.key.node, unit: $0.value) }
      .sorted { $0.node < $1.node }
  }

  /// At most a clear, a load or sum, a trim, the processors and the strips of each bank; the tiles,
  /// each blended before; the histories; what serves single strips.
  var mostSteps: Int {
    let keys = keyedBanks.reduce(0) { $0 + keyedLanes($1.bank, $1.setting).count }
    return 5 * bankNodes.count + 2 * tileKeys.count + historyFrames.count + units.count + keys
  }

  /// The banks in which some gate, or some compressor, listens to another strip.
  var keyedBanks: [(bank: Int, setting: Setting)] {
    bankNodes.indices.flatMap { bank in
      [Setting.gateKey, .compressorKey].map { (bank, $0) }
    }.filter { !keyedLanes($0.0, $0.1).isEmpty }
  }
}
