/* sound.c -- see sound.h. */
#include "intake/format/sound/sound.h"

#include "intake/format/sound/mute.h"

#define PAGE_SIDE 10000u	/* 1/100 pixel: a page to stand for the sound */

int
sound_text(const struct doc *d, struct answer *a, bool layout)
{
	const struct page page = { .width = PAGE_SIDE, .height = PAGE_SIDE };

	(void)d;
	(void)layout;	/* no words, no places */
	answer_page(a, &page);
	return 0;
}

int
sound_apply(const struct doc *d, const struct edits *e, struct answer *a,
    int (*clean)(const struct doc *d, struct answer *a),
    int (*mute)(const struct doc *d, const struct edits *e,
    struct answer *a))
{
	if (e->nranges > 0 || e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "sound and film have no words and pages to redact, but "
		    "times");
	if (e->ntimes > 0)
		return mute(d, e, a);
	if ((e->flags & EDITS_UNREDACTED) != 0)
		return clean(d, a);
	return answer_refuse(a, REASON_NOT_REDACTED,
	    "nothing of the sound or film is to be redacted");
}

void
sound_duration(struct answer *a, uint64_t samples, uint64_t rate)
{
	uint64_t ms;

	if (rate == 0 || rate > SOUND_RATE_MAX || samples / rate > TIME_MAX)
		return;
	ms = samples / rate * 1000 + samples % rate * 1000 / rate;
	answer_metaf(a, META_GROUP_PLAY, META_DURATION, "%llu.%03u s",
	    (unsigned long long)(ms / 1000), (unsigned)(ms % 1000));
}

int
sound_safe(const struct doc *d, struct answer *a)
{
	(void)d;
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "sound and film have no pages to make pictures of");
}
