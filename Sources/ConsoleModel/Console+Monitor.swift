// What the engineer hears, and what the desk says and plays itself.
extension Console {
  mutating func listen(to bus: BusID) throws(EditRefusal) {
    guard index(of: bus) != nil else { throw .noSuch(bus.description) }
    if bus == .monitor {
      throw .outOfRange("the monitor as its own source", allowed: "any other bus")
    }
    monitorSource = bus
  }

  mutating func patchTalkback(to input: Int?) throws(EditRefusal) {
    let inputs = input.map { [$0] } ?? []
    try checkPlugs(inputs, "an input")
    self[.talkback].inputs = inputs
  }

  /// Lays a source to a bus, or takes it off; the monitor is not for others' ears.
  mutating func lay(_ source: Source, to bus: BusID, _ isOn: Bool) throws(EditRefusal) {
    try check(
      bus, among: [.group, .aux, .fx, .matrix, .main], "group, aux, fx, matrix and main buses")
    if isOn {
      self[source].strip.assigns.insert(bus)
    } else {
      self[source].strip.assigns.remove(bus)
    }
  }
}
