/* drop.c -- see drop.h. */
#include "vault/seal/drop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/grant.h"

#define FIRST_LINE "tipline-drop 1"
#define SIZE_DIGITS_MAX 15	/* 2^49 has 15 */
#define LINES_FIRST 64		/* files there is room for at first */

/* What is left of the text; `bad` once a line is not as it must be. */
struct cursor {
	const char *p;
	size_t left;
	bool bad;
};

static void
must(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	if (c->bad || c->left < n || memcmp(c->p, word, n) != 0) {
		c->bad = true;
		return;
	}
	c->p += n;
	c->left -= n;
}

static void
get_hex(struct cursor *c, uint8_t *out, size_t n)
{
	if (c->bad || c->left < 2 * n || !hex_parse(out, n, c->p, 2 * n)) {
		c->bad = true;
		return;
	}
	c->p += 2 * n;
	c->left -= 2 * n;
}

/* A number from 1, without leading zeros. */
static uint64_t
get_size(struct cursor *c)
{
	uint64_t v = 0;
	int digits = 0;

	while (!c->bad && c->left > 0 && *c->p >= '0' && *c->p <= '9') {
		if (++digits > SIZE_DIGITS_MAX || (v == 0 && *c->p == '0'))
			c->bad = true;
		v = v * 10 + (uint64_t)(*c->p - '0');
		c->p++;
		c->left--;
	}
	if (v == 0 || v > DROP_SIZE_MAX)
		c->bad = true;
	return v;
}

/* The path up to the end of its line, below the submission's folder. */
static struct path
get_path(struct cursor *c, const struct id *submission)
{
	static const struct path none = { .kind = PATH_NONE };
	char name[PATH_SIZE];
	const char *end;
	size_t n, len;

	if (c->bad || (end = memchr(c->p, '\n', c->left)) == NULL)
		return none;
	len = (size_t)(end - c->p);
	path_submission(name, submission);
	n = strlen(name);
	/* path_parse() would stop at a NUL and call the rest fine. */
	if (memchr(c->p, '\0', len) != NULL || n + 1 + len >= sizeof(name))
		return none;
	name[n++] = '/';
	memcpy(name + n, c->p, len);
	name[n + len] = '\0';
	c->p += len;
	c->left -= len;
	return path_parse(name);
}

/* May intake bring such a file, of such a size? */
static bool
may_be(const struct drop_file *f)
{
	switch (f->path.kind) {
	case PATH_GRANT:
		return f->size == GRANT_BYTES;
	case PATH_OBJECT:
		return (f->path.object == OBJECT_MANIFEST ||
		    f->path.object == OBJECT_ORIGINAL ||
		    f->path.object == OBJECT_LETTERBOX) &&
		    f->path.large == (f->size > PATH_SEALED_MAX);
	default:
		return false;
	}
}

/* The path as it stands in the text: without the submission's folder. */
static const char *
below(char name[PATH_SIZE], const struct path *p)
{
	char folder[PATH_SIZE];

	path_format(name, p);
	path_submission(folder, &p->submission);
	return name + strlen(folder) + 1;
}

/*
 * In the order of the text, and not the object
 * before under its other ending (x.large and x.sealed are one).
 */
static bool
follows(const struct drop_file *f, const char *name,
    const struct drop_file *before, const char *name_before)
{
	struct path twin = before->path;
	char other[PATH_SIZE];

	/* Of one submission: their paths begin alike. */
	if (strcmp(name_before, name) >= 0)
		return false;
	if (twin.large == f->path.large)
		return true;
	twin.large = f->path.large;
	path_format(other, &twin);
	return strcmp(other, name) != 0;
}

/* One submission, one manifest, an original, each path once and in order. */
static int
check_files(const struct drop *d)
{
	char names[2][PATH_SIZE];
	size_t i, manifests = 0, originals = 0, letterboxes = 0;

	for (i = 0; i < d->nfiles; i++) {
		const struct path *p = &d->files[i].path;

		if (!may_be(&d->files[i]))
			return err_set(ERR_FORMAT, "the drop brings a file "
			    "that no drop may bring; have it made again");
		if (p->kind == PATH_OBJECT) {
			manifests += p->object == OBJECT_MANIFEST;
			originals += p->object == OBJECT_ORIGINAL;
			letterboxes += p->object == OBJECT_LETTERBOX;
		}
		path_format(names[i % 2], p);
		if (i > 0 && !follows(&d->files[i], names[i % 2],
		    &d->files[i - 1], names[(i - 1) % 2]))
			return err_set(ERR_FORMAT, "the drop's files are not "
			    "in order, or one is there twice; have it made "
			    "again");
	}
	if (manifests != 1 || originals == 0 || letterboxes > 1)
		return err_set(ERR_FORMAT, "the drop has %zu manifests, %zu "
		    "originals and %zu letterboxes, and needs one, at least "
		    "one, and at most one; have it made again", manifests,
		    originals, letterboxes);
	return 0;
}

static int
add_file(struct drop *d, size_t *room, const struct drop_file *f)
{
	struct drop_file *more;

	if (d->nfiles == DROP_FILES_MAX)
		return err_set(ERR_TOO_BIG, "the drop has more than %d files; "
		    "split the submission", DROP_FILES_MAX);
	if (d->nfiles == *room) {
		*room = *room == 0 ? LINES_FIRST : 2 * *room;
		more = reallocarray(d->files, *room, sizeof(*more));
		if (more == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		d->files = more;
	}
	d->files[d->nfiles++] = *f;
	return 0;
}

static int
parse_files(struct drop *d, struct cursor *c)
{
	struct drop_file f;
	size_t room = 0;
	int r;

	while (c->left > 0) {
		must(c, "file ");
		get_hex(c, f.sha256, SHA256_BYTES);
		must(c, " ");
		f.size = get_size(c);
		must(c, " ");
		f.path = get_path(c, &d->submission);
		must(c, "\n");
		if (c->bad || f.path.kind == PATH_NONE)
			return err_set(ERR_FORMAT, "line %zu of the drop is "
			    "not as it must be; have the drop made again",
			    d->nfiles + 4);
		if ((r = add_file(d, &room, &f)) < 0)
			return r;
	}
	return check_files(d);
}

int
drop_parse(struct drop *d, const void *text, size_t len)
{
	struct cursor c = { .p = text, .left = len, .bad = false };
	int r;

	memset(d, 0, sizeof(*d));
	if (len > DROP_TEXT_MAX)
		return err_set(ERR_TOO_BIG, "the drop's text is over %u bytes; "
		    "split the submission", DROP_TEXT_MAX);
	must(&c, FIRST_LINE "\nsubmission ");
	get_hex(&c, d->submission.b, ID_BYTES);
	must(&c, "\nintake ");
	get_hex(&c, d->intake.b, FPR_BYTES);
	must(&c, "\n");
	if (c.bad || id_is_zero(&d->submission))
		r = err_set(ERR_FORMAT, "this is no drop of a version known "
		    "here; have it made again, or use a newer tipline");
	else
		r = parse_files(d, &c);
	if (r < 0)
		drop_free(d);
	return r;
}

/* A file with its name made once, for sorting. */
struct named {
	char *name;
	struct drop_file file;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name,
	    ((const struct named *)b)->name);
}

static int
sort_files(struct drop *d)
{
	struct named *list;
	char name[PATH_SIZE];
	size_t i;
	int r = 0;

	if ((list = calloc(d->nfiles + 1, sizeof(*list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < d->nfiles && r == 0; i++) {
		list[i].file = d->files[i];
		list[i].name = strdup(below(name, &d->files[i].path));
		if (list[i].name == NULL)
			r = err_set(ERR_NO_MEMORY, "out of memory");
	}
	if (r == 0) {
		qsort(list, d->nfiles, sizeof(*list), by_name);
		for (i = 0; i < d->nfiles; i++)
			d->files[i] = list[i].file;
	}
	for (i = 0; i < d->nfiles; i++)
		free(list[i].name);
	free(list);
	return r;
}

int
drop_format(struct bytes *b, struct drop *d)
{
	char hex[SHA256_HEX_SIZE], name[PATH_SIZE];
	size_t i;
	int r;

	for (i = 0; i < d->nfiles; i++)
		if (!id_equal(&d->files[i].path.submission, &d->submission))
			return err_set(ERR_FORMAT, "a drop holds files of one "
			    "submission alone; make one drop for each");
	if ((r = sort_files(d)) < 0 || (r = check_files(d)) < 0)
		return r;
	id_hex(hex, &d->submission);
	(void)bytes_addf(b, FIRST_LINE "\nsubmission %s\n", hex);
	fpr_hex(hex, &d->intake);
	(void)bytes_addf(b, "intake %s\n", hex);
	for (i = 0; i < d->nfiles; i++) {
		hex_of(hex, d->files[i].sha256, SHA256_BYTES);
		(void)bytes_addf(b, "file %s %llu %s\n", hex,
		    (unsigned long long)d->files[i].size,
		    below(name, &d->files[i].path));
	}
	return bytes_ok(b);
}

void
drop_free(struct drop *d)
{
	free(d->files);
	memset(d, 0, sizeof(*d));
}
