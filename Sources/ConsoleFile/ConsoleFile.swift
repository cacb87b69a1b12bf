public import ConsoleModel
public import YAML

/// Reads console files: YAML that says what desk there is and how it is set at the start.
///
/// Every key but the first may be left out; what is not said stays as `Console.init` makes it.
///
/// ```yaml
/// busbar-console: 1               # the format's version
/// name: Friday band
/// size: { channels: 16, groups: 4, auxes: 2, fx: 2, vcas: 4, mute-groups: 4 }   # else 32 8 8 4 8 8
/// ramp: 5 ms                      # 1 to 200 ms
/// pan-law: -3 dB                  # -4.5 dB, -6 dB
/// mute-reach: all                 # post-fader
/// meter: pre-fader                # input, post-fader
/// solo: pfl                       # afl, sip
/// channels:
///   1: { name: Kick, input: 1, trim: 3 dB, polarity: normal, fader: -6 dB, pan: L50, mute: off,
///        solo: off, arm: off, main: off, groups: [1], vcas: [1], mute-groups: [2],
///        sends: { aux 1: -10 dB, fx 1: { level: -12 dB, tap: post-fader, on: yes, pan: follow } } }
///   2: { name: Keys, stereo: yes, input: [3, 4] }
///   3..6: { groups: [2], fader: 0 dB }
/// groups: { 1: { name: Drums } }
/// auxes: { 1: { name: Wedge, output: [5, 6] }, 2: { output: none } }
/// fx: { 1: { name: Space, delay: 320 ms, sends: { fx 2: -20 dB } } }
/// main: { fader: 0 dB, output: [1, 2] }
/// matrices: { 1: { name: Foyer, output: [7, 8] } }       # size: matrices, else 0
/// monitor: { output: [3, 4], source: main, dim: off, dim-level: -20 dB, mono: off }
/// talkback: { input: 16, to: [aux 1, group 1], level: 0 dB, on: off, dim: -20 dB }
/// oscillator: { to: main, on: off, sound: sine, frequency: 1 kHz, level: -20 dB }
/// vcas: { 1: { name: Band, fader: 0 dB, mute: off, solo: off, vcas: [4] } }
/// mute-groups: { 1: { name: FX, on: off, dim: -20 dB } }   # dim: none mutes
/// ```
///
/// - Levels are `-6 dB` or `-inf dB`, at most +10 dB on faders and sends and -60 to 20 dB on trims.
///   A channel named without a fader stays at minus infinity.
/// - A pan is `C`, `L50` or `R12.5`, up to 100; on a stereo strip it is the balance.
/// - Channel k listens to input k; a stereo channel has to say its `input`. `none` unplugs.
/// - A range such as `3..6` sets the same on each and gives no inputs or outputs but `none`. Several
///   entries may speak of one strip, but only one of them may set a thing.
/// - Buses take the keys of channels but `arm`, with `output` for `input` (a list of as many numbers
///   as they have sides) and are stereo unless told `stereo: no`. An output that the file gives to
///   one bus is taken from the bus that would play there by default.
/// - A matrix is fed by sends, after faders unless told otherwise. Talkback and oscillator go `to` any
///   buses but the monitor.
/// - `solo-safe` keeps a channel, group or fx from being muted by `solo: sip`; fx are safe by default.
/// - Main has no `main`, and the monitor nothing to solo or route.
/// - An insert (`insert: { output: 7, input: 7 }`) is `on` when it is named, unless it says
///   `on: off`; it sends to its output either way. A stereo strip has two outputs and two inputs.
/// - A direct out (`direct: { output: 9, tap: pre-fader, level: 0 dB }`) is on channels, and `on` when
///   it is named, unless it says `on: no`. A stereo channel has two outputs.
/// - `meter` on a strip says where it is metered, or `desk` to go by the desk's.
/// - Processors (`high-pass`, `gate`, `eq`, `compressor`, `saturation`, `limiter`, `delay`, `reverb`)
///   take the keys that `Parameter.table` gives to the kind of strip; one that is named is on, unless
///   any entry says `on: off`. On fx, `delay` is the effect, and one time means both sides'.
/// - A send that is named is on, unless it says `on: no`; its tap is pre-fader to auxes and
///   post-fader to fx and matrices, unless it says another: `input`, `pre-eq`, `post-eq`.
public enum ConsoleFile {
  /// Reads a file's content; every mistake is found in one run, and nothing is done with a bad file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - file: The name that messages give.
  /// - Returns: The console, nil if there are errors, and what was found, warnings too.
  public static func load(
    bytes: [UInt8], file: String
  ) -> (console: Console?, diagnostics: Diagnostics) {
    let (node, diagnostics) = YAMLDocument.parse(bytes: bytes, file: file)
    guard let node else { return (nil, diagnostics) }
    let console = ConsoleReader.read(node, diagnostics)
    return (diagnostics.hasErrors ? nil : console, diagnostics)
  }

  /// The version of the format that is read.
  static let version = 1
}
