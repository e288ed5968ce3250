/*
 * releases.c -- the rules `recall` and `partner`: what becomes of a release.
 *
 * A recall is the sealed reason, under the number of the release that it
 * withdraws.  A partner's file says "drop <sha256 hex>\n": the SHA-256 of the
 * signed text of the drop that left the house with a release.
 */
#include "vault/audit/ruling.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/digest.h"

#define PARTNER_HEAD "drop "
#define PARTNER_SIZE (sizeof(PARTNER_HEAD) - 1 + 2 * SHA256_BYTES + 1)

static bool
has_release(const struct bytes *names, uint32_t number)
{
	char head[16];
	size_t at, n;

	n = (size_t)snprintf(head, sizeof(head), "%u.", number);
	for (at = 0; at < names->len;
	    at += strlen((const char *)names->data + at) + 1)
		if (strncmp((const char *)names->data + at, head, n) == 0)
			return true;
	return false;
}

static int
check_recall(const struct ruling *r, const struct change *c)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE];
	int code;

	path_submission(folder, &c->path.submission);
	(void)strcat(folder, "/releases");
	if ((code = ruling_list(r, folder, &names)) >= 0 &&
	    !has_release(&names, c->path.version))
		ruling_say(r, "recall", c->name, "there is no release %u to "
		    "withdraw", c->path.version);
	bytes_free(&names);
	return code < 0 ? code : 0;
}

static int
check_partner(const struct ruling *r, const struct change *c)
{
	struct bytes text = BYTES_INIT(PARTNER_SIZE + 1);
	const size_t head = sizeof(PARTNER_HEAD) - 1;
	uint8_t sum[SHA256_BYTES];
	int code = 0;

	if (c->path.version != ruling_release(r, &c->path.submission))
		ruling_say(r, "partner", c->name, "it is of another release "
		    "than that of its entry");
	if (c->size != PARTNER_SIZE || (code = ruling_after(r, c, &text)) == 0)
		code = 0;
	if (code >= 0 && (text.len != PARTNER_SIZE ||
	    memcmp(text.data, PARTNER_HEAD, head) != 0 ||
	    text.data[PARTNER_SIZE - 1] != '\n' ||
	    !hex_parse(sum, sizeof(sum), (const char *)text.data + head,
	    2 * SHA256_BYTES)))
		ruling_say(r, "partner", c->name, "it does not name the drop "
		    "as `release` does");
	bytes_free(&text);
	return code < 0 ? code : 0;
}

int
releases_check(const struct ruling *r)
{
	const struct change *c;
	size_t i;
	int code = 0;

	for (i = 0; i < r->changes->n && code == 0; i++) {
		c = &r->changes->v[i];
		if (c->what != CHANGE_ADDED)
			continue;
		if (c->path.kind == PATH_PARTNER)
			code = check_partner(r, c);
		else if (c->path.kind == PATH_OBJECT &&
		    c->path.object == OBJECT_RECALL)
			code = check_recall(r, c);
	}
	return code;
}
