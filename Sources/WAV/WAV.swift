// WAV
