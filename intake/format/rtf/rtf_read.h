/*
 * rtf_read.h -- the tokens of a Rich Text Format file (version 1.9.1): groups,
 * control words with their numbers, bytes of text, binary data.
 *
 * No token is longer than it may be, none reaches over the end, and braces
 * must pair.  What the words mean is not known here.
 */
#ifndef INTAKE_FORMAT_RTF_RTF_READ_H
#define INTAKE_FORMAT_RTF_RTF_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RTF_DEPTH_MAX 256u		/* groups inside each other */
#define RTF_WORD_MAX 32u		/* letters of a control word */

enum rtf_kind {
	RTF_OPEN,
	RTF_CLOSE,
	RTF_WORD,	/* \name, \name12 */
	RTF_SYMBOL,	/* \~ \* ...: its byte in `byte` */
	RTF_HEX,	/* \'e9: the byte */
	RTF_TEXT,	/* a run of bytes as they stand, no line ends */
	RTF_BINARY,	/* what \binN announces */
	RTF_END
};

struct rtf_token {
	enum rtf_kind kind;
	char word[RTF_WORD_MAX + 1];
	bool has_number;
	int32_t number;
	uint8_t byte;
	const uint8_t *data;
	size_t len;
};

struct rtf_reader {
	const uint8_t *p;
	size_t len, at;
	unsigned depth;
	bool over;	/* the outermost group is closed */
};

/* ERR_FORMAT when braces do not pair or a token is cut; ERR_TOO_BIG. */
int rtf_next(struct rtf_reader *r, struct rtf_token *t);

#endif
