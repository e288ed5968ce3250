/* streams.c -- packed exports of SecureDrop and GlobaLeaks, and single gzip
 * files (kinds.h). */
#include <stdbool.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/foreign/wall/gunzip.h"
#include "intake/foreign/wall/kinds.h"
#include "intake/foreign/wall/packed.h"
#include "vault/base/err.h"

#define PART 65536

static bool
is_apart(const char *word)
{
	return word != NULL && strcmp(word, "apart") == 0;
}

int
kind_securedrop(struct say *s, int fd, const char *word)
{
	return packed_say(s, fd, place_securedrop, "securedrop",
	    is_apart(word));
}

int
kind_globaleaks(struct say *s, int fd, const char *word)
{
	return packed_say(s, fd, place_globaleaks, "globaleaks",
	    is_apart(word));
}

int
kind_entry(struct say *s, int fd, const char *word)
{
	char *end = NULL;
	unsigned long n = word != NULL ? strtoul(word, &end, 10) : 0;

	if (end == NULL || *end != '\0' || n >= FOREIGN_ENTRIES_MAX)
		return err_set(ERR_USAGE, "there is no such file in the export");
	/* What comes are the bytes alone: a failure is told by the end. */
	_exit(packed_entry(fd, (unsigned)n, s->sock) < 0 ? EXIT_FAILURE :
	    EXIT_SUCCESS);
}

struct single {
	struct say *say;
	const char *name;	/* when none stands in it */
	bool begun;
};

static int
say_single(void *arg, const char *name, const uint8_t *p, size_t len)
{
	struct single *o = arg;

	if (!o->begun)
		say_item_begin(o->say, ITEM_FILE, name[0] != '\0' ? name : o->name);
	o->begun = true;
	say_data(o->say, p, len);
	return say_ok(o->say);
}

int
kind_gzip(struct say *s, int fd, const char *word)
{
	struct single o = { .say = s, .name = word != NULL ? word : "file" };
	static uint8_t part[PART];
	struct gunzip *g;
	ssize_t n;
	int r;

	if ((r = gunzip_new(&g)) < 0)
		return r;
	say_submission(s, 1);
	while (r == 0 && (n = read(fd, part, PART)) != 0) {
		if (n > 0)
			r = gunzip_feed(g, part, (size_t)n, say_single, &o);
		else if (errno != EINTR)
			r = err_sys("a packed file cannot be read");
	}
	if (r == 0 && !gunzip_whole(g))
		r = err_set(ERR_FORMAT, "it is not one whole gzip file; it is "
		    "kept as it came");
	if (r == 0 && !o.begun)	/* nothing was in it */
		r = say_single(&o, gunzip_name(g), part, 0);
	if (r == 0) {
		say_item_end(s);
		say_whole(s);
	}
	gunzip_free(g);
	return r < 0 ? r : say_ok(s);
}
