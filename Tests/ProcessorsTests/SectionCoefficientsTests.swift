import Processors
import Testing

@Suite struct SectionCoefficientsTests {
  @Test func bypassKeepsTheStatesAndPassesTheInput() {
    let section = SectionCoefficients(
      damping: -0.1, coupling: 0.2, integration: 0.3, direct: 2, first: 3, second: 4)
    #expect(section.bypassed.rows == [-0.1, 0.2, 0.3, 1, 0, 0])
  }
}
