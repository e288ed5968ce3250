/*
 * place.h -- what the path of a file in another program's export says about it.
 *
 * SecureDrop (github.com/freedomofpress/securedrop, store.py; securedrop-client,
 * its data folder and its .sd-export archives) names what it stores
 * <number>-<designation>-{msg,reply,doc.gz,doc.zip}.gpg, packs it for download
 * as <folder>/<designation>/<number>_<date>/<stored name>, and keeps what was
 * opened as <designation>/<number>-<designation>-doc/<name>.  The designation
 * of a stored name has _ for a space, that of a folder need not.  GlobaLeaks
 * (github.com/globaleaks/globaleaks-whistleblowing-software, export.py) packs
 * files/, files_attached_from_recipients/, metadata.csv and report.txt or .pdf.
 */
#ifndef INTAKE_FOREIGN_PLACE_PLACE_H
#define INTAKE_FOREIGN_PLACE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#define PLACE_SOURCE_SIZE 257	/* bytes of a designation, with NUL */
#define PLACE_WORD_SIZE 32

struct place {
	char source[PLACE_SOURCE_SIZE];	/* whose it is; "" when not said */
	char number[PLACE_WORD_SIZE];	/* of the message; "" */
	char sent[PLACE_WORD_SIZE];	/* a date; "" */
	const char *event;		/* what else is to be said; NULL */
	const char *name;		/* to be called; points into the path */
	bool message;			/* a text somebody wrote */
	bool packed;			/* by gzip, with its name inside */
	bool sealed;			/* by OpenPGP */
	bool own;			/* the program's own: no part of it */
};

/* The path is borrowed as long as the place is used. */
void place_securedrop(struct place *p, const char *path);
void place_globaleaks(struct place *p, const char *path);

/* A designation as people read it: "brave lion", in transcripts. */
void place_spoken(const char *source, char out[PLACE_SOURCE_SIZE]);

/* Does the name end as OpenPGP's do? */
bool place_is_sealed(const char *name);

/*
 * place_opened(name, out, size):
 * What a sealed file is called when it is opened: without .gpg, .pgp, .asc;
 * cut at `size`.
 */
void place_opened(const char *name, char *out, size_t size);

#endif
