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
    let everything = #"{"op":"subscribe","addresses":["*"]}"#
    let asker = Asker(folder.at("desk.sock"), count: 1)
    let crowd = Crowd(folder.at("desk.sock"), count: subscribers - deaf, request: everything)
    let silent = Clients(folder.at("desk.sock"), count: deaf, request: everything)
    var size = ConsoleSize()
    size.channels = 24
    size.fxs = 2
    var edits = RandomEdits(seed: 10, size: size)
    var seen = Seen()
    let start = calsa_now()
    var nextEdit = start
    crowd.start()
    asker.start()
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
    crowd.end()
    asker.end()
    withExtendedLifetime(silent) {}
    seen.told = crowd.told
    seen.latencies = asker.latencies.sorted()
    seen.counts = watched.counts
    seen.offences = watched.stop().total
    return seen
  }

  @Test
  func theAudioThreadDoesNotNoticeSixtyFourSubscribers() throws {
    for (subscribers, deaf) in [(0, 0), (64, 8)] {
      let seen = try run(subscribers: subscribers, deaf: deaf, seconds: Int64(3 * testScale))
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
private class Clients: @unchecked Sendable {
  let descriptors: [Int32]
  let isOver = Atomic<Bool>(false)
  private var thread = pthread_t()
  fileprivate var buffer = [UInt8](repeating: 0, count: 65_536)

  /// Connects some clients, and lets them ask for something.
  init(_ path: String, count: Int, request: String? = nil) {
    descriptors = (0..<count).map { _ in
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
    if let request { for descriptor in descriptors { send(request, to: descriptor) } }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  fileprivate func send(_ text: String, to descriptor: Int32) {
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Waits up to a millisecond for something to read, and reads it.
  fileprivate func read(_ take: (_ count: Int) -> Void) {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = calsa_poll(&polled, UInt(polled.count), calsa_now() + 1_000_000)
    for descriptor in polled where descriptor.revents & Int16(POLLIN) != 0 {
      take(max(recv(descriptor.fd, &buffer, buffer.count, Int32(MSG_DONTWAIT)), 0))
    }
  }

  /// What the thread does again and again.
  fileprivate func turn() {}

  func start() {
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let clients = Unmanaged<Clients>.fromOpaque(argument).takeUnretainedValue()
        while !clients.isOver.load(ordering: .acquiring) { clients.turn() }
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  func end() {
    isOver.store(true, ordering: .releasing)
    pthread_join(thread, nil)
  }
}

/// Clients that read whatever they are told; unchecked as all `Clients` are.
private final class Crowd: Clients, @unchecked Sendable {
  private(set) var told = 0

  override func turn() { read { told += $0 } }
}

/// A client that sets a parameter every other millisecond and takes the time until it is answered;
/// unchecked as all `Clients` are.
private final class Asker: Clients, @unchecked Sendable {
  private(set) var latencies: [Int64] = []
  private var asked: Int64?
  private var nextQuestion: Int64 = 0
  private var isGreeted = false

  override func turn() {
    if asked == nil, isGreeted, calsa_now() >= nextQuestion {
      let pan = latencies.count % 100
      asked = calsa_now()
      send(
        #"{"op":"set","id":1,"address":"channel 3 pan","value":\#(pan)}"#, to: descriptors[0])
      nextQuestion = calsa_now() + 2_000_000
    }
    read { _ in
      if let began = asked { latencies.append(calsa_now() - began) }
      asked = nil
      isGreeted = true
    }
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
