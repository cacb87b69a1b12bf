import CRealtimeProbe

/// What `body` did that an audio thread must not do.
func probed(
  allowing numbers: [Int] = [], _ body: () -> Void
) -> RealtimeProbeCounts {
  var counts = RealtimeProbeCounts()
  numbers.withUnsafeBufferPointer { realtime_probe_begin_allowing($0.baseAddress, $0.count) }
  body()
  realtime_probe_end(&counts)
  return counts
}

/// False under a sanitizer, which hooks the same functions.
let watchesFunctions = realtime_probe_watches_functions()
/// False also where the kernel cannot send system calls to a handler.
let watchesSystemCalls = realtime_probe_watches_system_calls()

/// Debug builds retain and allocate in ordinary loops.
var isOptimized: Bool {
  var optimized = true
  assert({ optimized = false }() == ())
  return optimized
}

extension RealtimeProbeCounts {
  var total: UInt64 { realtime_probe_total(self) }

  /// Who came first, for a failed test to show.
  var firstOffender: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      return String(cString: realtime_probe_describe(self, start, buffer.count))
    }
  }
}
