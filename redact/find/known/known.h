/*
 * known.h -- values that were found or decided once, or that a person named,
 * to be found wherever they stand, in every form.
 *
 * What a value is looked for as is told by its kind: a person's name by its
 * words, in any case, order and inflection, with initials, as an account name
 * and in other alphabets; a number by its digits, however they are grouped; an
 * address or a name of an organisation as it is.  Always seen through: case,
 * accents, look-alikes, hidden characters, a hyphen and a line break inside a
 * word, letters with spaces or dots between them.
 *
 * One walk over the text finds all values, in time linear in the text however
 * many there are; what is found depends on the set of values alone, not on the
 * order in which they were added.
 */
#ifndef REDACT_FIND_KNOWN_H
#define REDACT_FIND_KNOWN_H

#include "redact/find/view/finder.h"

struct known;

#define KNOWN_VALUES_MAX 200000u	/* more are left out */
#define KNOWN_LETTERS_MAX 256u	/* letters and digits of one value */

/* Where a value comes from: told in `why`. */
enum known_origin {
	KNOWN_LISTED,		/* a watchlist */
	KNOWN_DECIDED,		/* somebody decided to redact it */
	KNOWN_FOUND,
	KNOWN_SENDER,		/* the channel's sender */
	KNOWN_META,		/* metadata */
	KNOWN_FILE		/* a file's name */
};

struct known_value {
	const char *kind;	/* of what is found; borrowed by findings */
	const char *as;		/* the kind it is looked for as; NULL: kind */
	const void *value;	/* valid UTF-8; copied */
	size_t len;
	enum known_origin origin;
	uint32_t line;		/* KNOWN_LISTED: of the list */
	bool open_start, open_end;	/* a part of a longer word, too */
	bool turned;		/* two words also the other way round */
};

int known_new(struct known **out);
void known_free(struct known *k);	/* NULL is fine */

/*
 * Add a value; one in which nothing can be looked for (no letters, too many,
 * only words like "the") is left out, and so is a kind that tells on nobody
 * where it stands again (an amount, an age), unless somebody decided it.
 */
int known_add(struct known *k, const struct known_value *v);

/* All values and findings of confidence 0.6 and more; `text` is theirs. */
int known_add_found(struct known *k, const struct findings *f,
    const void *text);

/* Add what the other has. */
int known_add_all(struct known *k, const struct known *other);

/* Between the last known_add() and the first known_run(). */
int known_ready(struct known *k);

/* Nothing to look for; NULL too. */
bool known_empty(const struct known *k);

/*
 * Add what is found in a text of valid UTF-8, by place; a finding's kind is its
 * value's, or "PERSON" for a name out of an address.  What stands there in
 * other bytes is found too: then the whole of these is the range.  Reentrant.
 */
int known_run(const struct known *k, const void *text, size_t len,
    struct findings *out);

/* The same for what stands there as it is, without looking into base64,
 * escapes and whatever else unwrap.h takes off. */
int known_walk(const struct known *k, const void *text, size_t len,
    struct findings *out);

#endif
