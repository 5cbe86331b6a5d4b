/* SPDX-License-Identifier: MIT */
/* dice.h - a seeded generator of numbers: the same seed, the same workload. */
#ifndef PORTERO_BENCH_DICE_H
#define PORTERO_BENCH_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/* splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014 */
static inline uint64_t
dice_roll(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 <= number < n; the bias is of no matter here */
static inline uint64_t
dice_below(struct dice *d, uint64_t n)
{
	return dice_roll(d) % n;
}

static inline bool
dice_percent(struct dice *d, unsigned percent)
{
	return dice_below(d, 100) < percent;
}

#endif
