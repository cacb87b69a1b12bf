import ConsoleFile
import ConsoleModel
import Plots
import Testing

/// The figures and pictures of "Bus, VCA or send?" are what the engine does today.
@Suite struct DeskPageTests {
  private let page = repositoryText("Sources/ConsoleModel/README.md")

  @Test func hasTheTable() { #expect(page.contains("\n\n" + DeskSound.table + "\n\n")) }

  /// What is measured is the console of the page's first file.
  @Test func measuresThePagesOwnDesk() throws {
    let file = try #require(page.split(separator: "```").first { $0.hasPrefix("yaml\n") })
    let (console, _) = ConsoleFile.load(bytes: Array(file.dropFirst(5).utf8), file: "voice.yaml")
    #expect(try #require(console) == DeskSound.console)
  }

  @Test(arguments: DeskGallery.allCases) func hasThePicture(_ picture: DeskGallery) {
    let kept = repositoryText("Sources/ConsoleModel/Pictures/\(picture.fileName)")
    let drawn = picture.plot.svg
    #expect(differences(kept, drawn, tolerance: 0.3) == nil)
    #expect(wellFormedness(of: drawn) == nil)
    #expect(page.contains("](Pictures/\(picture.fileName))"))
  }

  @Test func theFolderHoldsNoOther() {
    #expect(
      repositoryFolder("Sources/ConsoleModel/Pictures")
        == DeskGallery.allCases.map(\.fileName).sorted())
  }
}
