/*
 * receipts.c -- the rule `receipt`: a member says what it opens, and could.
 *
 * A receipt (docs/format.md "Receipt") is lines "<tier> <item hex>\n" or
 * "<tier> -\n" (all that is there), sorted.
 */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define RECEIPT_MAX (4u << 20)	/* bytes of one receipt */
#define LINE_SIZE 48		/* of a tier, a blank, an item, NUL */

struct line {
	char text[LINE_SIZE];
	enum tier tier;
	struct id item;		/* zero: all */
};

/* The next line of [*at, end); false when it is not of its form. */
static bool
next_line(const char **at, const char *end, struct line *l)
{
	const char *nl = memchr(*at, '\n', (size_t)(end - *at));
	char tier[LINE_SIZE], *item;
	size_t n;

	if (nl == NULL || (n = (size_t)(nl - *at)) >= LINE_SIZE)
		return false;
	memcpy(l->text, *at, n);
	l->text[n] = '\0';
	(void)snprintf(tier, sizeof(tier), "%s", l->text);
	*at = nl + 1;
	if (strlen(l->text) != n || (item = strchr(tier, ' ')) == NULL)
		return false;
	*item++ = '\0';
	memset(&l->item, 0, sizeof(l->item));
	return tier_parse(&l->tier, tier) && (strcmp(item, "-") == 0 ||
	    (hex_parse(l->item.b, ID_BYTES, item, strlen(item)) &&
	    !id_is_zero(&l->item)));
}

static int
check_line(const struct ruling *r, const struct change *c,
    const struct line *l)
{
	struct path grant = { .kind = PATH_GRANT, .tier = l->tier,
	    .submission = c->path.submission, .member = c->path.member,
	    .version = 1 };
	int code;

	if ((code = ruling_holds(r, &grant)) != 0)
		return code < 0 ? code : 0;
	grant.item = l->item;
	if (id_is_zero(&l->item) || (code = ruling_holds(r, &grant)) == 0)
		ruling_say(r, "receipt", c->name, "it says that `%s` was "
		    "opened by somebody who holds no key to it", l->text);
	return code < 0 ? code : 0;
}

static int
check_lines(const struct ruling *r, const struct change *c,
    const struct bytes *text)
{
	const char *at = (const char *)text->data;
	const char *end = text->len > 0 ? at + text->len : at;
	char last[LINE_SIZE] = "";
	struct line l;
	int code = 0;

	if (text->len == 0)
		ruling_say(r, "receipt", c->name, "it says nothing");
	while (at < end && code == 0) {
		if (!next_line(&at, end, &l) || strcmp(last, l.text) >= 0) {
			ruling_say(r, "receipt", c->name, "it is not of the "
			    "form of a receipt");
			return 0;
		}
		memcpy(last, l.text, sizeof(last));
		code = check_line(r, c, &l);
	}
	return code;
}

/* One above the highest of this member's own. */
static int
check_number(const struct ruling *r, const struct change *c)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE], tail[FPR_HEX_SIZE + 1];
	const char *name;
	uint32_t v, own = 0;
	size_t at, n;
	int code;

	path_format(folder, &c->path);
	*strrchr(folder, '/') = '\0';
	tail[0] = '.';
	fpr_hex(tail + 1, &c->path.member);
	if ((code = ruling_list(r, folder, &names)) < 0)
		goto done;
	for (at = 0; at < names.len; at += n + 1) {
		name = (const char *)names.data + at;
		n = strlen(name);
		v = (uint32_t)strtoul(name, NULL, 10);
		if (n > FPR_HEX_SIZE && v > own &&
		    strcmp(name + n - FPR_HEX_SIZE, tail) == 0)
			own = v;
	}
	if (c->path.version != own + 1)
		ruling_say(r, "order", c->name, "receipt %u of this member "
		    "follows on %u", c->path.version, own);
done:
	bytes_free(&names);
	return code < 0 ? code : 0;
}

static int
check_receipt(const struct ruling *r, const struct change *c)
{
	struct bytes text = BYTES_INIT(RECEIPT_MAX);
	int code;

	if (!fpr_equal(&c->path.member, &r->facts->entry->actor))
		ruling_say(r, "receipt", c->name, "nobody signs for somebody "
		    "else");
	if ((code = check_number(r, c)) == 0 &&
	    (code = ruling_after(r, c, &text)) == 1)
		code = check_lines(r, c, &text);
	bytes_free(&text);
	return code < 0 ? code : 0;
}

int
receipts_check(const struct ruling *r)
{
	const struct change *c;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->path.kind == PATH_RECEIPT && c->what == CHANGE_ADDED)
			code = check_receipt(r, c);
	}
	return code;
}
