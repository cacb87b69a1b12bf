import ConsoleFile
import ConsoleModel
import YAML

// Actions that move a parameter of the table by its path.
extension ActionReader {
  /// Roles of `strip trim`, `selected eq.1..4.gain`, `desk solo`, `main mute = on`; nil after
  /// reporting a mistake.
  func parameters(_ words: ArraySlice<Substring>, of value: ValueReader) -> [ControlRole]? {
    let equals = kind == .button ? words.firstIndex(of: "=") : nil
    let isReset = kind == .button && words.last == "reset"
    let left = equals.map { words[..<$0] } ?? (isReset ? words.dropLast() : words)
    guard hasParameters, let owners = owners(left),
      let first = left.dropFirst(owners.words).first, let last = left.last
    else {
      reportUnknown(left, of: value)
      return nil
    }
    let path = first.base[first.startIndex..<last.endIndex]
    let isSpread = Self.range(in: path) != nil
    guard let targets = targets(left.prefix(owners.words), of: value, isShared: isSpread),
      let keys = keys(path, owners.kinds, of: value)
    else { return nil }
    if let equals { return values(zip(targets, keys), words[(equals + 1)...], of: value) }
    for key in keys where kind == .button && !isReset && !key.isForKeys {
      value.part(first, place: value.place).error(
        "\(value.place) is a key, and '\(key)' is neither on and off nor words; such as"
          + " '\(key) reset', which sets it as on a new console, or '\(key) = …', to a value")
      return nil
    }
    return zip(targets, keys).map { isReset ? .reset($0, $1) : .parameter($0, $1) }
  }

  /// Roles that set parameters to a value.
  private func values(
    _ addresses: Zip2Sequence<[Target], [ParameterKey]>, _ words: ArraySlice<Substring>,
    of value: ValueReader
  ) -> [ControlRole]? {
    guard let first = words.first, let last = words.last else {
      value.error("no value after '=' in \(value.place)")
      return nil
    }
    let text = first.base[first.startIndex..<last.endIndex]
    do throws(ValueMistake) {
      var roles: [ControlRole] = []
      for (target, key) in addresses {
        let number = try key.parameter.value(of: String(text), in: Self.largest)
        roles.append(.value(target, key, number))
      }
      return roles
    } catch {
      value.part(text, place: value.place).error(error.message)
      return nil
    }
  }

  /// A console that has every strip that may be named.
  private static let largest: Console = {
    let most = ConsoleSize.limits
    var size = ConsoleSize()
    size.channels = most.channels
    size.groups = most.groups
    size.auxes = most.auxes
    size.fxs = most.fxs
    size.matrices = most.matrices
    return Console(name: "", size: size)
  }()

  private var hasParameters: Bool { ![.display, .colour, .meter].contains(kind) }

  /// How many of the words say whose parameter is meant, and what kinds that may be.
  private func owners(_ words: ArraySlice<Substring>) -> (words: Int, kinds: Set<StripKind>)? {
    guard let first = words.first.map(String.init) else { return nil }
    if first == "strip" || first == "selected" { return (1, Self.shown) }
    if words.starts(with: ["mute", "group"]) { return (3, [.muteGroup]) }
    if let owner = ParameterOwner(first) { return (1, [owner.kind]) }
    return ParameterOwner("\(first) 1").map { (2, [$0.kind]) }
  }

  /// The kinds of strips that layers show.
  private static let shown: Set<StripKind> = [
    .channel, .group, .aux, .fx, .matrix, .main, .monitor, .vca,
  ]

  /// The parameters that a path names: one for all controls, or one each where it has a range.
  private func keys(
    _ path: Substring, _ kinds: Set<StripKind>, of value: ValueReader
  ) -> [ParameterKey]? {
    var paths = Array(repeating: String(path), count: key.count)
    if let range = Self.range(in: path) {
      guard let numbers = numbers(range, of: value, in: 1...256) else { return nil }
      let (before, after) = (path[..<range.startIndex], path[range.endIndex...])
      paths = numbers.map { "\(before)\($0)\(after)" }
    }
    do throws(AddressMistake) {
      var keys: [ParameterKey] = []
      for path in paths { keys.append(try ParameterKey(path, on: kinds)) }
      return keys
    } catch {
      let meant = error.meant(among: endings.map(\.key)).map { "; did you mean '\($0)'?" } ?? ""
      value.part(path, place: value.place).error(
        "\(error.cause) in \(value.place); 'busbar parameters' lists them\(meant)")
      return nil
    }
  }

  /// The numbers around the first `..` of a path.
  private static func range(in path: Substring) -> Substring? {
    guard let dots = path.firstRange(of: "..") else { return nil }
    let before = path[..<dots.lowerBound].reversed().prefix { $0.isNumber }.count
    let after = path[dots.upperBound...].prefix { $0.isNumber }.count
    return path[
      path.index(dots.lowerBound, offsetBy: -before)..<path.index(dots.upperBound, offsetBy: after)]
  }

  /// Reports what names no strip where the rest would do, or else nothing that there is.
  private func reportUnknown(_ words: ArraySlice<Substring>, of value: ValueReader) {
    if hasParameters, owners(words) == nil, words.count > 1, let last = words.last,
      (try? ParameterKey(last, on: Self.shown)) != nil
    {
      reportStrip(words.dropLast().joined(separator: " "), of: value)
    } else {
      value.unknown("action", words.joined(separator: " "), allowed: examples)
    }
  }
}

extension ParameterKey {
  /// Whether a key can set it, by going on to what comes next.
  fileprivate var isForKeys: Bool {
    switch parameter.unit {
    case .onOff, .words, .bus: true
    default: false
    }
  }
}
