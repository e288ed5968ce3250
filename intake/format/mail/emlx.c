/*
 * emlx.c -- a message as Apple Mail keeps it: the number of its bytes on a
 * line, the message, and a property list of what was done with it.
 */
#include <stdio.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/mail/eml.h"
#include "intake/format/mail/inside.h"
#include "intake/format/mail/mail.h"

#define DIGITS_MAX 10u
#define NEUTRAL "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<plist version=\"1.0\">\n<dict/>\n</plist>\n"

struct emlx {
	const uint8_t *message;
	size_t len;
	const uint8_t *after;	/* the property list */
	size_t after_len;
};

static bool
split(struct emlx *x, const struct doc *d)
{
	size_t n = 0, at = 0;

	while (at < d->len && at < DIGITS_MAX && d->data[at] >= '0' &&
	    d->data[at] <= '9')
		n = n * 10 + (size_t)(d->data[at++] - '0');
	if (at == 0)
		return false;
	while (at < d->len && (d->data[at] == ' ' || d->data[at] == '\r'))
		at++;
	if (at == d->len || d->data[at] != '\n' || n == 0 ||
	    n > d->len - at - 1)
		return false;
	x->message = d->data + at + 1;
	x->len = n;
	x->after = x->message + n;
	x->after_len = d->len - at - 1 - n;
	return true;
}

static bool
emlx_structure(const struct doc *d)
{
	struct emlx x;

	return split(&x, d) && eml_is(x.message, x.len);
}

static int
broken(struct answer *a)
{
	return answer_refuse(a, REASON_DAMAGED, "its first line is not the "
	    "length of the message");
}

/* <key>name</key> and what stands behind it, up to the next key. */
static void
tell_keys(const char *p, size_t len, struct answer *a)
{
	const char *end = p + len, *key, *close, *next;
	char name[META_NAME_MAX + 1];

	while ((key = memmem(p, (size_t)(end - p), "<key>", 5)) != NULL &&
	    (close = memmem(key, (size_t)(end - key), "</key>", 6)) != NULL) {
		size_t n = (size_t)(close - key) - 5;

		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)(n < META_NAME_MAX ? n : META_NAME_MAX), key + 5);
		p = close + 6;
		next = memmem(p, (size_t)(end - p), "<key>", 5);
		n = next != NULL ? (size_t)(next - p) : (size_t)(end - p);
		while (n > 0 && (*p == '\n' || *p == '\t' || *p == '\r')) {
			p++;
			n--;
		}
		answer_meta(a, "emlx", name, p, n);
	}
}

static int
emlx_report(const struct doc *d, struct answer *a)
{
	struct emlx x;

	if (!split(&x, d))
		return broken(a);
	if (x.after_len == strlen(NEUTRAL) &&
	    memcmp(x.after, NEUTRAL, x.after_len) == 0)
		return 0;
	tell_keys((const char *)x.after, x.after_len, a);
	if (x.after_len > 0)
		answer_metaf(a, "emlx", "property list", "%zu bytes",
		    x.after_len);
	return 0;
}

/* What somebody reads stands in the message. */
static int
emlx_text(const struct doc *d, struct answer *a, bool layout)
{
	(void)d;
	(void)a;
	(void)layout;
	return 0;
}

static int
emlx_children(const struct doc *d, struct answer *a)
{
	static const char name[] = "message.eml";
	struct emlx x;

	if (!split(&x, d))
		return broken(a);
	answer_child(a, name, strlen(name));
	answer_child_data(a, x.message, x.len);
	return answer_refused(a) ? -1 : 0;
}

static int
emlx_inside(const struct doc *d, struct answer *a)
{
	struct emlx x;

	return split(&x, d) ? mail_inside_of(x.message, x.len, "", a) :
	    broken(a);
}

static int
emlx_pack(const struct doc *d, const struct parts *parts,
    const struct edits *e, struct answer *a)
{
	const uint8_t *p;
	char line[32];
	struct emlx x;
	size_t len;

	(void)e;	/* it has no text of its own */
	if (!split(&x, d) || parts->n != 1)
		return broken(a);
	if (parts->list[0].what == PART_OMITTED)
		return answer_refuse(a, REASON_MEMBERS, "without its message "
		    "nothing is left of it");
	p = parts->list[0].what == PART_KEPT ? x.message :
	    parts->list[0].data;
	len = parts->list[0].what == PART_KEPT ? x.len : parts->list[0].len;
	(void)snprintf(line, sizeof(line), "%-10zu\n", len);
	answer_file(a, line, strlen(line));
	answer_file(a, p, len);
	answer_file(a, NEUTRAL, strlen(NEUTRAL));
	return 0;
}

static const char *const mimes[] = { "message/rfc822", NULL };

const struct format format_emlx = {
	.id = FORMAT_EMLX,
	.mimes = mimes,
	.structure = emlx_structure,
	.report = emlx_report,
	.text = emlx_text,
	.children = emlx_children,
	.inside = emlx_inside,
	.pack = emlx_pack,
};
