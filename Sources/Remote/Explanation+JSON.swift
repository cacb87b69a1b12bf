public import ConsoleModel
import Units

extension JSON {
  /// An explanation; a level of minus infinity is null, and its node has the obstacle `level`.
  public init(_ explanation: Explanation) {
    var members: [(String, JSON)] = [
      ("strip", .string("\(explanation.strip)")), ("name", .string(explanation.name)),
      ("heard", .bool(explanation.isHeard)),
      ("outputs", .array(explanation.reachedOutputs.map { .integer($0) })),
      ("verdict", .string(explanation.verdict)), ("short", .string(explanation.short(width: 14))),
    ]
    if let level = explanation.level { members.append(("level", .number(level.value))) }
    members.append(("nodes", .array(explanation.nodes.map(JSON.init))))
    self = .object(members)
  }

  private init(_ node: Explanation.Node) {
    var members: [(String, JSON)] = [("kind", .string(node.kind.rawValue))]
    members += Self.members(of: node.subject)
    if !node.name.isEmpty { members.append(("name", .string(node.name))) }
    if let level = node.level { members.append(("level", .number(level.value))) }
    if let tap = node.tap { members.append(("tap", .string(tap.rawValue))) }
    if let mute = node.mute { members.append(("mute", .string(mute.rawValue))) }
    if let obstacle = node.obstacle { members.append(("silenced_by", .string(obstacle.rawValue))) }
    members.append(("reached", .bool(node.isReached)))
    if !node.origins.isEmpty {
      members.append(("strips", .array(node.origins.map { .string("\($0)") })))
    }
    if !node.children.isEmpty {
      members.append(("nodes", .array(node.children.map(JSON.init))))
    }
    self = .object(members)
  }

  private static func members(of subject: Explanation.Subject) -> [(String, JSON)] {
    switch subject {
    case .strip(let id): [("strip", .string("\(id)"))]
    case .muteGroup(let number): [("mute_group", .integer(number))]
    case .desk: [("all_mute", .bool(true))]
    case .plugs(let plugs): [("plugs", .array(plugs.map { .integer($0) }))]
    case .insert(let outputs, let inputs):
      [
        ("outputs", .array(outputs.map { .integer($0) })),
        ("inputs", .array(inputs.map { .integer($0) })),
      ]
    }
  }
}
