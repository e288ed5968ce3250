/* held.c -- see held.h. */
#include "intake/cover/held.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

struct holds {
	struct held *first;
	size_t n;
	size_t bytes;
};

int
holds_new(struct holds **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	return 0;
}

static void
forget_pieces(struct holds *h, struct held *held)
{
	size_t i;

	for (i = 0; i < COVER_PIECES_MAX; i++) {
		if (held->pieces[i] == NULL)
			continue;
		sodium_memzero(held->pieces[i], COVER_PIECE_BYTES);
		free(held->pieces[i]);
		held->pieces[i] = NULL;
		h->bytes -= COVER_PIECE_BYTES;
	}
	held->have = 0;
}

void
holds_drop(struct holds *h, struct held *held)
{
	struct held **at = &h->first;

	while (*at != held)
		at = &(*at)->next;
	*at = held->next;
	h->n--;
	forget_pieces(h, held);
	free(held);
}

void
holds_free(struct holds *h)
{
	if (h == NULL)
		return;
	while (h->first != NULL)
		holds_drop(h, h->first);
	free(h);
}

struct held *
holds_find(struct holds *h, const struct id *box, const struct id *parcel)
{
	struct held *p = h->first;

	while (p != NULL && !(id_equal(&p->parcel, parcel) &&
	    id_equal(&p->box, box)))
		p = p->next;
	return p;
}

static unsigned
count(uint64_t have)
{
	unsigned n = 0;

	for (; have != 0; have &= have - 1)
		n++;
	return n;
}

/* The one with the fewest pieces; of several, any.  NULL: none may go. */
static struct held *
least(struct holds *h, const struct held *not_this)
{
	struct held *p, *best = NULL;
	unsigned n, best_n = 0;
	uint32_t alike = 0;

	for (p = h->first; p != NULL; p = p->next) {
		if (p->bringing || p == not_this)
			continue;
		n = count(p->have);
		if (best == NULL || n < best_n) {
			best = p;
			best_n = n;
			alike = 1;
		} else if (n == best_n && randombytes_uniform(++alike) == 0) {
			best = p;
		}
	}
	return best;
}

static int
make_room(struct holds *h, const struct held *for_this)
{
	struct held *p;

	while (h->n > HELD_PARCELS_MAX ||
	    h->bytes + COVER_PIECE_BYTES > HELD_BYTES_MAX) {
		if ((p = least(h, for_this)) == NULL)
			return err_set(ERR_NO_SPACE, "there is no room for "
			    "another cover message; let the disk catch up");
		holds_drop(h, p);
	}
	return 0;
}

static struct held *
begin(struct holds *h, const struct cover_ask *ask)
{
	struct held *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->box = ask->box;
	p->parcel = ask->parcel;
	memcpy(p->box_pk, ask->box_pk, BOX_PK_BYTES);
	p->len = ask->parcel_len;
	p->next = h->first;
	h->first = p;
	h->n++;
	return p;
}

static int
keep(struct holds *h, struct held *p, const struct cover_ask *ask)
{
	uint8_t *piece;
	int r;

	if ((r = make_room(h, p)) < 0)
		return r;
	if ((piece = malloc(COVER_PIECE_BYTES)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	memcpy(piece, ask->data, COVER_PIECE_BYTES);
	p->pieces[ask->piece] = piece;
	p->have |= (uint64_t)1 << ask->piece;
	h->bytes += COVER_PIECE_BYTES;
	return 0;
}

int
holds_take(struct holds *h, const struct cover_ask *ask, int64_t now,
    struct held **held)
{
	struct held *p = holds_find(h, &ask->box, &ask->parcel);
	bool is_new = p == NULL;
	int r = 0;

	*held = NULL;
	if (is_new && (p = begin(h, ask)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	if (!p->refused && p->len == ask->parcel_len &&
	    p->pieces[ask->piece] == NULL && (r = keep(h, p, ask)) == 0)
		p->used = now;
	if (r < 0 && is_new)
		holds_drop(h, p);
	if (r == 0 || !is_new)
		*held = p;
	return r;
}

bool
held_whole(const struct held *held)
{
	return !held->refused && held->have == cover_all(held->len);
}

int
held_join(const struct held *held, struct bytes *b)
{
	size_t i, n = cover_pieces(held->len, COVER_PIECE_BYTES);
	int r = 0;

	for (i = 0; r == 0 && i < n; i++)
		r = bytes_add(b, held->pieces[i], cover_piece_len(held->len, i,
		    COVER_PIECE_BYTES));
	return r;
}

void
holds_refuse(struct holds *h, struct held *held)
{
	forget_pieces(h, held);
	held->refused = true;
}

void
holds_sweep(struct holds *h, int64_t now)
{
	struct held *p, *next;

	for (p = h->first; p != NULL; p = next) {
		next = p->next;
		if (!p->bringing && now - p->used > HELD_SECONDS)
			holds_drop(h, p);
	}
}
