import Glibc
import Synchronization

// What an audio thread must not do, each on purpose, and kept from the optimiser.

final class Thing: @unchecked Sendable {
  var number = 1
  let mutex = Mutex(0)
}

class Base {
  @inline(never) @_optimize(none)
  static func derived() -> Base { Further() }
}
class Derived: Base {}
class Further: Derived {}

struct Pair<Element> {
  var first: Element
  var second: Element
}

let lazyGlobal = [Int](unsafeUninitializedCapacity: 4) {
  $1 = 4; $0.initialize(repeating: 1)
}
let lazyThing = Thing()

enum Offence {
  @inline(never) @_optimize(none)
  static func useHeap() {
    var block = malloc(24)
    block = realloc(block, 48)
    free(block)
    free(calloc(2, 8))
    free(aligned_alloc(64, 64))
    var aligned: UnsafeMutableRawPointer?
    posix_memalign(&aligned, 64, 64)
    free(aligned)
  }

  @inline(never) @_optimize(none)
  static func retain(_ thing: Unmanaged<Thing>) { _ = thing.retain() }

  @inline(never) @_optimize(none)
  static func release(_ thing: Unmanaged<Thing>) { thing.release() }

  @inline(never) @_optimize(none)
  static func makeObject() { _ = Thing() }

  @inline(never)
  static func lock(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
    pthread_mutex_lock(mutex)
    pthread_mutex_unlock(mutex)
  }

  @inline(never)
  static func lock(_ thing: Thing) { thing.mutex.withLock { $0 += 1 } }

  @inline(never) @_optimize(none)
  static func useLazyGlobal() -> Int { lazyGlobal.count }

  @inline(never) @_optimize(none)
  static func change(_ thing: Thing) { thing.number += 1 }

  @inline(never) @_optimize(none)
  static func cast(_ base: Base) -> Bool { base is Derived }

  @inline(never) @_optimize(none)
  static func castAny(_ value: Any) -> Int { value as? Int ?? 0 }

  @inline(never) @_optimize(none)
  static func genericArray<Element>(of type: Element.Type) -> Any.Type { [[Element?]].self }

  @inline(never) @_optimize(none)
  static func genericPair<Element>(of type: Element.Type) -> Any.Type { Pair<Element>.self }
}

/// A gain on a block in vectors of sixteen, as a kernel does it.
@inline(never)
func scale(_ block: UnsafeMutablePointer<SIMD16<Float>>, count: Int, by gain: Float) {
  for index in 0..<count { block[index] *= gain }
}
