import DSP
import Testing

@Suite struct RowsTests {
  @Test func rendersLaneByLaneAcrossBlocks() {
    let rows = Rows(parameterRows: 1, stateRows: 1)
    let inputs: [[Float]] = [(0..<100).map { Float($0) }, (0..<100).map { Float(-$0) }]
    var starts: [Int] = []
    let outputs = rows.render(inputs) { start, block in
      starts.append(start)
      for frame in 0..<block.frames { block.samples[frame] *= 2 }
    }
    #expect(starts == [0, 64])
    #expect(outputs[0][99] == 198)
    #expect(outputs[1][50] == -100)
  }
}
