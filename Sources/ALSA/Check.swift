import CALSA
import Glibc

/// Makes an error of a negative result; any other result is returned.
///
/// - Parameters:
///   - result: What the call returned: 0 or more, or minus an error number.
///   - call: The name of the call.
///   - subject: What it was called for, such as "hw:0".
/// - Throws: `ALSAError.failed`.
/// - Returns: `result`.
@discardableResult
func check(_ result: Int32, _ call: String, _ subject: String) throws(ALSAError) -> Int32 {
  guard result < 0 else { return result }
  throw ALSAError.failed(call: call, subject: subject, code: -result)
}

/// The C library's words for an error number.
func systemMessage(_ code: Int32) -> String { String(cString: snd_strerror(-code)) }

/// Allocates one of alsa-lib's opaque structures by its `_malloc` function.
func allocate(
  _ call: String, _ make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(ALSAError) -> OpaquePointer {
  var made: OpaquePointer?
  try check(make(&made), call, "its own memory")
  guard let made else { throw .failed(call: call, subject: "its own memory", code: ENOMEM) }
  return made
}
