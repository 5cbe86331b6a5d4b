/* SPDX-License-Identifier: MIT */
/* digest.c - SHA-256 by OpenSSL, with framing for files. */
#include "digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>

static EVP_MD_CTX *
context(struct digest *d)
{
	return (EVP_MD_CTX *)(void *)d;
}

struct digest *
digest_new(void)
{
	EVP_MD_CTX *c;

	/* OpenSSL's queue of errors is the host's: leave it as it was */
	ERR_set_mark();
	c = EVP_MD_CTX_new();
	if (c && EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1) {
		EVP_MD_CTX_free(c);
		c = NULL;
	}
	ERR_pop_to_mark();
	return (struct digest *)(void *)c;
}

void
digest_free(struct digest *d)
{
	EVP_MD_CTX_free(context(d));
}

bool
digest_add(struct digest *d, struct str bytes)
{
	return bytes.n == 0 ||
	       EVP_DigestUpdate(context(d), bytes.p, bytes.n) == 1;
}

/* little endian, eight bytes */
static bool
add_length(struct digest *d, size_t n)
{
	char bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(unsigned char)((uint64_t)n >> (8 * i));
	return digest_add(d, str_make(bytes, sizeof bytes));
}

bool
digest_add_file(struct digest *d, struct str name, struct str text)
{
	return add_length(d, name.n) && digest_add(d, name) &&
	       add_length(d, text.n) && digest_add(d, text);
}

bool
digest_finish(struct digest *d, uint8_t out[32])
{
	unsigned int n = 0;

	return EVP_DigestFinal_ex(context(d), out, &n) == 1 && n == 32;
}
