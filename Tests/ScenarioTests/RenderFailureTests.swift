import ConsoleModel
import Desk
import Engine
import Glibc
import Testing

/// What goes wrong with files is told with the right status, and nothing half-made stays.
@Suite struct RenderFailureTests {
  private let folder = Folder()

  /// The status that `body` fails with, and the names that are in the folder afterwards.
  private func failure(_ body: () throws -> Void) -> (Failure.Status?, [String]) {
    do {
      try body()
      return (nil, folder.names)
    } catch {
      return ((error as? Failure)?.status, folder.names)
    }
  }

  private func run(_ change: (inout RenderJob) -> Void) -> (Failure.Status?, [String]) {
    failure {
      var job = try MackieMix(folder: folder, inputSeconds: 0.1).job("out")
      change(&job)
      _ = try job.run()
    }
  }

  private let given = ["hand.mid", "in.wav"]

  @Test func anInputThatIsNotThere() {
    let (status, names) = run { $0.input = "/nowhere/in.wav" }
    #expect(status == .noInput && names == given)
  }

  @Test(arguments: [[], Array("RIFF".utf8), Array(repeating: 0x55, count: 100)] as [[UInt8]])
  func anInputThatIsNoSound(bytes: [UInt8]) {
    let path = folder.put("noise.wav", bytes)
    let (status, names) = run { $0.input = path }
    #expect(status == .badFile && names == given + ["noise.wav"])
  }

  @Test func anInputWithoutChannelsOrRate() {
    for place in [22, 24] {
      var bytes = wavBytes([[0, 0, 0]], .s16)
      for index in place..<place + 2 { bytes[index] = 0 }
      if place == 24 { (bytes[26], bytes[27]) = (0, 0) }
      let path = folder.put("noise.wav", bytes)
      #expect(run { $0.input = path }.0 == .badFile)
    }
  }

  @Test func aFolderThatIsNotThere() {
    let (status, names) = run { $0.output = "/nowhere/out.wav" }
    #expect(status == .cannotCreate && names == given)
  }

  @Test func aFolderInPlaceOfAFile() {
    #expect(run { $0.output = folder.path }.0 == .cannotCreate)
    let (status, names) = run { $0.feedback = [folder.path] }
    #expect(status == .cannotCreate && names == given)
  }

  @Test func feedbackThatCannotBeWrittenLeavesNeitherSoundNorOtherFeedback() {
    let (status, names) = run { $0.feedback = [folder.at("a.mid"), "/nowhere/b.mid"] }
    #expect(status == .cannotCreate && names == given)
  }

  /// A pipe stands for all that is no regular file, such as /dev/null.
  @Test func aPipeOrDeviceIsNeverReplaced() {
    let pipe = folder.at("a.pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(run { $0.output = pipe }.0 == .cannotCreate)
    let (status, names) = run { $0.feedback = [pipe] }
    #expect(status == .cannotCreate && names == ["a.pipe"] + given)
    var kind = stat()
    #expect(stat(pipe, &kind) == 0 && kind.st_mode & S_IFMT == S_IFIFO)
  }

  @Test func anOldOutputStaysWhenTheNewOneFails() {
    let old = folder.put("out.wav", [1, 2, 3])
    _ = run { $0.feedback = ["/nowhere/b.mid"] }
    #expect(contents(old) == [1, 2, 3])
  }

  @Test func aConsoleThatPlaysOnNothing() {
    let (status, names) = run { job in
      for bus in job.console.buses { job.console.make(.outputs(bus.id, [])) }
    }
    #expect(status == .badFile && names == given)
  }

  @Test func aPerformanceThatIsNone() throws {
    let whole = midiFileBytes(MackieMix(folder: folder).hand.events, endingAt: 3)
    for bytes in [[], Array(whole.dropLast(5)), Array(repeating: 0x90, count: 100)] {
      let path = folder.put("bad.mid", bytes)
      #expect(failure { _ = try Files.performance(path) }.0 == .badFile)
    }
    #expect(failure { _ = try Files.performance("/nowhere/bad.mid") }.0 == .noInput)
  }

  @Test func aMappingThatIsNone() {
    let path = folder.put("bad.yaml", Array("busbar-mapping: 1\nname: [\n".utf8))
    #expect(failure { _ = try Files.mapping(path) }.0 == .badFile)
    #expect(failure { _ = try Files.mapping("/nowhere/bad.yaml") }.0 == .noInput)
  }
}
