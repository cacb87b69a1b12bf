import ConsoleModel
import YAML

/// Something that the file says, and where.
struct Located<Value> {
  let value: Value
  let location: SourceLocation
}

/// What a file asks of the console, collected before any of it is done, so that order is no matter.
///
/// For one thread at a time.
final class Draft {
  /// The console as it is before the file's strips are set.
  let console: Console
  /// Where mistakes go.
  let diagnostics: Diagnostics
  /// Edits that neither depend on others nor on the order.
  var settings: [Located<[ConsoleEdit]>] = []
  /// Edits that lay a strip's signal to other buses or hang it under VCAs; one may close a loop.
  var arrows: [Located<[ConsoleEdit]>] = []
  /// Edits that make pairs of channels.
  var links: [Located<[ConsoleEdit]>] = []
  /// The widths asked for; nil where that can't be read.
  var widths: [StripID: Located<Width?>] = [:]
  /// The inputs of channels and the outputs of buses asked for; nil where they can't be read.
  var plugs: [StripID: Located<[Int]?>] = [:]
  /// Where a strip's insert is first spoken of.
  var inserts: [StripID: SourceLocation] = [:]
  /// The outputs and inputs of inserts asked for; nil where they can't be read.
  var insertOutputs: [StripID: Located<[Int]?>] = [:]
  var insertInputs: [StripID: Located<[Int]?>] = [:]
  /// Where a channel's direct out is first spoken of.
  var directs: [StripID: SourceLocation] = [:]
  /// The outputs of direct outs asked for; nil where they can't be read.
  var directOutputs: [StripID: Located<[Int]?>] = [:]
  /// Where buses are first spoken of.
  private(set) var named: [BusID: SourceLocation] = [:]
  private var given: [Claim: SourceLocation] = [:]

  private struct Claim: Hashable {
    let subject: ParameterOwner
    let key: String
  }

  init(_ console: Console, _ diagnostics: Diagnostics) {
    self.console = console
    self.diagnostics = diagnostics
  }

  /// Remembers where the buses among some subjects are spoken of.
  func note(_ subjects: [ParameterOwner], at location: SourceLocation) {
    for case .strip(.bus(let bus)) in subjects where named[bus] == nil { named[bus] = location }
  }

  /// The edits that set a parameter of some subjects; none after reporting that it can't be so.
  func edits(
    _ key: ParameterKey, of subjects: [ParameterOwner], _ value: Double, at location: SourceLocation
  ) -> [ConsoleEdit] {
    do throws(EditRefusal) {
      var edits: [ConsoleEdit] = []
      for subject in subjects { edits.append(try ParameterAddress(subject, key).edit(value)) }
      return edits
    } catch {
      diagnostics.error(location, error.description)
      return []
    }
  }

  /// Takes note that a key is set on some subjects; false after reporting that one has it already.
  func claim(_ key: String, of subjects: [ParameterOwner], at location: SourceLocation) -> Bool {
    for subject in subjects {
      guard let earlier = given[Claim(subject: subject, key: key)] else { continue }
      diagnostics.error(
        location, "'\(key)' of \(subject) is given twice; it was first given at \(earlier)")
      return false
    }
    for subject in subjects { given[Claim(subject: subject, key: key)] = location }
    return true
  }
}
