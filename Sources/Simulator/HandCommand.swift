public import Surface
import Units

/// What a person tells a simulated surface to do; numbers are places in the profile's lists.
public enum HandCommand: Hashable, Sendable {
  /// A whole gesture: touch, move, let go.
  case move(fader: Int, to: Int)
  case touch(fader: Int)
  case release(fader: Int)
  case press(Int)
  case hold(Int)
  case letGo(Int)
  case turn(encoder: Int, clicks: Int)
  /// From now on it is about another unit.
  case unit(Int)
  case unplug
  case replug
  case show
  case help
  /// Nothing is done for so many nanoseconds.
  case wait(UInt64)
  case quit

  /// The words that a command may begin with, besides the names of faders.
  public static let verbs = [
    "move", "touch", "release", "press", "hold", "turn", "unit", "unplug", "replug", "show",
    "help", "wait", "quit",
  ]

  /// What can be said, for a person to read.
  public static let usage = """
    fader 3 -10 dB      a hand moves a fader: to a level, to 50 %, or to a number of the device
    touch 3, release 3  a hand takes hold of a fader, or lets go
    press mute 2        a key; hold mute 2 and release mute 2 keep it down in between
    turn pot 1 +3       an encoder, to the right where the number is above 0
    unit extender 1     what follows is about that unit
    unplug, replug      the cable of the unit
    show, help          what it shows now; this text
    wait 500 ms, quit
    """

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: What was typed; what follows a `#` is a comment.
  ///   - profile: The unit that it is about.
  ///   - units: The names of all units.
  /// - Returns: nil for an empty line.
  /// - Throws: What is wrong with it, with the word that was probably meant.
  public static func read(
    _ line: String, on profile: UnitProfile, units: [String]
  ) throws(CommandMistake) -> HandCommand? {
    let code = line.prefix { $0 != "#" }
    let words = code.lowercased().split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
    guard let verb = words.first else { return nil }
    return try CommandReader(profile: profile, units: units).read(verb, Array(words.dropFirst()))
  }
}

/// Why a line is no command: a sentence, which names the nearest word if there is one.
public struct CommandMistake: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Makes a mistake of a sentence.
  public init(description: String) { self.description = description }
}

/// Reads the words of a command.
private struct CommandReader {
  let profile: UnitProfile
  let units: [String]

  func read(_ verb: String, _ rest: [String]) throws(CommandMistake) -> HandCommand {
    switch verb {
    case "unplug", "replug", "show", "help", "quit":
      guard rest.isEmpty else { throw mistake("'\(verb)' stands alone") }
      return plain(verb)
    case "move": return try move(rest)
    case "touch": return .touch(fader: try fader(rest))
    case "release":
      if let key = index(rest, keys) { return .letGo(key) }
      return .release(fader: try fader(rest))
    case "press": return .press(try place(rest, keys, "key"))
    case "hold": return .hold(try place(rest, keys, "key"))
    case "turn": return try turn(rest)
    case "unit": return .unit(try place(rest, units.map { $0.lowercased() }, "unit"))
    case "wait": return .wait(try time(rest))
    default: return try move([verb] + rest)
    }
  }

  private func plain(_ verb: String) -> HandCommand {
    switch verb {
    case "unplug": .unplug
    case "replug": .replug
    case "show": .show
    case "help": .help
    default: .quit
    }
  }

  private var faders: [String] { profile.faders.map { $0.name.lowercased() } }
  private var keys: [String] { profile.buttons.map { $0.name.lowercased() } }
  private var encoders: [String] { profile.encoders.map { $0.name.lowercased() } }

  /// A fader by its name, or by its number where it is called `fader`.
  private func fader(_ words: [String]) throws(CommandMistake) -> Int {
    if words.count == 1, let index = index(["fader"] + words, faders) { return index }
    return try place(words, faders, "fader")
  }

  /// `fader 3 -10 dB`: the name is as long as one fits.
  private func move(_ words: [String]) throws(CommandMistake) -> HandCommand {
    for count in (1..<max(words.count, 1)).reversed() {
      let name = Array(words.prefix(count))
      let byNumber = count == 1 ? index(["fader"] + name, faders) : nil
      guard let fader = index(name, faders) ?? byNumber else { continue }
      let value = words.dropFirst(count).joined(separator: " ")
      return .move(fader: fader, to: try position(value, profile.faders[fader].profile))
    }
    if index(words, faders) != nil {
      throw mistake("'\(words.joined(separator: " "))' goes where?")
    }
    throw unknown(words)
  }

  /// A level in dB, a part of the travel in %, or a number of the device.
  private func position(_ text: String, _ fader: FaderProfile) throws(CommandMistake) -> Int {
    let top = fader.rules.top
    let grid = FaderGrid(top: top)
    func number(before unit: String) -> Double? {
      guard text.hasSuffix(unit) else { return nil }
      let digits = text.dropLast(unit.count).split(separator: " ").joined()
      return Double(digits).flatMap { $0.isNaN ? nil : $0 }
    }
    if let level = number(before: "db") {
      guard level <= 10 else { throw mistake("a fader goes up to +10 dB, not \(text)") }
      return grid.raw(of: Decibels(level))
    }
    if let part = number(before: "%") {
      guard (0...100).contains(part) else { throw mistake("0 to 100 % are allowed, not \(text)") }
      return grid.raw(at: FaderPosition(part / 100))
    }
    guard let raw = Int(text), (0...top).contains(raw) else {
      throw mistake("'\(text)' is no place; allowed are -10 dB, 50 % and numbers from 0 to \(top)")
    }
    return raw
  }

  private func turn(_ words: [String]) throws(CommandMistake) -> HandCommand {
    guard index(words, encoders) == nil, words.count > 1, let last = words.last,
      let clicks = Int(last),
      (-1000...1000).contains(clicks)
    else {
      throw mistake("'turn' wants an encoder and a number of clicks, such as 'turn pot 1 +3'")
    }
    return .turn(encoder: try place(Array(words.dropLast()), encoders, "encoder"), clicks: clicks)
  }

  private func time(_ words: [String]) throws(CommandMistake) -> UInt64 {
    let text = words.joined()
    let unit: (String, Double) = text.hasSuffix("ms") ? ("ms", 1e6) : ("s", 1e9)
    guard text.hasSuffix(unit.0), let number = Double(text.dropLast(unit.0.count)), number >= 0,
      number * unit.1 <= 3600e9
    else { throw mistake("'wait' wants a time such as 500 ms or 2 s, up to an hour") }
    return UInt64(number * unit.1)
  }

  private func index(_ words: [String], _ names: [String]) -> Int? {
    names.firstIndex(of: words.joined(separator: " "))
  }

  private func place(
    _ words: [String], _ names: [String], _ kind: String
  ) throws(CommandMistake) -> Int {
    if let index = index(words, names) { return index }
    let text = words.joined(separator: " ")
    let near = nearest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    if text.isEmpty { throw mistake("which \(kind)?") }
    throw mistake("there is no \(kind) '\(text)'" + (near.isEmpty ? list(names) : near))
  }

  private func unknown(_ words: [String]) -> CommandMistake {
    let verb = words[0]
    let starts =
      HandCommand.verbs + faders.compactMap { $0.split(separator: " ").first }.map(String.init)
    let near = nearest(to: verb, among: starts).map { "; did you mean '\($0)'?" }
    guard verb != "move", !starts.contains(verb) else {
      let text = words.joined(separator: " ")
      return mistake("there is no fader in '\(text)'" + list(faders))
    }
    return mistake("'\(verb)' is no command\(near ?? "; 'help' lists them")")
  }

  /// The kinds of names that there are, with their numbers.
  private func list(_ names: [String]) -> String {
    let rows = ControlRow.rows(of: names)
    return rows.isEmpty ? "; it has none" : "; it has \(rows.map(\.span).joined(separator: ", "))"
  }

  private func mistake(_ text: String) -> CommandMistake {
    CommandMistake(description: text + (text.hasSuffix("?") ? "" : "."))
  }
}
