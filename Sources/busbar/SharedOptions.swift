import ArgumentParser
import ConsoleModel
import DSP
import Desk
import Engine
import Surface

extension InstructionSet: ExpressibleByArgument {}
extension RenderJob.OutputFormat: ExpressibleByArgument {}

/// Which desk, and with which kernels.
struct DeskOptions: ParsableArguments {
  @Option(help: "The console file (YAML). Without one, the standard desk of 32 channels.")
  var console: String?

  @Flag(help: "Play the demo band: on the demo desk, or on that of --console.")
  var demo = false

  @Option(help: "The vector instructions to use; by default the fastest that this machine has.")
  var instructionSet: InstructionSet = .best

  func validate() throws {
    guard InstructionSet.available.contains(instructionSet) else {
      let names = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("This machine has no \(instructionSet.rawValue); it has \(names).")
    }
  }

  /// The console that is meant.
  func loadConsole() throws -> Console {
    if demo && console == nil { return DemoDesk.console }
    return try Busbar.loadConsole(console)
  }
}

extension Busbar {
  /// Reads a console file, telling its warnings; the standard desk without one.
  static func loadConsole(_ path: String?) throws -> Console {
    guard let path else { return .standard }
    let (loaded, warnings) = try Files.console(path)
    for warning in warnings { complain(warning) }
    return loaded
  }
}

/// Reads mapping files, telling their warnings.
func loadMappings(_ paths: [String]) throws -> [Mapping] {
  try paths.map { path in
    let (mapping, warnings) = try Files.mapping(path)
    for warning in warnings { complain(warning) }
    return mapping
  }
}
