// alsa-lib as Swift sees it, and the few calls that need C.
//
// Calls made on the audio thread are declared a second time with the promise that the compiler
// checks in Swift: they take no lock and no memory. The promise is kept for `hw:` cards; the
// plug-ins of alsa-lib take a lock of their own that no other thread here ever holds.
#pragma once

#include <alsa/asoundlib.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define CALSA_NO_LOCKS __attribute__((swift_attr("@_noLocks")))

// The PCM on the audio thread

CALSA_NO_LOCKS snd_pcm_state_t snd_pcm_state(snd_pcm_t *pcm);
CALSA_NO_LOCKS int snd_pcm_prepare(snd_pcm_t *pcm);
CALSA_NO_LOCKS int snd_pcm_start(snd_pcm_t *pcm);
CALSA_NO_LOCKS int snd_pcm_drop(snd_pcm_t *pcm);
CALSA_NO_LOCKS int snd_pcm_resume(snd_pcm_t *pcm);
CALSA_NO_LOCKS snd_pcm_sframes_t snd_pcm_avail_update(snd_pcm_t *pcm);
CALSA_NO_LOCKS int snd_pcm_poll_descriptors_revents(snd_pcm_t *pcm, struct pollfd *descriptors,
                                                    unsigned int count, unsigned short *events);
CALSA_NO_LOCKS int snd_pcm_mmap_begin(snd_pcm_t *pcm, const snd_pcm_channel_area_t **areas,
                                      snd_pcm_uframes_t *offset, snd_pcm_uframes_t *frames);
CALSA_NO_LOCKS snd_pcm_sframes_t snd_pcm_mmap_commit(snd_pcm_t *pcm, snd_pcm_uframes_t offset,
                                                     snd_pcm_uframes_t frames);
CALSA_NO_LOCKS int snd_pcm_areas_silence(const snd_pcm_channel_area_t *areas,
                                         snd_pcm_uframes_t offset, unsigned int channels,
                                         snd_pcm_uframes_t frames, snd_pcm_format_t format);
CALSA_NO_LOCKS int snd_pcm_areas_copy(const snd_pcm_channel_area_t *to,
                                      snd_pcm_uframes_t to_offset,
                                      const snd_pcm_channel_area_t *from,
                                      snd_pcm_uframes_t from_offset, unsigned int channels,
                                      snd_pcm_uframes_t frames, snd_pcm_format_t format);

// Time and waiting on the audio thread

/// The monotonic clock in nanoseconds.
static inline CALSA_NO_LOCKS int64_t calsa_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline CALSA_NO_LOCKS void calsa_sleep(int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  nanosleep(&time, NULL);
}

/// `poll` until `deadline` on the monotonic clock; the number of descriptors or -errno.
static inline CALSA_NO_LOCKS int calsa_poll(struct pollfd *descriptors, unsigned long count,
                                            int64_t deadline) {
  int64_t left = deadline - calsa_now();
  int milliseconds = left <= 0 ? 0 : (int)((left + 999999) / 1000000);
  int ready = poll(descriptors, count, milliseconds);
  return ready < 0 ? -errno : ready;
}

/// Arms a timer for one moment on the monotonic clock, in nanoseconds.
static inline CALSA_NO_LOCKS int calsa_arm(int timer, int64_t moment) {
  struct itimerspec time = {{0, 0}, {moment / 1000000000, moment % 1000000000}};
  return timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

static inline CALSA_NO_LOCKS int64_t calsa_read_timer(int timer) {
  uint64_t expirations = 0;
  return read(timer, &expirations, sizeof expirations) < 0 ? -errno : (int64_t)expirations;
}

// Setting up a thread

/// Lets this thread take numbers too small to matter as 0 (see "denormals").
static inline void calsa_flush_denormals(void) {
#if defined(__x86_64__)
  unsigned int control;
  __asm__ volatile("stmxcsr %0" : "=m"(control));
  control |= 0x8040;  // flush results to zero, take operands as zero
  __asm__ volatile("ldmxcsr %0" : : "m"(control));
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  control |= UINT64_C(1) << 24;
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#endif
}

/// Names this thread by the first 15 bytes.
static inline void calsa_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// Touches this much of the stack below the caller, so that it is there before it is needed.
static __attribute__((noinline, unused)) void calsa_touch_stack(size_t bytes) {
  volatile char *page = (volatile char *)__builtin_alloca(bytes);
  for (size_t at = 0; at < bytes; at += 1024) page[at] = 0;
}

static inline int calsa_raise_lock_limit(void) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  if (setrlimit(RLIMIT_MEMLOCK, &limit) == 0) return 1;
  getrlimit(RLIMIT_MEMLOCK, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_MEMLOCK, &limit);
  return limit.rlim_max == RLIM_INFINITY;
}

static inline int calsa_lock_memory(int later_too) {
  return mlockall(later_too ? MCL_CURRENT | MCL_FUTURE : MCL_CURRENT) ? errno : 0;
}

static inline int calsa_make_first_in_first_out(int priority) {
  struct sched_param parameter = {.sched_priority = priority};
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameter);
}

// What Swift does not import: variadic functions, macros, packed structures

static __attribute__((unused)) void calsa_say_nothing(const char *file, int line,
                                                      const char *function, int error,
                                                      const char *format, ...) {}

/// Stops alsa-lib from writing to standard error; every failure comes back as a code.
static inline void calsa_silence(void) { snd_lib_error_set_handler(calsa_say_nothing); }

static inline int calsa_event_is_variable(const snd_seq_event_t *event) {
  return snd_seq_ev_is_variable(event);
}
static inline unsigned int calsa_event_length(const snd_seq_event_t *event) {
  return event->data.ext.len;
}
static inline const void *calsa_event_bytes(const snd_seq_event_t *event) {
  return event->data.ext.ptr;
}
static inline void calsa_set_sysex(snd_seq_event_t *event, unsigned int count, void *bytes) {
  snd_seq_ev_set_sysex(event, count, bytes);
}
static inline void calsa_address(snd_seq_event_t *event, unsigned char port, int client,
                                 int client_port) {
  snd_seq_ev_set_source(event, port);
  snd_seq_ev_set_direct(event);
  if (client < 0)
    snd_seq_ev_set_subs(event);
  else
    snd_seq_ev_set_dest(event, (unsigned char)client, (unsigned char)client_port);
}
