// Vector operations that Swift's SIMD types do lane by lane, and the two facts about the processor
// that the sound depends on. Everything is inline, so each kernel target compiles it with its own
// instruction set.
#pragma once
#include <stdint.h>

#define NO_LOCKS __attribute__((swift_attr("@_noLocks")))

typedef float lanes_float __attribute__((ext_vector_type(16)));
typedef int32_t lanes_int __attribute__((ext_vector_type(16)));
typedef int16_t lanes_short __attribute__((ext_vector_type(16)));
typedef int32_t lanes_int_unaligned __attribute__((ext_vector_type(16), aligned(1)));
typedef int16_t lanes_short_unaligned __attribute__((ext_vector_type(16), aligned(1)));
typedef float lanes_float_unaligned __attribute__((ext_vector_type(16), aligned(1)));

/// The larger of each pair; the second where the first is not a number.
NO_LOCKS static inline lanes_float lanes_max(lanes_float a, lanes_float b) { return a > b ? a : b; }

/// Each number, held within -limit…limit.
NO_LOCKS static inline lanes_float lanes_hold(lanes_float a, float limit) {
  lanes_float top = a < limit ? a : limit;
  return top > -limit ? top : -limit;
}

/// The first number where `test` is 0, the second where it is not.
NO_LOCKS static inline lanes_float lanes_choose(lanes_float test, lanes_float a, lanes_float b) {
  return test == 0 ? a : b;
}

/// Silences `frames` frames of a bank.
NO_LOCKS static inline void lanes_clear(void *_Nonnull bank, long frames) {
  __builtin_memset(bank, 0, (unsigned long)frames * sizeof(lanes_float));
}

/// Whether any lane of a mask (0 or -1 each) is set.
NO_LOCKS static inline _Bool lanes_any(lanes_int mask) {
  return __builtin_reduce_or(mask) != 0;
}

/// The least lane.
NO_LOCKS static inline int32_t lanes_least(lanes_int numbers) {
  return __builtin_reduce_min(numbers);
}

/// Whole numbers as floats.
NO_LOCKS static inline lanes_float lanes_from_int(lanes_int numbers) {
  return __builtin_convertvector(numbers, lanes_float);
}

/// A number of 0 to 2^31 without its fraction.
NO_LOCKS static inline long lanes_whole(float number) { return (int32_t)number; }

/// Sixteen neighbouring 32-bit integers as numbers of full scale 1.
NO_LOCKS static inline lanes_float lanes_load_s32(const void *_Nonnull from) {
  lanes_int whole = *(const lanes_int_unaligned *)from;
  return __builtin_convertvector(whole, lanes_float) * 0x1p-31f;
}

/// Sixteen neighbouring 16-bit integers as numbers of full scale 1.
NO_LOCKS static inline lanes_float lanes_load_s16(const void *_Nonnull from) {
  lanes_short whole = *(const lanes_short_unaligned *)from;
  return __builtin_convertvector(whole, lanes_float) * 0x1p-15f;
}

/// Sixteen neighbouring floats, wherever they lie.
NO_LOCKS static inline lanes_float lanes_load_float(const void *_Nonnull from) {
  return *(const lanes_float_unaligned *)from;
}

/// 0: what every machine of the architecture has; 1: AVX2 and FMA; 2: AVX-512 (F, BW, CD, DQ, VL).
static inline int32_t machine_instruction_set(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 2;
  if (__builtin_cpu_supports("x86-64-v3")) return 1;
#endif
  return 0;
}

/// Makes this thread treat numbers too small for full precision as zero; returns what was set
/// before, for `machine_restore_denormals`.
///
/// x86: MXCSR bits 15 (flush to zero) and 6 (denormals are zero), Intel SDM volume 1, 10.2.3.
/// aarch64: FPCR bit 24 (FZ), Arm ARM D24.2.
NO_LOCKS static inline uint64_t machine_flush_denormals(void) {
#if defined(__x86_64__)
  uint32_t before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
#elif defined(__aarch64__)
  uint64_t before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before | (1u << 24)));
  return before;
#else
  return 0;
#endif
}

/// Puts back what `machine_flush_denormals` returned.
NO_LOCKS static inline void machine_restore_denormals(uint64_t before) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((uint32_t)before);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(before));
#else
  (void)before;
#endif
}
