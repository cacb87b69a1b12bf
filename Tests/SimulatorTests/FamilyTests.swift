import Simulator
import Surface
import Testing
import YAML

@Suite struct FamilyTests {
  /// What the words of the shipped files say about their faders (controllers.md §6).
  @Test(arguments: [
    ("mackie-control", FaderFamily.servo), ("x-touch-compact", .deferred),
    ("bcf2000", .reporting), ("faderport-8", .free), ("nanokontrol2", .manual),
  ])
  func isThatOfTheMapping(file: String, family: FaderFamily) throws {
    let mapping = MappingFile.load(
      bytes: repositoryFile("mappings/\(file).yaml"), file: file
    ).mapping
    let faders = try #require(mapping).units.flatMap(\.faders)
    #expect(!faders.isEmpty)
    #expect(faders.allSatisfy { FaderFamily($0.profile) == family })
  }
}
