// swift-tools-version: 6.2
import PackageDescription

// The listing follows the signal: values, control bytes, the console, the sound, the machine.
// Every folder of Sources and Tests is the target of that name. Test targets can't depend on each other:
// those about surfaces hold links to the same support.

/// The lane kernels are one source compiled once for each instruction set.
///
/// `KernelsAVX2` and `KernelsAVX512` hold links to the files of `KernelsBaseline`.
#if arch(x86_64)
  let baseline: [SwiftSetting] = [.define("NO_FMA")]
  let avx2: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
  let avx512: [SwiftSetting] = [
    .unsafeFlags(["-Xcc", "-march=x86-64-v4", "-Xcc", "-mprefer-vector-width=512"]),
    .define("WIDE_REGISTERS"),
  ]
#else
  let baseline: [SwiftSetting] = []  // NEON has the fused multiply-add
  let avx2: [SwiftSetting] = []
  let avx512: [SwiftSetting] = []
#endif

let package = Package(
  name: "busbar-console",
  products: [.executable(name: "busbar", targets: ["busbar"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // Values
    .target(name: "Units"),
    .target(name: "WAV"),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "YAML", dependencies: ["CYAML", "Units"]),

    // Control: bytes → messages → surface events → console edits
    .target(name: "MIDI", dependencies: ["Units"]),
    .target(name: "ConsoleModel", dependencies: ["Units"], exclude: ["Pictures", "README.md"]),
    .target(name: "ConsoleFile", dependencies: ["ConsoleModel", "Units", "YAML"]),
    .target(
      name: "Surface", dependencies: ["ConsoleFile", "ConsoleModel", "MIDI", "Units", "YAML"]),
    .target(name: "Simulator", dependencies: ["ConsoleModel", "MIDI", "Surface", "Units"]),
    .target(name: "Learning", dependencies: ["MIDI", "Surface", "Units", "YAML"]),
    .target(name: "Remote", dependencies: ["ConsoleFile", "ConsoleModel", "Units"]),

    // Sound: lanes of sixteen strips, one kernel source for every instruction set
    .target(
      name: "Processors", dependencies: ["DSP", "Units"], exclude: ["Pictures", "README.md"]),
    .target(name: "CLanes"),
    .target(name: "DSP"),
    .target(
      name: "KernelsBaseline", dependencies: ["CLanes", "DSP", "Realtime"], swiftSettings: baseline),
    .target(name: "KernelsAVX2", dependencies: ["CLanes", "DSP", "Realtime"], swiftSettings: avx2),
    .target(
      name: "KernelsAVX512", dependencies: ["CLanes", "DSP", "Realtime"], swiftSettings: avx512),
    .target(name: "Realtime"),
    .target(
      name: "Engine",
      dependencies: [
        "CLanes", "ConsoleModel", "DSP", "KernelsAVX2", "KernelsAVX512", "KernelsBaseline",
        "Processors", "Realtime", "Units",
      ]),
    .target(name: "Demo", dependencies: ["Units"]),

    // The machine: sound cards and sequencer, the two threads, the commands
    .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
    .target(name: "ALSA", dependencies: ["CALSA", "MIDI", "Realtime"]),
    .target(
      name: "Desk",
      dependencies: [
        "ALSA", "CALSA", "CLanes", "ConsoleFile", "ConsoleModel", "DSP", "Demo", "Engine",
        "Learning", "MIDI", "Processors", "Realtime", "Remote", "Simulator", "Surface", "Units",
        "WAV", "YAML",
      ]),
    .target(
      name: "Plots", dependencies: ["ConsoleModel", "DSP", "Desk", "Processors", "Units"]),
    .executableTarget(
      name: "busbar",
      dependencies: [
        "ALSA", "ConsoleModel", "DSP", "Desk", "Engine", "Learning", "MIDI", "Plots",
        "Processors", "Remote", "Simulator", "Surface", "Units", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests
    .target(name: "CRealtimeProbe"),
    .target(name: "CFaultyCard", dependencies: ["CALSA"]),
    .systemLibrary(
      name: "CEBUR128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
    .testTarget(name: "UnitsTests", dependencies: ["Units"]),
    .testTarget(name: "WAVTests", dependencies: ["WAV"]),
    .testTarget(name: "YAMLTests", dependencies: ["Units", "YAML"]),
    .testTarget(name: "MIDITests", dependencies: ["MIDI"]),
    .testTarget(name: "ConsoleModelTests", dependencies: ["ConsoleModel", "Units"]),
    .testTarget(
      name: "ConsoleFileTests", dependencies: ["ConsoleFile", "ConsoleModel", "Units", "YAML"]),
    .testTarget(
      name: "SurfaceTests",
      dependencies: ["ConsoleModel", "MIDI", "Simulator", "Surface", "Units", "YAML"]),
    .testTarget(
      name: "SimulatorTests",
      dependencies: ["ConsoleModel", "MIDI", "Simulator", "Surface", "Units", "YAML"]),
    .testTarget(
      name: "LearningTests",
      dependencies: [
        "ConsoleModel", "Learning", "MIDI", "Simulator", "Surface", "Units", "YAML",
      ]),
    .testTarget(name: "RemoteTests", dependencies: ["ConsoleModel", "Remote", "Units"]),
    .testTarget(name: "ProcessorsTests", dependencies: ["Processors", "Units"]),
    .testTarget(
      name: "KernelsTests",
      dependencies: ["CEBUR128", "CLanes", "DSP", "Engine", "Processors", "Units"]),
    .testTarget(name: "RealtimeTests", dependencies: ["Realtime", "CRealtimeProbe"]),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "CLanes", "ConsoleModel", "CRealtimeProbe", "DSP", "Demo", "Engine", "Processors",
        "Realtime", "Units",
      ]),
    .testTarget(name: "DemoTests", dependencies: ["Demo"]),
    .testTarget(name: "ALSATests", dependencies: ["ALSA", "Realtime"]),
    .testTarget(
      name: "PlotsTests", dependencies: ["ConsoleFile", "ConsoleModel", "Plots", "Units"]),
    .testTarget(
      name: "ScenarioTests",
      dependencies: [
        "ALSA", "CALSA", "CFaultyCard", "CRealtimeProbe", "ConsoleModel", "DSP", "Demo", "Desk",
        "Engine", "MIDI", "Realtime", "Remote", "Surface", "Units", "WAV",
      ]),
  ]
)

for target in package.targets where target.type != .system {
  if target.name.hasPrefix("C") && !target.name.hasPrefix("Console") { continue }  // C sources
  var settings = target.swiftSettings ?? []
  settings += [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  target.swiftSettings = settings
}
