/* advice.h -- the newsroom's own words on the page: advice.<language>.txt in a
 * folder, plain UTF-8, read once. */
#ifndef INTAKE_SERVE_ADVICE_H
#define INTAKE_SERVE_ADVICE_H

#include "intake/serve/view/view.h"

#define ADVICE_MAX (64u << 10)		/* bytes of one file */

struct advice {
	struct {
		char lang[VIEW_LANGUAGE_SIZE];
		char *text;		/* owned */
	} of[VIEW_LANGUAGES_MAX];
	size_t n;
};

/* ERR_FORMAT names a file that is no such text. */
int advice_read(struct advice *a, const char *folder);
void advice_free(struct advice *a);

/* In this language, or in English; NULL: none. */
const char *advice_in(const struct advice *a, const char *lang);

#endif
