/// Controls whose names differ in their number alone: `mute 1..8`.
struct ControlRow: Sendable {
  let word: String
  /// The number of each and its place in the list, in the list's order.
  var members: [(number: Int?, place: Int)] = []

  /// The rows of a list of names, in the order in which they begin.
  static func rows(of names: [String]) -> [ControlRow] {
    var rows: [ControlRow] = []
    for (place, name) in names.enumerated() {
      let words = name.split(separator: " ")
      let number = words.count > 1 ? words.last.flatMap { Int($0) } : nil
      let word = number == nil ? name : words.dropLast().joined(separator: " ")
      if let row = rows.firstIndex(where: { $0.word == word }) {
        rows[row].members.append((number, place))
      } else {
        rows.append(ControlRow(word: word, members: [(number, place)]))
      }
    }
    return rows
  }

  /// The row as a mapping file would name it.
  var span: String {
    let numbers = members.compactMap(\.number)
    guard let first = numbers.min(), let last = numbers.max() else { return word }
    return first == last ? "\(word) \(first)" : "\(word) \(first)..\(last)"
  }
}
