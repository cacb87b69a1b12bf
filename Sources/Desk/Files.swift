import ConsoleFile
public import ConsoleModel
import Glibc
public import MIDI
public import Surface
import YAML

/// Reads the files that commands are given.
public enum Files {
  /// The longest file that is read whole, in bytes.
  static let mostBytes = 64 << 20

  /// Reads a whole file.
  public static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw Failure(.noInput, "\(path): can't be read: \(systemMessage())")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= mostBytes else {
        throw Failure(.badFile, "\(path): is longer than \(mostBytes >> 20) MiB")
      }
    }
    guard ferror(file) == 0 else {
      throw Failure(.noInput, "\(path): can't be read: \(systemMessage())")
    }
    return bytes
  }

  /// Reads a console file, or throws with every mistake in it, a line each.
  public static func console(
    _ path: String
  ) throws(Failure) -> (console: Console, warnings: [String]) {
    let (console, diagnostics) = ConsoleFile.load(bytes: try bytes(path), file: path)
    guard let console else { throw failure(diagnostics) }
    return (console, diagnostics.lines)
  }

  /// Reads a mapping file, or throws with every mistake in it, a line each.
  public static func mapping(
    _ path: String
  ) throws(Failure) -> (mapping: Mapping, warnings: [String]) {
    let (mapping, diagnostics) = MappingFile.load(bytes: try bytes(path), file: path)
    guard let mapping else { throw failure(diagnostics) }
    return (mapping, diagnostics.lines)
  }

  private static func failure(_ diagnostics: Diagnostics) -> Failure {
    Failure(
      .badFile, "\(diagnostics.file) can't be used:\n" + diagnostics.lines.joined(separator: "\n"))
  }

  /// Reads a Standard MIDI File.
  public static func performance(_ path: String) throws(Failure) -> StandardMIDIFile {
    let bytes = try bytes(path)
    do {
      return try StandardMIDIFile(bytes: bytes)
    } catch {
      throw Failure(.badFile, "\(path): \(error)")
    }
  }

  static func systemMessage() -> String { String(cString: strerror(errno)) }
}
