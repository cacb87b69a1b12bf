import ArgumentParser
import ConsoleModel
import Desk
import Plots
import Units

extension StripPicture: ExpressibleByArgument {}

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw what a strip does to sound, as an SVG picture.",
    discussion: """
      The engine plays test signals through the strip as the console file sets it, at 48 kHz, and \
      what comes out is drawn. 'equaliser': high-pass and equaliser as they are; the others as if \
      they were on: 'gate' and 'compressor', input and output levels; 'gate-times' and \
      'compressor-times', the gain while a signal comes and goes; 'saturation', harmonics; \
      'reverb', decay by frequency; 'limiter', input and output peaks. Keys of gates and \
      compressors are the strip itself. --all makes the pictures of the documentation instead.
      """)

  @Option(help: "The console file (YAML). Without one, the standard desk of 32 channels.")
  var console: String?

  @Option(help: "The strip, such as 'channel 3', 'fx 1' or main.")
  var strip: String?

  @Option(help: "What to draw: \(StripPicture.allCases.map(\.rawValue).joined(separator: ", ")).")
  var picture: StripPicture = .equaliser

  @Option(help: "The SVG file to write.")
  var output: String?

  @Option(help: "A folder for all pictures of the documentation; it is made if it isn't there.")
  var all: String?

  @Option(help: "A folder for the pictures of 'Bus, VCA or send?', whose table is printed.")
  var desk: String?

  func validate() throws {
    if all != nil || desk != nil {
      guard console == nil, strip == nil, output == nil, all == nil || desk == nil else {
        throw ValidationError("--all and --desk take no other option.")
      }
    } else if strip == nil || output == nil {
      throw ValidationError("Give --strip and --output, or --all or --desk with a folder.")
    }
  }

  func run() throws {
    if let all { return try drawAll(all) }
    if let desk { return try drawDesk(desk) }
    guard let strip, let output else { return }
    try Files.write(try draw(strip), to: output)
  }

  private func drawAll(_ folder: String) throws {
    try Files.makeFolder(folder)
    for picture in Gallery.allCases {
      try Files.write(picture.plot.svg, to: "\(folder)/\(picture.fileName)")
    }
  }

  private func drawDesk(_ folder: String) throws {
    try Files.makeFolder(folder)
    for picture in DeskGallery.allCases {
      try Files.write(picture.plot.svg, to: "\(folder)/\(picture.fileName)")
    }
    print(DeskSound.table)
  }

  private func draw(_ name: String) throws -> String {
    let console = try Busbar.loadConsole(console)
    let known = console.stripIDs.filter { id in
      id.kind.map { kind in StripPicture.allCases.contains { $0.isOn(kind) } } ?? false
    }
    guard let id = StripID(name), known.contains(id), let kind = id.kind,
      let strip = console.strip(id)
    else {
      let near = nearest(to: name, among: known.map(\.description))
      throw Failure(
        .usage, "there is no strip '\(name)'\(near.map { "; did you mean '\($0)'?" } ?? "")")
    }
    guard picture.isOn(kind) else {
      let there = StripPicture.allCases.filter { $0.isOn(kind) }.map(\.rawValue)
      throw Failure(
        .usage, "\(id) has no \(picture.rawValue); it has \(there.joined(separator: ", "))")
    }
    let title = strip.name.isEmpty ? "\(id)" : "\(id), \(strip.name)"
    return picture.plot(of: strip, kind, name: title).svg
  }
}
