import ConsoleModel
import Testing
import Units

@Suite struct HistoryTests {
  /// A desk with its history and a clock.
  private struct Kept {
    var desk: Console
    var history = EditHistory()
    var now: UInt64 = 0

    mutating func make(_ edits: ConsoleEdit...) {
      let before = desk
      let made = edits.filter { (try? desk.apply($0)) != nil }
      history.note(made, from: before, to: desk, at: now)
    }

    mutating func undo() -> String? {
      guard let change = history.undo(desk) else { return nil }
      desk = change.console
      return change.description
    }

    mutating func redo() -> String? {
      guard let change = history.redo(desk) else { return nil }
      desk = change.console
      return change.description
    }
  }

  /// Any edits followed by as many undos are nothing, and as many redos are the edits again.
  @Test func undosAreTheIdentity() {
    for seed in 0..<UInt64(200 * testScale) {
      var draw = RandomDesk(seed: seed)
      var kept = Kept(desk: Console(name: "Kept", size: draw.size))
      var states = [kept.desk]
      for _ in 0..<draw.random.number(1...60) {
        kept.now += 2 * EditHistory.pause
        kept.make(draw.edit(on: kept.desk))
        if kept.desk != states.last { states.append(kept.desk) }
      }
      let last = kept.desk
      // There and back in steps of its own, now and then turning round.
      for state in states.dropLast().reversed() {
        #expect(kept.undo() != nil && kept.desk == state, "seed \(seed)")
        if draw.random.chance(20) {
          _ = kept.redo()
          _ = kept.undo()
          #expect(kept.desk == state, "seed \(seed)")
        }
      }
      #expect(kept.undo() == nil && kept.desk == states[0])
      for _ in states.dropFirst() { #expect(kept.redo() != nil) }
      #expect(kept.redo() == nil && kept.desk == last)
    }
  }

  @Test func aMoveIsOneStepUntilItRests() {
    var kept = Kept(desk: .standard)
    for move in 0..<100 {
      kept.make(.fader(.channel(1), Decibels(-Double(move))))
      kept.now += EditHistory.pause - 1
    }
    kept.now += 1
    kept.make(.fader(.channel(1), Decibels(3)))
    #expect(kept.undo() == "channel 1 fader, from 3 dB back to -99 dB")
    #expect(kept.undo() == "channel 1 fader, from -99 dB back to -inf dB")
    #expect(kept.desk == .standard && kept.undo() == nil)
  }

  /// Another control, a key, or an undo ends a move; keys are steps of their own.
  @Test func whatElseIsDoneEndsAMove() {
    var kept = Kept(desk: .standard)
    kept.make(.fader(.channel(1), Decibels(-1)))
    kept.make(.fader(.channel(2), Decibels(-2)))
    kept.now += EditHistory.overlap
    kept.make(.fader(.channel(1), Decibels(-3)))
    for isOn in [true, false, true] { kept.make(.mute(.channel(1), isOn)) }
    #expect(kept.undo() == "channel 1 mute, from on back to off")
    #expect(kept.undo() == "channel 1 mute, from off back to on")
    kept.make(.pan(.channel(1), .left))
    #expect(kept.redo() == nil)
    #expect(kept.undo() == "channel 1 pan, from L100 back to C")
    kept.make(.pan(.channel(1), .right))
    #expect(kept.undo() == "channel 1 pan, from R100 back to C")
    #expect(kept.undo() == "channel 1 mute, from on back to off")
    #expect(kept.undo() == "channel 1 fader, from -3 dB back to -1 dB")
    #expect(kept.undo() == "channel 2 fader, from -2 dB back to -inf dB")
    #expect(kept.redo() == "channel 2 fader, from -inf dB to -2 dB")
  }

  /// Hands that move several controls at once do not fill the history; a key between them counts.
  @Test func whatMovesAtTheSameTimeIsOneStep() {
    var kept = Kept(desk: .standard)
    for move in 1...1000 {
      kept.now += EditHistory.overlap / 3
      kept.make(.fader(.channel(1 + move % 3), Decibels(-Double(move) / 20)))
    }
    let moved = kept.desk
    kept.make(.mute(.channel(1), true))
    kept.make(.fader(.channel(2), Decibels(1)))
    #expect(kept.undo() == "channel 2 fader, from 1 dB back to -50 dB")
    #expect(kept.undo() == "channel 1 mute, from on back to off")
    #expect(kept.desk == moved && kept.undo() != nil)
    #expect(kept.desk == .standard && kept.undo() == nil)
    #expect(kept.redo() != nil && kept.desk == moved)
  }

  @Test func editsOfOneMessageAreOneStep() {
    var kept = Kept(desk: .standard)
    kept.make(.solo(.channel(1), true))
    kept.make(.clearSolo, .solo(.channel(2), true))
    #expect(
      kept.undo()
        == "channel 1 solo, from off back to on; channel 2 solo, from on back to off")
    kept.make(.name(.channel(1), "Kick"))
    #expect(kept.undo() == "a name, a width or a patch")
    kept.make(.link(channel: 1, true))
    kept.make(.fader(.channel(1), .unity))
    #expect(
      kept.undo()
        == "channel 1 fader, from 0 dB back to -inf dB; channel 2 fader, from 0 dB back to -inf dB")
  }

  @Test func whatChangesNothingIsNoStep() {
    var kept = Kept(desk: .standard)
    kept.make(.mute(.channel(1), false))
    kept.make(.fader(.channel(1), .silence))
    kept.make(.fader(.channel(999), .unity))
    #expect(!kept.history.canUndo)
  }

  @Test func aMoveThereAndBackIsNoStep() {
    var kept = Kept(desk: .standard)
    kept.make(.mute(.channel(2), true))
    kept.make(.fader(.channel(1), .unity))
    kept.make(.fader(.channel(1), .silence))
    #expect(kept.undo() == "channel 2 mute, from on back to off")
    #expect(kept.desk == .standard)
  }

  @Test func theOldestStepsAreForgotten() {
    var kept = Kept(desk: .standard)
    for step in 0..<EditHistory.depth + 50 { kept.make(.mute(.channel(1), step % 2 == 0)) }
    var count = 0
    while kept.undo() != nil { count += 1 }
    #expect(count == EditHistory.depth && count >= 100)
  }

  /// The changes between two consoles are just the addresses whose values differ.
  @Test func changesAreWhatDiffers() {
    for seed in 0..<UInt64(30 * testScale) {
      var draw = RandomDesk(seed: seed)
      let before = Console(name: "before", size: draw.size)
      var after = before
      for _ in 0..<20 { try? after.apply(draw.edit(on: after)) }
      let differing = after.addresses.filter { after.value(of: $0) != before.value(of: $0) }
      #expect(after.changes(from: before) == differing)
    }
  }
}
