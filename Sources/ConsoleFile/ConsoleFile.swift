public import ConsoleModel
public import YAML

public enum ConsoleFile {
  public static func load(bytes: [UInt8], file: String) -> (console: Console?, diagnostics: Diagnostics) {
    (nil, Diagnostics(file: file))
  }
}
