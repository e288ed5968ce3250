/* docx_look.c -- what one XML part says that its reader does not see. */
#include <stdio.h>
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/docx_names.h"
#include "intake/format/office/docx_report.h"
#include "vault/base/err.h"

#define LINES_MAX 5000u		/* reported of all parts together */
#define TEXT_SHOWN_MAX 4096u	/* bytes of one value */
#define NAME_MAX_SHOWN 128u

struct look {
	const char *group;
	struct docx_seen_lists *seen;
	struct answer *a;
	bool properties;		/* each element is a property */
	char name[NAME_MAX_SHOWN];	/* of the property in hand */
	struct bytes text;		/* of it, or of a comment */
	bool in_comment, in_instruction, in_text, in_custom_style;
	char comment[256];		/* who and when */
	struct bytes instruction;
};

static void
say(struct look *l, const char *group, const char *name, const char *value,
    size_t len)
{
	if (len > 0 && l->seen->metas++ < LINES_MAX)
		answer_meta(l->a, group, name, value,
		    len < TEXT_SHOWN_MAX ? len : TEXT_SHOWN_MAX);
}

static void
say_str(struct look *l, const char *group, const char *name, const char *value)
{
	if (value != NULL)
		say(l, group, name, value, strlen(value));
}

static int
count(struct map *m, const char *value)
{
	struct map_entry *e;

	if (value == NULL || *value == '\0')
		return 0;
	if ((e = map_put(m, value)) == NULL)
		return ERR_TOO_BIG;
	e->value++;
	return 0;
}

static const char *
local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static bool
all_digits(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789") == strlen(s);
}

/* Names that Word gives by itself, and ours. */
static bool
bookmark_is_plain(const char *s)
{
	static const char *const own[] = { "_Toc", "_Ref", "_Hlk", "b", NULL };
	size_t i;

	for (i = 0; own[i] != NULL; i++)
		if (strncmp(s, own[i], strlen(own[i])) == 0 &&
		    all_digits(s + strlen(own[i])))
			return true;
	return strcmp(s, "_GoBack") == 0;
}

/* "Object 3", "Picture 12": nobody typed that. */
static bool
shape_is_plain(const char *s)
{
	const char *space = strrchr(s, ' ');

	return *s == '\0' || strcmp(s, "Object") == 0 ||
	    (space != NULL && all_digits(space + 1) && strlen(s) <= 24 &&
	    strchr(s, '.') == NULL);
}

static void
field(struct look *l, const char *s, size_t len)
{
	struct docx_field f;

	docx_field_parse(&f, s, len);
	if (f.kind == FIELD_NONE || (f.target[0] != '\0' &&
	    !docx_field_target(f.target)))
		say(l, "fields", "Instruction", s, len);
}

/* Attributes that any element may have. */
static int
attributes(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	bool comment = strcmp(name, "w:comment") == 0;
	size_t i;
	int r = 0;

	for (i = 0; i < n && r == 0; i++) {
		const char *key = attrs[i].name, *value = attrs[i].value;

		if (strcmp(key, "w:author") == 0 && !comment)
			r = count(&l->seen->authors, value);
		else if (strcmp(key, "w:date") == 0 && !comment)
			r = count(&l->seen->dates, value);
		else if (strncmp(key, "w:rsid", 6) == 0)
			r = count(&l->seen->revisions, value);
		else if (strcmp(key, "w14:paraId") == 0 ||
		    strcmp(key, "w14:textId") == 0)
			r = count(&l->seen->paragraphs, value);
		else if (strcmp(key, "o:title") == 0)
			r = count(&l->seen->names, value);
	}
	return r;
}

/* Elements whose value names somebody or something outside. */
static bool
told_by_value(const char *name)
{
	static const char list[] = " w:docId w15:docId w14:docId w:tag w:alias"
	    " w:query w:connectString w:udl w:dataSource w:mailSubject"
	    " w:addressFieldName w:destination w:documentProtection"
	    " w:writeProtection w:saveThroughXslt w:stylePaneFormatFilter ";
	const char *at = strstr(list, name);

	return at != NULL && at[-1] == ' ' && at[strlen(name)] == ' ' &&
	    strchr(name, ' ') == NULL;
}

static void
comment_start(struct look *l, const struct xml_attr *attrs, size_t n)
{
	const char *author = xml_attr(attrs, n, "w:author");
	const char *initials = xml_attr(attrs, n, "w:initials");
	const char *date = xml_attr(attrs, n, "w:date");

	(void)snprintf(l->comment, sizeof l->comment, "%.100s (%.40s) %.40s",
	    author != NULL ? author : "", initials != NULL ? initials : "",
	    date != NULL ? date : "");
	bytes_reset(&l->text);
	l->in_comment = true;
}

static int
element(struct look *l, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *val = xml_attr(attrs, n, "w:val");
	const char *s = xml_attr(attrs, n, "name");

	if (strcmp(name, "w:style") == 0) {
		s = xml_attr(attrs, n, "w:customStyle");
		l->in_custom_style = s != NULL && xml_is_on(s);
	} else if (strcmp(name, "w:name") == 0 && l->in_custom_style) {
		if (val != NULL && (strncmp(val, "Style ", 6) != 0 ||
		    !all_digits(val + 6)))
			return count(&l->seen->styles, val);
	} else if (told_by_value(name)) {
		say_str(l, l->group, local(name), val != NULL ? val :
		    n > 0 ? attrs[0].value : NULL);
	} else if (strcmp(name, "w:docVar") == 0) {
		say_str(l, "document variable", xml_attr(attrs, n, "w:name") !=
		    NULL ? xml_attr(attrs, n, "w:name") : "?", val);
	} else if (strcmp(name, "w:dataBinding") == 0) {
		say_str(l, l->group, "data binding",
		    xml_attr(attrs, n, "w:xpath"));
	} else if (strcmp(name, "w:rsid") == 0 ||
	    strcmp(name, "w:rsidRoot") == 0) {
		return count(&l->seen->revisions, val);
	} else if (strcmp(name, "w:nsid") == 0 ||
	    strcmp(name, "w:tmpl") == 0) {
		return count(&l->seen->lists, val);
	} else if (strcmp(name, "w:lang") == 0 ||
	    strcmp(name, "w:themeFontLang") == 0) {
		return count(&l->seen->languages, val);
	} else if (strcmp(name, "w:bookmarkStart") == 0) {
		s = xml_attr(attrs, n, "w:name");
		return s != NULL && !bookmark_is_plain(s) ?
		    count(&l->seen->bookmarks, s) : 0;
	} else if (strcmp(local(name), "docPr") == 0 ||
	    strcmp(local(name), "cNvPr") == 0) {
		val = xml_attr(attrs, n, "descr");
		if (val != NULL && docx_field_is_path(val) &&
		    count(&l->seen->names, val) < 0)
			return ERR_TOO_BIG;
		return s != NULL && !shape_is_plain(s) ?
		    count(&l->seen->names, s) : 0;
	} else if (strcmp(name, "w15:person") == 0) {
		say_str(l, l->group, "person",
		    xml_attr(attrs, n, "w15:author"));
	} else if (strcmp(name, "w15:presenceInfo") == 0) {
		say_str(l, l->group, "account",
		    xml_attr(attrs, n, "w15:userId"));
	} else if (strcmp(name, "o:OLEObject") == 0) {
		say_str(l, l->group, "embedded object",
		    xml_attr(attrs, n, "ProgID"));
	} else if (strcmp(name, "w:fldSimple") == 0 &&
	    xml_attr(attrs, n, "w:instr") != NULL) {
		s = xml_attr(attrs, n, "w:instr");
		field(l, s, strlen(s));
	}
	return 0;
}

/* The relationships that lead out of the package; links to pages and mail
 * addresses are content. */
static void
outside(struct look *l, const struct xml_attr *attrs, size_t n)
{
	const char *mode = xml_attr(attrs, n, "TargetMode");
	const char *type = xml_attr(attrs, n, "Type");
	const char *target = xml_attr(attrs, n, "Target");
	const char *last = type != NULL ? strrchr(type, '/') : NULL;

	if (mode == NULL || strcmp(mode, "External") != 0 || target == NULL)
		return;
	last = last != NULL ? last + 1 : "?";
	if (strcmp(last, "hyperlink") != 0 || !docx_field_target(target))
		say_str(l, "outside", last, target);
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct look *l = ctx;
	const char *type, *s;

	(void)x;
	if (l->properties) {
		s = xml_attr(attrs, n, "name");
		if (strcmp(local(name), "property") == 0 && s != NULL)
			(void)snprintf(l->name, sizeof l->name, "%s", s);
		else if (strncmp(name, "?:", 2) != 0 ||
		    strstr(l->group, "custom") == NULL)
			(void)snprintf(l->name, sizeof l->name, "%s",
			    local(name));
		bytes_reset(&l->text);
		return 0;
	}
	if (strcmp(name, "rel:Relationship") == 0)
		outside(l, attrs, n);
	if (strcmp(name, "w:comment") == 0)
		comment_start(l, attrs, n);
	l->in_text = strcmp(name, "w:t") == 0;
	l->in_instruction = strcmp(name, "w:instrText") == 0 ||
	    strcmp(name, "w:delInstrText") == 0;
	if (strcmp(name, "w:fldChar") == 0) {
		type = xml_attr(attrs, n, "w:fldCharType");
		if (l->instruction.len > 0 && type != NULL)
			field(l, bytes_str(&l->instruction),
			    l->instruction.len);
		bytes_reset(&l->instruction);
	}
	if (attributes(l, name, attrs, n) < 0)
		return ERR_TOO_BIG;
	return element(l, name, attrs, n);
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct look *l = ctx;

	(void)x;
	l->in_text = l->in_instruction = false;
	if (l->properties) {
		say(l, l->group, l->name, (char *)l->text.data, l->text.len);
		bytes_reset(&l->text);
	} else if (strcmp(name, "w:comment") == 0) {
		say_str(l, "comment", "Author", l->comment);
		say(l, "comment", "Text", (char *)l->text.data, l->text.len);
		l->in_comment = false;
	} else if (l->in_comment && strcmp(name, "w:p") == 0) {
		(void)bytes_add(&l->text, " ", 1);
	}
	return 0;
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct look *l = ctx;

	(void)x;
	if ((l->properties || (l->in_comment && l->in_text)) &&
	    len <= l->text.max - l->text.len)
		(void)bytes_add(&l->text, s, len);
	if (l->in_instruction && len <= l->instruction.max -
	    l->instruction.len)
		(void)bytes_add(&l->instruction, s, len);
	return 0;
}

static int
on_aside(struct xml *x, void *ctx, const char *s)
{
	struct look *l = ctx;

	(void)x;
	say_str(l, l->group, "XML comment", s);
	return 0;
}

int
docx_look(const void *xml, size_t len, const char *part,
    struct docx_seen_lists *seen, struct answer *a)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text, .aside = on_aside };
	const char *slash = strrchr(part, '/');
	struct look l = { .seen = seen, .a = a,
	    .text = BYTES_INIT(TEXT_SHOWN_MAX),
	    .instruction = BYTES_INIT(DOCX_FIELD_MAX) };
	int r;

	l.group = slash != NULL ? slash + 1 : part;
	l.properties = strncmp(part, "docProps/", 9) == 0;
	r = xml_read(xml, len, office_namespaces, &events, &l);
	bytes_free(&l.text);
	bytes_free(&l.instruction);
	return r;
}
