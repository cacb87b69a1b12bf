import Glibc

/// The signals that end the program, to be asked for instead of being interrupted by.
struct SignalInbox {
  private var set = sigset_t()

  /// Takes SIGINT, SIGTERM and SIGHUP away from this thread and every thread it starts later.
  init() {
    sigemptyset(&set)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Whether a signal has come; asked once for each.
  var hasArrived: Bool {
    var set = set
    var pending = sigset_t()
    guard sigpending(&pending) == 0 else { return false }
    let isPending = [SIGINT, SIGTERM, SIGHUP].contains { sigismember(&pending, $0) == 1 }
    guard isPending else { return false }
    var signal: Int32 = 0
    return sigwait(&set, &signal) == 0
  }
}
