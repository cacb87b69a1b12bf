#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__linux__)
#include <sys/syscall.h>  // SYS_…, the numbers for the allow-list
#endif

// Counts what an audio thread must not do: call the heap, a lock, the Swift runtime or the kernel.
//
// Linked into tests only. A count covers the calling thread from `realtime_probe_begin` to
// `realtime_probe_end`; other threads are neither counted nor slowed. What a shared library calls
// inside itself is not seen, except through the heap, the locks and the kernel, which it shares.
// A `Mutex` that is free and already known to the thread is an inlined compare-and-exchange: only
// `@_noLocks` sees that one.

/// What a call is counted as.
typedef enum __attribute__((enum_extensibility(closed))) {
  RealtimeProbeNothing = 0,
  /// malloc, calloc, realloc, free, aligned_alloc, posix_memalign, memalign, valloc
  RealtimeProbeHeap,
  /// POSIX mutexes, rwlocks, conditions, semaphores; the slow paths of Swift's `Mutex`
  RealtimeProbeLock,
  RealtimeProbeRetain,
  RealtimeProbeRelease,
  /// Swift objects, boxes, errors and existential buffers, made or destroyed
  RealtimeProbeObject,
  /// swift_once: each use of a lazy global, also the later ones
  RealtimeProbeOnce,
  /// swift_beginAccess: exclusivity checked at run time
  RealtimeProbeAccess,
  /// Metadata, witness tables, type names, key paths
  RealtimeProbeMetadata,
  /// Dynamic casts and conformance look-ups
  RealtimeProbeCast,
  /// Swift concurrency: tasks, actors, continuations
  RealtimeProbeTask,
  RealtimeProbeSystemCall,
} RealtimeProbeKind;

/// How often each kind was called between begin and end, and who was first.
typedef struct {
  uint64_t heap;
  uint64_t locks;
  uint64_t retains;
  uint64_t releases;
  uint64_t objects;
  uint64_t onces;
  uint64_t accesses;
  uint64_t metadata;
  uint64_t casts;
  uint64_t tasks;
  /// System calls that were not on the allow-list.
  uint64_t system_calls;
  /// System calls that were.
  uint64_t allowed_system_calls;
  /// False under a sanitizer or another libc: then all but the system calls read 0 unwatched.
  bool watched_functions;
  /// False where the kernel has no system call dispatch, under a sanitizer, or when a call that
  /// cannot be forwarded (a new thread, a changed signal mask) ended the watch early.
  bool watched_system_calls;
  RealtimeProbeKind first_kind;
  /// The function that came first, or null. A static string.
  const char *first_name;
  /// The number of the system call that came first, if that is the first kind, else -1.
  long first_number;
  /// Where the first call came from, for `realtime_probe_describe`.
  const void *first_caller;
} RealtimeProbeCounts;

/// Whether this build counts functions: not under a sanitizer, and only with glibc.
bool realtime_probe_watches_functions(void);

/// Whether this build and this kernel count system calls.
bool realtime_probe_watches_system_calls(void);

/// Bytes of the heap that the process has in use, all threads together; 0 where nothing is counted.
size_t realtime_probe_heap_in_use(void);

/// Starts counting on this thread, from zero. No system call is allowed.
void realtime_probe_begin(void);

/// Starts counting on this thread, and lets the system calls in `numbers` pass as allowed.
///
/// Numbers of 512 and more are ignored.
void realtime_probe_begin_allowing(const long *numbers, size_t count);

/// Stops counting on this thread and hands out what was counted.
void realtime_probe_end(RealtimeProbeCounts *counts);

/// The sum of all that must not happen.
uint64_t realtime_probe_total(RealtimeProbeCounts counts);

/// Writes who came first as text, such as "malloc from $s6Engine…+0x41", and returns `buffer`.
char *realtime_probe_describe(RealtimeProbeCounts counts, char *buffer, size_t size);
