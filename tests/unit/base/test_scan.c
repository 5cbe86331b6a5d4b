/* SPDX-License-Identifier: MIT */
/* Numbers, dates, addresses, base64 and booleans as conditions read them. */
#include "../support.h"

#include "../../../plugin/base/scan.h"

/* ---- numbers ----------------------------------------------------------- */

#define D10 "1234567890"

static const char *const numbers[] = {
	"0",
	"-0",
	"+0",
	"5",
	"+5",
	"-5",
	"007",
	"1.5",
	"-1.50",
	D10 D10 D10,
	D10 D10 ".1234567890",
	"0." D10 D10 "123456789",
};

static const char *const not_numbers[] = {
	"",
	"-",
	"+",
	"--1",
	"+-1",
	"1e3",
	"1E3",
	" 1",
	"1 ",
	"1.",
	".5",
	".",
	"1.2.3",
	"1,000",
	"0x10",
	"1_000",
	"NaN",
	"inf",
	"1a",
	"-.5",
	"1.5-",
	/* 31 digits: one too many */
	"1234567890123456789012345678901",
	"12345678901234567890.12345678901",
	"1\xc2\xa0",
	"/",
	":",
	"1:",
	"1./",
};

static void
reads_numbers(void **state)
{
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (!scan_decimal(&d, text_of(numbers[i])))
			fail_msg("%s", numbers[i]);
	for (size_t i = 0; i < COUNT(not_numbers); i++)
		if (scan_decimal(&d, text_of(not_numbers[i])))
			fail_msg("\"%s\"", not_numbers[i]);
}

struct order {
	const char *a, *b;
	int order;
};

static const struct order number_orders[] = {
	{ "1", "2", -1 },
	{ "2", "10", -1 },
	{ "-0", "0", 0 },
	{ "-0.000", "+0", 0 },
	{ "0", "1", -1 },
	{ "-1", "0", -1 },
	{ "-1", "1", -1 },
	{ "-2", "-1", -1 },
	{ "-10", "-9", -1 },
	{ "1.5", "1.50", 0 },
	{ "007", "7", 0 },
	{ "+7", "7", 0 },
	{ "0.1", "0.11", -1 },
	{ "0.09", "0.1", -1 },
	{ "-1.5", "-1.4", -1 },
	{ "1.999999999", "2", -1 },
	/* beyond a double: the last of thirty digits counts */
	{ D10 D10 "1234567890", D10 D10 "1234567891", -1 },
	{ D10 D10 ".1234567890", D10 D10 ".1234567891", -1 },
	{ "9007199254740992", "9007199254740993", -1 },
	{ "0", "0.00000000000000000000000000001", -1 },
	{ "-0.00000000000000000000000000001", "0", -1 },
};

static void
orders_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(number_orders); i++) {
		const struct order *o = &number_orders[i];
		struct decimal a, b;

		assert_true(scan_decimal(&a, text_of(o->a)));
		assert_true(scan_decimal(&b, text_of(o->b)));
		if (decimal_compare(&a, &b) != o->order ||
		    decimal_compare(&b, &a) != -o->order)
			fail_msg("%s and %s", o->a, o->b);
	}
}

/* ---- dates ------------------------------------------------------------- */

struct date {
	const char *text;
	int64_t seconds;
	int32_t nanos;
};

/* clang-format off */
static const struct date dates[] = {
	/* the forms of the W3C note */
	{ "1970", 0, 0 },
	{ "1971", 31536000, 0 },
	{ "2026", 1767225600, 0 },
	{ "2026-02", 1769904000, 0 },
	{ "2026-01-31", 1769817600, 0 },
	{ "2026-01-01T00:00Z", 1767225600, 0 },
	{ "2026-01-01T00:00:00Z", 1767225600, 0 },
	{ "2026-01-01T12:34:56Z", 1767270896, 0 },
	{ "2026-01-01T00:00:00.5Z", 1767225600, 500000000 },
	{ "2026-01-01T00:00:00.000000001Z", 1767225600, 1 },
	{ "2026-01-01T00:00:00.123456789999Z", 1767225600, 123456789 },
	/* zones: east is earlier */
	{ "2026-01-01T00:00:00+00:00", 1767225600, 0 },
	{ "2026-01-01T02:00:00+02:00", 1767225600, 0 },
	{ "2025-12-31T18:30:00-05:30", 1767225600, 0 },
	{ "2026-01-01T00:00+01:30", 1767220200, 0 },
	{ "2026-01-01T00:00:00.25-00:01", 1767225660, 250000000 },
	{ "2026-01-01T23:59:00+23:59", 1767225600, 0 },
	/* the calendar */
	{ "1969-12-31T23:59:59Z", -1, 0 },
	{ "1999-12-31", 946598400, 0 },
	{ "2000-01-01", 946684800, 0 },
	{ "2000-02-29", 951782400, 0 },
	{ "2000-03-01", 951868800, 0 },
	{ "2024-02-29", 1709164800, 0 },
	{ "2024-12-31", 1735603200, 0 },
	{ "2038-01-19T03:14:07Z", 2147483647, 0 },
	{ "2038-01-19T03:14:08Z", 2147483648, 0 },
	{ "1900-02-28", -2203977600, 0 },
	{ "1900-03-01", -2203891200, 0 },
	{ "0000", -62167219200, 0 },
	{ "0001", -62135596800, 0 },
	{ "9999-12-31T23:59:59Z", 253402300799, 0 },
	/* epoch seconds; four digits are a year */
	{ "0", 0, 0 },
	{ "-0", 0, 0 },
	{ "00000", 0, 0 },
	{ "-1", -1, 0 },
	{ "-2026", -2026, 0 },
	{ "999", 999, 0 },
	{ "12345", 12345, 0 },
	{ "1767225600", 1767225600, 0 },
	{ "999999999999999999", 999999999999999999, 0 },
	{ "-999999999999999999", -999999999999999999, 0 },
};

static const char *const not_dates[] = {
	"", "-", "+5", " 0", "0 ", "1.5", "1767225600.5", "0x7ff", "now",
	"1000000000000000000", "-1000000000000000000",
	"2026-", "2026-1", "2026-13", "2026-00", "2026-01-", "2026-01-1",
	"2026-01-00", "2026-01-32", "2026-04-31", "2026-06-31", "2026-09-31",
	"2026-11-31", "2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30",
	"2026/01/01", "2026-01/01", "02026-01-01", "+2026-01-01", "-2026-01-01",
	"2026-01-01T", "2026-01-01Z", "2026-01T00:00Z", "2026T00:00Z",
	"2026-01-01 00:00:00Z", "2026-01-01t00:00:00Z", "2026-01-01T00:00:00z",
	/* a time needs its zone */
	"2026-01-01T00:00", "2026-01-01T00:00:00", "2026-01-01T00:00:00.5",
	"2026-01-01T00Z", "2026-01-01T0:00Z", "2026-01-01T00:0Z",
	"2026-01-01T00:00:0Z", "2026-01-01T00:00:00:00Z",
	"2026-01-01T24:00:00Z", "2026-01-01T23:60:00Z",
	/* no leap seconds */
	"2016-12-31T23:59:60Z", "2026-01-01T23:59:61Z",
	"2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z", "2026-01-01T00:00.5Z",
	"2026-01-01T00:00:00+0000", "2026-01-01T00:00:00+00", "2026-01-01T00:00:00+24:00",
	"2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00-1:00",
	"2026-01-01T00:00:00+0:000", "2026-01-01T00:00:00ZZ",
	"2026-01-01T00:00:00Z ", "2026-01-01T00:00:00+00:00Z", "2026-01-01T00:00:00+00-00",
	"2026-01-01T00-00Z", "2026-W01-1", "2026-001", "20260101T000000Z",
};
/* clang-format on */

static void
reads_dates(void **state)
{
	struct moment m;

	(void)state;
	for (size_t i = 0; i < COUNT(dates); i++)
		if (!scan_moment(&m, text_of(dates[i].text)) ||
		    m.seconds != dates[i].seconds || m.nanos != dates[i].nanos)
			fail_msg("%s: %lld %d", dates[i].text,
				 (long long)m.seconds, (int)m.nanos);
	for (size_t i = 0; i < COUNT(not_dates); i++)
		if (scan_moment(&m, text_of(not_dates[i])))
			fail_msg("\"%s\"", not_dates[i]);
}

static const struct order date_orders[] = {
	{ "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", -1 },
	{ "2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.2Z", -1 },
	{ "2026-01-01T00:00:00.9Z", "2026-01-01T00:00:01Z", -1 },
	{ "2026-01-01T01:00:00+01:00", "2026", 0 },
	{ "1767225600", "2026-01-01", 0 },
	{ "-1", "0", -1 },
	{ "1969-12-31T23:59:59.5Z", "1970", -1 },
};

static void
orders_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(date_orders); i++) {
		const struct order *o = &date_orders[i];
		struct moment a, b;

		assert_true(scan_moment(&a, text_of(o->a)));
		assert_true(scan_moment(&b, text_of(o->b)));
		if (moment_compare(&a, &b) != o->order ||
		    moment_compare(&b, &a) != -o->order)
			fail_msg("%s and %s", o->a, o->b);
	}
}

struct written {
	int64_t value;
	const char *text;
};

static const struct written times[] = {
	{ 0, "1970-01-01T00:00:00Z" },
	{ -1, "1969-12-31T23:59:59Z" },
	{ -86400, "1969-12-31T00:00:00Z" },
	{ 951782400, "2000-02-29T00:00:00Z" },
	{ 951868799, "2000-02-29T23:59:59Z" },
	{ 1767270896, "2026-01-01T12:34:56Z" },
	{ -2203891201, "1900-02-28T23:59:59Z" },
	{ -62135596800, "0001-01-01T00:00:00Z" },
	{ -62167219200, "0000-01-01T00:00:00Z" },
	{ 253402300799, "9999-12-31T23:59:59Z" },
	/* years that have no four digits are told in seconds */
	{ -62167219201, "-62167219201" },
	{ 253402300800, "253402300800" },
};

static const struct written integers[] = {
	{ 0, "0" },
	{ 7, "7" },
	{ 10, "10" },
	{ -1, "-1" },
	{ 1767225600, "1767225600" },
	{ INT64_MAX, "9223372036854775807" },
	{ INT64_MIN, "-9223372036854775808" },
};

static void
writes_times(void **state)
{
	char room[SCAN_TIME_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++)
		assert_true(same_text(
			"time",
			str_make(room, scan_format_time(room, times[i].value)),
			times[i].text));
	for (size_t i = 0; i < COUNT(integers); i++)
		assert_true(same_text(
			"integer",
			str_make(room,
				 scan_format_int(room, integers[i].value)),
			integers[i].text));
}

/* What is written is read back, from the year 0 to the year 9999. */
static void
times_come_back(void **state)
{
	const int64_t step = 86400 * 11 + 3607;
	char room[SCAN_TIME_MAX];
	struct moment m;

	(void)state;
	for (int64_t t = -62167219200; t <= 253402300799; t += step) {
		size_t n = scan_format_time(room, t);

		assert_int_equal(n, 20);
		assert_true(scan_moment(&m, str_make(room, n)));
		assert_true(m.seconds == t && m.nanos == 0);
	}
}

/* ---- addresses --------------------------------------------------------- */

struct ip {
	const char *text;
	const char *bytes; /* in hex, with /bits */
};

/* clang-format off */
static const struct ip addresses[] = {
	{ "0.0.0.0", "00000000/32" },
	{ "10.1.2.3", "0a010203/32" },
	{ "255.255.255.255", "ffffffff/32" },
	{ "10.0.0.0/8", "0a000000/8" },
	{ "10.1.2.3/8", "0a010203/8" },
	{ "0.0.0.0/0", "00000000/0" },
	{ "192.0.2.1/32", "c0000201/32" },
	{ "::", "00000000000000000000000000000000/128" },
	{ "::/0", "00000000000000000000000000000000/0" },
	{ "::1", "00000000000000000000000000000001/128" },
	{ "1::", "00010000000000000000000000000000/128" },
	{ "2001:db8::", "20010db8000000000000000000000000/128" },
	{ "2001:DB8::A", "20010db800000000000000000000000a/128" },
	{ "2001:0db8::000a/64", "20010db800000000000000000000000a/64" },
	{ "1:2:3:4:5:6:7:8", "00010002000300040005000600070008/128" },
	{ "1:2:3:4:5:6:7:8/127", "00010002000300040005000600070008/127" },
	{ "1:2:3:4:5:6:7::", "00010002000300040005000600070000/128" },
	{ "::2:3:4:5:6:7:8", "00000002000300040005000600070008/128" },
	{ "1:2:3::6:7:8", "00010002000300000000000600070008/128" },
	{ "::ffff:10.1.2.3", "00000000000000000000ffff0a010203/128" },
	{ "::10.1.2.3/96", "0000000000000000000000000a010203/96" },
	{ "64:ff9b::192.0.2.33", "0064ff9b0000000000000000c0000221/128" },
	{ "1:2:3:4:5:6:10.1.2.3", "0001000200030004000500060a010203/128" },
	{ "::10", "00000000000000000000000000000010/128" },
};

static const char *const not_addresses[] = {
	"", " ", ".", "1", "1.2.3", "1.2.3.", "1.2.3.4.", "1.2.3.4.5", ".1.2.3.4",
	"1..2.3", "256.0.0.1", "1.2.3.1000", "01.2.3.4", "1.2.3.04", "00.0.0.0",
	"1.2.3.4 ", " 1.2.3.4", "1.2.3.a", "1.2.3.-4", "0x1.2.3.4", "1.2.3.4/",
	"1.2.3.4/33", "1.2.3.4/08", "1.2.3.4/-1", "1.2.3.4/8/8", "1.2.3.4/256",
	"1.2.3.4/ 8", "1.2.3.4/8x", "/8", "*", "10.*.*.*",
	":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
	":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8:9",
	"1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8",
	"1::2::3", "1:::2", ":::1", "12345::", "::12345", "g::", "::g", "::1%eth0",
	"::1 ", " ::1", "[::1]", "::/", "::/129", "::/-1", "::/064", "::1/128/1",
	"1.2.3.4::", "::1.2.3", "::1.2.3.256", "::1.2.3.4:5", "::1.2.3.04",
	"1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "1:2:3:4:5:6::1.2.3.4",
	"::1.2.3.4.5",
};
/* clang-format on */

static void
reads_addresses(void **state)
{
	struct address a;
	char have[48];

	(void)state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		size_t n = 0, bytes = strlen(addresses[i].bytes) < 20 ? 4 : 16;

		if (!scan_address(&a, text_of(addresses[i].text), true))
			fail_msg("%s", addresses[i].text);
		assert_int_equal(a.family, bytes == 4 ? 4 : 6);
		for (size_t k = 0; k < bytes; k++)
			n += (size_t)snprintf(have + n, sizeof have - n, "%02x",
					      a.byte[k]);
		snprintf(have + n, sizeof have - n, "/%u", a.bits);
		assert_string_equal(have, addresses[i].bytes);
		/* a block is not an address */
		if (scan_address(&a, text_of(addresses[i].text), false) !=
		    !strchr(addresses[i].text, '/'))
			fail_msg("%s", addresses[i].text);
	}
	for (size_t i = 0; i < COUNT(not_addresses); i++)
		if (scan_address(&a, text_of(not_addresses[i]), true))
			fail_msg("\"%s\"", not_addresses[i]);
}

struct inside {
	const char *block, *one;
	bool in;
};

static const struct inside insides[] = {
	{ "10.1.2.3", "10.1.2.3", true },
	{ "10.1.2.3", "10.1.2.2", false },
	{ "10.0.0.0/8", "10.255.255.255", true },
	{ "10.0.0.0/8", "11.0.0.0", false },
	{ "10.0.0.0/8", "9.255.255.255", false },
	{ "10.9.9.9/8", "10.0.0.1", true },
	{ "10.128.0.0/9", "10.128.0.0", true },
	{ "10.128.0.0/9", "10.127.255.255", false },
	{ "192.0.2.4/30", "192.0.2.7", true },
	{ "192.0.2.4/30", "192.0.2.8", false },
	{ "192.0.2.5/31", "192.0.2.4", true },
	{ "192.0.2.5/31", "192.0.2.6", false },
	{ "0.0.0.0/0", "255.255.255.255", true },
	{ "0.0.0.0/1", "127.255.255.255", true },
	{ "0.0.0.0/1", "128.0.0.0", false },
	{ "2001:db8::/32", "2001:db8:ffff::1", true },
	{ "2001:db8::/32", "2001:db9::", false },
	{ "2001:db8::/33", "2001:db8:8000::", false },
	{ "::1", "::1", true },
	{ "::1", "::", false },
	{ "::/127", "::1", true },
	{ "::/127", "::2", false },
	{ "::/0", "ffff::", true },
	/* the families never meet */
	{ "0.0.0.0/0", "::", false },
	{ "::/0", "10.0.0.1", false },
	{ "::ffff:10.1.2.3", "10.1.2.3", false },
	{ "10.1.2.3", "::ffff:10.1.2.3", false },
};

static void
blocks_contain(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(insides); i++) {
		struct address block, one;

		assert_true(
			scan_address(&block, text_of(insides[i].block), true));
		assert_true(scan_address(&one, text_of(insides[i].one), false));
		if (address_contains(&block, &one) != insides[i].in)
			fail_msg("%s in %s", insides[i].one, insides[i].block);
	}
}

/* ---- bytes and booleans ------------------------------------------------ */

struct coded {
	const char *text, *bytes;
	size_t n;
};

static const struct coded coded[] = {
	{ "", "", 0 },
	{ "QQ==", "A", 1 },
	{ "QUI=", "AB", 2 },
	{ "QUJD", "ABC", 3 },
	{ "QUJDRA==", "ABCD", 4 },
	{ "AAAA", "\0\0\0", 3 },
	{ "+/+/", "\xfb\xff\xbf", 3 },
	{ "/w==", "\xff", 1 },
	{ "az09", "\x6b\x3d\x3d", 3 },
	/* unused bits of the last character do not count */
	{ "QR==", "A", 1 },
	{ "QUJ=", "AB", 2 },
};

static const char *const not_coded[] = {
	"Q",	 "QQ",	 "QQ=",	   "QUJDR",	   "=",
	"==",	 "====", "Q===",   "=QQ=",	   "Q=Q=",
	"QQ=Q",	 "QQ= ", " QQ=",   "QQ==QQ==",	   "-_-_",
	"QU\nJ", "QU.D", "QU@D",   "QU[D",	   "QU`D",
	"QU{D",	 "QU/:", "QQ==\n", "QUJDQQ==QUJD", "\xc3\xa9QQ",
};

static void
reads_base64(void **state)
{
	unsigned char room[16];
	size_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(coded); i++) {
		if (!scan_base64(room, coded[i].n, &n, text_of(coded[i].text)))
			fail_msg("%s", coded[i].text);
		assert_int_equal(n, coded[i].n);
		if (n)
			assert_memory_equal(room, coded[i].bytes, n);
		/* a byte too many for the room */
		if (n && scan_base64(room, n - 1, &n, text_of(coded[i].text)))
			fail_msg("%s", coded[i].text);
	}
	for (size_t i = 0; i < COUNT(not_coded); i++)
		if (scan_base64(room, sizeof room, &n, text_of(not_coded[i])))
			fail_msg("\"%s\"", not_coded[i]);
}

struct boolean {
	const char *text;
	int is; /* -1: neither */
};

static const struct boolean booleans[] = {
	{ "true", 1 },	  { "TRUE", 1 },  { "tRuE", 1 },   { "false", 0 },
	{ "False", 0 },	  { "", -1 },	  { "1", -1 },	   { "0", -1 },
	{ "yes", -1 },	  { "tru", -1 },  { "true ", -1 }, { " false", -1 },
	{ "falsee", -1 }, { "null", -1 },
};

static void
reads_booleans(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(booleans); i++) {
		bool is, ok = scan_bool(&is, text_of(booleans[i].text));

		if (ok != (booleans[i].is >= 0) ||
		    (ok && is != (booleans[i].is == 1)))
			fail_msg("\"%s\"", booleans[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(orders_numbers),
		cmocka_unit_test(reads_dates),
		cmocka_unit_test(orders_dates),
		cmocka_unit_test(writes_times),
		cmocka_unit_test(times_come_back),
		cmocka_unit_test(reads_addresses),
		cmocka_unit_test(blocks_contain),
		cmocka_unit_test(reads_base64),
		cmocka_unit_test(reads_booleans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
