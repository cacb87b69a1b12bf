#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "state.h"

enum { tick = 100000 /* nanoseconds */ };

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

int faulty_card_open(FaultyCard *card, snd_pcm_t **pcm, snd_pcm_stream_t direction, int mode) {
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
