/* office_look.c -- see office_report.h. */
#include <stdio.h>
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/docx_names.h"
#include "intake/format/office/office_report.h"
#include "vault/base/err.h"

#define TEXT_SHOWN_MAX 4096u	/* bytes of one value */

struct look {
	struct answer *a;
	const char *group;
	unsigned *lines, own;
	bool properties;	/* each element is a property */
	bool shapes;
	char name[128];		/* of the element or the property in hand */
	struct bytes text;
};

static const char *
local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

/* Numbers and yes or no tell nothing by themselves. */
static bool
is_plain(const char *s)
{
	return *s == '\0' || strspn(s, "0123456789.-+ ") == strlen(s) ||
	    strcmp(s, "true") == 0 || strcmp(s, "false") == 0;
}

static void
say(struct look *l, const char *name, const char *value, size_t len)
{
	if (len == 0 || *l->lines >= OFFICE_LINES_MAX ||
	    l->own > OFFICE_PART_LINES_MAX)
		return;
	++*l->lines;
	if (++l->own > OFFICE_PART_LINES_MAX)
		answer_metaf(l->a, l->group, "More", "values than %u",
		    OFFICE_PART_LINES_MAX);
	else
		answer_meta(l->a, l->group, name, value, len);
}

static void
flush(struct look *l)
{
	size_t i = 0;

	while (i < l->text.len && strchr(" \t\r\n", l->text.data[i]) != NULL)
		i++;
	if (i < l->text.len)
		say(l, l->name, (char *)l->text.data + i, l->text.len - i);
	bytes_reset(&l->text);
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct look *l = ctx;
	const char *s = xml_attr(attrs, n, "name");
	char key[128];
	size_t i;

	(void)x;
	flush(l);
	if (l->properties && strcmp(local(name), "property") == 0 &&
	    s != NULL) {
		(void)snprintf(l->name, sizeof l->name, "%s", s);
		return 0;
	}
	if (!l->properties || strncmp(name, "?:lpwstr", 5) != 0)
		(void)snprintf(l->name, sizeof l->name, "%s", local(name));
	/* Of shapes for old programs, only the words. */
	for (i = 0; i < n && !l->properties && !l->shapes; i++)
		if (!is_plain(attrs[i].value)) {
			(void)snprintf(key, sizeof key, "%.60s %.60s",
			    local(name), attrs[i].name);
			say(l, key, attrs[i].value, strlen(attrs[i].value));
		}
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	(void)x;
	(void)name;
	flush(ctx);
	return 0;
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct look *l = ctx;

	(void)x;
	if (len <= l->text.max - l->text.len)
		(void)bytes_add(&l->text, s, len);
	return 0;
}

static int
on_aside(struct xml *x, void *ctx, const char *s)
{
	(void)x;
	say(ctx, "XML comment", s, strlen(s));
	return 0;
}

int
office_look(struct answer *a, const char *part, const void *xml, size_t len,
    unsigned *lines)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text, .aside = on_aside };
	const char *slash = strrchr(part, '/');
	struct look l = { .a = a, .lines = lines,
	    .text = BYTES_INIT(TEXT_SHOWN_MAX),
	    .group = slash != NULL ? slash + 1 : part,
	    .properties = strncmp(part, "docProps/", 9) == 0,
	    .shapes = strcasestr(part, ".vml") != NULL };
	int r;

	r = xml_read(xml, len, office_namespaces, &events, &l);
	bytes_free(&l.text);
	return r;
}

/* Links to pages and mail addresses are content; the rest is fetched when the
 * document is opened, or tells where its author's files are. */
static int
on_rel(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *mode = xml_attr(attrs, n, "TargetMode");
	const char *type = xml_attr(attrs, n, "Type");
	const char *target = xml_attr(attrs, n, "Target");
	const char *last = type != NULL ? strrchr(type, '/') : NULL;
	struct answer *a = ctx;

	(void)x;
	if (strcmp(name, "rel:Relationship") != 0 || mode == NULL ||
	    strcmp(mode, "External") != 0 || target == NULL)
		return 0;
	last = last != NULL ? last + 1 : "?";
	if (strcmp(last, "hyperlink") == 0 && docx_field_target(target))
		return 0;
	answer_meta(a, "outside", last, target, strlen(target));
	if (strcmp(last, "hyperlink") != 0)
		answer_mark(a, MARK_EXTERNAL, 1, "%.64s", last);
	return 0;
}

int
office_look_out(struct answer *a, const char *part, const void *xml,
    size_t len)
{
	static const struct xml_events events = { .start = on_rel };

	(void)part;
	return xml_read(xml, len, office_namespaces, &events, a);
}
