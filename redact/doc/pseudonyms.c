/* pseudonyms.c -- see pseudonyms.h. */
#include "redact/doc/pseudonyms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"

#define NAMES_MAX (2u * PLAN_PSEUDONYMS_MAX)	/* and those of plans */
#define WORD_LEAST 3u		/* letters of a word that may tell */

struct name {
	char text[LABEL_MAX + 1];
	bool taken;	/* somebody's, or a word of it stands in a text */
	bool given;	/* somebody has or had it */
};

struct pseudonyms {
	struct name *list;
	size_t n;
	size_t next;		/* all before it are taken */
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
pseudonyms_fits(const char *name)
{
	bool letter = false;
	size_t i;

	for (i = 0; name[i] != '\0'; i++) {
		if (name[i] < 0x20 || name[i] > 0x7e || name[i] == '[' ||
		    name[i] == ']')
			return false;
		letter = letter || is_letter(name[i]);
	}
	return letter && i <= LABEL_MAX && name[0] != ' ' &&
	    name[i - 1] != ' ';
}

int
pseudonyms_read(struct plan *to, const void *p, size_t len)
{
	const char *s = p, *end;
	char name[LABEL_MAX + 2];
	unsigned line = 1;
	size_t n;
	int r;

	for (; len > 0; line++) {
		end = memchr(s, '\n', len);
		n = end != NULL ? (size_t)(end - s) : len;
		(void)snprintf(name, sizeof(name), "%.*s", (int)(n > LABEL_MAX +
		    1 ? LABEL_MAX + 1 : n), s);
		s += end != NULL ? n + 1 : n;
		len -= end != NULL ? n + 1 : n;
		for (n = strlen(name); n > 0 && (name[n - 1] == ' ' ||
		    name[n - 1] == '\r' || name[n - 1] == '\t'); n--)
			name[n - 1] = '\0';
		if (name[0] == '\0' || name[0] == '#')
			continue;
		if (!pseudonyms_fits(name))
			return err_set(ERR_FORMAT, "line %u of the names is not "
			    "a name of at most %u plain ASCII letters and "
			    "signs; write it so", line, LABEL_MAX);
		if ((r = plan_add_pseudonym(to, name)) < 0)
			return r;
	}
	return 0;
}

/* A watchlist's entry may be anybody's, a found person is one. */
size_t
pseudonyms_show(struct plan *p)
{
	struct planned *f;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		f = &p->list[i];
		if (f->show != SHOW_LABEL || (strcmp(f->kind, "PERSON") != 0 &&
		    strcmp(f->kind, "WATCHLIST") != 0))
			continue;
		f->show = SHOW_PSEUDONYM;
		n++;
	}
	return n;
}

size_t
pseudonyms_wanting(const struct plan *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->list[i].show == SHOW_PSEUDONYM &&
		    p->list[i].label[0] == '[';
	return n;
}

int
pseudonyms_new(struct pseudonyms **out)
{
	*out = calloc(1, sizeof(**out));
	return *out != NULL ? 0 : err_set(ERR_NO_MEMORY, "out of memory");
}

void
pseudonyms_free(struct pseudonyms *p)
{
	if (p == NULL)
		return;
	free(p->list);
	free(p);
}

/* One more than its index; 0: it is not there. */
static size_t
place_of(const struct pseudonyms *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcasecmp(p->list[i].text, name) == 0)
			return i + 1;
	return 0;
}

int
pseudonyms_add(struct pseudonyms *p, const char *name)
{
	int r;

	if (place_of(p, name) != 0)
		return 0;
	if ((r = array_grow(&p->list, p->n, NAMES_MAX,
	    sizeof(*p->list))) < 0)
		return r;
	p->list[p->n] = (struct name){ .taken = false };
	(void)snprintf(p->list[p->n++].text, LABEL_MAX + 1, "%s", name);
	return 0;
}

int
pseudonyms_take(struct pseudonyms *p, const char *name, size_t *place)
{
	size_t at;
	int r;

	if (*place != 0 && strcmp(p->list[*place - 1].text, name) == 0)
		return 0;
	if ((r = pseudonyms_add(p, name)) < 0)
		return r;
	at = place_of(p, name);
	p->list[at - 1].taken = p->list[at - 1].given = true;
	if (*place == 0)
		*place = at;
	return 0;
}

int
pseudonyms_keep(struct pseudonyms *p, const char *name)
{
	size_t nobodys = 0;

	return pseudonyms_take(p, name, &nobodys);
}

const char *
pseudonyms_given(const struct pseudonyms *p, size_t *at)
{
	while (*at < p->n && !p->list[*at].given)
		++*at;
	return *at < p->n ? p->list[(*at)++].text : NULL;
}

/* Does this word stand in the text, whatever its case? */
static bool
stands_in(const struct bytes *text, const char *word, size_t len)
{
	const char *s = (const char *)text->data, *at, *end;
	char first[3] = { word[0], (char)(word[0] ^ 0x20), '\0' };

	if (text->len < len)
		return false;
	end = s + text->len;
	for (at = s; at <= end - len; at++) {
		if (*at != first[0] && *at != first[1])
			continue;
		if (strncasecmp(at, word, len) == 0 &&
		    (at == s || !is_letter(at[-1])) &&
		    (at + len == end || !is_letter(at[len])))
			return true;
	}
	return false;
}

static bool
is_somebodys(const char *name, const struct bytes texts[], size_t n)
{
	size_t len, i;

	for (; *name != '\0'; name += len) {
		if (!is_letter(*name)) {
			len = 1;
			continue;
		}
		for (len = 1; is_letter(name[len]); len++)
			;
		for (i = 0; i < n && len >= WORD_LEAST; i++)
			if (stands_in(&texts[i], name, len))
				return true;
	}
	return false;
}

int
pseudonyms_give(struct pseudonyms *p, const struct bytes texts[],
    size_t ntexts, size_t *place, char label[LABEL_MAX + 1])
{
	label[0] = '\0';
	for (; *place == 0 && p->next < p->n; p->next++) {
		struct name *one = &p->list[p->next];

		if (one->taken)
			continue;
		one->taken = true;
		one->given = !is_somebodys(one->text, texts, ntexts);
		if (one->given)
			*place = p->next + 1;
	}
	if (*place != 0)
		(void)snprintf(label, LABEL_MAX + 1, "%s",
		    p->list[*place - 1].text);
	return 0;
}
