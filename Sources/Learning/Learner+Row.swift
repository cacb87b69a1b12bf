import Surface

extension Learner.Row {
  /// The next control of the row, if that is what a gesture is about: it speaks as the first does.
  func control(of streams: [Stream]) -> LearntControl? {
    switch sample.kind {
    case .fader(let top, let step, let isMotor):
      guard let (position, touch) = moved(streams) else { return nil }
      let travel = position.isMoved ? position : nil
      let kind = LearntControl.Kind.fader(
        top: max(top, travel?.highest ?? 0), step: step, isMotor: isMotor)
      return made(position.address, kind, touch)
    case .knob:
      guard let stream = only(streams), stream.distinct.count > 1, !stream.goesOnAndOff else {
        return nil
      }
      return made(stream.address, .knob, nil)
    case .encoder(let code, let isInverted):
      guard let stream = only(streams), stream.steps(code, isInverted: isInverted) != nil,
        !stream.goesOnAndOff
      else { return nil }
      // Whole gestures say themselves which way it counts.
      let own = stream.code.map { LearntControl.Kind.encoder($0, isInverted: $1) }
      return made(stream.address, own ?? sample.kind, nil)
    case .key(let threshold, let alternates, let lamp):
      guard let stream = only(streams), stream.isStroke(alternates: alternates) else { return nil }
      let kind = LearntControl.Kind.key(
        // A program's number says nothing of how hard its key was pressed.
        threshold: stream.keyAddress.tellsRelease ? min(threshold, stream.threshold) : threshold,
        alternates: alternates, lamp: lamp)
      return made(stream.keyAddress, kind, nil)
    }
  }

  private func made(
    _ address: MessageAddress, _ kind: LearntControl.Kind, _ touch: ControlGuess.Touch?
  ) -> LearntControl? {
    guard address.isLike(sample.address) else { return nil }
    var control = LearntControl(name: next, address: address, kind: kind)
    control.touch = touch?.address
    control.touchThreshold = touch?.threshold ?? 64
    return control
  }

  private func only(_ streams: [Stream]) -> Stream? { streams.count == 1 ? streams[0] : nil }

  /// A fader that was moved, and touched if the first of the row is.
  private func moved(
    _ streams: [Stream]
  ) -> (position: Stream, touch: ControlGuess.Touch?)? {
    if sample.touch != nil { return ControlGuess.felt(streams).map { ($0.position, $0.touch) } }
    guard let stream = only(streams), stream.distinct.count > 2 else { return nil }
    return (stream, nil)
  }
}

extension Stream {
  fileprivate func isStroke(alternates: Bool) -> Bool {
    guard distinct.count <= 2, highest > 0 || alternates else { return false }
    if case .program = keyAddress { return true }
    return alternates ? events.count == 1 : goesOnAndOff
  }
}

extension MessageAddress {
  /// Whether it is of the same kind as another.
  func isLike(_ other: MessageAddress) -> Bool {
    switch (self, other) {
    case (.note, .note), (.controller, .controller), (.wideController, .wideController),
      (.parameter, .parameter), (.narrowParameter, .narrowParameter), (.pitchBend, .pitchBend),
      (.channelPressure, .channelPressure), (.keyPressure, .keyPressure), (.program, .program),
      (.programNumber, .programNumber), (.zone, .zone):
      true
    default: false
    }
  }
}
