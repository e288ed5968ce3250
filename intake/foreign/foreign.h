/*
 * foreign.h -- what another program exported, read behind a wall: the clean
 * side.  tipline-import parses; here come submissions, what the channel said
 * about each, texts, and the names of files, every length and number checked
 * again.
 */
#ifndef INTAKE_FOREIGN_FOREIGN_H
#define INTAKE_FOREIGN_FOREIGN_H

#include <stdint.h>

#include "intake/foreign/records.h"
#include "vault/base/wire.h"
#include "vault/session/manifest.h"

#define FOREIGN_EXPORT_MAX (256u << 20)	/* bytes of a file that is parsed */
#define FOREIGN_MESSAGES_MAX 1000000u
#define FOREIGN_ENTRIES_MAX 100000u	/* files and folders in a packed one */
#define FOREIGN_SOURCES_MAX 1000u	/* in a packed one */
#define FOREIGN_TEXT_MAX (16u << 20)	/* bytes of a message in a packed one;
					 * a longer one comes as a file */

struct foreign;

/* One thing that the export says. */
struct foreign_saying {
	enum foreign_record record;
	unsigned what;			/* a fact_what, an item_what, or a
					 * foreign_why */
	char value[MANIFEST_FACT_MAX + 1];	/* a fact; an item's name */
	char path[MANIFEST_NAME_MAX + 1];	/* of a reference */
	const uint8_t *data;		/* of FOREIGN_DATA; until the next call */
	size_t len;
	uint64_t offset, length;	/* of FOREIGN_RANGE */
	uint32_t items;			/* of FOREIGN_SUBMISSION: at most */
	uint32_t left_out;		/* of FOREIGN_DONE */
	uint32_t number;		/* of FOREIGN_ENTRY ... */
	uint64_t size;			/* ... and its bytes */
};

/*
 * foreign_start(out, kind, fd):
 * Have the export in `fd` (which stays the caller's) read as one of `kind`, a
 * name in the table of wall/main.c.  ERR_WALL when it cannot be started or
 * cannot lock itself in.  Some kinds (wall/kinds.h) are told a word more.
 */
int foreign_start(struct foreign **out, const char *kind, int fd);
int foreign_start_with(struct foreign **out, const char *kind,
    const char *word, int fd);
/* Of mails, behind FOREIGN_DONE: another export. */
int foreign_more(struct foreign *f, int fd);
void foreign_stop(struct foreign *f);		/* NULL is fine */

/*
 * The next thing it says; FOREIGN_DONE is the last.  ERR_FORMAT, with a line
 * that names the place, when the export is not what it should be; ERR_PROTOCOL
 * when the wall breaks its own rules; ERR_WALL when it died.
 */
int foreign_next(struct foreign *f, struct foreign_saying *s);
/* ERR_PROTOCOL: it said what it may not say of this kind. */
int foreign_broken(void);

/*
 * foreign_entry(out, number, fd): one file of the packed export in `fd`, by
 * its number, to be read from foreign_bytes() to the end: it was whole when
 * foreign_end(), which also stops, says 0.
 */
int foreign_entry(struct foreign **out, uint32_t number, int fd);
int foreign_bytes(const struct foreign *f);
int foreign_end(struct foreign *f);

#endif
