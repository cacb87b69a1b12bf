#define _GNU_SOURCE  // RTLD_NEXT
#include "CFaultyCard.h"

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/timerfd.h>

#define NAME_FORMAT "faulty-card-%d"

enum { most_cards = 64, tick = 100000 /* nanoseconds */ };

/// One direction, from its opening to its closing.
typedef struct {
  snd_pcm_ioplug_t io;  // first: alsa-lib hands back its address
  FaultyCard *card;
  /// Frames that the card is further than at the last prepare.
  snd_pcm_uframes_t position;
} Stream;

struct FaultyCard {
  char name[32];
  FaultyCardCounts counts;
  Stream *playback, *capture;
  bool allocates;

  FaultyCardFault *faults;
  size_t fault_count, faults_made, faults_allowed;
  /// Periods played since the last start.
  int periods;

  /// `most_heard` frames for each start, and how many of them there are.
  float *heard;
  size_t *heard_counts;
  size_t most_heard;
  int heard_channel;
  /// The start that playback was last prepared for.
  size_t start;
};

static FaultyCard *cards[most_cards];

// Faults

/// Stops a stream if it is time for that.
static void meet(FaultyCard *card, FaultyCardMoment moment) {
  size_t made = card->faults_made;
  if (made == __atomic_load_n(&card->faults_allowed, __ATOMIC_ACQUIRE)) return;
  const FaultyCardFault *fault = &card->faults[made];
  if (fault->moment != moment || card->periods < fault->after) return;
  Stream *stream = fault->stops_playback ? card->playback : card->capture;
  if (!stream || stream->io.state != SND_PCM_STATE_RUNNING) return;
  snd_pcm_ioplug_set_state(&stream->io,
                           fault->is_suspend ? SND_PCM_STATE_SUSPENDED : SND_PCM_STATE_XRUN);
  __atomic_store_n(&card->faults_made, made + 1, __ATOMIC_RELEASE);
}

static Stream *stream_of(snd_pcm_ioplug_t *io) { return (Stream *)io; }

static bool is_playback(const snd_pcm_ioplug_t *io) {
  return io->stream == SND_PCM_STREAM_PLAYBACK;
}

// What alsa-lib asks of the card

static int set_up(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *parameters) {
  (void)parameters;
  stream_of(io)->card->counts.set_up++;
  return 0;
}

static int prepare(snd_pcm_ioplug_t *io) {
  FaultyCard *card = stream_of(io)->card;
  stream_of(io)->position = 0;
  card->counts.prepared++;
  if (is_playback(io)) {
    // alsa-lib prepares also at the end of hw_params: what has not been started does not count.
    card->start = card->counts.started / 2;
    if (card->start <= card->fault_count) card->heard_counts[card->start] = 0;
  }
  if (card->allocates) {
    void *volatile memory = malloc(24);
    free(memory);
  }
  return 0;
}

static int start(snd_pcm_ioplug_t *io) {
  FaultyCard *card = stream_of(io)->card;
  card->periods = 0;
  card->counts.started++;
  return 0;
}

static int stop(snd_pcm_ioplug_t *io) {
  (void)io;
  return 0;
}

static int resume(snd_pcm_ioplug_t *io) {
  // Asleep at the first question, and at the second unable to go on from where it was.
  return stream_of(io)->card->counts.resumed++ % 2 ? -ENOSYS : -EAGAIN;
}

static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
  FaultyCard *card = stream_of(io)->card;
  // The list ends with a fault that never comes.
  if (card->faults[card->faults_made].stops_playback == is_playback(io)) {
    meet(card, FaultyCardPosition);
  }
  if (io->state == SND_PCM_STATE_XRUN) return -EPIPE;
  return (snd_pcm_sframes_t)(stream_of(io)->position % io->buffer_size);
}

static float *sample_at(const snd_pcm_channel_area_t *area, snd_pcm_uframes_t frame) {
  return (float *)((char *)area->addr + (area->first + frame * area->step) / 8);
}

static void remember(FaultyCard *card, const snd_pcm_channel_area_t *area,
                     snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
  if (card->start > card->fault_count) return;
  float *heard = card->heard + card->start * card->most_heard;
  size_t count = card->heard_counts[card->start];
  for (snd_pcm_uframes_t i = 0; i < frames && count < card->most_heard; i++) {
    heard[count++] = *sample_at(area, offset + i);
  }
  card->heard_counts[card->start] = count;
}

/// Called within mmap_commit.
static snd_pcm_sframes_t play(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                              snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
  FaultyCard *card = stream_of(io)->card;
  meet(card, FaultyCardCommit);
  if (io->state == SND_PCM_STATE_XRUN) return -EPIPE;
  if (io->state == SND_PCM_STATE_SUSPENDED) return -ESTRPIPE;
  remember(card, &areas[card->heard_channel - 1], offset, frames);
  return (snd_pcm_sframes_t)frames;
}

/// Called within avail_update, when it has found the stream sound. `frames` end where the buffer
/// does, and what follows at its beginning is never asked for: so all of it is written.
static snd_pcm_sframes_t record(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                snd_pcm_uframes_t offset, snd_pcm_uframes_t frames) {
  for (unsigned channel = 0; channel < io->channels; channel++) {
    for (snd_pcm_uframes_t frame = 0; frame < io->buffer_size; frame++) {
      *sample_at(&areas[channel], frame) = (float)(channel + 1) / 64;
    }
  }
  (void)offset;
  if (frames) meet(stream_of(io)->card, FaultyCardBegin);
  return (snd_pcm_sframes_t)frames;
}

/// The program has slept until the timer ticked, which is a period for both streams alike.
static int wake(snd_pcm_ioplug_t *io, struct pollfd *descriptors, unsigned count,
                unsigned short *events) {
  (void)descriptors, (void)count;
  Stream *stream = stream_of(io);
  FaultyCard *card = stream->card;
  uint64_t ticks;
  (void)!read(io->poll_fd, &ticks, sizeof ticks);
  if (is_playback(io)) card->periods++;
  meet(card, FaultyCardSleep);
  stream->position += io->period_size;
  bool is_well = io->state == SND_PCM_STATE_RUNNING;
  *events = (is_well ? 0 : POLLERR) | (is_playback(io) ? POLLOUT : POLLIN);
  return 0;
}

static int close_stream(snd_pcm_ioplug_t *io) {
  Stream *stream = stream_of(io);
  FaultyCard *card = stream->card;
  *(is_playback(io) ? &card->playback : &card->capture) = NULL;
  card->counts.closed++;
  close(io->poll_fd);
  free(stream);
  return 0;
}

static const snd_pcm_ioplug_callback_t playback_calls = {
    .start = start, .stop = stop, .pointer = pointer, .transfer = play, .close = close_stream,
    .hw_params = set_up, .prepare = prepare, .resume = resume, .poll_revents = wake,
};

static const snd_pcm_ioplug_callback_t capture_calls = {
    .start = start, .stop = stop, .pointer = pointer, .transfer = record, .close = close_stream,
    .hw_params = set_up, .prepare = prepare, .resume = resume, .poll_revents = wake,
};

// Opening

static int limit(snd_pcm_ioplug_t *io) {
  static const unsigned access[] = {SND_PCM_ACCESS_MMAP_INTERLEAVED};
  static const unsigned format[] = {SND_PCM_FORMAT_FLOAT_LE};
  int result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
  if (result < 0) return result;
  result = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, format);
  if (result < 0) return result;
  return snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 64);
}

static int make_timer(void) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  struct itimerspec every = {{0, tick}, {0, tick}};
  timerfd_settime(timer, 0, &every, NULL);
  return timer;
}

static int open_stream(FaultyCard *card, snd_pcm_t **pcm, snd_pcm_stream_t direction, int mode) {
  bool plays = direction == SND_PCM_STREAM_PLAYBACK;
  Stream **place = plays ? &card->playback : &card->capture;
  if (*place) return -EBUSY;
  Stream *stream = calloc(1, sizeof *stream);
  if (!stream) return -ENOMEM;
  stream->card = card;
  stream->io = (snd_pcm_ioplug_t){
      .version = SND_PCM_IOPLUG_VERSION,
      .name = "a card of the tests that stops when it is told to",
      .callback = plays ? &playback_calls : &capture_calls,
      .poll_fd = make_timer(),
      .poll_events = POLLIN,
      .mmap_rw = 0,
  };
  int result = snd_pcm_ioplug_create(&stream->io, card->name, direction, mode);
  if (result < 0) {
    close(stream->io.poll_fd);
    free(stream);
    return result;
  }
  *place = stream;
  card->counts.opened++;
  *pcm = stream->io.pcm;
  result = limit(&stream->io);
  if (result < 0) snd_pcm_close(*pcm);
  return result;
}

/// Stands before alsa-lib's for the whole test program.
int snd_pcm_open(snd_pcm_t **pcm, const char *name, snd_pcm_stream_t direction, int mode) {
  int index;
  if (sscanf(name, NAME_FORMAT, &index) == 1) {
    FaultyCard *card = index >= 0 && index < most_cards ? cards[index] : NULL;
    return card ? open_stream(card, pcm, direction, mode) : -ENODEV;
  }
  int (*real)(snd_pcm_t **, const char *, snd_pcm_stream_t, int) =
      (int (*)(snd_pcm_t **, const char *, snd_pcm_stream_t, int))dlsym(RTLD_NEXT, "snd_pcm_open");
  return real ? real(pcm, name, direction, mode) : -ENOSYS;
}

/// Plug-ins lock a mutex around every call, for programs whose threads share a stream, which `hw:`
/// cards never do. Without it any lock that a test counts is ours.
__attribute__((constructor)) static void leave_out_the_lock_of_plugins(void) {
  setenv("LIBASOUND_THREAD_SAFE", "0", 1);
}

// What the tests say and ask

FaultyCard *faulty_card_make(const FaultyCardFault *faults, size_t count, int heard, size_t most) {
  FaultyCard *card = calloc(1, sizeof *card);
  if (!card) return NULL;
  card->faults = calloc(count + 1, sizeof *faults);
  card->heard = calloc((count + 1) * most, sizeof *card->heard);
  card->heard_counts = calloc(count + 1, sizeof *card->heard_counts);
  if (card->faults && card->heard && card->heard_counts) {
    if (count) memcpy(card->faults, faults, count * sizeof *faults);
    card->fault_count = count;
    card->heard_channel = heard;
    card->most_heard = most;
    for (int i = 0; i < most_cards; i++) {
      FaultyCard *none = NULL;
      snprintf(card->name, sizeof card->name, NAME_FORMAT, i);
      if (__atomic_compare_exchange_n(&cards[i], &none, card, false, __ATOMIC_ACQ_REL,
                                      __ATOMIC_ACQUIRE)) {
        return card;
      }
    }
  }
  faulty_card_free(card);
  return NULL;
}

void faulty_card_free(FaultyCard *card) {
  for (int i = 0; i < most_cards; i++) {
    FaultyCard *mine = card;
    __atomic_compare_exchange_n(&cards[i], &mine, NULL, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  }
  free(card->faults);
  free(card->heard);
  free(card->heard_counts);
  free(card);
}

const char *faulty_card_name(const FaultyCard *card) { return card->name; }

void faulty_card_allow(FaultyCard *card, size_t count) {
  size_t most = count < card->fault_count ? count : card->fault_count;
  __atomic_store_n(&card->faults_allowed, most, __ATOMIC_RELEASE);
}

size_t faulty_card_faults_made(const FaultyCard *card) {
  return __atomic_load_n(&card->faults_made, __ATOMIC_ACQUIRE);
}

FaultyCardCounts faulty_card_counts(const FaultyCard *card) { return card->counts; }

const float *faulty_card_heard(const FaultyCard *card, size_t start, size_t *count) {
  bool is_there = start <= card->fault_count;
  *count = is_there ? card->heard_counts[start] : 0;
  return is_there ? card->heard + start * card->most_heard : NULL;
}

void faulty_card_allocate_when_prepared(FaultyCard *card) { card->allocates = true; }
