/// A place in the bytes of a file, with the reading that every part of the file needs.
struct ByteCursor {
  private let bytes: [UInt8]
  private(set) var offset: Int
  private let end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { offset == end }
  var left: Int { end - offset }

  func error(_ reason: StandardMIDIFileError.Reason) -> StandardMIDIFileError {
    StandardMIDIFileError(offset: offset, reason: reason)
  }

  func peek() throws(StandardMIDIFileError) -> UInt8 {
    guard offset < end else { throw error(.cutShort) }
    return bytes[offset]
  }

  mutating func byte() throws(StandardMIDIFileError) -> UInt8 {
    let byte = try peek()
    offset += 1
    return byte
  }

  /// A data byte, 00…7F.
  mutating func data() throws(StandardMIDIFileError) -> UInt8 {
    let byte = try peek()
    guard byte < 0x80 else { throw error(.data(byte)) }
    offset += 1
    return byte
  }

  /// A whole number of `count` (at most 4) bytes, the highest first.
  mutating func number(_ count: Int) throws(StandardMIDIFileError) -> Int {
    var value = 0
    for _ in 0..<count { value = value << 8 | Int(try byte()) }
    return value
  }

  /// A number of seven bits a byte, of at most four bytes: 0…2²⁸-1.
  mutating func variableNumber() throws(StandardMIDIFileError) -> Int {
    let start = offset
    var value = 0
    for _ in 0..<4 {
      let byte = try byte()
      value = value << 7 | Int(byte & 0x7F)
      if byte < 0x80 { return value }
    }
    throw StandardMIDIFileError(offset: start, reason: .number)
  }

  /// A cursor over the next `count` bytes, which this one passes.
  mutating func part(_ count: Int) throws(StandardMIDIFileError) -> ByteCursor {
    guard count <= left else { throw error(.cutShort) }
    defer { offset += count }
    return ByteCursor(bytes, offset..<offset + count)
  }

  /// The bytes that are left.
  var rest: ArraySlice<UInt8> { bytes[offset..<end] }
}
