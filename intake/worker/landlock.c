/* landlock.c -- no path is open but fonts and OCR data, for reading. */
#include "vault/base/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "intake/worker/sandbox.h"
#include "vault/base/io.h"

/* Fonts, their configuration and caches, and the tables that go with them. */
static const char *const readable[] = {
	"/usr/share/fonts",
	"/usr/local/share/fonts",
	"/etc/fonts",
	"/usr/share/fontconfig",
	"/var/cache/fontconfig",
	"/usr/share/poppler",
	"/usr/share/icu",
	"/usr/share/tesseract-ocr",
};
#define NREADABLE (sizeof(readable) / sizeof(readable[0]))

int
fonts_rules(void)
{
	struct landlock_folder folders[NREADABLE];
	size_t i, n = 0;
	int rules = -1, r = 0;

	for (i = 0; i < NREADABLE && r == 0; i++) {
		folders[n].may = LANDLOCK_READ;
		folders[n].fd = open(readable[i], O_PATH | O_DIRECTORY |
		    O_CLOEXEC);
		/* A folder that is not there needs no rule. */
		if (folders[n].fd >= 0)
			n++;
		else if (errno != ENOENT && errno != EACCES)
			r = -1;
	}
	if (r == 0)
		r = landlock_rules(&rules, folders, n);
	while (n > 0)
		io_close(&folders[--n].fd);
	return r < 0 ? -1 : rules;
}
