@main
enum Busbar {
  static func main() {}
}
