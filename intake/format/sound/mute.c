/* mute.c -- see mute.h. */
#include "intake/format/sound/mute.h"

#include <stdlib.h>
#include <string.h>

#define SILENT_BYTES 4096u

static int
by_start(const void *a, const void *b)
{
	const struct mute *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Stretches that touch become one. */
static void
join(struct mutes *m)
{
	size_t i, n = 0;

	qsort(m->list, m->n, sizeof(*m->list), by_start);
	for (i = 1; i < m->n; i++)
		if (m->list[i].from > m->list[n].to)
			m->list[++n] = m->list[i];
		else if (m->list[i].to > m->list[n].to)
			m->list[n].to = m->list[i].to;
	m->n = m->n > 0 ? n + 1 : 0;
}

static bool
is_sound(const struct edit_time *t)
{
	return t->x0 == 0 && t->y0 == 0 && t->x1 == 0 && t->y1 == 0;
}

int
mutes_of(struct mutes *m, const struct edits *e, uint64_t rate,
    uint64_t samples, struct answer *a)
{
	size_t i;

	*m = (struct mutes){ .list = NULL };
	if (rate == 0 || rate > SOUND_RATE_MAX)
		return answer_refuse(a, REASON_DAMAGED,
		    "sound: it has no samples in a second, or too many");
	if ((m->list = calloc(e->ntimes + 1, sizeof(*m->list))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "sound: out of memory");
	for (i = 0; i < e->ntimes; i++) {
		const struct edit_time *t = &e->times[i];
		struct mute one = { t->from * rate / 1000,
		    (t->to * rate + 999) / 1000 };

		if (!is_sound(t))
			continue;
		if (one.from >= samples) {
			mutes_free(m);
			return answer_refuse(a, REASON_NOT_REDACTED,
			    "a time begins behind the end of the sound");
		}
		m->list[m->n++] = one;
	}
	join(m);
	return 0;
}

int
mutes_alone(struct mutes *m, const struct edits *e, uint64_t rate,
    uint64_t samples, struct answer *a)
{
	size_t i;

	*m = (struct mutes){ .list = NULL };
	for (i = 0; i < e->ntimes; i++)
		if (!is_sound(&e->times[i]))
			return answer_refuse(a, REASON_NOT_REDACTED,
			    "a sound has no picture that could be blank");
	return mutes_of(m, e, rate, samples, a);
}

bool
mutes_hit(const struct mutes *m, uint64_t from, uint64_t to)
{
	size_t low = 0, high = m->n, mid;

	/* The first that ends behind `from`. */
	while (low < high) {
		mid = low + (high - low) / 2;
		if (m->list[mid].to <= from)
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->n && m->list[low].from < to;
}

void
mutes_free(struct mutes *m)
{
	free(m->list);
	*m = (struct mutes){ .list = NULL };
}

static void
put_silence(struct answer *a, uint8_t silence, size_t len)
{
	uint8_t silent[SILENT_BYTES];
	size_t step;

	memset(silent, silence, sizeof(silent));
	for (; len > 0; len -= step) {
		step = len < sizeof(silent) ? len : sizeof(silent);
		answer_file(a, silent, step);
	}
}

int
mute_pcm(struct answer *a, const struct pcm *p, const uint8_t *data,
    size_t len, const struct edits *e)
{
	/* A sample that is cut at the end is one, too. */
	uint64_t samples = len / p->frame + (len % p->frame != 0);
	struct mutes m;
	size_t i, at = 0;

	if (mutes_alone(&m, e, p->rate, samples, a) < 0)
		return -1;
	for (i = 0; i < m.n && at < len; i++) {
		const struct mute *t = &m.list[i];
		size_t from = (size_t)t->from * p->frame;
		size_t to = t->to >= samples ? len :
		    (size_t)t->to * p->frame;

		if (t->from >= samples)
			break;
		answer_file(a, data + at, from - at);
		put_silence(a, p->silence, to - from);
		at = to;
	}
	answer_file(a, data + at, len - at);
	mutes_free(&m);
	return 0;
}
