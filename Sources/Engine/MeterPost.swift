import DSP
import Realtime

/// Carries meters from the audio thread to the control thread without losing a peak.
///
/// The audio thread gathers into `held` and posts a copy whenever the last one was collected.
struct MeterPost {
  /// Numbers for each strip: left and right peak, left and right sum of squares, broken blocks.
  static let numbersPerStrip = 5

  let sender: Mailbox.Sender
  let stripCount: Int
  /// `stripCount` × `numbersPerStrip` numbers, then the frames they were gathered over.
  let held: UnsafeMutablePointer<Float>

  /// The numbers of one letter.
  static func count(strips: Int) -> Int { strips * numbersPerStrip + 1 }
}

extension MeterPost {
  /// Takes what the plan's banks have metered and starts them anew.
  ///
  /// Audio thread.
  @_noLocks
  func gather(_ plan: UnsafeMutablePointer<PlanCore>) {
    var strip = 0
    while strip < min(stripCount, plan.pointee.stripCount) {
      let place = plan.pointee.strips[strip]
      let meter = plan.pointee.banks[Int(place.bank)].meter
      let numbers = held + strip &* Self.numbersPerStrip
      var side = 0
      while side < Int(place.sides) {
        let lane = Int(place.lane) &+ side
        numbers[side] = max(numbers[side], meter.pointee.peak[lane])
        numbers[2 &+ side] += meter.pointee.energy[lane]
        numbers[4] += Float(meter.pointee.brokenBlocks[lane])
        side &+= 1
      }
      strip &+= 1
    }
    var bank = 0
    while bank < plan.pointee.bankCount {
      (plan.pointee.banks[bank].meter).pointee = MeterLanes()
      bank &+= 1
    }
  }

  /// Counts a block, and posts what was gathered if the last letter was collected.
  ///
  /// Audio thread.
  @_noLocks
  func post(_ plan: UnsafeMutablePointer<PlanCore>, _ frames: Int) {
    held[stripCount &* Self.numbersPerStrip] += Float(frames)
    _ = sender.tryFill { letter in
      gather(plan)
      var index = 0
      while index < Self.count(strips: stripCount) {
        letter[index] = held[index]
        held[index] = 0
        index &+= 1
      }
    }
  }
}
