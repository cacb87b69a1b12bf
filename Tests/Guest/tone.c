/* Writes a WAV file of steady sines, one a channel.
 *
 *   tone FILE FORMAT SECONDS FREQUENCY:LEVEL...
 *
 * FORMAT is S16_LE, S24_3LE, S32_LE or FLOAT_LE, at 48 kHz. FREQUENCY is in Hz; LEVEL is the sine's peak in
 * dB of full scale. An `-` in place of both is a silent channel.
 *
 * Example: tone a.wav S32_LE 3 997:-20 -
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rate = 48000, most_channels = 256 };

static void put(FILE *file, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; i++) fputc(value >> (8 * i) & 0xFF, file);
}

static void put_sample(FILE *file, double value, int bytes, int is_float) {
  if (is_float) {
    float sample = (float)value;
    uint32_t bits;
    memcpy(&bits, &sample, 4);
    put(file, bits, 4);
  } else {
    put(file, (uint32_t)llround((pow(2, 8 * bytes - 1) - 1) * value), bytes);
  }
}

static void put_header(FILE *file, uint32_t channels, uint32_t bytes, int is_float,
                       uint32_t frames) {
  uint32_t size = frames * channels * bytes;
  fputs("RIFF", file);
  put(file, 36 + size, 4);
  fputs("WAVEfmt ", file);
  put(file, 16, 4);
  put(file, is_float ? 3 : 1, 2); /* 1 is integer PCM */
  put(file, channels, 2);
  put(file, rate, 4);
  put(file, rate * channels * bytes, 4);
  put(file, channels * bytes, 2);
  put(file, bytes * 8, 2);
  fputs("data", file);
  put(file, size, 4);
}

int main(int argc, char **argv) {
  double frequency[most_channels] = {0}, peak[most_channels] = {0};
  int channels = argc - 4;
  if (channels < 1 || channels > most_channels) {
    fprintf(stderr, "usage: tone FILE S16_LE|S24_3LE|S32_LE|FLOAT_LE SECONDS "
                    "FREQUENCY:LEVEL|- ...\n");
    return 2;
  }
  for (int c = 0; c < channels; c++) {
    double level;
    if (!strcmp(argv[4 + c], "-")) continue;
    if (sscanf(argv[4 + c], "%lf:%lf", &frequency[c], &level) != 2) {
      fprintf(stderr, "tone: not FREQUENCY:LEVEL: %s\n", argv[4 + c]);
      return 2;
    }
    peak[c] = pow(10, level / 20);
  }
  int bytes = !strcmp(argv[2], "S16_LE") ? 2 : !strcmp(argv[2], "S24_3LE") ? 3 : 4;
  int is_float = !strcmp(argv[2], "FLOAT_LE");
  uint32_t frames = (uint32_t)(atof(argv[3]) * rate);
  FILE *file = fopen(argv[1], "wb");
  if (!file) { perror(argv[1]); return 1; }
  put_header(file, channels, bytes, is_float, frames);
  for (uint32_t n = 0; n < frames; n++)
    for (int c = 0; c < channels; c++) {
      double cycles = fmod(frequency[c] * n, rate) / rate;
      put_sample(file, peak[c] * sin(2 * M_PI * cycles), bytes, is_float);
    }
  return fclose(file) ? 1 : 0;
}
