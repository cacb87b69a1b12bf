import CRealtimeProbe
import Glibc
import Synchronization
import Testing

@Suite(.enabled(if: watchesFunctions))
struct RealtimeProbeTests {
  @Test(.enabled(if: isOptimized)) func findsNothingInACleanVectorLoop() {
    let block = UnsafeMutablePointer<SIMD16<Float>>.allocate(capacity: 64)
    defer { block.deallocate() }
    block.initialize(repeating: SIMD16(repeating: 1), count: 64)
    let counts = probed { scale(block, count: 64, by: 0.5) }
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(counts.first_kind == .nothing)
    #expect(counts.first_name == nil)
    #expect(counts.watched_functions)
    #expect(block[63] == SIMD16(repeating: 0.5))
  }

  @Test func countsEveryHeapCall() {
    let counts = probed { Offence.useHeap() }
    // malloc, realloc, calloc, aligned_alloc, posix_memalign, and a free for each block made.
    #expect(counts.heap == 9)
    #expect(counts.first_kind == .heap)
    #expect(counts.firstOffender.hasPrefix("malloc from "))
  }

  @Test func countsRetainAndRelease() {
    let thing = Unmanaged.passRetained(Thing())
    defer { thing.release() }
    let retained = probed { Offence.retain(thing) }
    #expect(retained.retains == retained.releases + 1)
    #expect(retained.first_kind == .retain)
    let released = probed { Offence.release(thing) }
    #expect(released.releases == released.retains + 1)
  }

  @Test func countsAnObjectMadeAndItsMemory() {
    let counts = probed { Offence.makeObject() }
    #expect(counts.objects >= 2)  // made and destroyed
    #expect(counts.heap >= 2)
    #expect(counts.releases >= 1)
  }

  @Test func countsAPOSIXLock() {
    var mutex = pthread_mutex_t()
    pthread_mutex_init(&mutex, nil)
    let counts = probed { Offence.lock(&mutex) }
    pthread_mutex_destroy(&mutex)
    #expect(counts.locks == 2)
    #expect(counts.first_kind == .lock)
    #expect(counts.first_name.map { String(cString: $0) } == "pthread_mutex_lock")
  }

  @Test func countsALazyGlobalEveryTime() {
    let first = probed { _ = Offence.useLazyGlobal() }
    #expect(first.onces == 1)
    #expect(first.heap >= 1)
    let second = probed { _ = Offence.useLazyGlobal() }
    #expect(second.onces == 1)
    #expect(second.heap == 0)
  }

  @Test func countsAnExclusivityCheck() {
    let thing = Thing()
    let counts = probed { Offence.change(thing) }
    #expect(counts.accesses >= 1)
  }

  @Test func countsCasts() {
    let base = Base.derived()
    #expect(probed { _ = Offence.cast(base) }.casts >= 1)
    let value: Any = 3
    #expect(probed { _ = Offence.castAny(value) }.casts >= 1)
  }

  @Test func countsMetadataMadeAtRunTime() {
    #expect(probed { _ = Offence.genericArray(of: UInt16.self) }.metadata >= 1)
    #expect(probed { _ = Offence.genericPair(of: UInt16.self) }.metadata >= 1)
  }

  @Test func countsOnlyThisThread() {
    let counts = probed {
      // The other thread is not counted; making it is.
      onThreads({ for _ in 0..<100 { Offence.useHeap() } })
    }
    #expect(counts.heap < 100)
  }

  @Test func forgetsTheLastCountAndStopsAtTheEnd() {
    _ = probed { Offence.useHeap() }
    Offence.useHeap()
    let counts = probed {}
    #expect(counts.total == 0, "\(counts.firstOffender)")
  }

  @Test func passesTheArgumentsAndResultsOfRuntimeFunctionsOn() {
    var number = 0
    var type: Any.Type = Void.self
    _ = probed {
      number = Offence.castAny(3)
      type = Offence.genericArray(of: UInt8.self)
    }
    #expect(number == 3)
    #expect(ObjectIdentifier(type) == ObjectIdentifier([[UInt8?]].self))
  }
}

@Suite(.enabled(if: watchesSystemCalls))
struct SystemCallProbeTests {
  @Test func countsAndForwardsASystemCall() {
    let parent = getppid()
    var seen: pid_t = 0
    let counts = probed { seen = getppid() }
    #expect(seen == parent)
    #expect(counts.system_calls == 1)
    #expect(counts.watched_system_calls)
    #expect(counts.first_kind == .systemCall)
    #expect(counts.first_number == Int(SYS_getppid))
    #expect(counts.firstOffender.hasPrefix("system call \(SYS_getppid) from "))
  }

  @Test func letsTheCallsOnTheListPass() {
    let counts = probed(allowing: [Int(SYS_getppid), Int(SYS_ppoll), -1, 512]) {
      _ = getppid()
      _ = getppid()
      _ = getpgid(0)
    }
    #expect(counts.allowed_system_calls == 2)
    #expect(counts.system_calls == 1)
    #expect(counts.first_number == Int(SYS_getpgid))
    #expect(probed { _ = getppid() }.system_calls == 1)  // the list ends with its count
  }

  @Test func passesErrorsAndSixArgumentsOn() {
    var code: CInt = 0
    var page: UnsafeMutableRawPointer?
    let counts = probed {
      _ = close(-1)
      code = errno
      page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    }
    #expect(code == EBADF)
    #expect(page != MAP_FAILED)
    page?.storeBytes(of: 7, as: Int.self)
    #expect(page?.load(as: Int.self) == 7)
    munmap(page, 4096)
    #expect(counts.system_calls == 2)
  }

  @Test func countsAContendedMutex() {
    let thing = Thing()
    let locked = Signal()
    let isCounted = Signal()
    let seen = Atomic<UInt64>(0)
    let calls = Atomic<UInt64>(0)
    onThreads(
      {
        thing.mutex.withLock { _ in
          locked.set()
          usleep(50_000)
        }
        isCounted.wait()
      },
      {
        Offence.lock(Thing())  // learns the thread's number
        locked.wait()
        let counts = probed { Offence.lock(thing) }
        seen.store(counts.locks, ordering: .relaxed)
        calls.store(counts.system_calls, ordering: .relaxed)
        isCounted.set()
      })
    #expect(seen.load(ordering: .relaxed) >= 1)
    #expect(calls.load(ordering: .relaxed) >= 1)
  }

  @Test func countsAFreeMutexOnlyAtItsFirstUseOnAThread() {
    let first = Atomic<UInt64>(0)
    let second = Atomic<UInt64>(0)
    onThreads({
      let thing = Thing()
      first.store(probed { Offence.lock(thing) }.system_calls, ordering: .relaxed)
      second.store(probed { Offence.lock(thing) }.total, ordering: .relaxed)
    })
    #expect(first.load(ordering: .relaxed) >= 1)
    // An inlined compare-and-exchange: nothing to hook. `@_noLocks` refuses it.
    #expect(second.load(ordering: .relaxed) == 0)
  }

  @Test func saysWhenItHadToStopWatching() {
    let counts = probed { onThreads({}) }
    #expect(counts.system_calls >= 1)
    #expect(!counts.watched_system_calls)
    #expect(probed { _ = getppid() }.watched_system_calls)
  }

  @Test func mayBeStartedTwiceAndEndedTwice() {
    realtime_probe_begin()
    _ = getppid()
    let counts = probed { _ = getppid() }
    #expect(counts.system_calls == 1)
    var again = RealtimeProbeCounts()
    realtime_probe_end(&again)
    #expect(getppid() > 0)
  }
}
