/* Measures a sine in a recording, and whether the recording is whole.
 *
 *   level-meter FILE FREQUENCY [--channel N] [--from SEC] [--for SEC]
 *               [--expect DB] [--within DB] [--below DB] [--clean]
 *
 * Takes channel N (default 1) from SEC after its first sample that is not zero (default 0.1), for
 * SEC (default 1), rounded down to a whole number of the sine's cycles, and prints
 *
 *   level      the sine's peak, in dB of full scale, by projection on sine and cosine
 *   residual   the rest's RMS, in dB of full scale
 *   peak       the largest sample, in dB of full scale
 *   zero runs  stretches of eight zeros and more, and the longest
 *   jumps      places where the recording does not go on as the sine would
 *
 *   --expect DB   the level is this, to --within (default 0.01)
 *   --below DB    the peak of the segment is below this; with it the recording may be all zeros
 *   --clean       no zero runs and no jumps
 *
 * FREQUENCY is a whole number of Hz. WAV of 16, 24 or 32 bit integers or 32 bit floats. A length of
 * the header's that is beyond the file's end, as of a recording cut short, means the file's.
 *
 * Exit status: 0 as expected; 1 not; 2 wrong usage; 3 the file cannot be measured.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { shortest_zero_run = 8 };

/* One channel of a recording, full scale 1. */
typedef struct {
  double *samples;
  long count;
  long rate;
  double step; /* the distance of two neighbouring sample values */
} recording;

typedef struct {
  double level, residual, peak; /* as factors */
  long zero_runs, longest_zero_run, jumps, first_jump;
} measurement;

static void fail(const char *file, const char *what) {
  fprintf(stderr, "level-meter: %s: %s\n", file, what);
  exit(3);
}

static uint32_t little_endian(const unsigned char *bytes, int count) {
  uint32_t value = 0;
  for (int i = 0; i < count; i++) value |= (uint32_t)bytes[i] << (8 * i);
  return value;
}

static double sample(const unsigned char *at, int bits, int is_float) {
  if (is_float) {
    uint32_t raw = little_endian(at, 4);
    float value;
    memcpy(&value, &raw, 4);
    return value;
  }
  int32_t value = (int32_t)(little_endian(at, bits / 8) << (32 - bits));
  return value / 2147483648.0;
}

static unsigned char *read_all(const char *path, long *size) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(3); }
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(*size + 1);
  if (!bytes || fread(bytes, 1, *size, file) != (size_t)*size) fail(path, "cannot be read");
  fclose(file);
  return bytes;
}

static recording read_recording(const char *path, int channel) {
  long size, at = 12;
  unsigned char *bytes = read_all(path, &size), *format = NULL;
  if (size < 12 || memcmp(bytes, "RIFF", 4) || memcmp(bytes + 8, "WAVE", 4)) fail(path, "no WAV");
  for (; at + 8 <= size && memcmp(bytes + at, "data", 4);
       at += 8 + (long)little_endian(bytes + at + 4, 4) + (bytes[at + 4] & 1))
    if (!memcmp(bytes + at, "fmt ", 4) && at + 24 <= size) format = bytes + at + 8;
  if (!format || at + 8 > size) fail(path, "no format or no data");
  long length = little_endian(bytes + at + 4, 4), rest = size - at - 8;
  int channels = (int)little_endian(format + 2, 2), bits = (int)little_endian(format + 14, 2);
  int is_float = little_endian(format, 2) == 3;
  if (bits != 16 && bits != 24 && bits != 32) fail(path, "not 16, 24 or 32 bits");
  if (channel > channels) fail(path, "has no such channel");
  int frame = channels * bits / 8;
  recording r = {.rate = little_endian(format + 4, 4), .step = pow(2, is_float ? -23 : 1 - bits)};
  r.count = (length && length < rest ? length : rest) / frame;
  r.samples = malloc(sizeof(double) * (r.count + 1));
  for (long n = 0; n < r.count; n++)
    r.samples[n] = sample(bytes + at + 8 + n * frame + (channel - 1) * (bits / 8), bits, is_float);
  free(bytes);
  return r;
}

/* Amplitude at `frequency`, and the RMS of all that is left without it. */
static void project(const double *x, long count, double turn, measurement *m) {
  double sines = 0, cosines = 0, rest = 0;
  for (long n = 0; n < count; n++) {
    sines += x[n] * sin(turn * n);
    cosines += x[n] * cos(turn * n);
  }
  sines *= 2.0 / count;
  cosines *= 2.0 / count;
  for (long n = 0; n < count; n++) {
    double left = x[n] - sines * sin(turn * n) - cosines * cos(turn * n);
    rest += left * left;
  }
  m->level = hypot(sines, cosines);
  m->residual = sqrt(rest / count);
}

/* Every sine of one frequency keeps x[n+1] + x[n-1] = 2 cos(turn) x[n], however loud it is: where
 * that fails by more than rounding and a 5 ms ramp explain, samples are missing or doubled. */
static void count_jumps(const double *x, long count, double turn, double step, measurement *m) {
  double limit = fmax(8 * step, m->peak * turn * turn / 4);
  m->first_jump = -1;
  for (long n = 1, last = -100; n + 1 < count; n++) {
    if (fabs(x[n + 1] + x[n - 1] - 2 * cos(turn) * x[n]) <= limit) continue;
    if (m->first_jump < 0) m->first_jump = n;
    if (n - last > 2) m->jumps++; /* one jump is seen from two or three frames */
    last = n;
  }
}

static void count_zero_runs(const double *x, long count, measurement *m) {
  for (long n = 0, run = 0; n <= count; n++) {
    if (n < count && x[n] == 0) { run++; continue; }
    if (run >= shortest_zero_run) m->zero_runs++;
    if (run > m->longest_zero_run) m->longest_zero_run = run;
    run = 0;
  }
}

static measurement measure(const double *x, long count, double turn, double step) {
  measurement m = {0};
  for (long n = 0; n < count; n++) m.peak = fmax(m.peak, fabs(x[n]));
  project(x, count, turn, &m);
  count_jumps(x, count, turn, step, &m);
  count_zero_runs(x, count, &m);
  return m;
}

static double decibels(double factor) { return factor > 0 ? 20 * log10(factor) : -INFINITY; }

static long greatest_common_divisor(long a, long b) {
  return b ? greatest_common_divisor(b, a % b) : a;
}

static double value_of(const char *text) {
  char *end;
  double value = strtod(text, &end);
  if (*text && !*end) return value;
  fprintf(stderr, "level-meter: not a number: %s\n", text);
  exit(2);
}

int main(int argc, char **argv) {
  double from = 0.1, length = 1, expected = NAN, within = 0.01, below = NAN;
  int channel = 1, clean = 0;
  long frequency = argc > 2 ? (long)value_of(argv[2]) : 0;
  int usable = frequency > 0;
  for (int i = 3; i < argc && usable; i++) {
    if (!strcmp(argv[i], "--clean")) { clean = 1; continue; }
    if (i + 1 == argc) { usable = 0; break; }
    double value = value_of(argv[i + 1]);
    if (!strcmp(argv[i], "--channel")) channel = (int)value;
    else if (!strcmp(argv[i], "--from")) from = value;
    else if (!strcmp(argv[i], "--for")) length = value;
    else if (!strcmp(argv[i], "--expect")) expected = value;
    else if (!strcmp(argv[i], "--within")) within = value;
    else if (!strcmp(argv[i], "--below")) below = value;
    else usable = 0;
    i++;
  }
  if (!usable || channel < 1) {
    fprintf(stderr, "usage: level-meter FILE FREQUENCY [--channel N] [--from SEC] [--for SEC]\n"
                    "  [--expect DB] [--within DB] [--below DB] [--clean]\n");
    return 2;
  }

  recording r = read_recording(argv[1], channel);
  long begin = 0, cycle = r.rate / greatest_common_divisor(r.rate, frequency);
  while (begin < r.count && r.samples[begin] == 0) begin++;
  if (begin == r.count && isnan(below)) fail(argv[1], "the channel is all zeros");
  if (begin == r.count) begin = 0;
  begin += lround(from * r.rate);
  long count = lround(length * r.rate) / cycle * cycle;
  if (!count) fail(argv[1], "--for is less than the cycles that fill whole frames");
  if (begin + count > r.count) fail(argv[1], "the recording is too short");

  double turn = 2 * M_PI * frequency / r.rate;
  measurement m = measure(r.samples + begin, count, turn, r.step);
  double level = decibels(m.level);
  printf("level %.3f dBFS, residual %.1f dBFS, peak %.3f dBFS, %ld zero runs (longest %ld), "
         "%ld jumps", level, decibels(m.residual), decibels(m.peak), m.zero_runs,
         m.longest_zero_run, m.jumps);
  if (m.jumps) printf(" (first at %.4f s)", (double)(begin + m.first_jump) / r.rate);
  printf(", %ld frames from %.4f s\n", count, (double)begin / r.rate);

  int ok = 1;
  if (!isnan(expected) && !(fabs(level - expected) <= within)) {
    printf("FAILED: the level is not %.3f dBFS to %.3f dB\n", expected, within);
    ok = 0;
  }
  if (!isnan(below) && !(decibels(m.peak) < below)) {
    printf("FAILED: the peak is not below %.1f dBFS\n", below);
    ok = 0;
  }
  if (clean && (m.zero_runs || m.jumps)) {
    printf("FAILED: the recording is not whole\n");
    ok = 0;
  }
  return !ok;
}
