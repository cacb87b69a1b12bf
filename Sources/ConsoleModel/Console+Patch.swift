import Units

// What is plugged where.
extension Console {
  mutating func patch(channel number: Int, to inputs: [Int]) throws(EditRefusal) {
    guard channels.indices.contains(number &- 1) else { throw .noSuch("channel \(number)") }
    try checkPlugs(inputs, "an input")
    channels[number - 1].inputs = inputs
  }

  mutating func patch(_ bus: BusID, to outputs: [Int]) throws(EditRefusal) {
    guard let index = index(of: bus) else { throw .noSuch(bus.description) }
    try checkOutputs(outputs, for: .bus(bus))
    buses[index].outputs = outputs
  }

  mutating func patchInsert(
    of id: StripID, outputs: [Int], inputs: [Int]
  ) throws(EditRefusal) {
    guard has(id) else { throw .noSuch(id.description) }
    guard id.kind.map(Setting.insertOn.parameter.kinds.contains) ?? false else {
      throw .notOn(id, what: "insert")
    }
    try checkPlugs(inputs, "an input")
    try checkOutputs(outputs, for: .insert(id))
    try changeStrip(id, "insert") {
      $0.insert.outputs = outputs
      $0.insert.inputs = inputs
    }
  }

  mutating func patchDirect(of id: StripID, to outputs: [Int]) throws(EditRefusal) {
    guard has(id) else { throw .noSuch(id.description) }
    guard id.kind.map(Setting.directOn.parameter.kinds.contains) ?? false else {
      throw .notOn(id, what: "direct out")
    }
    try checkOutputs(outputs, for: .direct(id))
    try changeStrip(id, "direct out") { $0.directOutputs = outputs }
  }

  /// Refuses outputs that there are not, or that something else plays on, or twice the same.
  private func checkOutputs(_ outputs: [Int], for user: OutputUser) throws(EditRefusal) {
    try checkPlugs(outputs, "an output")
    for output in outputs {
      if let other = self.user(of: output), other != user { throw .outputTaken(output, by: other) }
    }
    guard Set(outputs).count == outputs.count else { throw .outputTaken(outputs[0], by: user) }
  }

  /// What plays on a device output, from 1; nil for nothing.
  public func user(of output: Int) -> OutputUser? {
    for bus in buses {
      if bus.outputs.contains(output) { return .bus(bus.id) }
      if bus.strip.insert.outputs.contains(output) { return .insert(.bus(bus.id)) }
    }
    // Read in place: copying a strip counts many references.
    for index in channels.indices {
      let id = StripID.channel(index + 1)
      if channels[index].strip.insert.outputs.contains(output) { return .insert(id) }
      if channels[index].strip.directOutputs.contains(output) { return .direct(id) }
    }
    return nil
  }

  /// Makes a strip mono or stereo; its patches stay: a side that has none is silent, and what is
  /// patched for a side that is gone waits for it.
  mutating func setWidth(of id: StripID, to width: Width) throws(EditRefusal) {
    if case .channel(let number) = id, has(id), partner(of: number) != nil, width == .stereo {
      throw .outOfRange("the width of a linked channel", allowed: "mono")
    }
    try changeStrip(id, "width") { $0.width = width }
  }

  /// Refuses plugs that there are not, and more than a stereo strip has.
  ///
  /// A mono strip may have two, of which the second waits until it is stereo, and a stereo one one.
  func checkPlugs(_ numbers: [Int], _ what: String) throws(EditRefusal) {
    guard numbers.count <= 2 else {
      throw .outOfRange("\(what) for each of \(numbers.count) sides", allowed: "none, 1 or 2")
    }
    for number in numbers where !(1...Self.mostPlugs).contains(number) {
      throw .outOfRange("\(what) numbered \(number)", allowed: "1...\(Self.mostPlugs)")
    }
  }

  /// The most device inputs, and outputs, that can be patched.
  public static let mostPlugs = 256
}
