/*
 * token.h -- the groups of letters and digits that stand at a place, with what
 * separates them: "AB 12-34-56 C".
 */
#ifndef REDACT_FIND_TOKEN_H
#define REDACT_FIND_TOKEN_H

#include "redact/find/number/form.h"

#define TOKEN_LABEL_LEAST 2u	/* letters of a glued label */
#define TOKEN_LABEL_MAX 12u
#define TOKEN_SMALL_MAX 4u	/* digits that alone are no identifier */
#define TOKEN_GROUPS_MAX 16u
#define TOKEN_WORD_MAX 5u	/* letters of a group without digits */

struct token {
	char c[FORM_CHARS_MAX + 1];	/* upper case, no separators */
	uint8_t sep[FORM_CHARS_MAX + 1];	/* before it; 0: none */
	size_t at[FORM_CHARS_MAX];	/* offset of each character */
	size_t n;
	size_t run;	/* the group of the digit begins here: letters before
			 * it are a group of their own, with a separator */
	size_t digit;	/* the first digit */
	uint64_t letters, lower;	/* a bit for each character */
	uint64_t seps, slashes;		/* a separator before it */
	uint64_t ends;			/* a group ends with it */
};

/*
 * token_read(v, at):
 * `at` is a digit without a digit before it.  NULL when it is not the first
 * digit of its group, a letter beyond ASCII is joined to it, or it is a small
 * number among words.  The token is this thread's until its next call; who
 * writes in it puts back what was.
 */
struct token *token_read(const struct view *v, size_t at);

/* What lies around n characters from `from`: nothing; letters joined by a
 * mark; more of the same number. */
enum token_edge { TOKEN_CLEAN, TOKEN_JOINED, TOKEN_LONGER };

enum token_edge token_edge(const struct view *v, const struct token *t,
    size_t from, size_t n);

/* Are there different separators? */
bool token_is_mixed(const struct token *t, size_t from, size_t n);

/* Does a letter or a digit, of any script, stand at `at`, or before it? */
bool token_goes_on(const struct view *v, size_t at);
bool token_goes_before(const struct view *v, size_t at);

#endif
