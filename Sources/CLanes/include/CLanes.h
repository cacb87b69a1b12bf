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

/// The smaller of each pair; the second where the first is not a number.
NO_LOCKS static inline lanes_float lanes_min(lanes_float a, lanes_float b) { return a < b ? a : b; }

/// The same lanes, of which the compiler no longer knows where they came from.
///
/// Before a shuffle: the compiler else may shuffle all that the lanes are made of, which can be a
/// whole filter, instead of the result.
NO_LOCKS static inline lanes_float lanes_opaque(lanes_float a) {
#if defined(__AVX512F__)
  __asm__("" : "+v"(a));
#else
  __asm__("" : "+m"(a));  // no register holds them all
#endif
  return a;
}

/// Every lane's right neighbour; the last lane's is itself.
NO_LOCKS static inline lanes_float lanes_next(lanes_float a) {
  return __builtin_shufflevector(a, a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15);
}

/// Every lane's left neighbour; the first lane's is itself.
NO_LOCKS static inline lanes_float lanes_previous(lanes_float a) {
  return __builtin_shufflevector(a, a, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
}

/// Binary logarithms of normal numbers above 0, within 1.5e-5.
///
/// A number is 2^e * (1 + t) with 1 + t between the square roots of 1/2 and 2. The polynomial in t
/// is a minimax fit without a constant, so that powers of two come out whole: least squares on 4001
/// Chebyshev nodes, their weights multiplied by the error again and again (Lawson's algorithm).
NO_LOCKS static inline lanes_float lanes_log2(lanes_float a) {
  const int32_t root = 0x3f3504f3;  // the square root of 1/2
  lanes_int bits = (lanes_int)a - root;
  lanes_int exponent = bits >> 23;
  lanes_float t = (lanes_float)((bits & 0x7fffff) + root) - 1.0f;
  lanes_float sum = -0.39457536f + t * 0.2526602447f;
  sum = 0.4866861403f + t * sum;
  sum = -0.7202417851f + t * sum;
  sum = 1.442577958f + t * sum;
  return __builtin_convertvector(exponent, lanes_float) + t * sum;
}

/// 2 to the power of numbers of -126...127, within 2.7e-6 of the result; 1 of 0.
///
/// The whole part goes into the exponent; adding 1.5 * 2^23 rounds to it. The polynomial for the
/// rest of -0.5...0.5 is fitted as that of `lanes_log2`, its constant held at 1.
NO_LOCKS static inline lanes_float lanes_exp2(lanes_float a) {
  lanes_float shifted = a + 0x1.8p23f;
  lanes_float rest = a - (shifted - 0x1.8p23f);
  lanes_float sum = 0.05591968819f + rest * 0.00968190935f;
  sum = 0.240220204f + rest * sum;
  sum = 0.6931215525f + rest * sum;
  sum = 1.0f + rest * sum;
  return (lanes_float)((lanes_int)sum + ((lanes_int)shifted << 23));
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
