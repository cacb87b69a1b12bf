#define _GNU_SOURCE  // dladdr
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "state.h"

_Thread_local ProbeState probe_state __attribute__((tls_model("initial-exec")));

const char *const probe_entry_names[ENTRY_COUNT] = {
#define ENTRY(kind, name) [ENTRY_##name] = #name,
#include "entry_points.h"
#undef ENTRY
    [ENTRY_malloc] = "malloc",
    [ENTRY_calloc] = "calloc",
    [ENTRY_realloc] = "realloc",
    [ENTRY_free] = "free",
    [ENTRY_aligned_alloc] = "aligned_alloc",
    [ENTRY_posix_memalign] = "posix_memalign",
    [ENTRY_memalign] = "memalign",
    [ENTRY_valloc] = "valloc",
    [ENTRY_system_call] = "system call",
};

static const RealtimeProbeKind entry_kinds[ENTRY_COUNT] = {
#define ENTRY(kind, name) [ENTRY_##name] = RealtimeProbe##kind,
#include "entry_points.h"
#undef ENTRY
    [ENTRY_malloc... ENTRY_valloc] = RealtimeProbeHeap,
    [ENTRY_system_call] = RealtimeProbeSystemCall,
};

void realtime_probe_begin(void) { realtime_probe_begin_allowing(NULL, 0); }

void realtime_probe_begin_allowing(const long *numbers, size_t count) {
  ProbeState *state = &probe_state;
  if (state->armed) probe_system_calls_end();
  memset(state, 0, sizeof *state);
  for (size_t i = 0; i < count; i++) {
    if (numbers[i] < 0 || numbers[i] >= SYSTEM_CALL_LIMIT) continue;
    state->allowed[numbers[i] / 64] |= 1ull << numbers[i] % 64;
  }
  state->first_number = -1;
  state->watched_system_calls = probe_system_calls_begin();
  state->armed = 1;
  state->selector = state->watched_system_calls;
}

void realtime_probe_end(RealtimeProbeCounts *counts) {
  ProbeState *state = &probe_state;
  state->selector = 0;
  state->armed = 0;
  probe_system_calls_end();
  Entry first = (Entry)(state->first_entry - 1);
  *counts = (RealtimeProbeCounts){
      .heap = state->counts[RealtimeProbeHeap],
      .locks = state->counts[RealtimeProbeLock],
      .retains = state->counts[RealtimeProbeRetain],
      .releases = state->counts[RealtimeProbeRelease],
      .objects = state->counts[RealtimeProbeObject],
      .onces = state->counts[RealtimeProbeOnce],
      .accesses = state->counts[RealtimeProbeAccess],
      .metadata = state->counts[RealtimeProbeMetadata],
      .casts = state->counts[RealtimeProbeCast],
      .tasks = state->counts[RealtimeProbeTask],
      .system_calls = state->counts[RealtimeProbeSystemCall],
      .allowed_system_calls = state->allowed_system_calls,
      .watched_functions = realtime_probe_watches_functions(),
      .watched_system_calls = state->watched_system_calls,
      .first_kind = state->first_entry ? entry_kinds[first] : RealtimeProbeNothing,
      .first_name = state->first_entry ? probe_entry_names[first] : NULL,
      .first_number = state->first_number,
      .first_caller = state->first_caller,
  };
}

uint64_t realtime_probe_total(RealtimeProbeCounts counts) {
  return counts.heap + counts.locks + counts.retains + counts.releases + counts.objects +
         counts.onces + counts.accesses + counts.metadata + counts.casts + counts.tasks +
         counts.system_calls;
}

char *realtime_probe_describe(RealtimeProbeCounts counts, char *buffer, size_t size) {
  char number[16] = "";
  if (counts.first_number >= 0) snprintf(number, sizeof number, " %ld", counts.first_number);
  Dl_info info = {0};
  if (counts.first_caller) dladdr(counts.first_caller, &info);
  const char *from = info.dli_sname ? info.dli_sname : info.dli_fname ? info.dli_fname : "?";
  const void *base = info.dli_sname ? info.dli_saddr : info.dli_fbase;
  snprintf(buffer, size, "%s%s from %s+0x%zx", counts.first_name ? counts.first_name : "nothing",
           number, from, (size_t)((const char *)counts.first_caller - (const char *)base));
  return buffer;
}
