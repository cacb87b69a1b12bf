import CALSA
import Glibc
import Synchronization

/// Asks the audio thread to end its loop, wakes it if it waits, and stays raised.
///
/// Any thread may raise it. The card and the built-in clock both watch it.
public final class StopSignal: Sendable {
  let descriptor: Int32
  private let raised = Atomic<Bool>(false)

  /// Makes a signal that is not raised; throws when the process has no descriptor left.
  public init() throws(ALSAError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else {
      throw .failed(call: "eventfd", subject: "the stop signal", code: errno)
    }
  }

  deinit { close(descriptor) }

  /// Any thread: raises the signal for good.
  public func raise() {
    raised.store(true, ordering: .releasing)
    eventfd_write(descriptor, 1)
  }

  /// Whether the signal is raised; any thread, lock-free.
  public var isRaised: Bool {
    @_noLocks get { raised.load(ordering: .acquiring) }
  }
}
