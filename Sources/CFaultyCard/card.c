#define _GNU_SOURCE  // RTLD_NEXT
#include <dlfcn.h>
#include <stdlib.h>

#include "state.h"

#define NAME_FORMAT "faulty-card-%d"

enum { most_cards = 64 };

static FaultyCard *cards[most_cards];

/// Stands before alsa-lib's for the whole test program.
int snd_pcm_open(snd_pcm_t **pcm, const char *name, snd_pcm_stream_t direction, int mode) {
  int index;
  if (sscanf(name, NAME_FORMAT, &index) == 1) {
    FaultyCard *card = index >= 0 && index < most_cards ? cards[index] : NULL;
    return card ? faulty_card_open(card, pcm, direction, mode) : -ENODEV;
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
