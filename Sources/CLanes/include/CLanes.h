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

/// As many neighbouring lanes as one register holds in the code that includes this.
///
/// A recursion whose states must stay in registers goes through a frame in such parts.
#if defined(__AVX512F__)
typedef lanes_float lanes_part;
#elif defined(__AVX2__)
typedef float lanes_part __attribute__((ext_vector_type(8)));
#else
typedef float lanes_part __attribute__((ext_vector_type(4)));
#endif

/// The same numbers, of which the compiler no longer knows where they came from.
///
/// Keeps it from computing single lanes of several vectors together, which takes more shuffles than
/// it saves.
NO_LOCKS static inline lanes_part lanes_part_opaque(lanes_part a) {
#if defined(__x86_64__)
  __asm__("" : "+v"(a));
#elif defined(__aarch64__)
  __asm__("" : "+w"(a));
#endif
  return a;
}

/// `lanes_max` and `lanes_hold` of a part.
NO_LOCKS static inline lanes_part lanes_part_max(lanes_part a, lanes_part b) { return a > b ? a : b; }
NO_LOCKS static inline lanes_part lanes_part_hold(lanes_part a, float limit) {
  lanes_part top = a < limit ? a : limit;
  return top > -limit ? top : -limit;
}

/// The first number where `test` is 0, the second where it is not.
NO_LOCKS static inline lanes_part lanes_part_choose(lanes_part test, lanes_part a, lanes_part b) {
  return test == 0 ? a : b;
}

/// The larger of each pair; the second where the first is not a number.
NO_LOCKS static inline lanes_float lanes_max(lanes_float a, lanes_float b) { return a > b ? a : b; }

/// Each number, held within -limit…limit.
NO_LOCKS static inline lanes_float lanes_hold(lanes_float a, float limit) {
  lanes_float top = a < limit ? a : limit;
  return top > -limit ? top : -limit;
}

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

/// The sum of all lanes, halves upon halves, in the same order everywhere.
NO_LOCKS static inline float lanes_total(lanes_float a) {
  typedef float eight __attribute__((ext_vector_type(8)));
  typedef float four __attribute__((ext_vector_type(4)));
  eight b = a.lo + a.hi;
  four c = b.lo + b.hi;
  return (c.x + c.z) + (c.y + c.w);
}

/// The totals of sixteen frames, each added up as `lanes_total` does.
NO_LOCKS static inline lanes_float lanes_totals(const void *_Nonnull column) {
  const lanes_float *frames = column;
  lanes_float halves[8], quarters[4], eighths[2];
  for (long f = 0; f < 8; f++) {
    lanes_float a = frames[f], b = frames[f + 8];
    halves[f] =
        __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
        __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
  for (long f = 0; f < 4; f++) {
    lanes_float a = halves[f], b = halves[f + 4];
    quarters[f] =
        __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
        __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
  }
  for (long f = 0; f < 2; f++) {
    lanes_float a = quarters[f], b = quarters[f + 2];
    eighths[f] =
        __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29) +
        __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  }
  return __builtin_shufflevector(
             eighths[0], eighths[1], 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
         __builtin_shufflevector(
             eighths[0], eighths[1], 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
}

/// One of the first four numbers of sixteen rows.
///
/// Asked for all four columns in a row, the compiler turns the rows once.
NO_LOCKS static inline lanes_float lanes_column(
    const float *_Nonnull rows, long stride, long column) {
  typedef float four __attribute__((ext_vector_type(4)));
  typedef float eight __attribute__((ext_vector_type(8)));
  four parts[4];
  for (long part = 0; part < 4; part++) {
    four r[4];
    for (long i = 0; i < 4; i++)
      r[i] = *(const four *)(rows + (part * 4 + i) * stride);
    const four low = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
    const four next_low = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
    const four high = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
    const four next_high = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
    const four from = column < 2 ? low : high;
    const four next = column < 2 ? next_low : next_high;
    parts[part] = column % 2 == 0 ? __builtin_shufflevector(from, next, 0, 1, 4, 5)
                                  : __builtin_shufflevector(from, next, 2, 3, 6, 7);
  }
  const eight first = __builtin_shufflevector(parts[0], parts[1], 0, 1, 2, 3, 4, 5, 6, 7);
  const eight second = __builtin_shufflevector(parts[2], parts[3], 0, 1, 2, 3, 4, 5, 6, 7);
  return __builtin_shufflevector(
      first, second, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// Writes sixteen frames whose first four lanes are the four given, and whose others are silent.
NO_LOCKS static inline void lanes_give_four(
    lanes_float a, lanes_float b, lanes_float c, lanes_float d, void *_Nonnull bank) {
  lanes_float ab =
      __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
  lanes_float cd =
      __builtin_shufflevector(c, d, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
  lanes_float ab_next =
      __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  lanes_float cd_next =
      __builtin_shufflevector(c, d, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
  lanes_float fours[4];
  fours[0] = __builtin_shufflevector(
      ab, cd, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
  fours[1] = __builtin_shufflevector(
      ab, cd, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  fours[2] = __builtin_shufflevector(
      ab_next, cd_next, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
  fours[3] = __builtin_shufflevector(
      ab_next, cd_next, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  const lanes_float silence = 0;
  lanes_float *to = bank;
#define GIVE(f, k)                                                                            \
  to[f] = __builtin_shufflevector(                                                            \
      fours[(f) % 4], silence, (k), (k) + 1, (k) + 2, (k) + 3, 16, 17, 18, 19, 20, 21, 22, 23, \
      24, 25, 26, 27)
  GIVE(0, 0), GIVE(1, 0), GIVE(2, 0), GIVE(3, 0);
  GIVE(4, 4), GIVE(5, 4), GIVE(6, 4), GIVE(7, 4);
  GIVE(8, 8), GIVE(9, 8), GIVE(10, 8), GIVE(11, 8);
  GIVE(12, 12), GIVE(13, 12), GIVE(14, 12), GIVE(15, 12);
#undef GIVE
}

/// Silences `frames` frames of a bank.
NO_LOCKS static inline void lanes_clear(void *_Nonnull bank, long frames) {
  __builtin_memset(bank, 0, (unsigned long)frames * sizeof(lanes_float));
}

/// Copies `frames` frames of a bank.
NO_LOCKS static inline void lanes_copy(void *_Nonnull to, const void *_Nonnull from, long frames) {
  __builtin_memcpy(to, from, (unsigned long)frames * sizeof(lanes_float));
}

/// Whether any lane of a mask (0 or -1 each) is set.
NO_LOCKS static inline _Bool lanes_any(lanes_int mask) {
  return __builtin_reduce_or(mask) != 0;
}

/// The smaller of each pair of whole numbers.
NO_LOCKS static inline lanes_int lanes_smaller(lanes_int a, lanes_int b) { return a < b ? a : b; }

/// The least lane.
NO_LOCKS static inline int32_t lanes_least(lanes_int numbers) {
  return __builtin_reduce_min(numbers);
}

/// Whole numbers as floats.
NO_LOCKS static inline lanes_float lanes_from_int(lanes_int numbers) {
  return __builtin_convertvector(numbers, lanes_float);
}

/// Floats within the range of 32-bit integers, as those, cut towards 0.
NO_LOCKS static inline lanes_int lanes_to_int(lanes_float numbers) {
  return __builtin_convertvector(numbers, lanes_int);
}

/// Square roots of numbers of 0 and more.
NO_LOCKS static inline lanes_float lanes_root(lanes_float numbers) {
  return __builtin_elementwise_sqrt(numbers);
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

/// Writes sixteen neighbouring floats, wherever they lie.
NO_LOCKS static inline void lanes_store_float(void *_Nonnull to, lanes_float lanes) {
  *(lanes_float_unaligned *)to = lanes;
}

/// Copies one lane of up to sixteen frames of a bank to neighbouring floats.
///
/// One by one, as instructions that gather take longer than what they replace.
NO_LOCKS static inline void lanes_take(const float *_Nonnull lane, float *_Nonnull to, long frames) {
#pragma clang loop vectorize(disable)
  for (long frame = 0; frame < frames; frame++) to[frame] = lane[frame * 16];
}

/// Copies up to sixteen neighbouring floats to one lane of as many frames of a bank.
NO_LOCKS static inline void lanes_give(const float *_Nonnull from, float *_Nonnull lane, long frames) {
#pragma clang loop vectorize(disable)
  for (long frame = 0; frame < frames; frame++) lane[frame * 16] = from[frame];
}

/// Copies neighbouring lanes of so many rows to others of rows elsewhere.
NO_LOCKS static inline void lanes_move(
    const void *_Nonnull from, long from_lane, void *_Nonnull to, long to_lane, long lanes,
    long rows) {
  typedef float four __attribute__((ext_vector_type(4), aligned(4)));
  const float *source = (const float *)from + from_lane;
  float *target = (float *)to + to_lane;
  long lane = 0;
  // The rows do not overlap; finding that out would take longer than it saves.
  for (; lane + 4 <= lanes; lane += 4) {
#pragma clang loop vectorize(disable) unroll_count(8)
    for (long row = 0; row < rows; row++)
      *(four *)(target + row * 16 + lane) = *(const four *)(source + row * 16 + lane);
  }
  for (; lane < lanes; lane++) {
#pragma clang loop vectorize(disable) unroll_count(8)
    for (long row = 0; row < rows; row++) target[row * 16 + lane] = source[row * 16 + lane];
  }
}

// Lanes of two rows in turn: the lower or the upper half of each quarter, in steps of one lane or of
// two; and every other quarter. Four such steps turn rows into columns. (Macros, as a function that
// takes vectors is warned of where the machine has narrower ones.)
#define LANES_LOW_ONES(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define LANES_HIGH_ONES(a, b) \
  __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LANES_LOW_TWOS(a, b) \
  __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define LANES_HIGH_TWOS(a, b) \
  __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define LANES_EVEN_QUARTERS(a, b) \
  __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define LANES_ODD_QUARTERS(a, b) \
  __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)

/// A number less a product, fused where the instruction set can.
NO_LOCKS static inline lanes_float lanes_less(lanes_float c, lanes_float a, lanes_float b) {
  return c - a * b;
}

/// Sixteen steps of a straight line, the first of which is one step beyond `from`.
NO_LOCKS static inline lanes_float lanes_line(float from, float step) {
  lanes_float counts = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  return from + step * counts;
}

// One of sixteen rows of sixteen floats, which begin at as many places of a memory.
#define LANES_PLACE(memory, places, row) \
  (*(const lanes_float_unaligned *)((memory) + (places)[row]))

/// Turns sixteen rows, read at places of a memory, into columns: lane l of row r goes to lane r of
/// row l of `target`.
NO_LOCKS __attribute__((always_inline)) static inline void lanes_transpose(
    const float *_Nonnull memory, const int32_t *_Nonnull places, void *_Nonnull target) {
  lanes_float ones[16], twos[16], quarters[16], *to = target;
#pragma clang loop unroll(full)
  for (int row = 0; row < 16; row += 2) {
    lanes_float a = LANES_PLACE(memory, places, row), b = LANES_PLACE(memory, places, row + 1);
    ones[row] = LANES_LOW_ONES(a, b);
    ones[row + 1] = LANES_HIGH_ONES(a, b);
  }
  // Row 4g + c of `twos` holds, in quarter q, lane 4q + c of rows 4g to 4g + 3.
#pragma clang loop unroll(full)
  for (int row = 0; row < 16; row += 4) {
    twos[row] = LANES_LOW_TWOS(ones[row], ones[row + 2]);
    twos[row + 1] = LANES_HIGH_TWOS(ones[row], ones[row + 2]);
    twos[row + 2] = LANES_LOW_TWOS(ones[row + 1], ones[row + 3]);
    twos[row + 3] = LANES_HIGH_TWOS(ones[row + 1], ones[row + 3]);
  }
#pragma clang loop unroll(full)
  for (int lane = 0; lane < 4; lane++) {
    quarters[lane] = LANES_EVEN_QUARTERS(twos[lane], twos[lane + 4]);
    quarters[lane + 4] = LANES_ODD_QUARTERS(twos[lane], twos[lane + 4]);
    quarters[lane + 8] = LANES_EVEN_QUARTERS(twos[lane + 8], twos[lane + 12]);
    quarters[lane + 12] = LANES_ODD_QUARTERS(twos[lane + 8], twos[lane + 12]);
  }
#pragma clang loop unroll(full)
  for (int lane = 0; lane < 4; lane++) {
    to[lane] = LANES_EVEN_QUARTERS(quarters[lane], quarters[lane + 8]);
    to[lane + 8] = LANES_ODD_QUARTERS(quarters[lane], quarters[lane + 8]);
    to[lane + 4] = LANES_EVEN_QUARTERS(quarters[lane + 4], quarters[lane + 12]);
    to[lane + 12] = LANES_ODD_QUARTERS(quarters[lane + 4], quarters[lane + 12]);
  }
}

// As many floats as one register holds, so that a part of all sixteen rows stays in registers.
#if defined(__AVX512F__)
#define LANES_PART 16
#elif defined(__AVX__)
#define LANES_PART 8
#else
#define LANES_PART 4
#endif
typedef float lanes_part __attribute__((ext_vector_type(LANES_PART), aligned(4)));

// Turns two rows by the angle whose tangent is t.
#define LANES_TURN(a, b, t)                     \
  do {                                          \
    lanes_part turned = (b) - (t) * (a);        \
    (a) = (a) + (t) * (b);                      \
    (b) = turned;                               \
  } while (0)

// `lanes_mix`, and `added` times `scale` on top where there is any.
NO_LOCKS __attribute__((always_inline)) static inline void lanes_mix_rows(
    const float *_Nonnull memory, const int32_t *_Nonnull places, const float *_Nonnull tangent,
    float *_Nonnull target, long stride, const float *_Nullable added,
    const float *_Nonnull scale) {
  for (int part = 0; part < 16; part += LANES_PART) {
    lanes_part x[16], t = *(const lanes_part *)(tangent + part);
    // Four rows at a time, by two bits each, so that sixteen registers are enough.
#pragma clang loop unroll(full)
    for (int row = 0; row < 4; row++) {
      lanes_part a = *(const lanes_part *)(memory + places[row] + part);
      lanes_part b = *(const lanes_part *)(memory + places[row + 4] + part);
      lanes_part c = *(const lanes_part *)(memory + places[row + 8] + part);
      lanes_part d = *(const lanes_part *)(memory + places[row + 12] + part);
      LANES_TURN(a, c, t);
      LANES_TURN(b, d, t);
      LANES_TURN(a, b, t);
      LANES_TURN(c, d, t);
      x[row] = a, x[row + 4] = b, x[row + 8] = c, x[row + 12] = d;
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < 16; row += 4) {
      lanes_part a = x[row], b = x[row + 1], c = x[row + 2], d = x[row + 3];
      LANES_TURN(a, c, t);
      LANES_TURN(b, d, t);
      LANES_TURN(a, b, t);
      LANES_TURN(c, d, t);
      if (added) {
        const float *more = added + 16 * row + part;
        lanes_part s = *(const lanes_part *)(scale + part);
        a += s * *(const lanes_part *)more, b += s * *(const lanes_part *)(more + 16);
        c += s * *(const lanes_part *)(more + 32), d += s * *(const lanes_part *)(more + 48);
      }
      float *to = target + stride * row + part;
      *(lanes_part *)to = a, *(lanes_part *)(to + stride) = b;
      *(lanes_part *)(to + 2 * stride) = c, *(lanes_part *)(to + 3 * stride) = d;
    }
  }
}

/// Mixes sixteen rows that are read at places of a memory and written from `target` on, the next
/// ones `stride` floats on each. Rows are read and written at the same places, or at others.
///
/// Each two rows whose numbers differ in one bit are turned by an angle with the tangent `tangent`,
/// 0 or more, and get longer by the root of 1 + tangent². At 1 that is a Hadamard matrix times 4.
NO_LOCKS __attribute__((always_inline)) static inline void lanes_mix(
    const float *_Nonnull memory, const int32_t *_Nonnull places, lanes_float tangent,
    float *_Nonnull target, long stride) {
  const float *turn = (const float *)&tangent;
  lanes_mix_rows(memory, places, turn, target, stride, 0, turn);
}

/// As `lanes_mix` with an angle of 45 degrees, with `scale` times sixteen rows added to what is written.
NO_LOCKS __attribute__((always_inline)) static inline void lanes_mix_and_add(
    const float *_Nonnull memory, const int32_t *_Nonnull places, const void *_Nonnull added,
    lanes_float scale, float *_Nonnull target, long stride) {
  const lanes_float one = 1;
  lanes_mix_rows(
      memory, places, (const float *)&one, target, stride, added, (const float *)&scale);
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


/// The numbers without their signs.
NO_LOCKS static inline lanes_float lanes_magnitude(lanes_float numbers) {
  return (lanes_float)((lanes_int)numbers & 0x7fffffff);
}

/// The greatest lane.
NO_LOCKS static inline float lanes_greatest(lanes_float numbers) {
  return __builtin_reduce_max(numbers);
}

/// 0, 1, 2, … 15.
NO_LOCKS static inline lanes_int lanes_count(void) {
  return (lanes_int){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}

/// The sum of all lanes, always added up in the same order.
NO_LOCKS static inline float lanes_sum(lanes_float numbers) {
  typedef float eight __attribute__((ext_vector_type(8)));
  typedef float four __attribute__((ext_vector_type(4)));
  eight eights = numbers.lo + numbers.hi;
  four fours = eights.lo + eights.hi;
  return (fours.x + fours.z) + (fours.y + fours.w);
}
