/* fields_mail.c -- who signs, and who speaks; see fields.h. */
#include <string.h>

#include "redact/find/view/fields_walk.h"
#include "redact/find/view/near.h"

#define SIGN_LINES 4u		/* below a closing, blank ones counted */
#define STAMP_MAX 32u		/* bytes of a date and time before a speaker */
#define SPEAKER_MAX 40u		/* bytes */

/* What stands above a name; lower case, as label_read() writes it. */
static const char *const closings[] = {
	"best", "best regards", "best wishes", "kind regards", "regards",
	"warm regards", "warmly", "sincerely", "yours sincerely",
	"sincerely yours", "yours faithfully", "yours truly", "yours",
	"many thanks", "thanks", "thank you", "thx", "cheers", "all the best",
	"with kind regards", "with best regards", "respectfully", "love",
	"respectfully submitted", "signed",
	"pozdrawiam", "pozdrawiam serdecznie", "serdecznie pozdrawiam",
	"pozdrowienia", "z powazaniem", "z wyrazami szacunku", "z pozdrowieniami",
	"lacze pozdrowienia", "lacze wyrazy szacunku", "dziekuje", "dzieki",
	"z gory dziekuje", "pzdr", "podpisano", "podpisal", "podpisala",
	"cordialement", "bien cordialement", "tres cordialement", "bien a vous",
	"cordiales salutations", "salutations distinguees", "meilleures salutations",
	"salutations", "sinceres salutations", "respectueusement", "amities",
	"amicalement", "merci", "merci d avance", "bises", "a bientot",
	"bonne journee", "bonne reception", "signe", NULL
};

/* Is [start, end) a closing? */
static bool
is_closing(const struct fields *f, size_t start, size_t end)
{
	uint8_t text[LABEL_TEXT_MAX];
	const uint8_t *plain;
	size_t len;

	if (end - start > LABEL_RAW_MAX || end - start < 3 ||
	    (len = label_read(text, f->text + start, end - start)) == 0)
		return false;
	plain = memchr(text, '\n', len);
	plain = plain != NULL ? plain + 1 : text;
	len -= (size_t)(plain - text);
	for (size_t i = 0; closings[i] != NULL; i++)
		if (strlen(closings[i]) == len &&
		    memcmp(closings[i], plain, len) == 0)
			return true;
	return false;
}

static bool
is_name(const struct fields *f, size_t start, size_t end)
{
	return start < end && fields_is_name(f->text + start, end - start, 1);
}

static void
sign(struct fields *f, size_t start, size_t end)
{
	end = walk_trim(f, &start, end);
	walk_add(f, start, end, (struct label){ .kind = LABEL_PERSON },
	    FIELD_SIGNED);
}

/* "Best regards, Ann Smith": the closing and the name on one line. */
static bool
closing_and_name(struct fields *f, size_t start, size_t end)
{
	const uint8_t *comma = memchr(f->text + start, ',',
	    end - start < LABEL_RAW_MAX ? end - start : LABEL_RAW_MAX);
	size_t at, to;

	if (comma == NULL)
		return false;
	at = (size_t)(comma - f->text) + 1;
	to = walk_trim(f, &at, end);
	if (!is_closing(f, start, (size_t)(comma - f->text)) ||
	    !is_name(f, at, to))
		return false;
	sign(f, at, to);
	return true;
}

/* A date and time as chats write it: digits and what is between them. */
static size_t
skip_stamp(const struct fields *f, size_t at, size_t end)
{
	size_t start = at, digits = 0, colons = 0;

	for (; at < end && at - start < STAMP_MAX; at++) {
		uint8_t c = f->text[at];

		if (c == ']' || (c == '-' && at > start &&
		    f->text[at - 1] == ' '))
			break;
		digits += is_digit(c);
		colons += c == ':';
		if (!is_digit(c) && (c == 0 ||
		    strchr(" ./:,-[apmAPM", c) == NULL))
			return start;
	}
	return at < end && digits >= 3 && colons >= 1 ? at + 1 : start;
}

/* "[12.03.24, 14:22] Jan: hello", "12/03/24, 14:22 - Jan: hello". */
static bool
chat_line(struct fields *f, size_t start, size_t end)
{
	size_t at, to;

	if (f->text[start] != '[' && !is_digit(f->text[start]))
		return false;
	if ((at = skip_stamp(f, start, end)) == start)
		return false;
	while (at < end && f->text[at] == ' ')
		at++;
	for (to = at; to < end && to - at < SPEAKER_MAX &&
	    f->text[to] != ':'; to++)
		;
	if (to >= end || f->text[to] != ':' || !is_name(f, at, to) ||
	    (to + 1 < end && f->text[to + 1] != ' '))
		return false;
	sign(f, at, to);
	return true;
}

bool
signed_read(struct fields *f, size_t start, size_t end)
{
	size_t len = end - start;

	if (len == 2 && memcmp(f->text + start, "--", 2) == 0) {
		f->s.sign = SIGN_LINES;
		return true;
	}
	if (chat_line(f, start, end))
		return true;
	if (is_closing(f, start, end)) {
		f->s.sign = SIGN_LINES;
		return true;
	}
	if (closing_and_name(f, start, end))
		return true;
	if (f->s.sign == 0)
		return false;
	f->s.sign = 0;
	if (!is_name(f, start, end))
		return false;
	sign(f, start, end);
	return true;
}
