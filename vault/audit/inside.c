/*
 * inside.c -- the rule `inside`: what is found in an item is a new item.
 *
 * So nobody can put something else in the place of what came in, or of what
 * was found before.
 */
#include "vault/audit/ruling.h"

#include "vault/base/err.h"

static bool
brings(const struct ruling *r, size_t i, size_t j, enum object_kind kind)
{
	for (; i < j; i++)
		if (r->changes->v[i].path.kind == PATH_OBJECT &&
		    r->changes->v[i].path.object == kind)
			return true;
	return false;
}

/* An item that the entry says was found: nothing was there before. */
static int
check_new(const struct ruling *r, size_t i)
{
	const struct path *p = &r->changes->v[i].path;
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE];
	int code;

	path_item(folder, &p->submission, &p->item);
	if ((code = ruling_list(r, folder, &names)) == 1)
		ruling_say(r, "inside", r->changes->v[i].name, "this item was "
		    "there before; what is found in others is a new one");
	bytes_free(&names);
	return code < 0 ? code : 0;
}

/* All that the entry adds to one submission. */
static int
check_submission(const struct ruling *r, size_t i, size_t j)
{
	const bool told = brings(r, i, j, OBJECT_CONTENTS);
	size_t end;
	int code = 0;

	for (; i < j && code == 0; i = end) {
		end = ruling_item(r, i);
		if (!brings(r, i, end, OBJECT_UNPACKED))
			continue;
		if (!told)
			ruling_say(r, "inside", r->changes->v[i].name, "no item "
			    "says that this one was found in it");
		code = check_new(r, i);
	}
	return code;
}

int
inside_check(const struct ruling *r)
{
	size_t i, j;
	int code = 0;

	if (!ruling_event(r, "examine"))
		return 0;
	for (i = 0; i < r->changes->n && code == 0; i = j) {
		j = ruling_group(r, i);
		if (!id_is_zero(&r->changes->v[i].path.submission))
			code = check_submission(r, i, j);
	}
	return code;
}
