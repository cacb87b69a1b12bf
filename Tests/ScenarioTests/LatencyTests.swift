import CALSA
import Testing

/// From a controller's message to the first sample that it changes.
@Suite(.serialized) struct LatencyTests {
  /// Prints what was measured; time itself is not asserted, since tests share their machine.
  ///
  /// The control thread of `busbar run` has a priority 10 below the audio thread's, where that is
  /// allowed; the other run shows what an ordinary thread costs on a machine as busy as this one.
  @Test(arguments: [60, nil] as [Int32?])
  func everyFaderMoveIsHeard(controlPriority: Int32?) throws {
    let count = (controlPriority == nil ? 3000 : 10_000) * testScale
    let desk = try LatencyDesk(rate: 48000, period: 64)
    let times = desk.measure(count: count, seed: 31, controlPriority: controlPriority)
    #expect(times.count == count)
    report(
      times,
      "audio: \(desk.grants), control: \(controlPriority.map { "priority \($0)" } ?? "ordinary")")
  }

  private func report(_ times: [Int64], _ threads: String) {
    guard !times.isEmpty else { return }
    let sorted = times.sorted()
    func milliseconds(share: Double) -> Double {
      Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1e6
    }
    let bound = 64.0 / 48 + 1
    let within = Double(sorted.count { Double($0) / 1e6 <= bound }) / Double(sorted.count)
    let p99 = milliseconds(share: 0.99)
    print(
      "latency, message to first changed block, 64 frames at 48 kHz, \(sorted.count) events:",
      "p50 \(milliseconds(share: 0.5)) ms, p99 \(p99) ms, max \(milliseconds(share: 1)) ms;",
      "within one period + 1 ms: \(within * 100) %; \(threads)")
    print("p99 <= one period + 1 ms: \(p99 <= bound ? "yes" : "no")")
  }
}
