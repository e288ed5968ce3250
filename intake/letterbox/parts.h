/*
 * parts.h -- parts of large files, kept sealed between visits until the source
 * has them put together: <state>/parts/<letterbox hex>/<part hex>.
 *
 * A part is sealed while it streams in, under a fresh key that is sealed to the
 * letterbox: from part_end() on nobody opens it without the code name.  The
 * name it came under is sealed with the key.  docs/format.md "Parts".
 *
 * A part whose maker was killed or gave up keeps its whole chunks (PART_CHUNK
 * bytes of content each) and is told as broken.  Nothing else is ever left: all
 * that lies in the folder is listed and can be destroyed.
 */
#ifndef INTAKE_LETTERBOX_PARTS_H
#define INTAKE_LETTERBOX_PARTS_H

#include "intake/letterbox/letterbox.h"

#define LETTERBOX_PARTS_MAX 1024		/* of one letterbox */
#define LETTERBOX_BYTES_MAX ((uint64_t)64 << 30)	/* of them, as they lie */
#define PART_NAME_SIZE 256	/* with NUL; the rest of a name is cut off */
#define PART_CHUNK 65532	/* bytes of content that stay or go together */

struct parts;

/* <state>/parts, made if it is not there; `state` is borrowed. */
int parts_open(struct parts **out, int state);
void parts_close(struct parts *s);

/* Bytes on the disk of all there are: what a quota is held against. */
int parts_used(struct parts *s, uint64_t *bytes);

/* A part on its way. */
struct part;

/*
 * part_begin(out, s, pub, name):
 * ERR_TOO_BIG when the letterbox holds LETTERBOX_PARTS_MAX of them, or
 * LETTERBOX_BYTES_MAX, already.
 * `name` is what it came under, any bytes; "" is none.
 */
int part_begin(struct part **out, struct parts *s,
    const struct letterbox_public *pub, const char *name);
const struct id *part_id(const struct part *p);
int part_write(struct part *p, const void *data, size_t len);
/* All of it is there; durable when this returns 0. */
int part_end(struct part *p);
/* Before part_end(): it is broken, and stays with its whole chunks; without one
 * nothing of it stays. */
void part_free(struct part *p);

enum part_state {
	PART_WHOLE = 1,
	PART_BROKEN,		/* `bytes` of its content came */
	PART_UNDER_WAY,		/* somebody writes it now */
	PART_DAMAGED		/* as if it were not there */
};

struct part_seen {
	struct id id;
	enum part_state state;
	char name[PART_NAME_SIZE];	/* any bytes; "" where unknown */
	uint64_t bytes;
	uint64_t arrived;		/* seconds since 1970, whole hours */
};

struct parts_seen {
	struct part_seen *v;	/* owned; by name, part.2 before part.10 */
	size_t n;
};

int parts_list(struct parts *s, struct letterbox *l, uint32_t visit,
    const struct letterbox_public *pub, struct parts_seen *seen);
void parts_seen_free(struct parts_seen *seen);

/* The order of names: runs of digits count by their value. */
int part_name_order(const char *a, const char *b);

/* Read a part again, whole or broken, from its beginning. */
struct part_reader;
int part_reader_open(struct part_reader **out, struct parts *s,
    struct letterbox *l, uint32_t visit, const struct letterbox_public *pub,
    const struct id *part);
/*
 * The next content: *data is the reader's until the next call; *len is 0 at the
 * end.  ERR_INTEGRITY where it is damaged, with its name, and it is told as
 * damaged from then on: what was read of it is worth nothing.
 */
int part_reader_next(struct part_reader *r, const uint8_t **data, size_t *len);
void part_reader_free(struct part_reader *r);

/* Its only key is overwritten, then it is unlinked.  Of none: nothing. */
int part_destroy(struct parts *s, const struct id *box, const struct id *part);
int parts_destroy_all(struct parts *s, const struct id *box);
/* Those of all letterboxes that came before `before` (seconds since 1970, told
 * by whole days) and that nobody writes now. */
int parts_expire(struct parts *s, uint64_t before, size_t *destroyed);

#endif
