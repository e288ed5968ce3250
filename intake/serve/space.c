/* space.c -- see space.h. */
#include "intake/serve/space.h"

#include <sys/statvfs.h>

/* What can still be written without going below the floor; 0 when the disk
 * does not say. */
uint64_t
space_free(const struct space *s)
{
	uint64_t least = UINT64_MAX, here;
	struct statvfs v;
	unsigned i;

	for (i = 0; i < s->nfolders; i++) {
		if (fstatvfs(s->folders[i], &v) != 0)
			return 0;
		here = (uint64_t)v.f_bavail * v.f_frsize;
		here = here > s->floor ? here - s->floor : 0;
		if (here < least)
			least = here;
	}
	return least;
}

bool
space_take(struct space *s, uint64_t bytes)
{
	const uint64_t coming = s->under_way - s->written;
	uint64_t room;

	room = s->quota > s->kept + s->under_way ?
	    s->quota - s->kept - s->under_way : 0;
	if (bytes > room)
		return false;
	room = space_free(s);
	if (coming > room || bytes > room - coming)
		return false;
	s->under_way += bytes;
	return true;
}

void
space_wrote(struct space *s, uint64_t bytes)
{
	s->written += bytes;
}

void
space_give(struct space *s, uint64_t bytes, uint64_t written)
{
	s->under_way -= bytes;
	s->written -= written;
}
