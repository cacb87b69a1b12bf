import DSP

// Histories: signal that waits for what comes later.
extension EngineCore {
  /// Keeps a bank's signal at a tap; audio thread, before its tiles are mixed.
  @_noLocks
  func keep(_ history: UnsafeMutablePointer<HistoryPlace>, _ frames: Int) {
    let isSilent = plan.pointee.banks[Int(history.pointee.bank)].isSilent
    history.pointee.core.pointee.take(isSilent ? nil : history.pointee.samples, frames)
  }

  /// What a tile mixes: its source as it is, as it was, or on its way from one to the other.
  @_noLocks
  func source(_ tile: UnsafeMutablePointer<Tile>, _ frames: Int) -> UnsafePointer<Lanes> {
    guard let history = tile.pointee.history else { return tile.pointee.source }
    let (before, after) = (Int(tile.pointee.waitBefore), Int(tile.pointee.wait))
    if before != after && shift.pointee.isMoving { return UnsafePointer(scratch) }
    return history.pointee.block(frames, delay: shift.pointee.value[0] == 0 ? before : after)
  }

  /// Puts into the scratch what a tile mixes whose source is on its way.
  @_noLocks
  func blend(_ tile: UnsafeMutablePointer<Tile>, _ frames: Int) {
    guard shift.pointee.isMoving, let history = tile.pointee.history, !history.pointee.isQuiet
    else { return }
    kernels.blendBanks(
      history.pointee.block(frames, delay: Int(tile.pointee.waitBefore)),
      history.pointee.block(frames, delay: Int(tile.pointee.wait)), shift, into: scratch, frames)
  }

  /// Whether there is nothing but silence in what a tile mixes.
  @_noLocks
  func isSilent(_ tile: UnsafeMutablePointer<Tile>) -> Bool {
    if let history = tile.pointee.history { return history.pointee.isQuiet }
    return plan.pointee.banks[Int(tile.pointee.sourceBank)].isSilent
  }

  /// Lets the histories of strips whose lanes have moved go on where they are now.
  @_noLocks
  func moveHistories(_ next: UnsafeMutablePointer<PlanCore>) {
    var index = 0
    while index < next.pointee.historyMoveCount {
      let move = next.pointee.historyMoves[index]
      move.to.pointee.takeOver(move.lanes, from: move.from, frames: Int(move.frames))
      index &+= 1
    }
  }
}
