/// Finds the candidate that a mistyped word most likely meant, or nil if none is near.
///
/// Case never counts as a mistake. About one typing mistake in three letters is forgiven, where a
/// mistake is a letter added, left out, replaced, or swapped with its neighbour. A word of three or
/// more letters that only one candidate starts with means that candidate.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let letters = Array(word.lowercased().unicodeScalars)
  guard !letters.isEmpty, letters.count <= 64 else { return nil }
  var best: (word: String, distance: Int)?
  var extensions: [String] = []
  for candidate in candidates {
    let target = Array(candidate.lowercased().unicodeScalars)
    if letters.count >= 3 && target.starts(with: letters) { extensions.append(candidate) }
    let limit = (max(letters.count, target.count) + 1) / 3
    guard abs(letters.count - target.count) <= limit else { continue }
    let distance = editDistance(letters, target)
    if distance <= limit && distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  if let best { return best.word }
  return extensions.count == 1 ? extensions[0] : nil
}

/// Counts the typing mistakes between two words (optimal string alignment, Damerau-Levenshtein).
///
/// Cost: the product of the lengths.
func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let change = left[row] == right[column] ? 0 : 1
      var cost = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
