import ALSA
import CALSA
import ConsoleModel
import Desk
import Glibc
import Realtime
import Remote
import Synchronization
import Testing
import Units

/// A desk that runs under random edits while clients watch all of it, some of whom never read.
@Suite(.enabled(if: watchesFunctions && isOptimized), .serialized)
struct SubscriberTests {
  /// What one run showed.
  struct Seen {
    /// What the audio thread did that it must not, and its own counts.
    var offences: UInt64 = 0
    var counts = AudioCounts()
    var edits = 0
    var told = 0
    /// Nanoseconds from a request to its reply, in order of size.
    var latencies: [Int64] = []
    /// Memory of the process in bytes, one second after the start and at the end.
    var memory = (early: 0, late: 0)
    /// Processor time of the control thread's turns in seconds.
    var turnTime = 0.0
  }

  private func memory() -> Int {
    let words = String(decoding: contents("/proc/self/statm"), as: UTF8.self).split(separator: " ")
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4096
  }

  /// Runs a desk for some seconds, with an edit a millisecond.
  private func run(subscribers: Int, deaf: Int, seconds: Int64) throws -> Seen {
    let folder = Folder()
    let watched = try WatchedRun(
      .clock(rate: 48000, period: 64), allowing: AudioRootTests.clockCalls, seed: 9)
    var state = ControlState(console: watched.console, mappings: [])
    let socket = try ControlSocket(folder.at("desk.sock"), watched.console)
    let crowd = Crowd(folder.at("desk.sock"), readers: subscribers - deaf, deaf: deaf)
    var size = ConsoleSize()
    size.channels = 24
    size.fxs = 2
    var edits = RandomEdits(seed: 10, size: size)
    var seen = Seen()
    let start = calsa_now()
    var nextEdit = start
    let crowdThread = CrowdThread(crowd)
    // As the control thread of a desk that runs, if the machine grants it.
    let ordinary = Scheduling.raised(to: 60)
    defer { ordinary?.restore() }
    while calsa_now() - start < seconds * 1_000_000_000 {
      let now = calsa_now()
      let before = clock()
      while nextEdit <= now {
        if (try? state.make(all: [edits.next()], at: UInt64(now))) != nil { seen.edits += 1 }
        nextEdit += 1_000_000
      }
      socket.receive(&state, at: UInt64(now))
      if let console = state.takeChange() { socket.follow(console) }
      watched.follow(state.console)
      socket.send(state.console)
      seen.turnTime += Double(clock() - before) / Double(CLOCKS_PER_SEC)
      if seen.memory.early == 0 && now - start > 1_000_000_000 { seen.memory.early = memory() }
      var descriptors = socket.pollDescriptors(at: UInt64(now))
      let wake = min(nextEdit, Int64(socket.deadline(at: UInt64(now)) ?? .max / 2))
      _ = calsa_poll(&descriptors, UInt(descriptors.count), wake)
      socket.polled(descriptors)
    }
    seen.memory.late = memory()
    crowdThread.end()
    seen.told = crowd.told
    seen.latencies = crowd.latencies.sorted()
    seen.counts = watched.counts
    seen.offences = watched.stop().total
    return seen
  }

  @Test
  func theAudioThreadDoesNotNoticeSixtyFourSubscribers() throws {
    for (subscribers, deaf) in [(0, 0), (64, 8)] {
      let seen = try run(subscribers: subscribers, deaf: deaf, seconds: 3)
      let times = seen.latencies
      func time(_ part: Double) -> String {
        guard !times.isEmpty else { return "-" }
        return "\(Double(times[Int(Double(times.count - 1) * part)]) / 1e6) ms"
      }
      print(
        "remote: \(subscribers) subscribers, \(deaf) of them deaf: \(seen.edits) edits, "
          + "\(seen.told / 1024) KiB told, \(seen.counts.blocks) blocks, \(seen.counts.xruns) xruns, \(seen.counts.lateWakes) late wakes, "
          + "\(seen.offences) offences; \(times.count) requests answered in \(time(0.5)) (half), "
          + "\(time(0.99)) (99 %), \(time(1)) (longest); process time of turns \(seen.turnTime) s; "
          + "memory \(seen.memory.early >> 20) MiB, then \(seen.memory.late >> 20) MiB")
      #expect(seen.offences == 0)
      #expect(seen.counts.xruns == 0)
      #expect(seen.edits > 1_000)
      #expect(times.count > 100)
      #expect(subscribers == 0 || seen.told > 1 << 20)
      #expect(seen.memory.late - seen.memory.early < 16 << 20)
    }
  }
}

/// Clients at the other end of the socket, worked by a thread of their own.
///
/// Unchecked, because it is handed over: that thread alone touches it until it has ended, but for
/// `isOver`, which is atomic.
private final class Crowd: @unchecked Sendable {
  private let asker: Int32
  private let readers: [Int32]
  private let deaf: [Int32]
  private(set) var told = 0
  private(set) var latencies: [Int64] = []
  let isOver = Atomic<Bool>(false)
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  init(_ path: String, readers: Int, deaf: Int) {
    func client() -> Int32 {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      return descriptor
    }
    asker = client()
    self.readers = (0..<readers).map { _ in client() }
    self.deaf = (0..<deaf).map { _ in client() }
    for descriptor in self.readers + self.deaf {
      Self.send(#"{"op":"subscribe","addresses":["*"]}"# + "\n", to: descriptor)
    }
  }

  deinit { for descriptor in [asker] + readers + deaf { close(descriptor) } }

  private static func send(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Reads what is told, and asks every other millisecond, until it is over.
  func work() {
    var asked: Int64?
    var nextQuestion = calsa_now()
    var isGreeted = false
    while !isOver.load(ordering: .acquiring) {
      if asked == nil, isGreeted, calsa_now() >= nextQuestion {
        let pan = latencies.count % 100
        Self.send(
          #"{"op":"set","id":1,"address":"channel 3 pan","value":\#(pan)}"# + "\n", to: asker)
        asked = calsa_now()
        nextQuestion = calsa_now() + 2_000_000
      }
      var descriptors = ([asker] + readers).map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      _ = calsa_poll(&descriptors, UInt(descriptors.count), calsa_now() + 1_000_000)
      for descriptor in descriptors where descriptor.revents & Int16(POLLIN) != 0 {
        let count = recv(descriptor.fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard descriptor.fd == asker else {
          told += max(count, 0)
          continue
        }
        if let began = asked {
          latencies.append(calsa_now() - began)
          asked = nil
        }
        isGreeted = true
      }
    }
  }
}

/// The thread that works a crowd.
private final class CrowdThread {
  private var thread = pthread_t()
  private let crowd: Crowd

  init(_ crowd: Crowd) {
    self.crowd = crowd
    pthread_create(
      &thread, nil,
      { argument in
        if let argument {
          Unmanaged<Crowd>.fromOpaque(argument).takeUnretainedValue().work()
        }
        return nil
      }, Unmanaged.passUnretained(crowd).toOpaque())
  }

  func end() {
    crowd.isOver.store(true, ordering: .releasing)
    pthread_join(thread, nil)
  }
}

/// How the calling thread is scheduled.
private struct Scheduling {
  private var policy: Int32 = 0
  private var parameters = sched_param()

  /// Makes the calling thread go before ordinary ones; nil where that is not granted.
  static func raised(to priority: Int32) -> Scheduling? {
    var before = Scheduling()
    pthread_getschedparam(pthread_self(), &before.policy, &before.parameters)
    var raised = sched_param()
    raised.sched_priority = priority
    return pthread_setschedparam(pthread_self(), SCHED_FIFO, &raised) == 0 ? before : nil
  }

  func restore() {
    var parameters = parameters
    pthread_setschedparam(pthread_self(), policy, &parameters)
  }
}
