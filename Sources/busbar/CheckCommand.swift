import ArgumentParser
import Desk
import Remote

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check console and mapping files; every mistake is told in one run.",
    discussion: "Exit status 0 if all are right (warnings allowed), 65 if any has an error.")

  @Argument(help: "Console files and mapping files.")
  var files: [String]

  @Flag(help: "Print what was found as JSON.")
  var json = false

  func run() throws {
    let reports = try files.map { try FileCheck($0) }
    if json {
      print(JSON.array(reports.map(description)))
    } else {
      for report in reports {
        for line in report.lines { complain(line) }
        if !report.hasErrors { print("\(report.path): \(report.summary)") }
      }
    }
    let wrong = reports.filter(\.hasErrors).map(\.path)
    if !wrong.isEmpty { throw ExitCode(Failure.Status.badFile.rawValue) }
  }

  private func description(_ report: FileCheck) -> JSON {
    .object([
      ("file", .string(report.path)), ("kind", JSON(report.kind)),
      ("ok", .bool(!report.hasErrors)),
      (
        "findings",
        .array(
          report.findings.map {
            .object([
              ("line", .integer($0.line)), ("column", .integer($0.column)),
              ("severity", .string($0.severity)), ("message", .string($0.message)),
            ])
          })
      ),
    ])
  }
}
