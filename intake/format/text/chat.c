/*
 * chat.c -- see chat.h.  An export in JSON is known by names of members that
 * stand near its beginning; WhatsApp's by its lines.
 */
#include "intake/format/text/chat.h"

#include <stdbool.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LOOKED_BYTES ((size_t)128 << 10)
#define LINES 40u		/* of a text that are looked at */

static const struct {
	const char *kind;
	char first;		/* what the text begins with */
	const char *members[3];	/* all of them are there */
} exports[] = {
	{ "Telegram", '{', { "\"date_unixtime\"", "\"messages\"", NULL } },
	{ "Telegram", '{', { "\"from_id\"", "\"messages\"", "\"date\"" } },
	{ "Signal (signal-cli)", '{', { "\"envelope\"", "\"timestamp\"",
	    "\"source" } },
	{ "Signal", '{', { "\"conversationId\"", "\"sent_at\"", NULL } },
	{ "Slack", '[', { "\"client_msg_id\"", "\"ts\"", NULL } },
	{ "Slack", '[', { "\"user\"", "\"ts\"", "\"text\"" } },
	{ "Keybase", '{', { "\"members_type\"", "\"msg\"", NULL } },
	{ "Keybase", '[', { "\"members_type\"", "\"msg\"", NULL } },
	{ "Discord", '{', { "\"guild\"", "\"channel\"", "\"messages\"" } },
	{ "Discord", 'I', { "ID,Timestamp,Contents,Attachments", NULL } },
	{ "Facebook Messenger or Instagram", '{', { "\"participants\"",
	    "\"sender_name\"", "\"timestamp_ms\"" } },
	{ "Matrix", '{', { "\"m.room.message\"", "\"sender\"", NULL } },
	{ "Skype", '{', { "\"MessageList\"", "\"conversations\"", NULL } },
	{ "Google Chat", '{', { "\"topic_id\"", "\"creator\"",
	    "\"messages\"" } },
};

static bool
holds(const uint8_t *p, size_t len, const char *const members[3])
{
	size_t i;

	for (i = 0; i < 3 && members[i] != NULL; i++)
		if (memmem(p, len, members[i], strlen(members[i])) == NULL)
			return false;
	return true;
}

/* The bytes of a pattern: 9 one or two digits, _ anything that is no line
 * end, the rest itself. */
static size_t
matches(const uint8_t *p, size_t len, const char *pattern)
{
	size_t at = 0, n;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '9') {
			for (n = 0; n < 4 && at < len && p[at] >= '0' &&
			    p[at] <= '9'; n++)
				at++;
			if (n == 0)
				return 0;
		} else if (at < len && p[at] == (uint8_t)*pattern) {
			at++;
		} else {
			return 0;
		}
	}
	return at;
}

/* "[31.12.20, 23:59:59] Name: ..." or "31/12/20, 23:59 - Name: ...". */
static bool
is_whatsapp_line(const uint8_t *p, size_t len)
{
	static const char *const heads[] = {
		"[9.9.9, 9:9", "[9/9/9, 9:9", "[9-9-9, 9:9", "[9.9.9 9:9",
		"9.9.9, 9:9", "9/9/9, 9:9", "9-9-9, 9:9", "9/9/9 9:9",
	};
	const uint8_t *end;
	size_t i, n = 0;

	if (len >= 3 && memcmp(p, "\xe2\x80\x8e", 3) == 0) {
		p += 3;		/* a left-to-right mark stands there */
		len -= 3;
	}
	for (i = 0; i < COUNT(heads) && n == 0; i++)
		n = matches(p, len, heads[i]);
	if (n == 0)
		return false;
	end = p[0] == '[' ? memmem(p + n, len - n, "] ", 2) :
	    memmem(p + n, len - n, " - ", 3);
	return end != NULL && end - (p + n) < 16;
}

static bool
is_whatsapp(const uint8_t *p, size_t len)
{
	const uint8_t *end;
	size_t seen, found = 0, n;

	for (seen = 0; seen < LINES && len > 0; seen++) {
		end = memchr(p, '\n', len);
		n = end != NULL ? (size_t)(end - p) : len;
		found += is_whatsapp_line(p, n);
		n += n < len;
		p += n;
		len -= n;
	}
	/* Messages of more than one line have lines without a head. */
	return found >= 2 && found * 3 >= seen;
}

const char *
chat_kind(const uint8_t *p, size_t len)
{
	size_t i;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	while (len > 0 && memchr(" \t\r\n", *p, 4) != NULL) {
		p++;
		len--;
	}
	len = len < LOOKED_BYTES ? len : LOOKED_BYTES;
	for (i = 0; i < COUNT(exports) && len > 0; i++)
		if (p[0] == (uint8_t)exports[i].first &&
		    holds(p, len, exports[i].members))
			return exports[i].kind;
	return is_whatsapp(p, len) ? "WhatsApp" : NULL;
}

void
chat_report(const uint8_t *p, size_t len, struct answer *a)
{
	const char *kind = chat_kind(p, len);

	if (kind != NULL)
		answer_metaf(a, META_GROUP_CHAT, "Export", "%s", kind);
}
