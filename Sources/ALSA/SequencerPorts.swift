import CALSA

// Who else is at the sequencer.
extension Sequencer {
  /// The ports of all other clients that offer to be connected, in the order of their addresses.
  ///
  /// Left out are this client, the system's, ports marked as not for export and inactive ones.
  /// Call it after opening: what appears later is announced, perhaps twice.
  public func ports() throws(ALSAError) -> [SequencerPort] {
    let clientInfo = try allocate("snd_seq_client_info_malloc", snd_seq_client_info_malloc)
    defer { snd_seq_client_info_free(clientInfo) }
    let portInfo = try allocate("snd_seq_port_info_malloc", snd_seq_port_info_malloc)
    defer { snd_seq_port_info_free(portInfo) }
    var found: [SequencerPort] = []
    snd_seq_client_info_set_client(clientInfo, -1)
    while snd_seq_query_next_client(handle, clientInfo) == 0 {
      let number = snd_seq_client_info_get_client(clientInfo)
      guard number != Int32(client), number != SND_SEQ_CLIENT_SYSTEM else { continue }
      snd_seq_port_info_set_client(portInfo, number)
      snd_seq_port_info_set_port(portInfo, -1)
      while snd_seq_query_next_port(handle, portInfo) == 0 {
        if let port = describe(portInfo, clientInfo) { found.append(port) }
      }
    }
    return found
  }

  /// One port; nil when it is not there (any more) or not offered.
  public func port(at address: SequencerAddress) throws(ALSAError) -> SequencerPort? {
    try ports().first { $0.address == address }
  }

  private func describe(_ port: OpaquePointer, _ client: OpaquePointer) -> SequencerPort? {
    let inactive: Int32 = 1 << 8  // a UMP port out of use, named by alsa-lib 1.2.10
    let umpEndpoint: Int32 = 1 << 9
    let capabilities = Int32(bitPattern: snd_seq_port_info_get_capability(port))
    guard capabilities & (SND_SEQ_PORT_CAP_NO_EXPORT | inactive | umpEndpoint) == 0 else {
      return nil
    }
    let heard = SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ
    let sentTo = SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE
    let canBeHeard = capabilities & heard == heard
    let canBeSentTo = capabilities & sentTo == sentTo
    guard canBeHeard || canBeSentTo else { return nil }
    let number = Int(snd_seq_client_info_get_card(client))
    let card = number < 0 ? nil : number
    return SequencerPort(
      address: SequencerAddress(
        client: Int(snd_seq_port_info_get_client(port)),
        port: Int(snd_seq_port_info_get_port(port))),
      clientName: text(snd_seq_client_info_get_name(client)),
      portName: text(snd_seq_port_info_get_name(port)), card: card,
      usb: card.flatMap(Cards.usb), path: card.flatMap(Cards.path),
      canBeHeard: canBeHeard, canBeSentTo: canBeSentTo)
  }
}
