/*
 * letter.h -- a message as somebody reads it: what stays of its header, its
 * bodies, its attachments, in one order that all of text(), report(),
 * children() and pack() follow.
 */
#ifndef INTAKE_FORMAT_MAIL_LETTER_H
#define INTAKE_FORMAT_MAIL_LETTER_H

#include "intake/format/format.h"
#include "intake/format/mail/mime.h"

enum role {
	ROLE_MULTIPART = 1,
	ROLE_TEXT,		/* a body that is shown */
	ROLE_HTML,		/* the same, in HTML */
	ROLE_CHILD,		/* an attachment, or a message in the message */
	ROLE_EMPTY,		/* an attachment of no bytes */
	ROLE_REFUSED,		/* an attachment that cannot be looked into */
	ROLE_PGP_VERSION,	/* says that the part behind it is encrypted */
	ROLE_DROPPED		/* says how the message came; reported, goes */
};

/* `within` is the multipart that it stands in; NULL for the message. */
enum role letter_role(const struct mime *m, const struct mime *within);

/* Why it is ROLE_REFUSED. */
enum exam_reason letter_refusal(const struct mime *m, const char **why);

enum piece_what {
	PIECE_ADDRESSES = 1,	/* From, To, Cc, Bcc */
	PIECE_LINE,		/* Subject */
	PIECE_DATE,
	PIECE_TEXT,		/* the part's body */
	PIECE_HTML,
	PIECE_NAME		/* the part's file name */
};

struct piece {
	enum piece_what what;
	const char *label;	/* "Subject"; NULL for parts */
	const struct mime *part;
	uint64_t start, end;	/* in the text */
};

struct letter {
	struct mime *mime;
	struct bytes text;	/* what a reader sees, with labels */
	struct piece *pieces;	/* in the order of the text */
	size_t n;
};

/* 0; -1 when it cannot be read, which was told to `a`. */
int letter_read(struct letter *l, const struct doc *d, struct answer *a);
void letter_free(struct letter *l);

/* The piece of this part, or of this header field (part NULL); or NULL. */
const struct piece *letter_piece(const struct letter *l,
    const struct mime *part, const char *label);

/*
 * letter_piece_text(out, l, piece, e):
 * Append it as the edits leave it (`e` may be NULL) and normalised.  Not for
 * PIECE_HTML.
 */
int letter_piece_text(struct bytes *out, const struct letter *l,
    const struct piece *p, const struct edits *e);

/* The content of an HTML body, for html.h. */
struct html;
int letter_html(struct html *h, struct bytes *content, const struct mime *m);

/* A file name without folders, safe to write; never empty. */
int letter_name(struct bytes *out, const struct mime *m, size_t number);

#endif
