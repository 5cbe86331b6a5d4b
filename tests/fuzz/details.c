/* SPDX-License-Identifier: MIT */
/* details.c - what aws iam get-account-authorization-details prints. */
#include "ask.h"
#include "files.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char conf[] = "version = 1;\n"
				   "accounts = ( { id = \"111122223333\";\n"
				   "  details = \"account.json\"; } );\n";

	files_write("account.json", data, size);
	ask_config(files_write("portero.conf", conf, sizeof conf - 1));
	return 0;
}
