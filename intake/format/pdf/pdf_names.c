/* pdf_names.c -- the resources that content uses; see pdf_copy.h. */
#include "intake/format/pdf/pdf_copy.h"

#include <string.h>

struct pdf_name {
	enum pdf_category category;
	int number;		/* among those of its category */
	struct bytes old, text;	/* owned */
};

static const struct {
	const char *key;
	char letter;
} categories[USED_LAST + 1] = {
	[USED_COLOUR] = { "/ColorSpace", 'C' },
	[USED_STATE] = { "/ExtGState", 'G' },
	[USED_FONT] = { "/Font", 'F' },
	[USED_PATTERN] = { "/Pattern", 'P' },
	[USED_SHADING] = { "/Shading", 'S' },
	[USED_OBJECT] = { "/XObject", 'X' },
};

static size_t
count(const struct pdf_names *n)
{
	return n->list.len / sizeof(struct pdf_name);
}

static struct pdf_name *
at(const struct pdf_names *n, size_t i)
{
	return (struct pdf_name *)(void *)n->list.data + i;
}

static bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && (a->len == 0 ||
	    memcmp(a->data, b->data, a->len) == 0);
}

int
pdf_names_use(struct pdf_names *n, enum pdf_category category,
    const struct bytes *old, const struct bytes *text)
{
	struct pdf_name name = { .category = category,
	    .old = BYTES_INIT(LEX_VALUE_MAX), .text = BYTES_INIT(COPY_BODY_MAX) };
	size_t i;

	for (i = 0; i < count(n); i++) {
		if (at(n, i)->category != category)
			continue;
		if (same(&at(n, i)->old, old))
			return at(n, i)->number;
		name.number++;
	}
	if (text == NULL)
		return -1;
	bytes_add(&name.old, old->data, old->len);
	bytes_add(&name.text, text->data, text->len);
	if (bytes_ok(&name.old) < 0 || bytes_ok(&name.text) < 0 ||
	    bytes_add(&n->list, &name, sizeof name) < 0) {
		bytes_free(&name.old);
		bytes_free(&name.text);
		return -1;
	}
	return name.number;
}

void
pdf_names_put_name(struct bytes *b, enum pdf_category category, int n)
{
	bytes_addf(b, "/%c%d ", categories[category].letter, n);
}

/* A default colour space is used without being named, and keeps its name: it
 * is asked for with a NUL before it. */
static void
put_one(struct bytes *b, const struct pdf_name *name)
{
	if (name->old.len > 1 && name->old.data[0] == '\0')
		pdf_put_token(b, TOKEN_NAME, name->old.data + 1,
		    name->old.len - 1);
	else
		pdf_names_put_name(b, name->category, name->number);
	bytes_add(b, name->text.data, name->text.len);
}

void
pdf_names_put(const struct pdf_names *n, struct bytes *b)
{
	enum pdf_category c;
	size_t i;
	bool open;

	if (count(n) == 0)
		return;
	bytes_add_str(b, "/Resources<<");
	for (c = 0; c <= USED_LAST; c++) {
		for (i = 0, open = false; i < count(n); i++) {
			if (at(n, i)->category != c)
				continue;
			if (!open) {
				bytes_add_str(b, categories[c].key);
				bytes_add_str(b, "<<");
			}
			open = true;
			put_one(b, at(n, i));
		}
		if (open)
			bytes_add_str(b, ">>");
	}
	bytes_add_str(b, ">>");
}

void
pdf_names_free(struct pdf_names *n)
{
	size_t i;

	for (i = 0; i < count(n); i++) {
		bytes_free(&at(n, i)->old);
		bytes_free(&at(n, i)->text);
	}
	bytes_free(&n->list);
}
