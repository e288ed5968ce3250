/*
 * label.h -- what a label names: the head of a column, a key, the words before
 * a colon.  English, Polish and French.
 */
#ifndef REDACT_FIND_LABEL_H
#define REDACT_FIND_LABEL_H

#include <stddef.h>
#include <stdint.h>

#define LABEL_RAW_MAX 64u		/* bytes of a label as it is written */
#define LABEL_TEXT_MAX 200u	/* bytes of what label_read() makes of it */

enum label_kind {
	LABEL_UNKNOWN,	/* no word of the table; still a cue */
	LABEL_OTHER,	/* a word for what has a finder of its own, or tells
			 * nothing ("status", "PESEL") */
	LABEL_PERSON,	/* names of people and nothing else ("surname") */
	LABEL_NAME,	/* a name, perhaps of a person ("name") */
	LABEL_PARTY,	/* who sends and gets a mail */
	LABEL_EMAIL, LABEL_PHONE, LABEL_ADDRESS, LABEL_PLACE, LABEL_ORG,
	LABEL_BIRTH, LABEL_AGE, LABEL_NATION, LABEL_JOB, LABEL_AMOUNT,
	LABEL_USER, LABEL_PASSWORD, LABEL_ACCOUNT, LABEL_CASE,
	LABEL_LAST = LABEL_CASE
};

/*
 * label_read(to, raw, len):
 * Write the label for near.h into `to`: lower case, words parted by one space
 * ("firstName" and "first_name" are "first name"), and when that has accents a
 * line break and the same without.  Returns its length, 0 when it has no
 * letter.  `raw` is at most LABEL_RAW_MAX bytes of UTF-8.
 */
size_t label_read(uint8_t to[LABEL_TEXT_MAX], const uint8_t *raw, size_t len);

/* What a label names; `text` is what label_read() made. */
enum label_kind label_kind(const uint8_t *text, size_t len);

#endif
