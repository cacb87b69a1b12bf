#pragma once

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>

#include "CFaultyCard.h"

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

/// Opens one direction; what `snd_pcm_open` returns.
int faulty_card_open(FaultyCard *card, snd_pcm_t **pcm, snd_pcm_stream_t direction, int mode);
