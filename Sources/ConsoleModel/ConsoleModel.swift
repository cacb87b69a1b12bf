// ConsoleModel
