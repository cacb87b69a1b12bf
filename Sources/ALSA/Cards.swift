import CALSA
import Glibc

/// A device's USB vendor and product numbers, printed as "1397:00d4".
public struct USBIdentity: Hashable, Sendable, CustomStringConvertible {
  public let vendor: UInt16
  public let product: UInt16

  /// Names a product of a vendor.
  public init(vendor: UInt16, product: UInt16) {
    self.vendor = vendor
    self.product = product
  }

  /// Reads "0944:0117"; nil when the text is not two hexadecimal numbers.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let vendor = UInt16(parts[0], radix: 16),
      let product = UInt16(parts[1], radix: 16)
    else { return nil }
    self.init(vendor: vendor, product: product)
  }

  public var description: String { "\(Self.digits(vendor)):\(Self.digits(product))" }

  private static func digits(_ number: UInt16) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}

/// A sound card and the PCM devices on it.
public struct Card: Hashable, Sendable {
  /// Its number, which may be another after the next start.
  public let index: Int
  /// Its short unique name, for "hw:CARD=id".
  public let id: String
  /// Its product name.
  public let name: String
  /// Its product name and where it is plugged in.
  public let longName: String
  /// Who made it, if it is a USB device.
  public let usb: USBIdentity?
  /// Where it is plugged in, a path that stays the same from start to start; nil if unknown.
  public let path: String?
  public let devices: [PCMDevice]
}

/// One PCM device of a card.
public struct PCMDevice: Hashable, Sendable {
  /// The name to open it by, such as "hw:CARD=Loopback,DEV=0".
  public let address: String
  public let index: Int
  public let id: String
  public let name: String
  /// Playback streams, 0 if it does not play.
  public let playbackStreams: Int
  /// Capture streams, 0 if it does not capture.
  public let captureStreams: Int
}

/// The sound cards of this machine.
public enum Cards {
  /// All cards in the order of their numbers, none when there is none.
  ///
  /// Control thread: it opens each card's control device for a moment.
  public static func list() -> [Card] { indices().compactMap(card) }

  /// What each card is opened by: "hw:CARD=" and its id.
  static func names() -> [String] { list().map { "hw:CARD=\($0.id)" } }

  /// The USB numbers of a card, if it is a USB device.
  static func usb(ofCard index: Int) -> USBIdentity? {
    readText("/proc/asound/card\(index)/usbid")?.split(separator: "\n").first
      .flatMap { USBIdentity($0) }
  }

  /// The place that a card is plugged in: the end of its link in the kernel's tree of devices.
  static func path(ofCard index: Int) -> String? {
    guard let real = realpath("/sys/class/sound/card\(index)/device", nil) else { return nil }
    defer { free(real) }
    let path = String(cString: real)
    return path.hasPrefix("/sys/devices/") ? String(path.dropFirst(13)) : path
  }

  private static func indices() -> [Int32] {
    calsa_silence()
    var found: [Int32] = []
    var index: Int32 = -1
    while snd_card_next(&index) == 0, index >= 0 { found.append(index) }
    return found
  }

  private static func card(_ index: Int32) -> Card? {
    var opened: OpaquePointer?
    guard snd_ctl_open(&opened, "hw:\(index)", SND_CTL_NONBLOCK) == 0, let opened else {
      return nil
    }
    defer { snd_ctl_close(opened) }
    guard let info = try? allocate("snd_ctl_card_info_malloc", snd_ctl_card_info_malloc) else {
      return nil
    }
    defer { snd_ctl_card_info_free(info) }
    guard snd_ctl_card_info(opened, info) == 0 else { return nil }
    let id = text(snd_ctl_card_info_get_id(info))
    return Card(
      index: Int(index), id: id, name: text(snd_ctl_card_info_get_name(info)),
      longName: text(snd_ctl_card_info_get_longname(info)), usb: usb(ofCard: Int(index)),
      path: path(ofCard: Int(index)), devices: devices(opened, card: id))
  }

  private static func devices(_ control: OpaquePointer, card: String) -> [PCMDevice] {
    guard let info = try? allocate("snd_pcm_info_malloc", snd_pcm_info_malloc) else { return [] }
    defer { snd_pcm_info_free(info) }
    var found: [PCMDevice] = []
    var index: Int32 = -1
    while snd_ctl_pcm_next_device(control, &index) == 0, index >= 0 {
      let playback = streams(control, info, index, SND_PCM_STREAM_PLAYBACK)
      let capture = streams(control, info, index, SND_PCM_STREAM_CAPTURE)
      found.append(
        PCMDevice(
          address: "hw:CARD=\(card),DEV=\(index)", index: Int(index),
          id: text(snd_pcm_info_get_id(info)), name: text(snd_pcm_info_get_name(info)),
          playbackStreams: playback, captureStreams: capture))
    }
    return found
  }

  /// Counts a device's streams of one direction, leaving its names in `info` if there are any.
  private static func streams(
    _ control: OpaquePointer, _ info: OpaquePointer, _ device: Int32,
    _ direction: snd_pcm_stream_t
  ) -> Int {
    snd_pcm_info_set_device(info, UInt32(device))
    snd_pcm_info_set_subdevice(info, 0)
    snd_pcm_info_set_stream(info, direction)
    guard snd_ctl_pcm_info(control, info) == 0 else { return 0 }
    return Int(snd_pcm_info_get_subdevices_count(info))
  }
}

/// A name that alsa-lib lends; empty when it has none.
func text(_ name: UnsafePointer<CChar>?) -> String { name.map { String(cString: $0) } ?? "" }
