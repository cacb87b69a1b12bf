import YAML

/// What kind of thing a control is.
enum ControlKind: String, CaseIterable {
  case fader
  case button
  case encoder
  case display
  case colour
  case meter
}

/// A single control of a part, as the device part of a file describes it.
struct LoadedControl {
  /// The control as its kind.
  enum Content {
    case fader(FaderProfile)
    case button(ButtonProfile)
    case encoder(EncoderProfile)
    case display(DisplayProfile)
    case colour(ColourProfile)
    case meter(MeterProfile)
    /// It was refused, and that is reported; the layout may still speak of it.
    case refused(ControlKind)
  }

  let name: ControlName
  let content: Content
  /// Where its name stands in the file.
  let location: SourceLocation

  var kind: ControlKind {
    switch content {
    case .fader: .fader
    case .button: .button
    case .encoder: .encoder
    case .display: .display
    case .colour: .colour
    case .meter: .meter
    case .refused(let kind): kind
    }
  }

  /// The messages that it sends.
  var incoming: [MessageAddress] {
    switch content {
    case .fader(let fader): [fader.address] + (fader.touch.map { [$0] } ?? [])
    case .button(let button): [button.address]
    case .encoder(let encoder): [encoder.address]
    case .display, .colour, .meter, .refused: []
    }
  }
}
