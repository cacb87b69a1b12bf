#include "state.h"

#if PROBE_HOOKS

#include <errno.h>
#include <malloc.h>

// The allocator is called before anything can be looked up, so it forwards by name.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);
void *__libc_memalign(size_t alignment, size_t size);
void *__libc_valloc(size_t size);

#define COUNT(name) probe_count(RealtimeProbeHeap, ENTRY_##name, __builtin_return_address(0))

void *malloc(size_t size) {
  COUNT(malloc);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  COUNT(calloc);
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  COUNT(realloc);
  return __libc_realloc(block, size);
}

void free(void *block) {
  COUNT(free);
  __libc_free(block);
}

void *aligned_alloc(size_t alignment, size_t size) {
  COUNT(aligned_alloc);
  return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
  COUNT(memalign);
  return __libc_memalign(alignment, size);
}

void *valloc(size_t size) {
  COUNT(valloc);
  return __libc_valloc(size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  COUNT(posix_memalign);
  bool power_of_two = alignment && !(alignment & (alignment - 1));
  if (!power_of_two || alignment % sizeof(void *)) return EINVAL;
  int before = errno;  // POSIX: the result tells, errno is left alone
  void *made = __libc_memalign(alignment, size);
  errno = before;
  if (!made) return ENOMEM;
  *block = made;
  return 0;
}

size_t realtime_probe_heap_in_use(void) {
  struct mallinfo2 all = mallinfo2();
  return all.uordblks + all.hblkhd;
}

#else

size_t realtime_probe_heap_in_use(void) { return 0; }

#endif
