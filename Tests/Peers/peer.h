// What every peer's host does alike: the noise it is fed, the clock, the runs and what is printed.
// C and C++.
#ifndef PEER_H
#define PEER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

enum {
  sample_rate = 48000,
  block = 64,
  // As long as a run of `busbar bench`, and so short that most meet no interruption.
  run_nanoseconds = 2000000,
};

// Nanoseconds on a clock that nobody sets.
static inline uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// Makes denormal numbers zero on this thread, as every audio thread does.
static inline void flush_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | 1u << 24));
#endif
}

// White noise of -20 dBFS RMS: evenly distributed up to 0.1 * sqrt(3). The generator is the one
// that `busbar bench` fills its input with.
static inline void fill_with_noise(float *samples, size_t count) {
  uint32_t state = 1;
  for (size_t index = 0; index < count; ++index) {
    state = state * 1664525u + 1013904223u;
    samples[index] = (float)(int32_t)state * (0x1p-31f * 0.17320508f);
  }
}

static inline float *new_samples(size_t count) {
  float *samples = (float *)aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
  if (!samples) abort();
  for (size_t index = 0; index < count; ++index) samples[index] = 0;
  return samples;
}

static inline int ascending(const void *first, const void *second) {
  double a = *(const double *)first, b = *(const double *)second;
  return (a > b) - (a < b);
}

// The processor time that this thread has had, in nanoseconds.
static inline uint64_t processor_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

// How many blocks fill a run; the fastest of the first few says so, and they warm the caches.
static inline int blocks_per_run(void (*render)(void *), void *context) {
  uint64_t least = UINT64_MAX;
  for (int count = 0; count < 20; ++count) {
    uint64_t began = now();
    render(context);
    uint64_t spent = now() - began;
    if (spent < least) least = spent;
  }
  return 1 + (int)(run_nanoseconds / (least + 1));
}

// Times `runs` runs of `render`, which renders a block of `channels` channels, and prints one JSON
// object in the words of `busbar bench --json`. "share" is how much of the time the thread was
// given a processor: far below 1, others were working.
static inline void measure(
    const char *name, int channels, int runs, void (*render)(void *), void *context) {
  double *times = (double *)malloc(sizeof(double) * (size_t)runs);
  if (!times) abort();
  int blocks = blocks_per_run(render, context);
  uint64_t all_began = now(), had = processor_time();
  for (int run = 0; run < runs; ++run) {
    uint64_t began = now();
    for (int count = 0; count < blocks; ++count) render(context);
    times[run] = (double)(now() - began) / ((double)blocks * block * channels);
  }
  double share = (double)(processor_time() - had) / (double)(now() - all_began);
  qsort(times, (size_t)runs, sizeof(double), ascending);
  printf("{\"name\":\"%s\",\"channels\":%d,\"block\":%d,\"ns_per_channel_frame\":%.4f,"
         "\"min\":%.4f,\"share\":%.3f}\n",
         name, channels, block, times[runs / 2], times[0], share);
  fflush(stdout);
  free(times);
}

#endif
