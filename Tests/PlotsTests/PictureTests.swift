import Plots
import Testing

/// The pictures of the documentation are what the program draws today.
@Suite struct PictureTests {
  /// Pixels by which another processor's rounding may move a point.
  private let tolerance = 0.3

  @Test(arguments: Gallery.allCases) func isTheOneInTheDocumentation(_ picture: Gallery) {
    let kept = repositoryText("Sources/Processors/Pictures/\(picture.fileName)")
    let drawn = picture.plot.svg
    #expect(differences(kept, drawn, tolerance: tolerance) == nil)
    #expect(wellFormedness(of: drawn) == nil)
  }

  @Test func theFolderHoldsNoOther() {
    let names = repositoryFolder("Sources/Processors/Pictures")
    #expect(names == Gallery.allCases.map(\.fileName).sorted())
  }

  @Test func thePageShowsEach() {
    let page = repositoryText("Sources/Processors/README.md")
    for picture in Gallery.allCases {
      #expect(page.contains("](Pictures/\(picture.fileName))"), "\(picture)")
    }
  }

  @Test func comparisonSeesWhatDiffers() {
    let text = "<a x=\"10.5\">b 2,3</a>"
    #expect(differences(text, text, tolerance: 0) == nil)
    #expect(differences(text, "<a x=\"10.7\">b 2,3</a>", tolerance: 0.3) == nil)
    for other in [
      "<a x=\"11\">b 2,3</a>", "<a y=\"10.5\">b 2,3</a>", "<a x=\"10.5\">b 2,3,4</a>",
      "<a x=\"10.5\">b 2</a>", "",
    ] {
      #expect(differences(text, other, tolerance: 0.3) != nil, "\(other)")
    }
  }
}

/// Where two texts differ by more than their numbers' last digits; nil where they don't.
func differences(_ a: String, _ b: String, tolerance: Double) -> String? {
  let (first, second) = (Pieces(a), Pieces(b))
  guard first.words == second.words, first.numbers.count == second.numbers.count else {
    return "the words differ"
  }
  for (one, other) in zip(first.numbers, second.numbers) where abs(one - other) > tolerance {
    return "\(one) is \(other)"
  }
  return nil
}

/// A text's numbers, and what is between them.
private struct Pieces {
  var words: [String] = [""]
  var numbers: [Double] = []

  init(_ text: String) {
    var digits = ""
    for character in text {
      let continues = character == "." && !digits.isEmpty || character == "-" && digits.isEmpty
      if character.isASCII && character.isNumber || continues {
        digits.append(character)
      } else {
        end(&digits)
        words[words.count - 1].append(character)
      }
    }
    end(&digits)
  }

  private mutating func end(_ digits: inout String) {
    guard !digits.isEmpty else { return }
    if let number = Double(digits) {
      numbers.append(number)
      words.append("")
    } else {
      words[words.count - 1] += digits
    }
    digits = ""
  }
}
