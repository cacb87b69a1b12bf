/// The name that is spelt most like a mistaken one, if any is near.
///
/// - Parameters:
///   - mistaken: What was written, such as "hw:CARD=UMC1280".
///   - names: The names there are.
/// - Returns: nil when more than a third of the letters differ.
package func nearestName(to mistaken: String, in names: [String]) -> String? {
  let best = names.map { (name: $0, edits: edits(from: mistaken, to: $0)) }
    .min { $0.edits < $1.edits }
  guard let best, best.edits * 3 <= max(mistaken.count, best.name.count) else { return nil }
  return best.name
}

/// Letters to insert, delete or replace to make one word of the other, capitals ignored.
private func edits(from a: String, to b: String) -> Int {
  let a = Array(a.prefix(200).lowercased())
  let b = Array(b.prefix(200).lowercased())
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[b.count]
}
