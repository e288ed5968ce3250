/* msg_props.c -- see msg_props.h. */
#include "intake/format/mail/msg_props.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/mail/word/charset.h"
#include "vault/base/err.h"

#define NUMBERS "__properties_version1.0"
#define ROOT_HEAD 32u		/* bytes before its first entry */
#define INNER_HEAD 8u
#define ENTRY_SIZE 16u
#define CODEPAGE_ID 0x3ffdu
#define INTERNET_CODEPAGE_ID 0x3fdeu
#define RTF_HEAD 16u
#define RTF_WINDOW 4096u
#define RTF_MAX ((size_t)64 << 20)	/* bytes of it, unpacked */
#define RTF_PACKED 0x75465a4cu		/* "LZFu" */
#define RTF_PLAIN 0x414c454du		/* "MELA" */

/* What the window holds before the first byte: common words of RTF. */
static const char rtf_start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}"
    "{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static uint32_t
le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static void
find_codepage(struct msg_bag *b)
{
	uint64_t v;

	if (msg_number(b, CODEPAGE_ID, &v) ||
	    msg_number(b, INTERNET_CODEPAGE_ID, &v))
		b->codepage = (unsigned)(v & 0xffff);
}

bool
msg_root(struct msg_bag *b, const struct ole *o)
{
	*b = (struct msg_bag){ .ole = o, .storage = OLE_ROOT,
	    .head = ROOT_HEAD };
	if (ole_find(o, OLE_ROOT, NUMBERS) == NULL)
		return false;
	find_codepage(b);
	return true;
}

bool
msg_inner(struct msg_bag *b, const struct msg_bag *root, size_t i,
    const char *prefix)
{
	const struct ole_entry *e = ole_at(root->ole, i);

	if (!e->storage || i == root->storage || e->parent != root->storage ||
	    strncmp(e->name, prefix, strlen(prefix)) != 0)
		return false;
	*b = (struct msg_bag){ .ole = root->ole, .head = INNER_HEAD,
	    .storage = i, .codepage = root->codepage };
	return true;
}

const struct ole_entry *
msg_stream(const struct msg_bag *b, unsigned id, unsigned type)
{
	char name[OLE_NAME_SIZE];

	(void)snprintf(name, sizeof(name), "__substg1.0_%04X%04X", id, type);
	return ole_find(b->ole, b->storage, name);
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
msg_stream_name(const char *name, unsigned *id, unsigned *type)
{
	static const char prefix[] = "__substg1.0_";
	unsigned v = 0;
	size_t i;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0 ||
	    strlen(name) != sizeof(prefix) - 1 + 8)
		return false;
	name += sizeof(prefix) - 1;
	for (i = 0; i < 8; i++) {
		if (hex(name[i]) < 0)
			return false;
		v = v << 4 | (unsigned)hex(name[i]);
	}
	*id = v >> 16;
	*type = v & 0xffff;
	return true;
}

bool
msg_string(const struct msg_bag *b, unsigned id, struct bytes *out)
{
	struct bytes raw = BYTES_INIT(MSG_STRING_MAX);
	const struct ole_entry *e;
	char charset[24] = "";
	bool found = false;

	if ((e = msg_stream(b, id, MSG_STRING)) != NULL) {
		(void)snprintf(charset, sizeof(charset), "utf-16le");
	} else if ((e = msg_stream(b, id, MSG_STRING8)) != NULL &&
	    b->codepage != 0 && b->codepage != 65001) {
		(void)snprintf(charset, sizeof(charset), "windows-%u",
		    b->codepage);
	}
	if (e != NULL && !e->storage && ole_read(b->ole, e, &raw) == 0)
		found = charset_to_utf8(out, raw.data, raw.len, charset) == 0;
	bytes_free(&raw);
	return found;
}

bool
msg_number(const struct msg_bag *b, unsigned id, uint64_t *value)
{
	const struct ole_entry *e = ole_find(b->ole, b->storage, NUMBERS);
	struct bytes raw = BYTES_INIT((size_t)1 << 20);
	bool found = false;
	size_t at;

	if (e == NULL || e->storage || ole_read(b->ole, e, &raw) < 0)
		goto done;
	for (at = b->head; raw.len >= ENTRY_SIZE &&
	    at <= raw.len - ENTRY_SIZE && !found; at += ENTRY_SIZE) {
		if (le32(raw.data + at) >> 16 != id)
			continue;
		found = true;
		*value = le32(raw.data + at + 8);
		if ((le32(raw.data + at) & 0xffff) == MSG_TIME)
			*value |= (uint64_t)le32(raw.data + at + 12) << 32;
	}
done:
	bytes_free(&raw);
	return found;
}

const char *
msg_property_name(unsigned id)
{
	static const struct {
		unsigned id;
		const char *name;
	} names[] = {
		{ 0x001a, "MessageClass" }, { 0x0037, "Subject" },
		{ 0x003b, "SentRepresentingSearchKey" },
		{ 0x003d, "SubjectPrefix" }, { 0x003f, "ReceivedByEntryId" },
		{ 0x0040, "ReceivedByName" }, { 0x0041, "SentRepresentingId" },
		{ 0x0042, "SentRepresentingName" },
		{ 0x0044, "ReceivedRepresentingName" },
		{ 0x0050, "ReplyRecipientNames" },
		{ 0x0064, "SentRepresentingAddressType" },
		{ 0x0065, "SentRepresentingAddress" },
		{ 0x0070, "ConversationTopic" }, { 0x0071, "ConversationIndex" },
		{ 0x0075, "ReceivedByAddressType" },
		{ 0x0076, "ReceivedByAddress" },
		{ 0x007d, "TransportHeaders" }, { 0x0c1a, "SenderName" },
		{ 0x0c1d, "SenderSearchKey" }, { 0x0c1e, "SenderAddressType" },
		{ 0x0c1f, "SenderAddress" }, { 0x0e02, "DisplayBcc" },
		{ 0x0e03, "DisplayCc" }, { 0x0e04, "DisplayTo" },
		{ 0x0e1d, "NormalizedSubject" }, { 0x1000, "Body" },
		{ 0x1009, "BodyRtf" }, { 0x1013, "BodyHtml" },
		{ 0x1035, "InternetMessageId" },
		{ 0x1039, "InternetReferences" }, { 0x1042, "InReplyToId" },
		{ 0x3001, "DisplayName" }, { 0x3003, "Address" },
		{ 0x300b, "SearchKey" }, { 0x3701, "AttachData" },
		{ 0x3703, "AttachExtension" }, { 0x3704, "AttachFilename" },
		{ 0x3707, "AttachLongFilename" },
		{ 0x370d, "AttachLongPathname" }, { 0x370e, "AttachMime" },
		{ 0x3712, "AttachContentId" }, { 0x39fe, "SmtpAddress" },
		{ 0x3ff8, "CreatorName" }, { 0x3ffa, "LastModifierName" },
		{ 0x5d01, "SenderSmtpAddress" },
		{ 0x5d02, "SentRepresentingSmtpAddress" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].id == id)
			return names[i].name;
	return NULL;
}

/* --- RTF --- */

struct window {
	uint8_t bytes[RTF_WINDOW];
	size_t at;
};

static void
put(struct window *w, struct bytes *out, uint8_t c)
{
	w->bytes[w->at] = c;
	w->at = (w->at + 1) % RTF_WINDOW;
	(void)bytes_add(out, &c, 1);
}

/* Control bytes, low bit first: 1 is a place and a length in the window. */
static int
unpack(struct bytes *out, const uint8_t *p, size_t len, size_t size)
{
	struct window w = { .at = sizeof(rtf_start) - 1 };
	size_t i = 0, start = out->len, place, n;
	unsigned control = 0, bit = 8;

	memcpy(w.bytes, rtf_start, w.at);
	while (i < len && out->len - start < size) {
		if (bit == 8) {
			control = p[i++];
			bit = 0;
			continue;
		}
		if ((control >> bit++ & 1) == 0) {
			put(&w, out, p[i++]);
			continue;
		}
		if (len - i < 2)
			break;
		place = (size_t)p[i] << 4 | p[i + 1] >> 4;
		n = (p[i + 1] & 15u) + 2;
		i += 2;
		if (place == w.at)
			break;		/* the end */
		for (; n > 0 && out->len - start < size; n--) {
			put(&w, out, w.bytes[place]);
			place = (place + 1) % RTF_WINDOW;
		}
	}
	return bytes_ok(out);
}

int
msg_unpack_rtf(struct bytes *out, const uint8_t *p, size_t len)
{
	uint32_t size;

	if (len < RTF_HEAD || (size = le32(p + 4)) > RTF_MAX)
		return err_set(ERR_FORMAT, "its RTF body is damaged");
	if (le32(p + 8) == RTF_PLAIN)
		return bytes_add(out, p + RTF_HEAD,
		    size < len - RTF_HEAD ? size : len - RTF_HEAD);
	if (le32(p + 8) != RTF_PACKED)
		return err_set(ERR_FORMAT, "its RTF body is damaged");
	return unpack(out, p + RTF_HEAD, len - RTF_HEAD, size);
}
