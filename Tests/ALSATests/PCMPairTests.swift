import ALSA
import Glibc
import Realtime
import Testing

/// alsa-lib's `null` card plays into the void and captures silence, as fast as it is asked to;
/// its `file` card writes what is played to a file.
struct PCMPairTests {
  @Test func movesPlaybackAndCaptureTogether() throws {
    var wanted = PCMConfiguration(playback: "null", capture: "null")
    wanted.playbackChannels = 2
    wanted.captureChannels = 5
    let holder = try RigHolder(wanted, stop: StopSignal(), periods: 1000)
    runLoop(holder.rig)
    #expect(holder.rig.pointee.rendered == 1000)
    #expect(holder.rig.pointee.pcm.playbackAreas.count == 2)
    #expect(holder.rig.pointee.pcm.captureAreas.count == 5)
    #expect(holder.rig.pointee.pcm.counters.xruns == 0)
    let settings = holder.rig.pointee.pcm.captureSettings
    let agreed = try #require(settings)
    #expect(agreed.rate == 48000 && agreed.period == 64 && agreed.buffer == 192)
  }

  @Test func runsOneDirectionAlone() throws {
    for wanted in [PCMConfiguration(playback: "null"), PCMConfiguration(capture: "null")] {
      let holder = try RigHolder(wanted, stop: StopSignal(), periods: 10)
      runLoop(holder.rig)
      #expect(holder.rig.pointee.rendered == 10)
      let isLinked = holder.rig.pointee.pcm.isLinked
      #expect(!isLinked)
    }
  }

  @Test(arguments: SampleFormat.allCases)
  func spacesTheAreasByTheFormat(format: SampleFormat) throws {
    var wanted = PCMConfiguration(playback: "null")
    wanted.formats = [format]
    wanted.playbackChannels = 3
    var pcm = try PCMPair(wanted, stop: StopSignal())
    let started = pcm.start()
    let hasBegun = pcm.begin()
    let areas = pcm.playbackAreas
    #expect(started == .running && hasBegun)
    #expect(areas[0].stride == 3 * format.bytes)
    let first = try #require(areas[0].base)
    let third = try #require(areas[2].base)
    let distance = third - first
    #expect(distance == 2 * format.bytes)
  }

  @Test func playsABufferOfSilenceAndThenEveryFrameInOrder() throws {
    let played = try framesPlayed(buffer: 192, periods: 50)
    #expect(played == Array(repeating: 0, count: 192) + Array(0..<3200))
  }

  /// 200 frames are three periods and an eighth, so that most periods wrap somewhere.
  @Test func keepsPeriodsWholeWhenTheBufferIsNot() throws {
    let played = try framesPlayed(buffer: 200, periods: 50)
    #expect(played == Array(repeating: 0, count: 200) + Array(0..<3200))
  }

  /// The numbers of the frames that a rig played into a file, from both channels.
  private func framesPlayed(buffer: Int, periods: Int) throws -> [UInt32] {
    let path = "/tmp/busbar-played-\(getpid())-\(buffer).raw"
    defer { unlink(path) }
    var wanted = PCMConfiguration(playback: "file:FILE=\(path),FORMAT=raw")
    wanted.playbackChannels = 2
    wanted.bufferFrames = buffer
    try runToTheEnd(wanted, periods: periods)
    let samples = try words(of: path)
    #expect(samples.count % 2 == 0)
    let first = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
    let second = stride(from: 1, to: samples.count, by: 2).map { samples[$0] }
    let mark: UInt32 = 1 << 24
    #expect(Array(second.dropFirst(buffer)) == first.dropFirst(buffer).map { $0 | mark })
    #expect(second.prefix(buffer).allSatisfy { $0 == 0 })
    return first
  }

  /// Runs a rig and closes its card, which completes the file.
  private func runToTheEnd(_ wanted: PCMConfiguration, periods: Int) throws {
    let holder = try RigHolder(wanted, stop: StopSignal(), periods: periods)
    runLoop(holder.rig)
    #expect(holder.rig.pointee.rendered == periods)
  }

  private func words(of path: String) throws -> [UInt32] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var words = [UInt32](repeating: 0, count: 1 << 16)
    let count = fread(&words, 4, words.count, file)
    return Array(words.prefix(count))
  }

  @Test func endsTheLoopOfAnotherThreadByTheStopSignal() throws {
    let stop = try StopSignal()
    let wanted = PCMConfiguration(playback: "null", capture: "null")
    let holder = try RigHolder(wanted, stop: stop, periods: .max)
    let thread = try RealtimeThread(name: "rig", context: holder.rig, body: runRig)
    usleep(20_000)
    stop.raise()
    thread.join()
    #expect(holder.rig.pointee.last == .stop)
    #expect(holder.rig.pointee.rendered > 0)
  }

  @Test func givesNoPeriodBeforeItIsStarted() throws {
    var pcm = try PCMPair(PCMConfiguration(playback: "null"), stop: StopSignal())
    let result = pcm.wait()
    #expect(result == .xrun)
    let recovered = pcm.recover()
    #expect(recovered == .running)
    let after = pcm.wait()
    #expect(after == .ready)
  }

  @Test func startsAgainWithoutOpeningAgain() throws {
    var pcm = try PCMPair(
      PCMConfiguration(playback: "null", capture: "null"), stop: StopSignal())
    for _ in 0..<100 {
      let started = pcm.recover()
      let result = pcm.wait()
      let hasBegun = pcm.begin()
      pcm.commit()
      #expect(started == .running && result == .ready && hasBegun)
    }
  }
}
