/*
 * dig.h -- take a result apart as far as it goes, and attack every piece: the
 * parser's side unpacks it (intake/examine/inside.h), and what is a document or
 * a picture again is given back to it.
 */
#ifndef REDACT_RELEASE_DIG_H
#define REDACT_RELEASE_DIG_H

#include "intake/examine/run.h"
#include "redact/release/hits.h"
#include "redact/release/values.h"

#define DIG_PICTURES_MAX 100u	/* pictures in a document that are read */

struct dig {
	struct worker *worker;
	const struct values *values;
	struct hits *hits;
	bool patient;
	unsigned pictures;	/* read so far */
};

/*
 * dig_into(d, fd, format):
 * 0 with what was found among the hits; ERR_NOT_PERMITTED when the document
 * could not be taken apart, so that nothing is proven.
 */
int dig_into(struct dig *d, int fd, enum format_id format);

#endif
