/* chat.c -- see chat.h.  Strings lie one behind the other in one buffer. */
#include "intake/foreign/wall/chat.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define NAME_SIZE 48
#define STRINGS_MAX ((size_t)FOREIGN_EXPORT_MAX * 2)

enum { THREAD, CHAT, SENT, ID, EVENT, NAME, PHONE, USER, USER_ID, TEXT, STRINGS };

/* Places in `strings`, of strings with their NUL; 0: none. */
struct kept {
	size_t of[STRINGS];
	size_t files, nfiles;	/* places in chat.files */
};

struct kept_file {
	size_t path, name;
};

struct chat {
	struct bytes strings;
	struct kept *messages;
	size_t n, cap;
	struct kept_file *files;
	size_t nfiles, cap_files;
};

int
chat_new(struct chat **out)
{
	struct chat *c;

	*out = NULL;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	c->strings = BYTES_INIT(STRINGS_MAX);
	*out = c;
	/* Place 0 is none. */
	return bytes_add(&c->strings, "", 1);
}

void
chat_free(struct chat *c)
{
	if (c == NULL)
		return;
	bytes_free(&c->strings);
	free(c->messages);
	free(c->files);
	free(c);
}

static size_t
keep(struct chat *c, const char *s)
{
	size_t at = c->strings.len;

	if (s == NULL || s[0] == '\0')
		return 0;
	return bytes_add(&c->strings, s, strlen(s) + 1) == 0 ? at : 0;
}

static const char *
at(const struct chat *c, size_t place)
{
	return place == 0 ? NULL : (const char *)c->strings.data + place;
}

static int
grow(void *list, size_t n, size_t *cap, size_t item)
{
	void **p = list, *grown;
	size_t want = *cap > 0 ? *cap * 2 : 64;

	if (n < *cap)
		return 0;
	if ((grown = realloc(*p, want * item)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*p = grown;
	*cap = want;
	return 0;
}

int
chat_add(struct chat *c, const struct message *m)
{
	const char *const strings[STRINGS] = { m->thread, m->chat, m->sent,
	    m->id, m->event, m->sender_name, m->sender_phone, m->sender_user,
	    m->sender_id, m->text };
	struct kept k = { .files = c->nfiles };
	int r;

	if (c->n == FOREIGN_MESSAGES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u messages; export "
		    "fewer at once", FOREIGN_MESSAGES_MAX);
	if ((r = grow(&c->messages, c->n, &c->cap, sizeof(k))) < 0)
		return r;
	for (unsigned i = 0; i < STRINGS; i++)
		k.of[i] = keep(c, strings[i]);
	for (size_t i = 0; i < m->nattachments; i++) {
		if ((r = grow(&c->files, c->nfiles, &c->cap_files,
		    sizeof(*c->files))) < 0)
			return r;
		c->files[c->nfiles++] = (struct kept_file){
		    keep(c, m->attachments[i].path),
		    keep(c, m->attachments[i].name) };
		k.nfiles++;
	}
	c->messages[c->n++] = k;
	return bytes_ok(&c->strings);
}

/* --- saying it --- */

static void
say_facts(const struct chat *c, const struct kept *k, struct say *s)
{
	static const struct { unsigned of; enum fact_what what; } facts[] = {
		{ NAME, FACT_SENDER_NAME }, { PHONE, FACT_SENDER_PHONE },
		{ USER, FACT_SENDER_USER }, { USER_ID, FACT_SENDER_ID },
		{ SENT, FACT_SENT }, { ID, FACT_MESSAGE_ID },
		{ EVENT, FACT_EVENT },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		say_fact(s, facts[i].what, at(c, k->of[facts[i].of]));
}

struct order {
	const char *thread;
	size_t first, at;	/* first message of the thread; this one */
};

/* The messages from `from` on that go into one submission with it: of one
 * thread, and no more items than it may hold. */
static size_t
together(const struct chat *c, const struct order *order, size_t from,
    size_t *items)
{
	size_t i, more;

	*items = 0;
	for (i = from; i < c->n && order[i].first == order[from].first; i++) {
		more = 1 + c->messages[order[i].at].nfiles;
		if (*items + more > MANIFEST_ITEMS_MAX)
			break;
		*items += more;
	}
	return i - from;
}

/* The facts stand behind the first item of a message. */
static void
say_message(const struct chat *c, const struct kept *k, size_t number,
    struct say *s)
{
	const char *text = at(c, k->of[TEXT]);
	char name[NAME_SIZE];
	bool told = text != NULL;

	(void)snprintf(name, sizeof(name), "message-%06zu.txt", number);
	if (text != NULL) {
		say_item(s, ITEM_MESSAGE, name, text, strlen(text));
		say_facts(c, k, s);
	}
	for (size_t i = k->files; i < k->files + k->nfiles; i++) {
		const char *path = at(c, c->files[i].path);
		const char *called = at(c, c->files[i].name);

		if (path == NULL) {
			say_fact(s, FACT_MISSING, called != NULL ? called :
			    "a file that the export does not have");
			continue;
		}
		say_reference(s, path, called != NULL ? called : path);
		if (!told)
			say_facts(c, k, s);
		told = true;
	}
	/* An event alone, such as a deletion: nothing to read, but it was. */
	if (!told)
		say_fact(s, FACT_EVENT, at(c, k->of[EVENT]));
}

static int
by_thread(const void *a, const void *b)
{
	const struct order *x = a, *y = b;
	int c = strcmp(x->thread, y->thread);

	return c != 0 ? c : x->at < y->at ? -1 : x->at > y->at;
}

static int
by_first(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

void
chat_say(const struct chat *c, struct say *s)
{
	struct order *order;
	size_t i, k, items, n;

	if (c->n == 0)
		return;
	if ((order = calloc(c->n, sizeof(*order))) == NULL) {
		s->failed = err_set(ERR_NO_MEMORY, "out of memory");
		return;
	}
	for (i = 0; i < c->n; i++)
		order[i] = (struct order){ at(c, c->messages[i].of[THREAD]),
		    0, i };
	qsort(order, c->n, sizeof(*order), by_thread);
	for (i = 0; i < c->n; i++)
		order[i].first = i > 0 && strcmp(order[i].thread,
		    order[i - 1].thread) == 0 ? order[i - 1].first :
		    order[i].at;
	qsort(order, c->n, sizeof(*order), by_first);
	for (i = 0; i < c->n && s->failed == 0; i += n) {
		n = together(c, order, i, &items);
		say_submission(s, items);
		say_fact(s, FACT_THREAD, order[i].thread);
		say_fact(s, FACT_CHAT, at(c, c->messages[order[i].at].of[CHAT]));
		for (k = 0; k < n; k++)
			say_message(c, &c->messages[order[i + k].at], k + 1, s);
		say_whole(s);
	}
	free(order);
}
