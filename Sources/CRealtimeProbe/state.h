#pragma once

#include "CRealtimeProbe.h"

// Sanitizers bring an allocator and lock hooks of their own, and crash when they are hooked.
#if defined(__linux__) && defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
#define PROBE_HOOKS 1
#endif
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer) || \
    __has_feature(memory_sanitizer) || __has_feature(realtime_sanitizer)
#undef PROBE_HOOKS
#endif

enum {
  KIND_COUNT = RealtimeProbeSystemCall + 1,
  SYSTEM_CALL_LIMIT = 512,
};

/// Every function that is counted. The ones of entry_points.h first: they index `probe_real`.
typedef enum {
#define ENTRY(kind, name) ENTRY_##name,
#include "entry_points.h"
#undef ENTRY
  ENTRY_POINT_COUNT,
  ENTRY_malloc = ENTRY_POINT_COUNT,
  ENTRY_calloc,
  ENTRY_realloc,
  ENTRY_free,
  ENTRY_aligned_alloc,
  ENTRY_posix_memalign,
  ENTRY_memalign,
  ENTRY_valloc,
  ENTRY_system_call,
  ENTRY_COUNT,
} Entry;

/// What one thread has counted. The stubs in functions.c know the offsets of the first four.
typedef struct {
  uint64_t armed;
  /// The first entry plus 1, or 0.
  uint64_t first_entry;
  const void *first_caller;
  uint64_t counts[KIND_COUNT];
  uint64_t allowed_system_calls;
  long first_number;
  uint64_t allowed[SYSTEM_CALL_LIMIT / 64];
  /// The kernel reads this at each system call: 0 lets it pass, 1 sends SIGSYS.
  volatile char selector;
  bool watched_system_calls;
} ProbeState;

extern _Thread_local ProbeState probe_state __attribute__((tls_model("initial-exec")));
extern const char *const probe_entry_names[ENTRY_COUNT];

static inline void probe_count(RealtimeProbeKind kind, Entry entry, const void *caller) {
  ProbeState *state = &probe_state;
  if (!state->armed) return;
  state->counts[kind]++;
  if (state->first_entry) return;
  state->first_entry = (uint64_t)entry + 1;
  state->first_caller = caller;
}

/// Sends this thread's system calls to the handler. False if the kernel cannot.
bool probe_system_calls_begin(void);
void probe_system_calls_end(void);
