#pragma once

#include <stdbool.h>
#include <stddef.h>

// A sound card in memory that stops when it is told to: what a missed period, or a machine that
// fell asleep, looks like to a program.
//
// Linked into tests only, where `snd_pcm_open` finds such a card by its name; everything else is
// alsa-lib's own, down to the memory that is mapped. A period goes by whenever the program has
// slept, a tenth of a millisecond at a time: no program is too slow for this card. Its samples are
// floats; its input k holds the constant k/64. On the audio thread its only system call is to read
// its timer, and it takes neither lock nor memory.

/// What the program is doing when a stream stops.
typedef enum __attribute__((enum_extensibility(closed))) {
  /// Asks for its position: -EPIPE is the answer.
  FaultyCardPosition = 0,
  /// Sleeps: it is woken with POLLERR.
  FaultyCardSleep,
  /// Has found a whole period and is about to ask where it lies.
  FaultyCardBegin,
  /// Hands a period back.
  FaultyCardCommit,
} FaultyCardMoment;

/// One stop of one stream.
typedef struct {
  FaultyCardMoment moment;
  /// Periods to be played before it, counted from the start or the last restart.
  int after;
  /// Whether playback stops, or else capture.
  bool stops_playback;
  /// Whether the machine fell asleep (-ESTRPIPE), or else a period was missed (-EPIPE).
  bool is_suspend;
} FaultyCardFault;

/// What became of a card; to be read when no thread uses it.
typedef struct {
  /// Streams opened, set up by hw_params, and closed.
  int opened, set_up, closed;
  /// Streams prepared, by hw_params and for each start, and streams started.
  int prepared, started;
  /// Attempts to wake a stream that slept.
  int resumed;
} FaultyCardCounts;

typedef struct FaultyCard FaultyCard;

/// A card that stops as in `faults`, one after the other as they are allowed, and then no more.
///
/// Remembers the first `most` frames of output number `heard`, counted from 1, after each start.
/// NULL if there are too many cards or too little memory.
FaultyCard *faulty_card_make(const FaultyCardFault *faults, size_t count, int heard, size_t most);

/// Frees a card that nobody has open.
void faulty_card_free(FaultyCard *card);

/// The name to open it by.
const char *faulty_card_name(const FaultyCard *card);

/// Lets the first `count` faults come, each when its time has come. Any thread.
void faulty_card_allow(FaultyCard *card, size_t count);

/// How many faults there were so far. Any thread.
size_t faulty_card_faults_made(const FaultyCard *card);

FaultyCardCounts faulty_card_counts(const FaultyCard *card);

/// What was written to the output that is remembered from start number `start` on, counted from 0;
/// also what the next start threw away unplayed.
const float *faulty_card_heard(const FaultyCard *card, size_t start, size_t *count);

/// Has every prepare of a stream take and free memory, to show that the watch sees it.
void faulty_card_allocate_when_prepared(FaultyCard *card);
