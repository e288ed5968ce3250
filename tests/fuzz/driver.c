/*
 * driver.c -- run a fuzz target over files and folders, without a fuzzer: the
 * corpus as an ordinary test.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static int
run_file(int dirfd, const char *name)
{
	struct bytes b = BYTES_INIT(16u << 20);
	uint8_t *exact;
	int r;

	if ((r = io_read_file(dirfd, name, &b)) == 0) {
		/* A copy of just this size: the sanitizer sees every overread. */
		if ((exact = malloc(b.len + !b.len)) == NULL)
			abort();
		for (size_t i = 0; i < b.len; i++)
			exact[i] = b.data[i];
		(void)LLVMFuzzerTestOneInput(exact, b.len);
		free(exact);
	}
	bytes_free(&b);
	return r;
}

int
main(int argc, char **argv)
{
	struct dirent *e;
	unsigned runs = 0;
	DIR *d;

	for (int i = 1; i < argc; i++) {
		if ((d = opendir(argv[i])) == NULL) {
			fprintf(stderr, "%s: no such folder\n", argv[i]);
			return 1;
		}
		while ((e = readdir(d)) != NULL)
			if (e->d_name[0] != '.') {
				if (run_file(dirfd(d), e->d_name) < 0)
					return 1;
				runs++;
			}
		(void)closedir(d);
	}
	printf("%u inputs\n", runs);
	return runs > 0 ? 0 : 1;
}
