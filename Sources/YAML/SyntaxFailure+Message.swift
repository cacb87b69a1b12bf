extension SyntaxFailure {
  /// Reports the failure in the words of someone who writes configuration files.
  func report(in source: inout SourceText, to diagnostics: Diagnostics) {
    let pointsAtContext =
      problem == "could not find expected ':'"
      || (context == "while scanning a quoted scalar" && problem.hasPrefix("found unexpected"))
    let place = source.location(at: pointsAtContext ? contextAt : problemAt)
    diagnostics.error(place, message(in: &source))
  }

  private func message(in source: inout SourceText) -> String {
    if let known = Self.messages[problem] { return known }
    let opened = source.location(at: contextAt)
    switch problem {
    case "found character that cannot start any token":
      return Self.unusableStart(source.rest(at: problemAt))
    case "did not find expected node content":
      let first = source.rest(at: problemAt).first.map { Wording.quoted(String($0)) }
      return first.map { "\($0) is not allowed here; a value is needed" }
        ?? "a value is missing here"
    case "did not find expected ',' or ']'":
      return "',' or ']' is missing here: the list that '[' opens at \(opened) goes on"
    case "did not find expected ',' or '}'":
      return "',' or '}' is missing here: the group that '{' opens at \(opened) goes on"
    case "did not find expected key", "did not find expected '-' indicator":
      return indentation(opened, source.rest(at: problemAt))
    default:
      if context.hasPrefix("while scanning a quoted scalar") {
        return "this quote is never closed; end the text with the same quote"
      }
      return context.contains("tag") || problem.contains("tag")
        ? TreeBuilder.tagMessage(source.rest(at: contextAt)) : "this is not YAML: \(problem)"
    }
  }

  private func indentation(_ opened: SourceLocation, _ rest: Substring) -> String {
    if rest.first == ":" { return "a key is missing before this ':'" }
    let isList = problem.hasSuffix("'-' indicator")
    let wanted = isList ? "a list item, '- ', is" : "a key, 'key: value', is"
    if let first = rest.first, "]},".contains(first) {
      return "\(Wording.quoted(String(first))) is not allowed here; \(wanted) needed"
    }
    return "\(wanted) needed here, in line with the \(isList ? "list" : "group") that starts at"
      + " \(opened); check the indentation"
  }

  private static func unusableStart(_ rest: Substring) -> String {
    guard let first = rest.first else { return "a value is missing here" }
    if first == "\t" { return "a tab cannot indent a line; use spaces" }
    return "text cannot start with \(Wording.quoted(String(first))); put it in quotes"
  }

  /// What libyaml says, and what it means to the user.
  private static let messages = [
    "could not find expected ':'":
      "a ':' with a space after it is missing here; write 'key: value'",
    "found unexpected ':'":
      "a ':' is not allowed here; write a space after it, or put the text in quotes",
    "mapping values are not allowed in this context":
      "a ':' is not allowed here; check the indentation of this line, and put text that contains"
      + " ': ' in quotes",
    "mapping keys are not allowed in this context":
      "a '?' is not allowed here; put text that starts with '? ' in quotes",
    "block sequence entries are not allowed in this context":
      "a list cannot start here; put '- ' on a line of its own, and write a negative number without"
      + " a space, as in -6",
    "did not find expected <document start>":
      "this does not belong to what comes before; check the indentation and the brackets",
    "did not find expected alphabetic or numeric character":
      "text cannot start with '*' or '&'; put it in quotes",
    "found unknown escape character":
      "this escape is not known; after a backslash are allowed: \\ \" n t x u, and in single quotes"
      + " a backslash is a plain character",
    "did not find expected hexdecimal number":
      "an escape needs hexadecimal digits: two after \\x, four after \\u, eight after \\U",
    "found invalid Unicode character escape code":
      "this escape names no Unicode character",
    "found a tab character where an indentation space is expected":
      "a tab cannot indent a line; use spaces",
    "found a tab character that violates indentation":
      "a tab cannot indent a line; use spaces",
    "did not find expected comment or line break":
      "the text after '|' or '>' starts on the next line",
    "found an indentation indicator equal to 0":
      "the indentation after '|' or '>' is a number from 1 to 9; leave it out",
    "out of memory": "memory is too short to read this file",
  ]
}
