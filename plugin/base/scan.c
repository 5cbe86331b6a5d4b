/* SPDX-License-Identifier: MIT */
/* scan.c - parses and compares the values of conditions, without libc. */
#include "scan.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
count_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n;
}

static bool
all_zeros(struct str digits)
{
	for (size_t i = 0; i < digits.n; i++)
		if (digits.p[i] != '0')
			return false;
	return true;
}

bool
scan_decimal(struct decimal *out, struct str text)
{
	const size_t cap = sizeof out->whole;
	struct str whole, fraction = { "", 0 };
	int sign = 1;

	if (text.n && (text.p[0] == '-' || text.p[0] == '+')) {
		sign = text.p[0] == '-' ? -1 : 1;
		text = str_from(text, 1);
	}
	whole = str_make(text.p, count_digits(text));
	text = str_from(text, whole.n);
	if (whole.n == 0)
		return false;
	if (text.n) {
		if (text.p[0] != '.')
			return false;
		fraction = str_from(text, 1);
		if (fraction.n == 0 || count_digits(fraction) != fraction.n)
			return false;
	}
	if (whole.n + fraction.n > cap)
		return false;
	memset(out->whole, '0', cap);
	memset(out->fraction, '0', cap);
	memcpy(out->whole + cap - whole.n, whole.p, whole.n);
	memcpy(out->fraction, fraction.p, fraction.n);
	out->sign = all_zeros(whole) && all_zeros(fraction) ? 0 : sign;
	return true;
}

int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
	int order;

	if (a->sign != b->sign)
		return a->sign < b->sign ? -1 : 1;
	order = memcmp(a->whole, b->whole, sizeof a->whole);
	if (order == 0)
		order = memcmp(a->fraction, b->fraction, sizeof a->fraction);
	order = order < 0 ? -1 : order > 0;
	return a->sign < 0 ? -order : order;
}

/* Days since 1970-01-01 of a civil date (proleptic Gregorian). */
static int64_t
days_from_civil(int64_t year, int month, int day)
{
	int64_t era, yoe, doy, doe;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	yoe = year - era * 400;
	doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static int
days_in_month(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

/* Takes exactly N digits off the front of TEXT. */
static bool
take_digits(struct str *text, size_t n, int *out)
{
	int value = 0;

	if (text->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_digit(text->p[i]))
			return false;
		value = value * 10 + (text->p[i] - '0');
	}
	*text = str_from(*text, n);
	*out = value;
	return true;
}

static bool
take_char(struct str *text, char c)
{
	if (text->n == 0 || text->p[0] != c)
		return false;
	*text = str_from(*text, 1);
	return true;
}

/* ".25" -> 250000000 ns; more than nine digits are cut. */
static bool
take_fraction(struct str *text, int32_t *nanos)
{
	size_t n;
	int32_t value = 0;

	if (!take_char(text, '.'))
		return true;
	n = count_digits(*text);
	if (n == 0)
		return false;
	for (size_t i = 0; i < 9; i++)
		value = value * 10 + (i < n ? text->p[i] - '0' : 0);
	*text = str_from(*text, n);
	*nanos = value;
	return true;
}

/* "Z", "+hh:mm" or "-hh:mm", as seconds east of Greenwich. */
static bool
take_zone(struct str *text, int *offset)
{
	int sign, hours, minutes;

	*offset = 0;
	if (take_char(text, 'Z'))
		return true;
	if (take_char(text, '+'))
		sign = 1;
	else if (take_char(text, '-'))
		sign = -1;
	else
		return false;
	if (!take_digits(text, 2, &hours) || !take_char(text, ':') ||
	    !take_digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

static bool
scan_iso(struct moment *out, struct str text)
{
	int year, month = 1, day = 1, hour = 0, minute = 0, second = 0;
	int zone = 0;
	int32_t nanos = 0;

	if (!take_digits(&text, 4, &year))
		return false;
	if (text.n &&
	    (!take_char(&text, '-') || !take_digits(&text, 2, &month) ||
	     month < 1 || month > 12))
		return false;
	if (text.n && (!take_char(&text, '-') || !take_digits(&text, 2, &day) ||
		       day < 1 || day > days_in_month(year, month)))
		return false;
	if (text.n) {
		if (!take_char(&text, 'T') || !take_digits(&text, 2, &hour) ||
		    !take_char(&text, ':') || !take_digits(&text, 2, &minute))
			return false;
		if (take_char(&text, ':') && (!take_digits(&text, 2, &second) ||
					      !take_fraction(&text, &nanos)))
			return false;
		if (hour > 23 || minute > 59 || second > 59 ||
		    !take_zone(&text, &zone) || text.n)
			return false;
	}
	out->seconds = days_from_civil(year, month, day) * 86400 + hour * 3600 +
		       minute * 60 + second - zone;
	out->nanos = nanos;
	return true;
}

bool
scan_moment(struct moment *out, struct str text)
{
	struct str digits = text;
	bool negative = false;
	int64_t value = 0;

	if (text.n && text.p[0] == '-') {
		negative = true;
		digits = str_from(text, 1);
	}
	if (digits.n == 0 || count_digits(digits) != digits.n ||
	    (!negative && digits.n == 4))
		return scan_iso(out, text);
	if (digits.n > 18)
		return false;
	for (size_t i = 0; i < digits.n; i++)
		value = value * 10 + (digits.p[i] - '0');
	out->seconds = negative ? -value : value;
	out->nanos = 0;
	return true;
}

int
moment_compare(const struct moment *a, const struct moment *b)
{
	if (a->seconds != b->seconds)
		return a->seconds < b->seconds ? -1 : 1;
	return (a->nanos > b->nanos) - (a->nanos < b->nanos);
}

/* Up to three digits, no leading zero, at most MAX. */
static bool
take_small(struct str *text, int max, int *out)
{
	size_t n = count_digits(*text);

	if (n == 0 || n > 3 || (n > 1 && text->p[0] == '0'))
		return false;
	return take_digits(text, n, out) && *out <= max;
}

static bool
scan_v4(uint8_t out[4], struct str *text)
{
	for (int i = 0; i < 4; i++) {
		int part;

		if ((i && !take_char(text, '.')) ||
		    !take_small(text, 255, &part))
			return false;
		out[i] = (uint8_t)part;
	}
	return true;
}

static int
hex_value(char c)
{
	c = str_lower(c);
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One group of IPv6: one to four hex digits. */
static bool
take_group(struct str *text, unsigned *out)
{
	unsigned value = 0;
	size_t n = 0;

	while (n < text->n && n < 4 && hex_value(text->p[n]) >= 0)
		value = value * 16 + (unsigned)hex_value(text->p[n++]);
	*text = str_from(*text, n);
	*out = value;
	return n > 0;
}

static bool
v4_follows(struct str text)
{
	size_t n = count_digits(text);

	return n > 0 && n < text.n && text.p[n] == '.';
}

/* RFC 4291 section 2.2, with "::" at most once and a dotted tail. */
static bool
scan_v6(uint8_t out[16], struct str *text)
{
	size_t n = 0, gap = SIZE_MAX;
	unsigned group;

	memset(out, 0, 16);
	if (text->n >= 2 && text->p[0] == ':' && text->p[1] == ':') {
		*text = str_from(*text, 2);
		gap = 0;
	}
	while (n < 16 && text->n && text->p[0] != '/') {
		if (n <= 12 && v4_follows(*text)) {
			if (!scan_v4(out + n, text))
				return false;
			n += 4;
			break;
		}
		if (!take_group(text, &group))
			return false;
		out[n++] = (uint8_t)(group >> 8);
		out[n++] = (uint8_t)group;
		if (n == 16 || text->n == 0 || text->p[0] == '/')
			break;
		if (!take_char(text, ':'))
			return false;
		if (text->n && text->p[0] == ':') {
			if (gap != SIZE_MAX)
				return false;
			gap = n;
			*text = str_from(*text, 1);
		} else if (text->n == 0 || text->p[0] == '/') {
			return false;
		}
	}
	if (gap == SIZE_MAX)
		return n == 16;
	if (n == 16)
		return false;
	memmove(out + 16 - (n - gap), out + gap, n - gap);
	memset(out + gap, 0, 16 - n);
	return true;
}

bool
scan_address(struct address *out, struct str text, bool allow_prefix)
{
	bool v6 = text.n && memchr(text.p, ':', text.n) != NULL;
	int bits = v6 ? 128 : 32;

	memset(out, 0, sizeof *out);
	if (v6 ? !scan_v6(out->byte, &text) : !scan_v4(out->byte, &text))
		return false;
	if (text.n && (!allow_prefix || !take_char(&text, '/') ||
		       !take_small(&text, bits, &bits) || text.n))
		return false;
	out->family = v6 ? 6 : 4;
	out->bits = (uint8_t)bits;
	return true;
}

bool
address_contains(const struct address *block, const struct address *one)
{
	size_t whole = block->bits / 8u;
	unsigned rest = block->bits % 8u;
	uint8_t mask = (uint8_t)(0xff00u >> rest);

	if (block->family != one->family ||
	    memcmp(block->byte, one->byte, whole) != 0)
		return false;
	return rest == 0 ||
	       ((block->byte[whole] ^ one->byte[whole]) & mask) == 0;
}

bool
scan_bool(bool *out, struct str text)
{
	*out = str_equal_fold(text, STR("true"));
	return *out || str_equal_fold(text, STR("false"));
}

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
scan_base64(unsigned char *out, size_t cap, size_t *len, struct str text)
{
	unsigned word = 0, bits = 0; /* read, and how many are not written */
	size_t n = 0;

	if (text.n % 4 != 0)
		return false;
	for (int pad = 0; pad < 2 && text.n && text.p[text.n - 1] == '='; pad++)
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		int v = base64_value(text.p[i]);

		if (v < 0)
			return false;
		word = word << 6 | (unsigned)v;
		bits += 6;
		if (bits < 8)
			continue;
		if (n == cap)
			return false;
		bits -= 8;
		out[n++] = (unsigned char)(word >> bits);
	}
	*len = n;
	return true;
}

size_t
scan_format_int(char out[SCAN_TIME_MAX], int64_t value)
{
	char digits[20];
	size_t n = 0, len = 0;
	uint64_t u = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (value < 0)
		out[len++] = '-';
	while (n)
		out[len++] = digits[--n];
	return len;
}

static char *
put2(char *p, int64_t v)
{
	*p++ = (char)('0' + v / 10 % 10);
	*p++ = (char)('0' + v % 10);
	return p;
}

size_t
scan_format_time(char out[SCAN_TIME_MAX], int64_t now)
{
	int64_t days = now / 86400, rest = now % 86400;
	int64_t era, doe, yoe, doy, mp, year, month;
	char *p = out;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	month = mp < 10 ? mp + 3 : mp - 9;
	year = yoe + era * 400 + (month <= 2);
	if (year < 0 || year > 9999)
		return scan_format_int(out, now);
	p = put2(p, year / 100);
	p = put2(p, year % 100);
	*p++ = '-';
	p = put2(p, month);
	*p++ = '-';
	p = put2(p, doy - (153 * mp + 2) / 5 + 1);
	*p++ = 'T';
	p = put2(p, rest / 3600);
	*p++ = ':';
	p = put2(p, rest / 60 % 60);
	*p++ = ':';
	p = put2(p, rest % 60);
	*p++ = 'Z';
	return (size_t)(p - out);
}
