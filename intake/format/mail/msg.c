/*
 * msg.c -- a message as Outlook saves it.  It is read, not written: the format
 * is a database's, and a copy would be all of our own making.  What somebody
 * reads comes out as text, attachments as children.
 */
#include <stdio.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/mail/mail.h"
#include "intake/format/mail/mime.h"
#include "intake/format/mail/msg_props.h"
#include "intake/format/mail/when.h"
#include "intake/format/markup/html.h"
#include "intake/format/markup/markup.h"
#include "vault/base/err.h"

#define RECIPIENT "__recip_version1.0_#"
#define ATTACHMENT "__attach_version1.0_#"
#define FILETIME_SECOND 10000000u
#define FILETIME_1970 11644473600	/* seconds from 1601 */

enum property {
	SUBJECT = 0x0037, SUBMIT_TIME = 0x0039, FROM_NAME = 0x0042,
	FROM_ADDRESS = 0x0065, HEADERS = 0x007d, RECIPIENT_TYPE = 0x0c15,
	SENDER_NAME = 0x0c1a, SENDER_ADDRESS = 0x0c1f, DELIVERY_TIME = 0x0e06,
	BODY = 0x1000, BODY_RTF = 0x1009, BODY_HTML = 0x1013,
	DISPLAY_NAME = 0x3001, ADDRESS = 0x3003, CREATED = 0x3007,
	MODIFIED = 0x3008, ATTACH_DATA = 0x3701, ATTACH_NAME = 0x3704,
	ATTACH_METHOD = 0x3705, ATTACH_LONG_NAME = 0x3707,
	SMTP_ADDRESS = 0x39fe, SENDER_SMTP = 0x5d01, FROM_SMTP = 0x5d02
};

static bool
open_msg(struct ole **o, struct msg_bag *root, const struct doc *d)
{
	*o = NULL;
	if (!ole_is(d->data, d->len) || ole_open(o, d->data, d->len) < 0)
		return false;
	if (msg_root(root, *o))
		return true;
	ole_free(*o);
	*o = NULL;
	return false;
}

static int
broken(struct answer *a)
{
	return answer_refuse(a, REASON_DAMAGED, "its properties cannot be "
	    "read");
}

static bool
msg_structure(const struct doc *d)
{
	struct msg_bag root;
	struct ole *o;

	if (!open_msg(&o, &root, d))
		return false;
	ole_free(o);
	return true;
}

/* --- text --- */

/* The first of these that is there. */
static bool
any_string(struct bytes *out, const struct msg_bag *b, const unsigned *ids)
{
	size_t before = out->len;

	for (; *ids != 0; ids++)
		if (msg_string(b, *ids, out) && out->len > before)
			return true;
	return false;
}

static void
put_person(struct bytes *out, const struct msg_bag *b, const unsigned *names,
    const unsigned *addresses)
{
	struct bytes name = BYTES_INIT(MSG_STRING_MAX);
	struct bytes address = BYTES_INIT(MSG_STRING_MAX);

	(void)any_string(&name, b, names);
	(void)any_string(&address, b, addresses);
	(void)bytes_add(out, name.data, name.len);
	if (address.len > 0 && (address.len != name.len ||
	    memcmp(address.data, name.data, name.len) != 0)) {
		(void)bytes_addf(out, "%s<", name.len > 0 ? " " : "");
		(void)bytes_add(out, address.data, address.len);
		(void)bytes_add_str(out, ">");
	}
	bytes_free(&name);
	bytes_free(&address);
}

static void
put_recipients(struct bytes *out, const struct msg_bag *root,
    const char *label, uint64_t type)
{
	static const unsigned names[] = { DISPLAY_NAME, 0 };
	static const unsigned addresses[] = { SMTP_ADDRESS, ADDRESS, 0 };
	struct msg_bag b;
	uint64_t its;
	size_t i, n = 0;

	for (i = 0; i < ole_count(root->ole); i++) {
		if (!msg_inner(&b, root, i, RECIPIENT))
			continue;
		if (!msg_number(&b, RECIPIENT_TYPE, &its) || its < 1 ||
		    its > 3)
			its = 1;
		if (its != type)
			continue;
		if (n++ > 0)
			(void)bytes_add_str(out, ", ");
		else
			(void)bytes_addf(out, "%s: ", label);
		put_person(out, &b, names, addresses);
	}
	if (n > 0)
		(void)bytes_add_str(out, "\n");
}

static void
put_date(struct bytes *out, const struct msg_bag *root)
{
	char date[WHEN_SIZE];
	uint64_t v;

	if (!msg_number(root, SUBMIT_TIME, &v) &&
	    !msg_number(root, DELIVERY_TIME, &v))
		return;
	when_write(date, (int64_t)(v / FILETIME_SECOND) - FILETIME_1970);
	(void)bytes_addf(out, "Date: %s\n", date);
}

static int
put_html(struct bytes *out, const struct msg_bag *root)
{
	const struct ole_entry *e = msg_stream(root, BODY_HTML, MSG_BINARY);
	struct bytes raw = BYTES_INIT(MSG_STRING_MAX);
	struct html h;
	int r = 0;

	if (e != NULL && !e->storage)
		r = ole_read(root->ole, e, &raw);
	else
		(void)msg_string(root, BODY_HTML, &raw);
	h = (struct html){ .data = raw.data, .len = raw.len };
	if (r == 0 && raw.len > 0)
		r = html_text(out, &h);
	bytes_free(&raw);
	return r;
}

/* Lines end in LF. */
static void
plain_lines(struct bytes *b, size_t from)
{
	size_t i, k = from;

	for (i = from; i < b->len; i++)
		if (b->data[i] != '\r')
			b->data[k++] = b->data[i];
	b->len = k;
}

static int
make_text(struct bytes *out, const struct msg_bag *root)
{
	static const unsigned names[] = { FROM_NAME, SENDER_NAME, 0 };
	static const unsigned addresses[] = { FROM_SMTP, SENDER_SMTP,
	    FROM_ADDRESS, SENDER_ADDRESS, 0 };
	static const unsigned bodies[] = { BODY, 0 };
	static const unsigned subjects[] = { SUBJECT, 0 };
	size_t start;
	int r = 0;

	(void)bytes_add_str(out, "From: ");
	put_person(out, root, names, addresses);
	(void)bytes_add_str(out, "\n");
	put_recipients(out, root, "To", 1);
	put_recipients(out, root, "Cc", 2);
	put_recipients(out, root, "Bcc", 3);
	(void)bytes_add_str(out, "Subject: ");
	(void)any_string(out, root, subjects);
	(void)bytes_add_str(out, "\n");
	put_date(out, root);
	(void)bytes_add_str(out, "\n");
	start = out->len;
	if (!any_string(out, root, bodies))
		r = put_html(out, root);
	plain_lines(out, start);
	if (out->len > start && out->data[out->len - 1] != '\n')
		(void)bytes_add_str(out, "\n");
	return r < 0 ? r : bytes_ok(out);
}

static int
read_text(struct bytes *text, const struct doc *d, struct answer *a)
{
	struct msg_bag root;
	struct ole *o;
	int r;

	if (!open_msg(&o, &root, d))
		return broken(a);
	r = make_text(text, &root);
	ole_free(o);
	return r == 0 ? 0 : markup_failed(a, r);
}

static int
msg_text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int r;

	(void)layout;
	if ((r = read_text(&text, d, a)) == 0)
		answer_text(a, text.data, text.len);
	bytes_free(&text);
	return r;
}

static int
msg_safe(const struct doc *d, struct answer *a)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = read_text(&text, d, a)) == 0)
		r = markup_safe(a, &text);
	bytes_free(&text);
	return r;
}

/* --- report --- */

/* The header as it came, field by field. */
static void
tell_headers(struct answer *a, const struct bytes *text)
{
	const char *p = (const char *)text->data, *end = p + text->len, *next;
	char name[META_NAME_MAX + 1];
	struct field f;

	while (p < end && (next = mime_next_field(p, end, &f)) != NULL) {
		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)(f.name_len < META_NAME_MAX ? f.name_len :
		    META_NAME_MAX), f.name);
		while (f.len > 0 && *f.value == ' ') {
			f.value++;
			f.len--;
		}
		answer_meta(a, "mail", name, f.value, f.len);
		p = next;
	}
}

/* What a reader reads anyway, and attachments, are no metadata. */
static bool
is_content(unsigned id)
{
	return id == BODY || id == BODY_RTF || id == BODY_HTML ||
	    id == SUBJECT || id == ATTACH_DATA;
}

static void
tell_stream(struct answer *a, const struct ole *o, const struct ole_entry *e,
    const struct msg_bag *root)
{
	struct bytes value = BYTES_INIT(MSG_STRING_MAX);
	struct msg_bag b = *root;
	unsigned id, type;
	char name[64];
	const char *known;

	if (e->storage || !msg_stream_name(e->name, &id, &type) ||
	    is_content(id))
		return;
	b.storage = e->parent;
	known = msg_property_name(id);
	if (known != NULL)
		(void)snprintf(name, sizeof(name), "%s", known);
	else
		(void)snprintf(name, sizeof(name), "property %04x", id);
	if (type != MSG_STRING && type != MSG_STRING8)
		answer_metaf(a, "msg", name, "%llu bytes",
		    (unsigned long long)e->size);
	else if (!msg_string(&b, id, &value))
		;
	else if (id == HEADERS && value.len > 0)
		tell_headers(a, &value);
	else if (value.len > 0)
		answer_meta(a, ole_at(o, e->parent)->name, name, value.data,
		    value.len);
	bytes_free(&value);
}

static void
tell_time(struct answer *a, const struct msg_bag *root, unsigned id,
    const char *name)
{
	char date[WHEN_SIZE];
	uint64_t v;

	if (!msg_number(root, id, &v) || v == 0)
		return;
	when_write(date, (int64_t)(v / FILETIME_SECOND) - FILETIME_1970);
	answer_metaf(a, "msg", name, "%s", date);
}

static int
msg_report(const struct doc *d, struct answer *a)
{
	struct msg_bag root;
	struct ole *o;
	size_t i;

	if (!open_msg(&o, &root, d))
		return broken(a);
	tell_time(a, &root, CREATED, "created");
	tell_time(a, &root, MODIFIED, "modified");
	tell_time(a, &root, SUBMIT_TIME, "submitted");
	tell_time(a, &root, DELIVERY_TIME, "delivered");
	for (i = 0; i < ole_count(o) && !answer_refused(a); i++)
		tell_stream(a, o, ole_at(o, i), &root);
	ole_free(o);
	return answer_refused(a) ? -1 : 0;
}

/* --- children --- */

static int
give(struct answer *a, const struct msg_bag *b, size_t number)
{
	static const unsigned names[] = { ATTACH_LONG_NAME, ATTACH_NAME,
	    DISPLAY_NAME, 0 };
	const struct ole_entry *e = msg_stream(b, ATTACH_DATA, MSG_BINARY);
	struct bytes name = BYTES_INIT(MSG_STRING_MAX);
	struct bytes data = BYTES_INIT(OLE_STREAM_MAX);

	if (!any_string(&name, b, names))
		(void)bytes_addf(&name, "attachment %zu", number);
	if (msg_stream(b, ATTACH_DATA, MSG_OBJECT) != NULL)
		answer_child_refused(a, name.data, name.len,
		    REASON_UNSUPPORTED, "a message or an object in Outlook's "
		    "own form, which is not opened here");
	else if (e == NULL || e->storage)
		answer_child_refused(a, name.data, name.len,
		    REASON_UNSUPPORTED, "it is kept elsewhere");
	else if (ole_read(b->ole, e, &data) < 0)
		answer_child_refused(a, name.data, name.len, REASON_DAMAGED,
		    "its content is damaged");
	else if (data.len > 0) {
		answer_child(a, name.data, name.len);
		answer_child_data(a, data.data, data.len);
	}
	bytes_free(&name);
	bytes_free(&data);
	return answer_refused(a) ? -1 : 0;
}

/* A body that is there as RTF alone. */
static void
give_rtf(struct answer *a, const struct msg_bag *root)
{
	static const unsigned bodies[] = { BODY, 0 };
	static const char name[] = "body.rtf";
	const struct ole_entry *e = msg_stream(root, BODY_RTF, MSG_BINARY);
	struct bytes text = BYTES_INIT(MSG_STRING_MAX);
	struct bytes raw = BYTES_INIT(OLE_STREAM_MAX);
	struct bytes rtf = BYTES_INIT(OLE_STREAM_MAX);

	if (e == NULL || e->storage || any_string(&text, root, bodies) ||
	    msg_stream(root, BODY_HTML, MSG_BINARY) != NULL)
		goto done;
	if (ole_read(root->ole, e, &raw) < 0 ||
	    msg_unpack_rtf(&rtf, raw.data, raw.len) < 0) {
		answer_child_refused(a, name, strlen(name), REASON_DAMAGED,
		    "the body of the message is damaged");
	} else if (rtf.len > 0) {
		answer_child(a, name, strlen(name));
		answer_child_data(a, rtf.data, rtf.len);
	}
done:
	bytes_free(&text);
	bytes_free(&raw);
	bytes_free(&rtf);
}

static int
msg_children(const struct doc *d, struct answer *a)
{
	struct msg_bag root, b;
	struct ole *o;
	size_t i, n = 0;
	int r = 0;

	if (!open_msg(&o, &root, d))
		return broken(a);
	give_rtf(a, &root);
	for (i = 0; i < ole_count(o) && r == 0; i++)
		if (msg_inner(&b, &root, i, ATTACHMENT))
			r = give(a, &b, ++n);
	ole_free(o);
	return r;
}

static const char *const mimes[] = { "application/vnd.ms-outlook",
    "application/CDFV2", "application/x-ole-storage", NULL };

const struct format format_msg = {
	.id = FORMAT_MSG,
	.mimes = mimes,
	.structure = msg_structure,
	.report = msg_report,
	.text = msg_text,
	.children = msg_children,
	.safe = msg_safe,
};
