#define _GNU_SOURCE  // register names
#include "state.h"

#if PROBE_HOOKS

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

// The kernel's names, absent from older headers.
#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_OFF 0
#define PR_SYS_DISPATCH_ON 1
#endif
#ifndef SYS_USER_DISPATCH
#define SYS_USER_DISPATCH 2
#endif
#define KERNEL_SA_RESTORER 0x04000000

// Code whose system calls the kernel always lets pass: the forwarding one and the one that leaves
// a signal handler.
extern const char __start_probe_exempt[], __stop_probe_exempt[];
long probe_system_call(long number, long a, long b, long c, long d, long e, long f);
void probe_restorer(void);

#if defined(__x86_64__)
__asm__(
    ".pushsection probe_exempt, \"ax\", @progbits\n"
    ".globl probe_system_call\n"
    ".hidden probe_system_call\n"
    ".type probe_system_call, @function\n"
    "probe_system_call:\n"
    "movq %rdi, %rax\n"
    "movq %rsi, %rdi\n"
    "movq %rdx, %rsi\n"
    "movq %rcx, %rdx\n"
    "movq %r8, %r10\n"
    "movq %r9, %r8\n"
    "movq 8(%rsp), %r9\n"
    "syscall\n"
    "ret\n"
    ".globl probe_restorer\n"
    ".hidden probe_restorer\n"
    ".type probe_restorer, @function\n"
    "probe_restorer:\n"
    "movl $15, %eax\n"
    "syscall\n"
    "ud2\n"
    ".popsection\n");

enum { INSTRUCTION_SIZE = 2 };
#define ARGUMENT(context, index) (context)->uc_mcontext.gregs[argument_registers[index]]
#define RESULT(context) (context)->uc_mcontext.gregs[REG_RAX]
#define INSTRUCTION(context) (context)->uc_mcontext.gregs[REG_RIP]
static const int argument_registers[] = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9};
#else
__asm__(
    ".pushsection probe_exempt, \"ax\", @progbits\n"
    ".globl probe_system_call\n"
    ".hidden probe_system_call\n"
    ".type probe_system_call, @function\n"
    "probe_system_call:\n"
    "mov x8, x0\n"
    "mov x0, x1\n"
    "mov x1, x2\n"
    "mov x2, x3\n"
    "mov x3, x4\n"
    "mov x4, x5\n"
    "mov x5, x6\n"
    "svc 0\n"
    "ret\n"
    ".globl probe_restorer\n"
    ".hidden probe_restorer\n"
    ".type probe_restorer, @function\n"
    "probe_restorer:\n"
    "mov x8, 139\n"
    "svc 0\n"
    "brk 0\n"
    ".popsection\n");

enum { INSTRUCTION_SIZE = 4 };
#define ARGUMENT(context, index) (context)->uc_mcontext.regs[index]
#define RESULT(context) (context)->uc_mcontext.regs[0]
#define INSTRUCTION(context) (context)->uc_mcontext.pc
#endif

/// A system call that works only where it was made: on its own stack, or with its own signal mask.
static bool must_run_in_place(long number) {
  switch (number) {
    case SYS_clone:
    case SYS_clone3:
    case SYS_rt_sigreturn:
    case SYS_rt_sigprocmask:
    case SYS_exit:
    case SYS_exit_group:
#if defined(__x86_64__)
    case SYS_fork:
    case SYS_vfork:
#endif
      return true;
    default:
      return false;
  }
}

static void count(long number, const void *caller) {
  ProbeState *state = &probe_state;
  bool in_list = number >= 0 && number < SYSTEM_CALL_LIMIT;
  if (in_list && state->allowed[number / 64] >> number % 64 & 1) {
    state->allowed_system_calls++;
    return;
  }
  if (!state->first_entry) state->first_number = number;
  probe_count(RealtimeProbeSystemCall, ENTRY_system_call, caller);
}

/// Counts the system call that this thread was about to make, then makes it.
static void handle(int signal, siginfo_t *info, void *interrupted) {
  (void)signal;
  ucontext_t *context = interrupted;
  if (info->si_code != SYS_USER_DISPATCH) return;
  long number = info->si_syscall;
  count(number, (const void *)INSTRUCTION(context));
  if (must_run_in_place(number)) {
    probe_state.selector = 0;
    probe_state.watched_system_calls = false;
    INSTRUCTION(context) -= INSTRUCTION_SIZE;
    return;
  }
  RESULT(context) = probe_system_call(number, ARGUMENT(context, 0), ARGUMENT(context, 1),
                                      ARGUMENT(context, 2), ARGUMENT(context, 3),
                                      ARGUMENT(context, 4), ARGUMENT(context, 5));
}

/// Past the C library, which would have the handler left by code that is not exempt.
static void install_handler(void) {
  struct {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
  } action = {handle, SA_SIGINFO | KERNEL_SA_RESTORER, probe_restorer, 0};
  probe_system_call(SYS_rt_sigaction, SIGSYS, (long)&action, 0, sizeof action.mask, 0, 0);
}

static pthread_once_t installed = PTHREAD_ONCE_INIT;

static bool dispatch_on(void) {
  size_t length = (size_t)(__stop_probe_exempt - __start_probe_exempt);
  return prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, __start_probe_exempt, length,
               &probe_state.selector) == 0;
}

static void dispatch_off(void) {
  prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_OFF, 0, 0, 0);
}

bool probe_system_calls_begin(void) {
  pthread_once(&installed, install_handler);
  int before = errno;
  bool on = dispatch_on();
  errno = before;
  if (!on) return false;
  sigset_t set;  // the kernel ends a process that blocks a signal it must deliver
  sigemptyset(&set);
  sigaddset(&set, SIGSYS);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  return true;
}

void probe_system_calls_end(void) {
  probe_state.selector = 0;
  int before = errno;
  dispatch_off();
  errno = before;
}

bool realtime_probe_watches_system_calls(void) {
  int before = errno;
  bool can = probe_state.armed ? probe_state.watched_system_calls : dispatch_on();
  if (can && !probe_state.armed) dispatch_off();
  errno = before;
  return can;
}

#else

bool probe_system_calls_begin(void) { return false; }
void probe_system_calls_end(void) {}
bool realtime_probe_watches_system_calls(void) { return false; }

#endif
