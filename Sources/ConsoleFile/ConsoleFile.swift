// ConsoleFile
