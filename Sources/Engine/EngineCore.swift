import CLanes
import DSP
public import Realtime

/// The half of the engine that lives on the audio thread: runs the plan in force.
///
/// Made, and at last taken apart, by `Engine` on the control thread; in between only the audio
/// thread touches it, through the address that `Engine.core` gives.
public struct EngineCore {
  var plan: UnsafeMutablePointer<PlanCore>
  let kernels: Kernels
  let commands: CommandQueue<EngineCommand>.Consumer
  let reports: CommandQueue<EngineReport>.Producer
  let meters: MeterPost
  /// Sixteen channels of the bank that is being read.
  let areas: UnsafeMutablePointer<ChannelArea>
  /// In lane 0, how much is heard of signals after their waits have changed, instead of before: 0…1.
  let shift: UnsafeMutablePointer<Ramp>
  /// Room for what one step needs, and for what a shift has blended until it is mixed.
  let scratch: UnsafeMutablePointer<Lanes>
  /// Whether the inputs of this block lie side by side in every frame.
  var inputsAreRows = false
  /// What everything that leaves is multiplied by: 1, except after a start.
  var outputGain: Float = 0
  /// What `outputGain` grows by in a frame until `outputFadeLeft` frames have gone by.
  var outputStep: Float = 0
  var outputFadeLeft = 0
}

extension EngineCore {
  /// Renders one block: takes the commands that wait, reads the inputs, writes every output.
  ///
  /// Audio thread. Cost is linear in frames; nothing allocates, locks, waits or calls the system.
  @_noLocks
  public mutating func render(_ block: DeviceBlock) {
    takeCommands()
    inputsAreRows = areRows(block)
    var start = 0
    while start < block.frames {
      let frames = min(LaneLayout.chunk, block.frames &- start)
      renderChunk(block, start, frames)
      start &+= frames
    }
    meters.post(plan, block.frames)
  }

  /// Silences the outputs at once and lets them rise again in a straight line over `frames`.
  ///
  /// Audio thread: at the start, and wherever sound was torn off.
  @_noLocks
  public mutating func riseFromSilence(over frames: Int) {
    outputGain = frames > 0 ? 0 : 1
    outputStep = frames > 0 ? 1 / Float(frames) : 0
    outputFadeLeft = max(0, frames)
  }
}

extension EngineCore {
  @_noLocks
  private mutating func takeCommands() {
    // Only what was published when the block began: an edit is heard in one block as a whole.
    var left = commands.count
    while left > 0, let command = commands.pop() {
      left &-= 1
      switch command {
      case .ramp(let slot, let target, let frames): ramp(slot, to: target, in: frames)
      case .plan(let address):
        swap(to: address.assumingMemoryBound(to: PlanCore.self))
      case .parameter(let memory, let row, let lane, let target, let frames):
        memory.pointee.move(row, lane: lane, to: target, in: frames)
      case .parameters(let memory, let row, let lane, let targets, let frames):
        targets.forEach { memory.pointee.move(row &+ $0, lane: lane, to: $1, in: frames) }
      case .shift(let frames): shift.pointee.move(lane: 0, to: 1, in: frames)
      case .delay(let line, let frames): line.pointee.wanted = Int(frames)
      }
    }
  }

  @_noLocks
  private func ramp(_ slot: UInt32, to target: Float, in frames: Int32) {
    let index = Int(slot >> 4)
    guard index < plan.pointee.rampCount else { return }
    plan.pointee.ramps[index].move(lane: Int(slot & 15), to: target, in: frames)
    let row = index &- 2 &* plan.pointee.bankCount
    if row >= 0 { plan.pointee.tiles[row >> 4].isSettled = false }
  }

  /// Puts a plan in force.
  ///
  /// Every gain goes on from where it was; gains that are new start at 0.
  @_noLocks
  private mutating func swap(to next: UnsafeMutablePointer<PlanCore>) {
    let old = plan
    meters.gather(old)
    let from = old.pointee.ramps
    let to = next.pointee.ramps
    var index = 0
    while index < next.pointee.carryCount {
      let carry = next.pointee.carries[index]
      (to + Int(carry.to >> 4)).pointee.takeOver(
        Int(carry.to & 15), from: from + Int(carry.from >> 4), Int(carry.from & 15))
      index &+= 1
    }
    kernels.headForTargets(
      next.pointee.ramps, next.pointee.rampCount, in: next.pointee.rampFrames)
    moveLanes(next)
    moveHistories(next)
    if next.pointee.isShiftNew { shift.pointee = Ramp(restingAt: Lanes()) }
    plan = next
    // The queue has room for every plan that can be under way.
    _ = reports.push(.retired(UnsafeMutableRawPointer(old)))
    reports.publish()
  }

  /// Lets the processors of strips whose lanes have moved go on where they are.
  @_noLocks
  private func moveLanes(_ next: UnsafeMutablePointer<PlanCore>) {
    var index = 0
    while index < next.pointee.moveCount {
      let move = next.pointee.moves[index]
      move.to.pointee.takeOver(move.lanes, from: move.from)
      index &+= 1
    }
    index = 0
    while index < next.pointee.bankCount {
      let memory = next.pointee.banks[index].processors
      if memory.pointee.isFresh {
        kernels.headForTargets(
          memory.pointee.parameters, Int(memory.pointee.parameterRows),
          in: next.pointee.rampFrames)
        memory.pointee.isFresh = false
      }
      index &+= 1
    }
  }
}

extension EngineCore {
  @_noLocks
  private mutating func renderChunk(_ block: DeviceBlock, _ start: Int, _ frames: Int) {
    let steps = plan.pointee.steps
    var index = 0
    while index < plan.pointee.stepCount {
      switch steps[index] {
      case .load(let bank): load(plan.pointee.banks + Int(bank), block, start, frames)
      case .clear(let bank): clear(plan.pointee.banks + Int(bank))
      case .keep(let history): keep(plan.pointee.histories + Int(history), frames)
      case .shift(let tile): blend(plan.pointee.tiles + Int(tile), frames)
      case .mix(let tile): mix(plan.pointee.tiles + Int(tile), frames)
      case .sum(let bank): sum(plan.pointee.banks + Int(bank), frames)
      case .key(let key, let lane, let from, let fromLane):
        kernels.copyLane(UnsafePointer(from), Int(fromLane), key, Int(lane), frames)
      case .unit(let unit, let samples, let lane): run(unit, samples, lane, frames)
      case .insert(let unit, let bank, let lane):
        insert(unit, plan.pointee.banks + Int(bank), Int(lane), block, start, frames)
      case .trim(let bank): trim(plan.pointee.banks + Int(bank), frames)
      case .process(let bank): process(plan.pointee.banks + Int(bank), frames)
      case .strips(let bank): strips(plan.pointee.banks + Int(bank), frames)
      }
      index &+= 1
    }
    if shift.pointee.isMoving { kernels.advance(shift, frames) }
    store(block, start, frames)
  }

  @_noLocks
  private func load(
    _ bank: UnsafeMutablePointer<Bank>, _ block: DeviceBlock, _ start: Int, _ frames: Int
  ) {
    guard let sources = bank.pointee.sources else { return }
    bank.pointee.isSound = false
    let first = Int(bank.pointee.firstSource)
    if inputsAreRows, first >= 0, first &+ LaneLayout.lanes <= block.inputCount {
      var area = block.inputs[first]
      area.base = area.base.map { $0 + start &* area.stride }
      bank.pointee.isFed = true
      bank.pointee.isStraight = passStraight(bank, area, block.inputFormat, frames)
      guard !bank.pointee.isStraight else { return }
      bank.pointee.isSound = kernels.loadRow(
        area, block.inputFormat, into: bank.pointee.input, frames)
      return
    }
    bank.pointee.isStraight = false
    bank.pointee.isFed = false
    var lane = 0
    while lane < LaneLayout.lanes {
      let source = Int(sources[lane])
      if source >= 0 && source < block.inputCount, let base = block.inputs[source].base {
        let stride = block.inputs[source].stride
        areas[lane] = ChannelArea(base: base + start &* stride, stride: stride)
        bank.pointee.isFed = true
      } else {
        areas[lane] = ChannelArea(base: nil, stride: 0)
      }
      lane &+= 1
    }
    guard bank.pointee.isFed || !bank.pointee.isSilent else { return }
    kernels.loadLanes(areas, block.inputFormat, into: bank.pointee.input, frames)
  }

  /// Runs a bank to the end at once if it does nothing but add to two lanes with gains that rest.
  @_noLocks
  private func passStraight(
    _ bank: UnsafeMutablePointer<Bank>, _ area: ChannelArea, _ format: SampleFormat, _ frames: Int
  ) -> Bool {
    guard bank.pointee.straightTile >= 0, format != .s24in3, format != .s24in4,
      bank.pointee.processors.pointee.isSettled, bank.pointee.processors.pointee.active == 0,
      !plan.pointee.ramps[Int(bank.pointee.trim)].isMoving,
      !plan.pointee.ramps[Int(bank.pointee.fader)].isMoving
    else { return false }
    let tile = plan.pointee.tiles + Int(bank.pointee.straightTile)
    guard tile.pointee.isSettled, tile.pointee.activity.rows != 0,
      let columns = columns(tile, tile.pointee.source, frames)
    else { return false }
    kernels.passStraight(area, format, stripBlock(bank, frames), columns)
    bank.pointee.isSilent = false
    plan.pointee.banks[Int(tile.pointee.destinationBank)].isFed = true
    return true
  }

  /// Whether all inputs of a block lie side by side in every frame.
  @_noLocks
  private func areRows(_ block: DeviceBlock) -> Bool {
    guard block.inputCount > 0, let base = block.inputs[0].base else { return false }
    let (bytes, stride) = (block.inputFormat.bytes, block.inputs[0].stride)
    var expected = Int(bitPattern: base)
    // All differences together, as a loop that may end early takes longer.
    var difference = 0
    var channel = 0
    while channel < block.inputCount {
      let area = block.inputs[channel]
      difference |= (Int(bitPattern: area.base) ^ expected) | (area.stride ^ stride)
      expected &+= bytes
      channel &+= 1
    }
    return difference == 0
  }

  /// Makes a bus bank ready for its sources; what is added up in columns needs no silence first.
  @_noLocks
  private func clear(_ bank: UnsafeMutablePointer<Bank>) {
    bank.pointee.isFed = false
    guard !bank.pointee.isSilent, bank.pointee.sums == nil else { return }
    lanes_clear(bank.pointee.input, LaneLayout.chunk)
  }

  @_noLocks
  private func sum(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    guard let sums = bank.pointee.sums else { return }
    if bank.pointee.isFed {
      bank.pointee.isSound = kernels.sumColumns(
        UnsafePointer(sums), Int(bank.pointee.laneCount), bank.pointee.input, frames)
    } else if !bank.pointee.isSilent {
      lanes_clear(bank.pointee.input, LaneLayout.chunk)
    }
  }

  /// Finds out whether a bank can be left alone: nothing goes in, nothing rings on, nothing moves.
  @_noLocks
  private func fallSilent(_ bank: UnsafeMutablePointer<Bank>) {
    let isIdle =
      !bank.pointee.isFed && !bank.pointee.hasUnits && bank.pointee.processors.pointee.isSettled
      && bank.pointee.processors.pointee.active == 0
      && !plan.pointee.ramps[Int(bank.pointee.trim)].isMoving
      && !plan.pointee.ramps[Int(bank.pointee.fader)].isMoving
    if isIdle && !bank.pointee.isSilent {
      lanes_clear(bank.pointee.input, LaneLayout.chunk)
      lanes_clear(bank.pointee.output, LaneLayout.chunk)
      if let tap = bank.pointee.inputTap { lanes_clear(tap, LaneLayout.chunk) }
      if let tap = bank.pointee.preEQTap { lanes_clear(tap, LaneLayout.chunk) }
      if let tap = bank.pointee.postEQTap { lanes_clear(tap, LaneLayout.chunk) }
    }
    bank.pointee.isSilent = isIdle
  }

  @_noLocks
  private func mix(_ tile: UnsafeMutablePointer<Tile>, _ frames: Int) {
    guard !plan.pointee.banks[Int(tile.pointee.sourceBank)].isStraight else { return }
    if !tile.pointee.isSettled { settle(tile, frames) }
    guard tile.pointee.activity.rows != 0 else { return }
    if isSilent(tile) {
      if tile.pointee.activity.isMoving { pass(tile, frames) }
      return
    }
    let destination = plan.pointee.banks + Int(tile.pointee.destinationBank)
    let source = source(tile, frames)
    if let block = columns(tile, source, frames) {
      kernels.mixColumns(block)
    } else {
      kernels.mixTile(
        TileBlock(
          source: source, destination: tile.pointee.destination,
          rows: plan.pointee.ramps + Int(tile.pointee.firstRow), activity: tile.pointee.activity,
          frames: frames))
    }
    destination.pointee.isFed = true
  }

  /// Lets a tile's gains go on while there is nothing to mix.
  @_noLocks
  private func pass(_ tile: UnsafeMutablePointer<Tile>, _ frames: Int) {
    var row = 0
    while row < Int(tile.pointee.rowCount) {
      kernels.advance(plan.pointee.ramps + (Int(tile.pointee.firstRow) &+ row), frames)
      row &+= 1
    }
  }

  /// Looks at what a tile's gains let through, whether or not there is anything to let through now.
  @_noLocks
  private func settle(_ tile: UnsafeMutablePointer<Tile>, _ frames: Int) {
    let rows = plan.pointee.ramps + Int(tile.pointee.firstRow)
    tile.pointee.activity = kernels.tileActivity(rows, Int(tile.pointee.rowCount))
    tile.pointee.isSettled = !tile.pointee.activity.isMoving
    guard tile.pointee.isSettled else { return }
    if let block = columns(tile, tile.pointee.source, frames) { kernels.gatherColumns(block) }
  }

  /// What mixing by columns works on, if the destination is narrow.
  @_noLocks
  private func columns(
    _ tile: UnsafeMutablePointer<Tile>, _ source: UnsafePointer<Lanes>, _ frames: Int
  ) -> ColumnBlock? {
    let destination = plan.pointee.banks + Int(tile.pointee.destinationBank)
    guard let gains = tile.pointee.gains, let sums = destination.pointee.sums else { return nil }
    return ColumnBlock(
      source: source, sums: sums,
      rows: plan.pointee.ramps + Int(tile.pointee.firstRow), gains: gains,
      columnCount: Int(destination.pointee.laneCount),
      isFirst: !destination.pointee.isFed, isMoving: tile.pointee.activity.isMoving,
      frames: frames)
  }

  @_noLocks
  private func stripBlock(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) -> StripBlock {
    StripBlock(
      signal: bank.pointee.input, output: bank.pointee.output,
      trim: plan.pointee.ramps + Int(bank.pointee.trim),
      fader: plan.pointee.ramps + Int(bank.pointee.fader), meter: bank.pointee.meter,
      metering: bank.pointee.metering,
      isSound: bank.pointee.isSound && !bank.pointee.hasUnits, frames: frames)
  }

  @_noLocks
  private func trim(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    guard !bank.pointee.isStraight else { return }
    fallSilent(bank)
    guard !bank.pointee.isSilent else { return }
    kernels.trimStrips(stripBlock(bank, frames))
    if bank.pointee.isMeteredAtInput { kernels.meterInputs(stripBlock(bank, frames)) }
    if let tap = bank.pointee.inputTap { lanes_copy(tap, bank.pointee.input, frames) }
  }

  @_noLocks
  private func strips(_ bank: UnsafeMutablePointer<Bank>, _ frames: Int) {
    guard !bank.pointee.isSilent, !bank.pointee.isStraight else { return }
    place(bank, frames)
    kernels.fadeStrips(stripBlock(bank, frames))
  }

  /// Writes every output channel of the device, silence where no bus is patched.
  @_noLocks
  private mutating func store(_ block: DeviceBlock, _ start: Int, _ frames: Int) {
    let fading = min(frames, outputFadeLeft)
    var channel = 0
    while channel < block.outputCount {
      let area = block.outputs[channel]
      let samples = channel < plan.pointee.outputCount ? plan.pointee.outputs[channel].samples : nil
      if let base = area.base {
        var rest = ChannelArea(base: base + start &* area.stride, stride: area.stride)
        if fading > 0 {
          kernels.storeLane(
            samples, rest, block.outputFormat, gain: outputGain, gainStep: outputStep,
            fading)
          rest.base = base + (start &+ fading) &* area.stride
        }
        if fading < frames {
          let after = samples.map { $0 + fading &* LaneLayout.lanes }
          kernels.storeLane(
            after, rest, block.outputFormat, gain: 1, gainStep: 0, frames &- fading)
        }
      }
      channel &+= 1
    }
    outputFadeLeft &-= fading
    outputGain = 1 - outputStep * Float(outputFadeLeft)
  }
}
