/* import_folder.c -- exports that are folders, by the paths of their files
 * (import_run.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/receive/import_run.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"

#define THREAD_SIZE (PLACE_SOURCE_SIZE + 32)

struct folder {
	struct import *m;
	char **files;
	size_t n;
	bool *taken;
};

/* Below the folder, without the "./" that begins it. */
static const char *
path_of(const struct folder *f, size_t i)
{
	return strncmp(f->files[i], "./", 2) == 0 ? f->files[i] + 2 :
	    f->files[i];
}

/* What no source is said of goes to the only one there is. */
static void
only_source(const struct folder *f, char only[PLACE_SOURCE_SIZE])
{
	struct place at;

	only[0] = '\0';
	for (size_t i = 0; i < f->n; i++) {
		f->m->kind->look(&at, path_of(f, i));
		if (at.source[0] == '\0' || strcmp(at.source, only) == 0)
			continue;
		if (only[0] != '\0') {
			only[0] = '\0';
			return;
		}
		(void)snprintf(only, PLACE_SOURCE_SIZE, "%s", at.source);
	}
}

static int
begin_source(struct folder *f, const char *source)
{
	struct submission *sub;
	char thread[THREAD_SIZE], called[PLACE_SOURCE_SIZE];
	int r;

	if ((r = import_begin(f->m, f->n)) < 0 || source[0] == '\0')
		return r;
	sub = f->m->now.submission;
	(void)snprintf(thread, sizeof(thread), "%s %s", f->m->kind->name,
	    source);
	if ((r = submission_fact(sub, FACT_THREAD, thread)) < 0)
		return r;
	if ((r = submission_fact(sub, FACT_SENDER_USER, source)) < 0)
		return r;
	place_spoken(source, called);
	return submission_fact(sub, FACT_SENDER_USER, strcmp(source, called) ==
	    0 ? "" : called);
}

/* The files of one source, from the first of them on. */
static int
add_source(struct folder *f, size_t from, const char *only)
{
	char source[PLACE_SOURCE_SIZE];
	struct place at;
	int r;

	f->m->kind->look(&at, path_of(f, from));
	(void)snprintf(source, sizeof(source), "%s", at.source[0] != '\0' ?
	    at.source : only);
	if ((r = begin_source(f, source)) < 0)
		return r;
	for (size_t i = from; r == 0 && i < f->n; i++) {
		f->m->kind->look(&at, path_of(f, i));
		if (f->taken[i] || strcmp(at.source[0] != '\0' ? at.source :
		    only, source) != 0)
			continue;
		f->taken[i] = true;
		r = import_file(f->m, f->m->folder, path_of(f, i), &at);
	}
	return r < 0 ? r : import_end(f->m);
}

int
import_by_source(struct import *m)
{
	struct folder f = { .m = m };
	char only[PLACE_SOURCE_SIZE];
	int r;

	if ((r = spool_files(m->folder, ".", &f.files, &f.n)) < 0)
		return r;
	if ((f.taken = calloc(f.n > 0 ? f.n : 1, sizeof(*f.taken))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	only_source(&f, only);
	for (size_t i = 0; r == 0 && i < f.n; i++)
		if (!f.taken[i])
			r = add_source(&f, i, only);
	free(f.taken);
	spool_files_free(f.files, f.n);
	return r;
}

/* --- OnionShare: what belongs together, spool.h says --- */

static int
add_gathered(struct import *m, const struct gathering *g, char **files,
    size_t n)
{
	struct place at = { .message = true };
	size_t skip = strlen(g->path);
	int r;

	if ((r = import_begin(m, n + 1)) < 0 ||
	    (r = submission_fact(m->now.submission, FACT_SENT, g->when)) < 0)
		return r;
	at.name = "message.txt";
	if (g->message != NULL)
		r = import_file(m, m->folder, g->message, &at);
	for (size_t i = 0; r == 0 && i < n; i++) {
		at = (struct place){ .name = strlen(files[i]) > skip ?
		    files[i] + skip + 1 : files[i] };
		if (!spool_unfinished(files[i])) {
			r = import_file(m, m->folder, files[i], &at);
			continue;
		}
		m->waiting++;
		r = submission_fact(m->now.submission, FACT_MISSING, at.name);
	}
	return r < 0 ? r : import_end(m);
}

int
import_onionshare(struct import *m)
{
	struct spool s;
	char **files;
	size_t n;
	int r;

	if ((r = spool_look_all(&s, m->folder)) < 0)
		return r;
	m->left[FOREIGN_LINK] += s.refused;
	m->waiting += s.waiting;
	for (size_t i = 0; r == 0 && i < s.n; i++) {
		files = NULL;
		n = 0;
		if (s.list[i].path[0] != '\0' && (r = spool_files(m->folder,
		    s.list[i].path, &files, &n)) < 0)
			break;
		r = add_gathered(m, &s.list[i], files, n);
		spool_files_free(files, n);
	}
	spool_free(&s);
	return r;
}
