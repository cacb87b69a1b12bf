// What a VCA or a bus gathers, spread out side by side.
extension Console {
  /// The members of a VCA, or what feeds a bus, in the order of the desk, and itself last.
  ///
  /// A VCA under the VCA is one of its members, and what hangs under that one is not. A strip feeds a
  /// bus by assignment or by a send that is on.
  ///
  /// - Returns: Nothing for a channel or source, which gathers nothing, nor for what there is not.
  public func spill(of id: StripID) -> [StripID] {
    guard has(id) else { return [] }
    switch id {
    case .channel, .source: return []
    case .vca(let number): return members(ofVCA: number) + [id]
    case .bus(let bus):
      return stripIDs.filter { strip in
        read(strip, vca: { _ in false }) {
          $0.assigns.contains(bus) || $0.sends[bus]?.isOn == true
        } ?? false
      } + [id]
    }
  }
}
