/* docx_package.c -- see docx_package.h. */
#include "intake/format/office/docx_package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

#define TYPES_PART "[Content_Types].xml"

int
docx_package_read(const struct docx_package *p, const char *part,
    struct bytes *out)
{
	const struct zip_member *m = zip_find(p->zip, part);

	if (m == NULL)
		return err_set(ERR_NOT_FOUND, "the package lacks a part it "
		    "names; ask for the file again");
	return zip_read(p->zip, m, out);
}

/* The last step of a relationship type or path. */
static const char *
last_step(const char *s)
{
	const char *slash = strrchr(s, '/');

	return slash != NULL ? slash + 1 : s;
}

/*
 * The part that `target` means when it is said by `part`: relative to the
 * part's folder, or from the root with a leading slash.  Empty when it leads
 * out of the package.
 */
static void
resolve(char out[ZIP_NAME_MAX + 1], const char *part, const char *target)
{
	size_t len = 0, n;

	out[0] = '\0';
	if (*target != '/')
		len = (size_t)(last_step(part) - part);
	if (len > ZIP_NAME_MAX)
		return;
	memcpy(out, part, len);
	while (*target != '\0') {
		n = strcspn(target, "/");
		if (n == 2 && target[0] == '.' && target[1] == '.') {
			if (len == 0)
				goto outside;
			for (len--; len > 0 && out[len - 1] != '/'; len--)
				;
		} else if (n > 0 && !(n == 1 && target[0] == '.')) {
			if (n + 1 > ZIP_NAME_MAX - len)
				goto outside;
			memcpy(out + len, target, n);
			len += n;
			if (target[n] == '/')
				out[len++] = '/';
		}
		target += n + (target[n] == '/');
	}
	out[len] = '\0';
	return;
outside:
	out[0] = '\0';
}

struct rels_reading {
	struct docx_rels *rels;
	const char *part;
};

static int
on_rel(struct xml *x, void *ctx, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	struct rels_reading *reading = ctx;
	struct docx_rels *rels = reading->rels;
	const char *id = xml_attr(attrs, n, "Id");
	const char *type = xml_attr(attrs, n, "Type");
	const char *target = xml_attr(attrs, n, "Target");
	const char *mode = xml_attr(attrs, n, "TargetMode");
	char part[ZIP_NAME_MAX + 1];
	struct map_entry *e;
	struct docx_rel *r;

	(void)x;
	if (strcmp(name, "rel:Relationship") != 0 || id == NULL ||
	    type == NULL || target == NULL)
		return 0;
	if (rels->n == DOCX_RELS_MAX)
		return err_set(ERR_TOO_BIG, "a part has too many "
		    "relationships; treat the file as hostile");
	if ((e = map_put(&rels->by_id, id)) == NULL)
		return ERR_NO_MEMORY;
	if (e->value != 0)
		return err_set(ERR_FORMAT, "two relationships of a part have "
		    "one id; ask for the file again");
	e->value = (unsigned)rels->n + 1;
	if (rels->n == rels->room) {
		rels->room = rels->room == 0 ? 32 : rels->room * 2;
		if ((r = realloc(rels->list, rels->room * sizeof *r)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		rels->list = r;
	}
	r = &rels->list[rels->n++];
	memset(r, 0, sizeof *r);
	r->external = mode != NULL && strcmp(mode, "External") == 0;
	if (!r->external)
		resolve(part, reading->part, target);
	if ((r->id = strdup(id)) == NULL ||
	    (r->type = strdup(last_step(type))) == NULL ||
	    (r->target = strdup(r->external ? target : part)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

int
docx_package_rels(const struct docx_package *p, const char *part,
    struct docx_rels *rels)
{
	static const struct xml_events events = { .start = on_rel };
	struct rels_reading reading = { .rels = rels, .part = part };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	char name[2 * ZIP_NAME_MAX + 16];
	const char *file = last_step(part);
	int r;

	*rels = DOCX_RELS_INIT;
	(void)snprintf(name, sizeof name, "%.*s_rels/%s.rels",
	    (int)(file - part), part, file);
	if (zip_find(p->zip, name) == NULL)
		return 0;
	if ((r = docx_package_read(p, name, &xml)) == 0)
		r = xml_read(xml.data, xml.len, docx_namespaces, &events,
		    &reading);
	bytes_free(&xml);
	return r;
}

void
docx_rels_free(struct docx_rels *rels)
{
	size_t i;

	for (i = 0; i < rels->n; i++) {
		free(rels->list[i].id);
		free(rels->list[i].type);
		free(rels->list[i].target);
	}
	free(rels->list);
	map_free(&rels->by_id);
	*rels = DOCX_RELS_INIT;
}

const struct docx_rel *
docx_rels_id(const struct docx_rels *rels, const char *id)
{
	const struct map_entry *e = map_find(&rels->by_id, id);

	return e != NULL ? &rels->list[e->value - 1] : NULL;
}

const struct docx_rel *
docx_rels_type(const struct docx_rels *rels, const char *type)
{
	size_t i;

	for (i = 0; i < rels->n; i++)
		if (!rels->list[i].external &&
		    strcmp(rels->list[i].type, type) == 0)
			return &rels->list[i];
	return NULL;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len >= n && strcmp(s + len - n, end) == 0;
}

struct types_reading {
	struct docx_package *p;
	bool is_document;
};

/* The content type of the main part must be a document's. */
static int
on_type(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct types_reading *t = ctx;
	const char *part = xml_attr(attrs, n, "PartName");
	const char *type = xml_attr(attrs, n, "ContentType");

	(void)x;
	if (type == NULL)
		return 0;
	if (strstr(type, "macroEnabled") != NULL ||
	    strstr(type, "vbaProject") != NULL)
		t->p->macros = true;
	if (!ends_with(type, "wordprocessingml.document.main+xml") &&
	    !ends_with(type, "wordprocessingml.template.main+xml") &&
	    !ends_with(type, "macroEnabled.main+xml") &&
	    !ends_with(type, "macroEnabledTemplate.main+xml"))
		return 0;
	if (strcmp(name, "ct:Default") == 0 ||
	    (strcmp(name, "ct:Override") == 0 && part != NULL &&
	    part[0] == '/' && strcasecmp(part + 1, t->p->main) == 0))
		t->is_document = true;
	return 0;
}

static int
find_main(struct docx_package *p)
{
	struct docx_rels rels = DOCX_RELS_INIT;
	const struct docx_rel *main;
	int r;

	if ((r = docx_package_rels(p, "", &rels)) < 0)
		goto done;
	if ((main = docx_rels_type(&rels, "officeDocument")) == NULL ||
	    zip_find(p->zip, main->target) == NULL)
		r = err_set(ERR_FORMAT, "the package names no main document; "
		    "ask for the file again");
	else
		(void)snprintf(p->main, sizeof p->main, "%s", main->target);
done:
	docx_rels_free(&rels);
	return r;
}

int
docx_package_open(struct docx_package *p, const struct doc *d)
{
	static const struct xml_events events = { .start = on_type };
	struct types_reading types = { .p = p };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	memset(p, 0, sizeof *p);
	if ((r = zip_open(&p->zip, d->data, d->len)) < 0)
		return r;
	if (zip_find(p->zip, TYPES_PART) == NULL)
		return err_set(ERR_FORMAT, "the package has no "
		    TYPES_PART "; ask for the file again");
	if ((r = find_main(p)) < 0 ||
	    (r = docx_package_read(p, TYPES_PART, &xml)) < 0 ||
	    (r = xml_read(xml.data, xml.len, docx_namespaces, &events,
	    &types)) < 0)
		goto done;
	if (!types.is_document)
		r = err_set(ERR_FORMAT, "the package's main part is not a "
		    "Word document by its " TYPES_PART "; ask for the file "
		    "again");
	for (i = 0; i < zip_count(p->zip); i++)
		if (strcasestr(zip_at(p->zip, i)->name, "vbaProject") != NULL)
			p->macros = true;
done:
	bytes_free(&xml);
	return r;
}

void
docx_package_close(struct docx_package *p)
{
	zip_free(p->zip);
	memset(p, 0, sizeof *p);
}
