import Glibc

/// The program itself, as built beside the tests.
enum Program {
  /// The path of `busbar`; nil when only the tests were built.
  static let path: String? = {
    var name = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &name, name.count - 1)
    guard count > 0 else { return nil }
    let tests = String(decoding: name[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = tests.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let program = folder.joined(separator: "/") + "/busbar"
    return access(program, X_OK) == 0 ? program : nil
  }()

  /// What a run left.
  struct Outcome {
    /// The exit status, or 128 and the signal that ended it.
    let status: Int32
    let output: String
    let complaints: String
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name.
  ///   - mostBlocks: The longest file that it may write, in blocks of 512 bytes.
  /// - Returns: Its status and texts; -1 if it can't be run.
  static func run(_ arguments: [String], mostBlocks: Int? = nil) -> Outcome {
    guard let path else { return Outcome(status: -1, output: "", complaints: "no program") }
    return start(arguments, path, mostBlocks: mostBlocks).outcome()
  }

  /// A run that goes on.
  final class Run {
    private let process: pid_t
    private let folder: Folder
    /// What it left, once it has ended.
    private var left: Outcome?

    fileprivate init(_ process: pid_t, _ folder: Folder) {
      self.process = process
      self.folder = folder
    }

    deinit {
      signal(SIGKILL)
      _ = outcome()
    }

    /// What it has written to standard error so far.
    var complaints: String { String(decoding: contents(folder.at("err")), as: UTF8.self) }

    /// What it has written to standard output so far.
    var output: String { String(decoding: contents(folder.at("out")), as: UTF8.self) }

    /// Sends it a signal, unless it has ended.
    func signal(_ number: Int32) { if left == nil && process > 0 { kill(process, number) } }

    /// Waits for its end.
    @discardableResult
    func outcome() -> Outcome {
      if let left { return left }
      let status = process > 0 ? Program.wait(for: process) : -1
      let outcome = Outcome(status: status, output: output, complaints: complaints)
      left = outcome
      return outcome
    }
  }

  /// Starts the program; nil if there is none.
  static func start(_ arguments: [String]) -> Run? {
    path.map { start(arguments, $0, mostBlocks: nil) }
  }

  private static func start(_ arguments: [String], _ path: String, mostBlocks: Int?) -> Run {
    let folder = Folder()
    let (output, complaints) = (folder.put("out", []), folder.put("err", []))
    let limit = mostBlocks.map { "ulimit -f \($0); " } ?? ""
    let line = limit + #"exec "$0" "$@" >"$BUSBAR_OUT" 2>"$BUSBAR_ERR""#
    let words = ["/bin/sh", "-c", line, path] + arguments
    let environment = ["BUSBAR_OUT=\(output)", "BUSBAR_ERR=\(complaints)", "PATH=/usr/bin:/bin"]
    return Run(spawn(words, environment), folder)
  }

  private static func spawn(_ words: [String], _ environment: [String]) -> pid_t {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for word in arguments + variables { free(word) } }
    var process = pid_t()
    return posix_spawn(&process, words[0], nil, nil, &arguments, &variables) == 0 ? process : -1
  }

  fileprivate static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
