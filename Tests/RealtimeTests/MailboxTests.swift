import CRealtimeProbe
import Glibc
import Realtime
import Synchronization
import Testing

@Suite struct MailboxTests {
  @Test func holdsOneContentUntilItIsTaken() {
    let mailbox = Mailbox(count: 3)
    let (sender, receiver) = (mailbox.sender, mailbox.receiver)
    var taken: [[Float]] = []
    #expect(mailbox.count == 3)
    let early = receiver.take { taken.append(Array($0)) }
    #expect(!early)
    #expect(send(1, to: sender))
    #expect(!send(2, to: sender))  // the first was not looked at yet
    let first = receiver.take { taken.append(Array($0)) }
    let again = receiver.take { taken.append(Array($0)) }
    #expect(first)
    #expect(!again)
    #expect(send(3, to: sender))
    let second = receiver.take { taken.append(Array($0)) }
    #expect(second)
    #expect(taken == [[1, 1, 1], [3, 3, 3]])
  }

  @Test func mayBeEmpty() {
    let mailbox = Mailbox(count: 0)
    #expect(send(1, to: mailbox.sender))
    var count = -1
    let isTaken = mailbox.receiver.take { count = $0.count }
    #expect(isTaken)
    #expect(count == 0)
  }

  @Test(.enabled(if: watchesFunctions && isOptimized)) func neverAllocatesOrLocks() {
    let mailbox = Mailbox(count: 64)
    let (sender, receiver) = (mailbox.sender, mailbox.receiver)
    var total: Float = 0
    let counts = probed {
      _ = send(1, to: sender)
      _ = sum(receiver, into: &total)
    }
    #expect(counts.total == 0, "\(counts.firstOffender)")
    #expect(total == 64)
  }

  @Test func neitherLosesNorTearsBetweenTwoThreads() {
    let mailbox = Mailbox(count: 100)
    let (sender, receiver) = (mailbox.sender, mailbox.receiver)
    let last = Float(20_000 * testScale)
    let mistakes = Atomic(0)
    onThreads(
      {
        var level: Float = 1
        while level <= last {
          if send(level, to: sender) { level += 1 } else { sched_yield() }
        }
      },
      {
        var expected: Float = 1
        while expected <= last {
          let isTaken = receiver.take { floats in
            for index in floats.indices where floats[index] != expected {
              mistakes.wrappingAdd(1, ordering: .relaxed)
            }
          }
          if isTaken { expected += 1 } else { sched_yield() }
        }
      })
    #expect(mistakes.load(ordering: .relaxed) == 0)
  }
}
