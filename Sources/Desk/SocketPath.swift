import Glibc

/// Where a desk's control socket is.
public enum SocketPath: Hashable, Sendable {
  /// A desk without.
  case none
  /// Where the commands look for it when they are told nothing.
  case standard
  case at(String)

  /// `$XDG_RUNTIME_DIR/busbar.sock`; without it `/run/busbar.sock` for root, and
  /// `/tmp/busbar-<user number>.sock` for others.
  public static var standardPath: String {
    if let folder = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), !folder.isEmpty {
      return folder + "/busbar.sock"
    }
    return geteuid() == 0 ? "/run/busbar.sock" : "/tmp/busbar-\(geteuid()).sock"
  }
}
