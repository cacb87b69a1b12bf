/// The equations of a least-squares fit of up to seven numbers.
struct NormalEquations {
  /// Row by row; the right side in the column after the last number.
  private var rows: [SIMD8<Double>]

  /// Makes the equations of so many numbers; damped, so that what no measurement says anything
  /// about stays at 0.
  init(count: Int, damping: Double) {
    rows = [SIMD8<Double>](repeating: .zero, count: count)
    for row in 0..<count { rows[row][row] = damping }
  }

  /// Adds a measurement: what each number is multiplied by, then what their sum should come to.
  mutating func add(_ row: SIMD8<Double>) {
    for index in rows.indices { rows[index] += row[index] * row }
  }

  /// The numbers, by elimination; the matrix is symmetric and positive, so no pivoting.
  consuming func solved() -> SIMD8<Double> {
    let count = rows.count
    for pivot in 0..<count {
      rows[pivot] /= rows[pivot][pivot]
      for row in 0..<count where row != pivot {
        rows[row] -= rows[row][pivot] * rows[pivot]
      }
    }
    var solution = SIMD8<Double>()
    for row in 0..<count { solution[row] = rows[row][count] }
    return solution
  }
}
