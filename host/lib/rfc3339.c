/* SPDX-License-Identifier: MIT */
/* Reads a moment as RFC 3339 writes it; knows nothing of local time zones. */
#include "rfc3339.h"

#include <stddef.h>

/* N digits at *TEXT between LOW and HIGH; -1 otherwise. */
static int64_t
number(const char **text, int n, int64_t low, int64_t high)
{
	int64_t value = 0;

	for (int i = 0; i < n; i++, ++*text) {
		if (**text < '0' || **text > '9')
			return -1;
		value = value * 10 + (**text - '0');
	}
	return value >= low && value <= high ? value : -1;
}

static bool
skip(const char **text, char a, char b)
{
	if (**text != a && **text != b)
		return false;
	++*text;
	return true;
}

static bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01; YEAR is 1970 or later. */
static int64_t
days(int64_t year, int64_t month, int64_t day)
{
	static const int before[] = { 0,   31,	59,  90,  120, 151,
				      181, 212, 243, 273, 304, 334 };
	const int64_t y = year - 1;
	const int64_t leaps = (y / 4 - y / 100 + y / 400) - 477;

	return (year - 1970) * 365 + leaps + before[month - 1] +
	       (month > 2 && is_leap(year)) + day - 1;
}

static int64_t
days_in(int64_t year, int64_t month)
{
	if (month == 2)
		return is_leap(year) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* "Z" or "+01:00"; false when it is neither. */
static bool
offset(const char **text, int64_t *seconds)
{
	int64_t sign, hours, minutes;

	*seconds = 0;
	if (skip(text, 'Z', 'z'))
		return true;
	sign = **text == '-' ? -1 : 1;
	if (!skip(text, '+', '-'))
		return false;
	hours = number(text, 2, 0, 23);
	if (hours < 0 || !skip(text, ':', ':'))
		return false;
	minutes = number(text, 2, 0, 59);
	*seconds = sign * (hours * 3600 + minutes * 60);
	return minutes >= 0;
}

bool
rfc3339_parse(const char *text, int64_t *seconds)
{
	int64_t year, month, day, hour, minute, second, shift;

	if ((year = number(&text, 4, 1970, 9999)) < 0 ||
	    !skip(&text, '-', '-') || (month = number(&text, 2, 1, 12)) < 0 ||
	    !skip(&text, '-', '-') ||
	    (day = number(&text, 2, 1, days_in(year, month))) < 0 ||
	    !skip(&text, 'T', 't') || (hour = number(&text, 2, 0, 23)) < 0 ||
	    !skip(&text, ':', ':') || (minute = number(&text, 2, 0, 59)) < 0 ||
	    !skip(&text, ':', ':') || (second = number(&text, 2, 0, 60)) < 0)
		return false;
	if (*text == '.') {
		text++;
		if (number(&text, 1, 0, 9) < 0)
			return false;
		while (*text >= '0' && *text <= '9')
			text++;
	}
	if (!offset(&text, &shift) || *text)
		return false;
	*seconds = days(year, month, day) * 86400 + hour * 3600 + minute * 60 +
		   second - shift;
	return *seconds > 0;
}
