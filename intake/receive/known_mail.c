/* known_mail.c -- see known_mail.h. */
#include "intake/receive/known_mail.h"

#include <string.h>

#include "intake/receive/import_mail.h"

/* One that was erased cannot be unlocked. */
static bool
came_by_mail(struct session *s, const struct id *submission)
{
	const struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_MANIFEST, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	struct manifest all = { .items = NULL };
	uint32_t handle;
	bool same;

	if (session_unlock(s, submission, NULL, TIER_ORIGINAL, &handle) < 0)
		return false;
	same = session_read_object(s, handle, &ctx, &b) == 0 &&
	    manifest_read(&all, b.data, b.len) == 0 && all.nitems == 1 &&
	    strcmp(all.channel, MAIL_CHANNEL) == 0;
	(void)keeper_drop(s->keeper, handle);
	manifest_free(&all);
	bytes_free(&b);
	return same;
}

int
known_mail(struct sums *u, struct session *s, int fd, uint64_t offset,
    uint64_t length, bool *known, struct id *as)
{
	const struct sum *place = NULL;
	uint8_t sum[SUM_BYTES];
	int r;

	*known = false;
	if ((r = sums_part(u, fd, offset, length, sum)) < 0)
		return r;
	while (!*known && (place = sums_find(u, sum, place)) != NULL) {
		*as = place->submission;
		*known = came_by_mail(s, as);
	}
	return 0;
}
