#define _GNU_SOURCE  // RTLD_NEXT
#include "state.h"

#if PROBE_HOOKS

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

/// The functions that the stubs stand before.
__attribute__((visibility("hidden"))) void *probe_real[ENTRY_POINT_COUNT];

// A stub counts and jumps on. It may touch only the registers that any call through the linkage
// table may lose (r11; x16 and x17), because some of the runtime keeps all others.
#if defined(__x86_64__)
#define STUB                                      \
  "movq probe_state@GOTTPOFF(%%rip), %%r11\n"     \
  "cmpq $0, %%fs:(%%r11)\n"                       \
  "je 1f\n"                                       \
  "incq %%fs:%c0(%%r11)\n"                        \
  "cmpq $0, %%fs:8(%%r11)\n"                      \
  "jne 1f\n"                                      \
  "movq $%c1, %%fs:8(%%r11)\n"                    \
  "pushq %%rax\n"                                 \
  "movq 8(%%rsp), %%rax\n"                        \
  "movq %%rax, %%fs:16(%%r11)\n"                  \
  "popq %%rax\n"                                  \
  "1: jmpq *probe_real+%c2(%%rip)\n"
#else
#define STUB                                      \
  "mrs x16, tpidr_el0\n"                          \
  "adrp x17, :gottprel:probe_state\n"             \
  "ldr x17, [x17, :gottprel_lo12:probe_state]\n"  \
  "add x16, x16, x17\n"                           \
  "ldr x17, [x16]\n"                              \
  "cbz x17, 1f\n"                                 \
  "ldr x17, [x16, %c0]\n"                         \
  "add x17, x17, 1\n"                             \
  "str x17, [x16, %c0]\n"                         \
  "ldr x17, [x16, 8]\n"                           \
  "cbnz x17, 1f\n"                                \
  "mov x17, %c1\n"                                \
  "str x17, [x16, 8]\n"                           \
  "str x30, [x16, 16]\n"                          \
  "1: adrp x17, probe_real+%c2\n"                 \
  "ldr x17, [x17, :lo12:probe_real+%c2]\n"        \
  "br x17\n"
#endif

_Static_assert(offsetof(ProbeState, armed) == 0, "the stubs read the flag first");
_Static_assert(offsetof(ProbeState, first_entry) == 8, "then the first entry");
_Static_assert(offsetof(ProbeState, first_caller) == 16, "then its caller");

#define ENTRY(kind, name)                                                               \
  void probe_stub_##name(void) __asm__(#name);                                          \
  __attribute__((naked)) void probe_stub_##name(void) {                                 \
    __asm__ volatile(STUB                                                               \
                     :                                                                  \
                     : "i"(offsetof(ProbeState, counts) + 8 * RealtimeProbe##kind),     \
                       "i"(ENTRY_##name + 1), "i"(8 * ENTRY_##name));                   \
  }
#include "entry_points.h"
#undef ENTRY

/// Stands for a function that no loaded library has.
static void missing(void) {
  static const char message[] = "CRealtimeProbe: a function that is nowhere defined was called\n";
  (void)!write(STDERR_FILENO, message, sizeof message - 1);
  abort();
}

static void resolve(void) {
  for (int entry = 0; entry < ENTRY_POINT_COUNT; entry++) {
    void *real = dlsym(RTLD_NEXT, probe_entry_names[entry]);
    probe_real[entry] = real ? real : (void *)missing;
  }
}

// Before the constructors of any library, for these already call the runtime.
__attribute__((section(".preinit_array"), used)) static void (*const at_start)(void) = resolve;

bool realtime_probe_watches_functions(void) { return true; }

#else

bool realtime_probe_watches_functions(void) { return false; }

#endif
