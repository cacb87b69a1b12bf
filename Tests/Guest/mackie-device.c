/* Plays a Mackie Control on the ALSA sequencer from a script, and judges what comes back.
 *
 *   mackie-device [--name NAME] [--id HEX] [--log FILE] [SCRIPT]
 *
 * Makes a client NAME (default "Mackie Control") with one port for both directions, which shows the
 * text that is meant for the unit HEX (default 14, the main unit; 15 is an extender). Reads SCRIPT,
 * or standard input, a command a line, and runs each as it arrives. MIDI is received all the while.
 * Milliseconds are MS, bytes are HEX HEX ...; # starts a comment.
 *
 *   await MS               both directions are connected within MS, else a failed expectation
 *   wait MS
 *   send BYTES             whole messages of any kind, SysEx as well
 *   sysex BYTES            one SysEx
 *   pieces N BYTES         one SysEx, in sequencer events of N bytes, as long ones travel
 *   begin BYTES            the start of a SysEx, and never its end
 *   touch STRIP on|off     strips 1 to 8, 9 is the master
 *   fader STRIP VALUE      0 to 16383
 *   press NOTE             a button, by its decimal note: down and up
 *   turn STRIP CLICKS      a V-pot, to the right when above 0; -63 to 63
 *   flood COUNT RATE SEED  that many random moves of the faders 1 to 8, RATE a second; 0: no pause.
 *                          Logs where they were left
 *   probe COUNT MS STRIP LIMIT    moves a fader every MS and waits for each echo: logs how long they
 *                          took, and 99 of 100 have to be back within LIMIT microseconds
 *   answer BYTES = BYTES   from now on, replies to every message that starts with the first
 *   expect-within MS BYTES the message arrives within MS
 *   expect-none MS BYTES   none that starts so arrives for MS
 *   expect-last MS BYTES   after MS, the last message with this first byte is this one
 *   shows MS STRIP ROW TEXT    within MS row 1 or 2 above the strip reads TEXT, spaces around aside
 *   lit MS NOTE off|on|blink   within MS this lamp is so
 *   stands MS STRIP VALUE      within MS the motor has been sent here last
 *   forget                 what has arrived so far no longer counts
 *   log TEXT               to the log and to standard output
 *   close                  the client vanishes; the script goes on
 *   reopen                 a new client of the same name
 *   exit                   the client vanishes and the script ends
 *
 * In an expectation ?? stands for any byte, and a message needs only to start with the bytes given.
 * What counts is what has arrived since the last command that sent something, except what an
 * earlier expect-within has found: so an echo is expected first, and then none but it. What the
 * unit shows, by contrast, is all that it was ever sent since it was opened; it begins dark and
 * blank, with its motors nowhere.
 *
 * The log has a line per message: milliseconds since the start, "in" or "out", the bytes. A SysEx
 * that arrives in pieces is logged as one.
 *
 * Exit status: 0 every expectation held; 1 some did not; 2 wrong usage or script; 3 no ALSA.
 */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum { longest_message = 4096, most_messages = 65536, most_answers = 32, longest_line = 16384 };
enum { any_byte = -1 };

/* A message received: its bytes, when, and whether an expect-within has found it. */
typedef struct {
  unsigned char *bytes;
  int count;
  double at;
  int found;
} message;

/* What a message must start with; any_byte stands for all 256. */
typedef struct {
  int bytes[longest_message];
  int count;
} pattern;

static const char *name = "Mackie Control";
static unsigned char unit_id = 0x14;
static FILE *log_file;
static double start;
static int line_number, held, failed;

static snd_seq_t *seq;
static int port;
static snd_midi_event_t *parser;

static message received[most_messages];
static int received_count, since; /* expectations look from `since` on */
static int is_flooding;           /* what arrives is shown, but neither kept nor logged */
static unsigned char sysex[longest_message];
static int sysex_count;

/* What the unit shows: two rows of 56 characters, a value a lamp, a place a motor, -1 for none. */
static struct {
  char text[2 * 56];
  int lamps[128];
  int motors[9];
} face;

static struct {
  pattern when;
  unsigned char reply[longest_message];
  int count;
} answers[most_answers];
static int answer_count;

/* ---- Time, the log and mistakes ---- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void say(const char *format, ...) {
  char text[longest_line];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  printf("%s\n", text);
  fflush(stdout);
  if (!log_file) return;
  fprintf(log_file, "%.3f log %s\n", now() - start, text);
  fflush(log_file);
}

static void refuse(const char *what) {
  fprintf(stderr, "mackie-device: line %d: %s\n", line_number, what);
  exit(2);
}

static int check(int result, const char *call) {
  if (result >= 0) return result;
  fprintf(stderr, "mackie-device: %s: %s\n", call, snd_strerror(result));
  exit(3);
}

static void log_bytes(const char *direction, const unsigned char *bytes, int count) {
  if (!log_file) return;
  fprintf(log_file, "%.3f %s", now() - start, direction);
  for (int i = 0; i < count; i++) fprintf(log_file, " %02X", bytes[i]);
  fputc('\n', log_file);
  fflush(log_file);
}

static void judge(int ok, const char *line, const char *reason) {
  if (ok) {
    held++;
    if (log_file) fprintf(log_file, "%.3f held line %d: %s\n", now() - start, line_number, line);
    return;
  }
  failed++;
  say("FAILED line %d: %s: %s", line_number, line, reason);
}

/* ---- What the unit shows ---- */

static void darken_face(void) {
  memset(face.text, ' ', sizeof face.text);
  memset(face.lamps, 0, sizeof face.lamps);
  for (int i = 0; i < 9; i++) face.motors[i] = -1;
}

/* Text begins at an offset and runs on from the upper row into the lower. */
static void write_text(const unsigned char *text, int count, int offset) {
  for (int i = 0; i < count; i++) {
    int at = offset + i, printable = text[i] >= 0x20 && text[i] < 0x7F;
    if (at < (int)sizeof face.text && printable) face.text[at] = (char)text[i];
    else judge(0, "(input)", "text that the display cannot show");
  }
}

static void update_face(const unsigned char *bytes, int count) {
  const unsigned char text[] = {0xF0, 0x00, 0x00, 0x66, unit_id, 0x12};
  if (count >= 8 && !memcmp(bytes, text, sizeof text)) write_text(bytes + 7, count - 8, bytes[6]);
  if (count == 3 && bytes[0] == 0x90) face.lamps[bytes[1]] = bytes[2];
  if (count == 3 && bytes[0] >= 0xE0 && bytes[0] <= 0xE8)
    face.motors[bytes[0] - 0xE0] = bytes[1] | bytes[2] << 7;
}

/* ---- The sequencer ---- */

static void open_client(void) {
  if (seq) return;
  darken_face();
  check(snd_seq_open(&seq, "default", SND_SEQ_OPEN_DUPLEX, SND_SEQ_NONBLOCK), "snd_seq_open");
  check(snd_seq_set_client_name(seq, name), "snd_seq_set_client_name");
  snd_seq_set_client_pool_input(seq, 2000);
  snd_seq_set_client_pool_output(seq, 2000);
  snd_seq_set_input_buffer_size(seq, 1 << 16);
  unsigned both = SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_READ |
                  SND_SEQ_PORT_CAP_SUBS_WRITE | SND_SEQ_PORT_CAP_DUPLEX;
  unsigned kind =
      SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_HARDWARE | SND_SEQ_PORT_TYPE_PORT;
  char port_name[128];
  snprintf(port_name, sizeof port_name, "%.100s MIDI 1", name);
  port = check(snd_seq_create_simple_port(seq, port_name, both, kind),
               "snd_seq_create_simple_port");
}

static void close_client(void) {
  if (seq) snd_seq_close(seq);
  seq = NULL;
  sysex_count = 0;
}

static int is_connected(void) {
  snd_seq_port_info_t *info;
  snd_seq_port_info_alloca(&info);
  if (!seq || snd_seq_get_port_info(seq, port, info) < 0) return 0;
  return snd_seq_port_info_get_read_use(info) > 0 && snd_seq_port_info_get_write_use(info) > 0;
}

static void send_event(snd_seq_event_t *event) {
  snd_seq_ev_set_source(event, port);
  snd_seq_ev_set_subs(event);
  snd_seq_ev_set_direct(event);
  for (int tries = 0; tries < 1000; tries++) { /* a full queue empties within milliseconds */
    int result = snd_seq_event_output_direct(seq, event);
    if (result != -EAGAIN) { check(result, "snd_seq_event_output_direct"); return; }
    poll(NULL, 0, 1);
  }
  check(-EAGAIN, "snd_seq_event_output_direct");
}

/* Sends one SysEx as events of at most `piece` bytes. */
static void send_sysex(unsigned char *bytes, int count, int piece) {
  for (int i = 0; i < count; i += piece) {
    snd_seq_event_t event;
    snd_seq_ev_clear(&event);
    snd_seq_ev_set_sysex(&event, count - i < piece ? count - i : piece, bytes + i);
    send_event(&event);
  }
  log_bytes("out", bytes, count);
}

static int sysex_length(const unsigned char *bytes, int count) {
  for (int i = 0; i < count; i++) if (bytes[i] == 0xF7) return i + 1;
  return 0;
}

/* Sends whole messages; bytes that make none are the script's mistake. */
static void send_bytes(unsigned char *bytes, int count) {
  if (!seq) refuse("the client is closed");
  snd_midi_event_reset_encode(parser);
  int begin = 0;
  for (int i = 0; i < count; i++) {
    if (i == begin && bytes[i] == 0xF0) {
      int length = sysex_length(bytes + i, count - i);
      if (!length) refuse("a SysEx ends with F7");
      send_sysex(bytes + i, length, length);
      i += length - 1;
      begin = i + 1;
      continue;
    }
    snd_seq_event_t event;
    snd_seq_ev_clear(&event);
    if (check(snd_midi_event_encode_byte(parser, bytes[i], &event), "snd_midi_event_encode_byte")) {
      send_event(&event);
      log_bytes("out", bytes + begin, i + 1 - begin);
      begin = i + 1;
    }
  }
  if (begin != count) refuse("the last message is not whole");
}

/* ---- What arrives ---- */

static int fits(const pattern *wanted, const message *got) {
  if (got->count < wanted->count) return 0;
  for (int i = 0; i < wanted->count; i++)
    if (wanted->bytes[i] != any_byte && wanted->bytes[i] != got->bytes[i]) return 0;
  return 1;
}

static void keep(const unsigned char *bytes, int count) {
  update_face(bytes, count);
  if (is_flooding) return;
  if (received_count == most_messages) {
    fprintf(stderr, "mackie-device: more than %d messages\n", most_messages);
    exit(3);
  }
  message *m = &received[received_count++];
  *m = (message){.bytes = malloc(count), .count = count, .at = now()};
  if (!m->bytes) exit(3);
  memcpy(m->bytes, bytes, count);
  log_bytes("in", bytes, count);
  for (int i = 0; i < answer_count; i++)
    if (fits(&answers[i].when, m)) send_bytes(answers[i].reply, answers[i].count);
}

static void take_sysex(const snd_seq_event_t *event) {
  const unsigned char *piece = event->data.ext.ptr;
  int count = (int)event->data.ext.len;
  if (sysex_count + count > longest_message) {
    judge(0, "(input)", "a SysEx longer than 4096 bytes");
    sysex_count = 0;
    return;
  }
  if (!sysex_count && count && piece[0] != 0xF0) judge(0, "(input)", "a SysEx without its F0");
  memcpy(sysex + sysex_count, piece, count);
  sysex_count += count;
  if (sysex_count && sysex[sysex_count - 1] == 0xF7) {
    int whole = sysex_count;
    sysex_count = 0;
    keep(sysex, whole);
  }
}

static void receive(void) {
  snd_seq_event_t *event;
  while (seq) {
    int result = snd_seq_event_input(seq, &event);
    if (result == -EAGAIN) return;
    if (result == -ENOSPC) { judge(0, "(input)", "the sequencer lost messages"); continue; }
    check(result, "snd_seq_event_input");
    if (event->type == SND_SEQ_EVENT_SYSEX) { take_sysex(event); continue; }
    unsigned char bytes[16];
    snd_midi_event_reset_decode(parser);
    long count = snd_midi_event_decode(parser, bytes, sizeof bytes, event);
    if (count > 0) keep(bytes, (int)count); /* the rest are notices of the sequencer's own */
  }
}

/* Receives until `deadline`, or until `input` can be read when it is not -1. True if it can. */
static int receive_until(double deadline, int input) {
  for (;;) {
    receive();
    double left = deadline - now();
    if (left <= 0) return 0;
    struct pollfd fds[2] = {{.fd = -1, .events = POLLIN}, {.fd = input, .events = POLLIN}};
    if (seq) snd_seq_poll_descriptors(seq, fds, 1, POLLIN);
    poll(fds, 2, left > 1e6 ? -1 : (int)left + 1);
    if (fds[1].revents) return 1;
  }
}

/* ---- Expectations ---- */

static message *find(const pattern *wanted, int from) {
  for (int i = from; i < received_count; i++)
    if (!received[i].found && fits(wanted, &received[i])) return &received[i];
  return NULL;
}

/* Writes what has arrived with the first byte of `wanted`, newest last, for a failure's reason. */
static const char *describe(const pattern *wanted, const char *opening) {
  static char text[600];
  pattern first = {.count = 1, .bytes = {wanted->bytes[0]}};
  int length = snprintf(text, sizeof text, "%s", opening), matches = 0;
  for (int i = since; i < received_count; i++) matches += fits(&first, &received[i]);
  if (!matches) snprintf(text + length, sizeof text - length, "nothing like it arrived");
  for (int i = since; i < received_count; i++) {
    if (!fits(&first, &received[i]) || matches-- > 8) continue;
    length += snprintf(text + length, sizeof text - length, "%s[", length ? " " : "");
    for (int k = 0; k < received[i].count && k < 16; k++)
      length += snprintf(text + length, sizeof text - length, "%s%02X", k ? " " : "",
                         received[i].bytes[k]);
    length += snprintf(text + length, sizeof text - length, "%s]%s",
                       received[i].count > 16 ? " .." : "", received[i].found ? " (expected)" : "");
  }
  return text;
}

static void expect_within(double ms, const pattern *wanted, const char *line) {
  double deadline = now() + ms;
  message *m;
  receive();
  while (!(m = find(wanted, since)) && now() < deadline) {
    double step = now() + 1;
    receive_until(step < deadline ? step : deadline, -1);
  }
  if (m) m->found = 1;
  judge(m != NULL, line, m ? "" : describe(wanted, "not seen; got "));
}

static void expect_none(double ms, const pattern *wanted, const char *line) {
  receive_until(now() + ms, -1);
  int ok = !find(wanted, since);
  judge(ok, line, ok ? "" : describe(wanted, "got "));
}

static void expect_last(double ms, const pattern *wanted, const char *line) {
  receive_until(now() + ms, -1);
  pattern first = {.count = 1, .bytes = {wanted->bytes[0]}};
  message *last = NULL;
  for (int i = since; i < received_count; i++) if (fits(&first, &received[i])) last = &received[i];
  int ok = last && fits(wanted, last);
  judge(ok, line, ok ? "" : describe(wanted, "got "));
}

/* ---- Floods ---- */

/* False if it is lost because the receiver has no room: a driver does not wait for it either. */
static int send_move(int strip, int value) {
  snd_seq_event_t event;
  snd_seq_ev_clear(&event);
  snd_seq_ev_set_pitchbend(&event, strip, value - 8192);
  snd_seq_ev_set_source(&event, port);
  snd_seq_ev_set_subs(&event);
  snd_seq_ev_set_direct(&event);
  int result = snd_seq_event_output_direct(seq, &event);
  if (result != -EAGAIN && result != -ENOMEM) check(result, "snd_seq_event_output_direct");
  return result >= 0;
}

/* A place on the grid of a motor fader: multiples of 16 up to 16368. */
static int random_place(unsigned *seed) { return rand_r(seed) % 1024 * 16; }

static void flood(long count, long rate, unsigned seed) {
  int places[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
  char text[200];
  int length = 0;
  long lost = 0;
  double begin = now();
  is_flooding = 1;
  for (long i = 0; i < count; i++) {
    if (rate) receive_until(begin + 1e3 * (double)i / (double)rate, -1);
    else if (i % 64 == 0) receive();
    places[i % 8] = random_place(&seed);
    lost += !send_move((int)(i % 8), places[i % 8]);
  }
  is_flooding = 0;
  for (int i = 0; i < 8; i++)
    length += snprintf(text + length, sizeof text - length, " %d", places[i]);
  say("flooded %ld in %.0f ms, %ld lost, left at%s", count, now() - begin, lost, text);
}

static int by_size(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

/* Moves a fader and waits for its echo, which a desk sends once its engine knows of the move. */
static void probe(long count, double pause, int strip, double limit, const char *line) {
  double *times = calloc((size_t)count, sizeof *times);
  unsigned seed = 1;
  int lost = 0;
  if (!times) exit(3);
  is_flooding = 1;
  for (long i = 0; i < count; i++) {
    double next = now() + pause * (0.5 + (double)rand_r(&seed) / RAND_MAX);
    int place = random_place(&seed);
    if (place == face.motors[strip]) place ^= 16;
    double begin = now();
    if (log_file && i && times[i - 1] > 100) say("probe %ld took %.1f ms", i, times[i - 1]);
    send_move(strip, place);
    while (face.motors[strip] != place && now() < begin + 1000) {
      struct pollfd input = {.fd = -1};
      snd_seq_poll_descriptors(seq, &input, 1, POLLIN);
      poll(&input, 1, 1);
      receive();
    }
    times[i] = now() - begin;
    lost += face.motors[strip] != place;
    receive_until(next, -1);
  }
  is_flooding = 0;
  qsort(times, (size_t)count, sizeof *times, by_size);
  say("probed %ld: half within %.0f us, 99 of 100 within %.0f us, all within %.0f us; %d lost", count,
      1e3 * times[count / 2], 1e3 * times[count - 1 - count / 100], 1e3 * times[count - 1], lost);
  judge(!lost && 1e3 * times[count - 1 - count / 100] <= limit, line, "too late, or lost");
  free(times);
}

/* Runs `holds` on a text and a number until it is true or the time is up. */
static void judge_face(double ms, int (*holds)(const char *, int, char *), const char *wanted,
                       int place, const char *line) {
  static char seen[64];
  double deadline = now() + ms;
  receive();
  while (!holds(wanted, place, seen) && now() < deadline) receive_until(now() + 1, -1);
  judge(holds(wanted, place, seen), line, seen);
}

/* The seven characters of a cell, counted from 0 over both rows, without the spaces around. */
static int cell_reads(const char *wanted, int cell, char *seen) {
  char text[8] = {0}, *from = text;
  memcpy(text, face.text + cell / 8 * 56 + cell % 8 * 7, 7);
  for (int i = 6; i >= 0 && text[i] == ' '; i--) text[i] = 0;
  while (*from == ' ') from++;
  sprintf(seen, "it reads \"%s\"", from);
  return !strcmp(from, wanted);
}

static int lamp_is(const char *wanted, int note, char *seen) {
  int value = face.lamps[note];
  const char *name = value == 0x7F ? "on" : value == 1 ? "blink" : value ? "strange" : "off";
  sprintf(seen, "it is %s", name);
  return !strcmp(name, wanted);
}

static int motor_stands(const char *wanted, int strip, char *seen) {
  sprintf(seen, "it stands at %d", face.motors[strip]);
  return atoi(wanted) == face.motors[strip];
}

/* ---- The script ---- */

static char *next_word(char **rest) {
  char *word = strsep(rest, " \t");
  while (word && !*word) word = strsep(rest, " \t");
  return word;
}

static long number(char **rest, long least, long most) {
  char *word = next_word(rest), *end;
  if (!word) refuse("a number is missing");
  long value = strtol(word, &end, 10);
  if (*end || end == word || value < least || value > most) refuse("a number is out of range");
  return value;
}

/* Reads hexadecimal bytes up to the end or a "=". */
static void read_pattern(char **rest, pattern *into) {
  char *word, *end;
  into->count = 0;
  while ((word = next_word(rest)) && strcmp(word, "=")) {
    long value = strtol(word, &end, 16);
    if (!strcmp(word, "??")) value = any_byte;
    else if (*end || strlen(word) != 2 || value < 0) refuse("bytes have two hexadecimal digits");
    if (into->count == longest_message) refuse("too many bytes");
    into->bytes[into->count++] = (int)value;
  }
  if (!into->count) refuse("bytes are missing");
}

static int read_bytes(char **rest, unsigned char *into) {
  static pattern p;
  read_pattern(rest, &p);
  for (int i = 0; i < p.count; i++) {
    if (p.bytes[i] == any_byte) refuse("?? cannot be sent");
    into[i] = (unsigned char)p.bytes[i];
  }
  return p.count;
}

/* What follows is judged by what arrives from here on. */
static void forget(void) {
  receive();
  since = received_count;
}

static void send_three(int status, int first, int second) {
  unsigned char bytes[3] = {(unsigned char)status, (unsigned char)first, (unsigned char)second};
  send_bytes(bytes, 3);
}

static void touch(char **rest) {
  long strip = number(rest, 1, 9);
  char *state = next_word(rest);
  if (!state || (strcmp(state, "on") && strcmp(state, "off"))) refuse("touch is on or off");
  send_three(0x90, 0x67 + (int)strip, strcmp(state, "on") ? 0x00 : 0x7F);
}

static void await(double ms, const char *line) {
  double deadline = now() + ms;
  while (!is_connected() && now() < deadline) receive_until(now() + 10, -1);
  judge(is_connected(), line, "nobody has connected both ways");
}

/* What came before counts no more, so that a script may do this without end. */
static void reopen(void) {
  close_client();
  while (received_count) free(received[--received_count].bytes);
  since = 0;
  open_client();
}

/* Commands that send: each starts a new count of what arrives. False if `word` is none of them. */
static int run_sending(const char *word, char **rest) {
  unsigned char bytes[longest_message];
  if (!strcmp(word, "send")) {
    int count = read_bytes(rest, bytes);
    forget();
    send_bytes(bytes, count);
  } else if (!strcmp(word, "sysex") || !strcmp(word, "pieces")) {
    int piece = *word == 'p' ? (int)number(rest, 1, longest_message) : longest_message;
    int count = read_bytes(rest, bytes);
    if (bytes[0] != 0xF0 || sysex_length(bytes, count) != count) refuse("a SysEx is F0 to F7");
    if (!seq) refuse("the client is closed");
    forget();
    send_sysex(bytes, count, piece);
  } else if (!strcmp(word, "begin")) {
    int count = read_bytes(rest, bytes);
    if (!seq) refuse("the client is closed");
    send_sysex(bytes, count, longest_message);
  } else if (!strcmp(word, "flood")) {
    long count = number(rest, 8, 10000000), rate = number(rest, 0, 100000);
    flood(count, rate, (unsigned)number(rest, 0, 1000000));
  } else if (!strcmp(word, "touch")) {
    forget();
    touch(rest);
  } else if (!strcmp(word, "fader")) {
    long strip = number(rest, 1, 9), value = number(rest, 0, 16383);
    forget();
    send_three(0xDF + (int)strip, value & 0x7F, (int)value >> 7);
  } else if (!strcmp(word, "press")) {
    long note = number(rest, 0, 127);
    forget();
    send_three(0x90, (int)note, 0x7F);
    send_three(0x90, (int)note, 0x00);
  } else if (!strcmp(word, "turn")) {
    long strip = number(rest, 1, 8), clicks = number(rest, -63, 63);
    forget();
    send_three(0xB0, 0x0F + (int)strip, (int)(clicks < 0 ? 0x40 - clicks : clicks));
  } else {
    return 0;
  }
  return 1;
}

/* Expectations of what the unit shows. False if `word` is none. */
static int run_showing(const char *word, char **rest, const char *line) {
  int is_text = !strcmp(word, "shows"), is_lamp = !strcmp(word, "lit");
  if (!is_text && !is_lamp && strcmp(word, "stands")) return 0;
  double ms = number(rest, 0, 1000000);
  int place = (int)(is_lamp ? number(rest, 0, 127) : number(rest, 1, is_text ? 8 : 9) - 1);
  if (is_text) place += 8 * ((int)number(rest, 1, 2) - 1);
  char *wanted = *rest ? *rest + strspn(*rest, " \t") : "";
  for (char *end = wanted + strlen(wanted); end > wanted && end[-1] == ' ';) *--end = 0;
  judge_face(ms, is_text ? cell_reads : is_lamp ? lamp_is : motor_stands, wanted, place, line);
  return 1;
}

/* False if `word` is no expectation. */
static int run_expecting(const char *word, char **rest, const char *line) {
  static pattern wanted;
  if (!strcmp(word, "await")) { await(number(rest, 0, 1000000), line); return 1; }
  if (!strcmp(word, "probe")) {
    long count = number(rest, 1, 10000000), pause = number(rest, 1, 1000);
    int strip = (int)number(rest, 1, 9) - 1;
    probe(count, (double)pause, strip, (double)number(rest, 1, 1000000), line);
    return 1;
  }
  if (strncmp(word, "expect-", 7)) return 0;
  double ms = number(rest, 0, 1000000);
  read_pattern(rest, &wanted);
  if (!strcmp(word, "expect-within")) expect_within(ms, &wanted, line);
  else if (!strcmp(word, "expect-none")) expect_none(ms, &wanted, line);
  else if (!strcmp(word, "expect-last")) expect_last(ms, &wanted, line);
  else refuse("unknown expectation");
  return 1;
}

static void add_answer(char **rest) {
  if (answer_count == most_answers) refuse("too many answers");
  read_pattern(rest, &answers[answer_count].when);
  answers[answer_count].count = read_bytes(rest, answers[answer_count].reply);
  answer_count++;
}

/* Runs one line. False when the script is to end. */
static int run(char *line) {
  line[strcspn(line, "#\r\n")] = 0;
  char *rest = strdup(line), *copy = rest, *word = next_word(&rest);
  int goes_on = 1;
  if (!word) {
  } else if (run_sending(word, &rest) || run_expecting(word, &rest, line) ||
             run_showing(word, &rest, line)) {
  } else if (!strcmp(word, "wait")) receive_until(now() + number(&rest, 0, 1000000), -1);
  else if (!strcmp(word, "answer")) add_answer(&rest);
  else if (!strcmp(word, "forget")) forget();
  else if (!strcmp(word, "log")) say("%s", rest ? rest : "");
  else if (!strcmp(word, "close")) close_client();
  else if (!strcmp(word, "reopen")) reopen();
  else if (!strcmp(word, "exit")) goes_on = 0;
  else refuse("unknown command");
  free(copy);
  return goes_on;
}

/* Reads the next line from `input` and receives meanwhile. False at the end. */
static int read_line(int input, char *line) {
  int count = 0;
  while (count < longest_line - 1) {
    receive_until(now() + 1e9, input);
    if (read(input, line + count, 1) != 1) break;
    if (line[count++] == '\n') break;
  }
  line[count] = 0;
  if (count == longest_line - 1) refuse("too long a line");
  return count > 0;
}

static int parse_options(int argc, char **argv) {
  int input = STDIN_FILENO;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--name") && i + 1 < argc) name = argv[++i];
    else if (!strcmp(argv[i], "--id") && i + 1 < argc)
      unit_id = (unsigned char)strtol(argv[++i], NULL, 16);
    else if (!strcmp(argv[i], "--log") && i + 1 < argc) log_file = fopen(argv[++i], "w");
    else if (argv[i][0] != '-' && i + 1 == argc) input = open(argv[i], O_RDONLY);
    else {
      fprintf(stderr, "usage: mackie-device [--name NAME] [--id HEX] [--log FILE] [SCRIPT]\n");
      exit(2);
    }
    if (input < 0 || (!strcmp(argv[i - 1], "--log") && !log_file)) { perror(argv[i]); exit(2); }
  }
  return input;
}

int main(int argc, char **argv) {
  char line[longest_line];
  int input = parse_options(argc, argv);
  start = now();
  check(snd_midi_event_new(longest_message, &parser), "snd_midi_event_new");
  snd_midi_event_no_status(parser, 1);
  open_client();
  do {
    line_number++;
  } while (read_line(input, line) && run(line));
  close_client();
  say("%d held, %d failed", held, failed);
  if (log_file) fclose(log_file);
  return failed > 0;
}
