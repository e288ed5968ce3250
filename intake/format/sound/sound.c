/* sound.c -- see sound.h. */
#include "intake/format/sound/sound.h"

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
    int (*clean)(const struct doc *d, struct answer *a))
{
	if (e->nranges > 0 || e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED, "parts of sound and "
		    "film cannot be redacted");
	return clean(d, a);
}

int
sound_safe(const struct doc *d, struct answer *a)
{
	(void)d;
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "sound and film have no pages to make pictures of");
}
