import CYAML

/// One step of a YAML file, as libyaml tells it.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar(YAMLScalar)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  let kind: Kind
  /// The scalar (from 0) at which it starts.
  let start: Int
  let hasAnchor: Bool
  let hasTag: Bool
}

/// Where and why libyaml gave up; positions count scalars from 0.
struct SyntaxFailure: Error {
  let problem: String
  let problemAt: Int
  let context: String
  let contextAt: Int
}

/// Reads a text as libyaml's events, owning the parser and a copy of the bytes it points into.
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Starts at the beginning of `text`; nil when memory is short.
  init?(_ text: String) {
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    bytes = .allocate(capacity: text.utf8.count)
    _ = bytes.initialize(from: text.utf8)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event; not to be called again after it threw or gave the end of the stream.
  mutating func next() throws(SyntaxFailure) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return Self.translate(event)
  }

  private func failure() -> SyntaxFailure {
    let state = parser.pointee
    let isShortOfMemory = state.error == YAML_MEMORY_ERROR
    return SyntaxFailure(
      problem: isShortOfMemory ? "out of memory" : state.problem.map { String(cString: $0) } ?? "",
      problemAt: state.problem_mark.index,
      context: state.context.map { String(cString: $0) } ?? "",
      contextAt: state.context_mark.index)
  }

  private static func translate(_ event: yaml_event_t) -> YAMLEvent {
    let data = event.data
    let start = event.start_mark.index
    func step(_ kind: YAMLEvent.Kind, anchor: Bool = false, tag: Bool = false) -> YAMLEvent {
      YAMLEvent(kind: kind, start: start, hasAnchor: anchor, hasTag: tag)
    }
    switch event.type {
    case YAML_STREAM_START_EVENT: return step(.streamStart)
    case YAML_DOCUMENT_START_EVENT: return step(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return step(.documentEnd)
    case YAML_ALIAS_EVENT: return step(.alias)
    case YAML_SCALAR_EVENT:
      let scalar = data.scalar
      return step(
        .scalar(text(of: scalar)), anchor: scalar.anchor != nil, tag: scalar.tag != nil)
    case YAML_SEQUENCE_START_EVENT:
      let start = data.sequence_start
      return step(.sequenceStart, anchor: start.anchor != nil, tag: start.tag != nil)
    case YAML_SEQUENCE_END_EVENT: return step(.sequenceEnd)
    case YAML_MAPPING_START_EVENT:
      let start = data.mapping_start
      return step(.mappingStart, anchor: start.anchor != nil, tag: start.tag != nil)
    case YAML_MAPPING_END_EVENT: return step(.mappingEnd)
    default: return step(.streamEnd)
    }
  }

  private static func text(of scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar)
    -> YAMLScalar
  {
    let buffer = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let style: YAMLScalar.Style =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .plain
      }
    return YAMLScalar(String(decoding: buffer, as: UTF8.self), style: style)
  }
}
