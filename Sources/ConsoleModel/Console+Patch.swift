import Units

// What is plugged where.
extension Console {
  mutating func patch(channel number: Int, to inputs: [Int]) throws(EditRefusal) {
    guard channels.indices.contains(number &- 1) else { throw .noSuch("channel \(number)") }
    let sides = channels[number - 1].strip.width.sides
    guard inputs.isEmpty || inputs.count == sides else {
      throw .outOfRange("\(inputs.count) inputs", allowed: "none or \(sides)")
    }
    try checkPlugs(inputs, "an input")
    channels[number - 1].inputs = inputs
  }

  mutating func patch(_ bus: BusID, to outputs: [Int]) throws(EditRefusal) {
    guard let index = index(of: bus) else { throw .noSuch(bus.description) }
    let sides = buses[index].strip.width.sides
    guard outputs.isEmpty || outputs.count == sides else {
      throw .outOfRange("\(outputs.count) outputs", allowed: "none or \(sides)")
    }
    try checkOutputs(outputs, for: .bus(bus))
    buses[index].outputs = outputs
  }

  mutating func patchInsert(
    of id: StripID, outputs: [Int], inputs: [Int]
  ) throws(EditRefusal) {
    guard has(id) else { throw .noSuch(id.description) }
    guard let strip = strip(id), id.kind.map(Setting.insertOn.parameter.kinds.contains) ?? false
    else { throw .notOn(id, what: "insert") }
    let sides = strip.width.sides
    for (plugs, noun) in [(outputs, "outputs"), (inputs, "inputs")] {
      guard plugs.isEmpty || plugs.count == sides else {
        throw .outOfRange("\(plugs.count) \(noun)", allowed: "none or \(sides)")
      }
    }
    try checkPlugs(inputs, "an input")
    try checkOutputs(outputs, for: .insert(id))
    try changeStrip(id, "insert") {
      $0.insert.outputs = outputs
      $0.insert.inputs = inputs
    }
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
    let channel = channels.indices.first { channels[$0].strip.insert.outputs.contains(output) }
    return channel.map { .insert(.channel($0 + 1)) }
  }

  /// Makes a strip mono or stereo; a patch that no longer fits is taken out.
  mutating func setWidth(of id: StripID, to width: Width) throws(EditRefusal) {
    try changeStrip(id, "width") {
      $0.width = width
      if $0.insert.outputs.count != width.sides { $0.insert.outputs = [] }
      if $0.insert.inputs.count != width.sides { $0.insert.inputs = [] }
    }
    if case .channel(let number) = id, channels[number - 1].inputs.count != width.sides {
      channels[number - 1].inputs = []
    }
    if let bus = id.busID, let index = index(of: bus), buses[index].outputs.count != width.sides {
      buses[index].outputs = []
    }
  }

  func checkPlugs(_ numbers: [Int], _ what: String) throws(EditRefusal) {
    for number in numbers where !(1...Self.mostPlugs).contains(number) {
      throw .outOfRange("\(what) numbered \(number)", allowed: "1...\(Self.mostPlugs)")
    }
  }

  /// The most device inputs, and outputs, that can be patched.
  public static let mostPlugs = 256
}
