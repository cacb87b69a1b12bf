import CALSA
import Glibc

/// Opens one stream without waiting for a busy card; the caller closes it.
func openStream(
  _ device: String, _ direction: snd_pcm_stream_t
) throws(ALSAError) -> OpaquePointer {
  calsa_silence()
  var opened: OpaquePointer?
  let result = snd_pcm_open(&opened, device, direction, SND_PCM_NONBLOCK)
  if result >= 0, let opened { return opened }
  switch -result {
  case EBUSY, EAGAIN:
    throw .busy(device: device, holder: holder(of: device, direction))
  case ENOENT, ENODEV, ENXIO:
    let names = Cards.names()
    throw .missing(device: device, cards: names, nearest: nearestName(to: device, in: names))
  case EACCES, EPERM:
    throw .notPermitted(device: device)
  default:
    throw .failed(call: "snd_pcm_open", subject: device, code: -result)
  }
}

/// The card and device that a name such as "hw:2,0" or "plughw:CARD=Rack,DEV=1" means.
///
/// - Returns: nil when the name gives no card or there is none so called.
package func hardwareAddress(of device: String) -> (card: Int, device: Int)? {
  guard let colon = device.firstIndex(of: ":") else { return nil }
  var card: Substring?
  var number: Substring = "0"
  let arguments = device[device.index(after: colon)...].split(separator: ",")
  for (position, argument) in arguments.enumerated() {
    if argument.hasPrefix("CARD=") {
      card = argument.dropFirst(5)
    } else if argument.hasPrefix("DEV=") {
      number = argument.dropFirst(4)
    } else if position == 0 {
      card = argument
    } else if position == 1 {
      number = argument
    }
  }
  guard let card else { return nil }
  let index = Int(card) ?? Int(snd_card_get_index(String(card)))
  guard index >= 0, let number = Int(number) else { return nil }
  return (index, number)
}

/// The program that has a card's stream open, as the kernel tells it.
private func holder(of device: String, _ direction: snd_pcm_stream_t) -> String? {
  guard let (card, number) = hardwareAddress(of: device) else { return nil }
  let letter = direction == SND_PCM_STREAM_PLAYBACK ? "p" : "c"
  for stream in 0..<32 {
    let path = "/proc/asound/card\(card)/pcm\(number)\(letter)/sub\(stream)/status"
    guard let status = readText(path) else { return nil }
    guard let process = ownerProcess(in: status) else { continue }
    let name = readText("/proc/\(process)/comm")?.split(separator: "\n").first
    return name.map { "\($0) (process \(process))" } ?? "process \(process)"
  }
  return nil
}

/// The process number in the kernel's account of an open stream, "owner_pid   : 812".
package func ownerProcess(in status: String) -> Int? {
  for line in status.split(separator: "\n") where line.hasPrefix("owner_pid") {
    return line.split(separator: " ").last.flatMap { Int($0) }
  }
  return nil
}

/// A small text file's first 4095 bytes, such as those of /proc; nil when it cannot be read.
func readText(_ path: String) -> String? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 4095)
  let count = read(file, &bytes, bytes.count)
  return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
}
