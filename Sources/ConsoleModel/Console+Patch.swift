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
    try checkPlugs(outputs, "an output")
    for output in outputs {
      let other = buses.first { $0.id != bus && $0.outputs.contains(output) }
      if let other { throw .outputTaken(output, by: other.id) }
    }
    guard Set(outputs).count == outputs.count else {
      throw .outputTaken(outputs[0], by: bus)
    }
    buses[index].outputs = outputs
  }

  /// Makes a strip mono or stereo; a patch that no longer fits is taken out.
  mutating func setWidth(of id: StripID, to width: Width) throws(EditRefusal) {
    try changeStrip(id, "width") { $0.width = width }
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
