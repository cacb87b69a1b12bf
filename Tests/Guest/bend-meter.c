/* Listens to sound without end for steps, and says how far the loudest bend is from one.
 *
 *   bend-meter [--from SEC] RULE...
 *
 * Reads 48 kHz S32_LE from standard input until it ends, a RULE a channel, and prints of each
 * channel from SEC on (default 0) the largest sample, the largest second difference of three
 * neighbours and where it was, as factors of full scale. A RULE is
 *
 *   ramp:FRAMES   gains move in straight lines over FRAMES or more: no bend is larger than twice the
 *                 largest sample over FRAMES, which is all that is heard, turned round at once
 *   tone:HZ       a steady sine and nothing else, without a frame too few or too many
 *   -             anything
 *
 * A channel with a rule may not be silent.
 *
 * Exit status: 0 as the rules say; 1 not; 2 wrong usage.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rate = 48000, most_channels = 64, frames_at_once = 1024 };

typedef struct {
  double ramp, tone; /* the rule; 0 for none */
  double last, before;
  double peak, bend;
  long where;
} channel;

static int read_rule(const char *text, channel *c) {
  char *end = "";
  if (!strncmp(text, "ramp:", 5)) c->ramp = strtod(text + 5, &end);
  else if (!strncmp(text, "tone:", 5)) c->tone = strtod(text + 5, &end);
  else return !strcmp(text, "-");
  return !*end && c->ramp + c->tone > 0;
}

static void take(channel *c, double sample, long frame, long from) {
  double bend = fabs(sample - 2 * c->last + c->before);
  c->before = c->last;
  c->last = sample;
  if (frame < from + 2) return;
  c->peak = fmax(c->peak, fabs(sample));
  if (bend <= c->bend) return;
  c->bend = bend;
  c->where = frame;
}

static int judge(int number, const channel *c) {
  double turn = 2 * M_PI * c->tone / rate;
  double most = c->ramp ? 2 * c->peak / c->ramp : c->tone ? 1.01 * c->peak * turn * turn : INFINITY;
  int ok = (c->peak > 0 || isinf(most)) && c->bend <= most;
  printf("channel %d: peak %.6f, bend %.7f (%.7f allowed) at %.4f s%s\n", number, c->peak, c->bend,
         most, (double)c->where / rate, ok ? "" : ": FAILED");
  return ok;
}

int main(int argc, char **argv) {
  static channel channels[most_channels];
  static int32_t samples[frames_at_once * most_channels];
  int count = 0, usable = 1;
  double from = 0;
  for (int i = 1; i < argc && usable; i++) {
    if (!strcmp(argv[i], "--from") && i + 1 < argc) from = strtod(argv[++i], NULL);
    else usable = count < most_channels && read_rule(argv[i], &channels[count++]);
  }
  if (!usable || !count) {
    fprintf(stderr, "usage: bend-meter [--from SEC] [ramp:FRAMES|tone:HZ|-]...\n");
    return 2;
  }
  long frame = 0;
  size_t got;
  while ((got = fread(samples, sizeof(int32_t) * count, frames_at_once, stdin)))
    for (size_t n = 0; n < got; n++, frame++)
      for (int i = 0; i < count; i++)
        take(&channels[i], samples[n * count + i] / 2147483648.0, frame, (long)(from * rate));
  printf("%.1f s\n", (double)frame / rate);
  int ok = frame > from * rate;
  for (int i = 0; i < count; i++) ok &= judge(i + 1, &channels[i]);
  return !ok;
}
