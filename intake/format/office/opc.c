/* opc.c -- see opc.h. */
#include "intake/format/office/opc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

int
opc_read(const struct opc *p, const char *part,
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
	struct opc_rels *rels;
	const char *part;
};

static int
on_rel(struct xml *x, void *ctx, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	struct rels_reading *reading = ctx;
	struct opc_rels *rels = reading->rels;
	const char *id = xml_attr(attrs, n, "Id");
	const char *type = xml_attr(attrs, n, "Type");
	const char *target = xml_attr(attrs, n, "Target");
	const char *mode = xml_attr(attrs, n, "TargetMode");
	char part[ZIP_NAME_MAX + 1];
	struct map_entry *e;
	struct opc_rel *r;

	(void)x;
	if (strcmp(name, "rel:Relationship") != 0 || id == NULL ||
	    type == NULL || target == NULL)
		return 0;
	if (rels->n == OPC_RELS_MAX)
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
opc_rels_read(const struct opc *p, const char *part,
    struct opc_rels *rels)
{
	static const struct xml_events events = { .start = on_rel };
	struct rels_reading reading = { .rels = rels, .part = part };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	char name[2 * ZIP_NAME_MAX + 16];
	const char *file = last_step(part);
	int r;

	*rels = OPC_RELS_INIT;
	(void)snprintf(name, sizeof name, "%.*s_rels/%s.rels",
	    (int)(file - part), part, file);
	if (zip_find(p->zip, name) == NULL)
		return 0;
	if ((r = opc_read(p, name, &xml)) == 0)
		r = xml_read(xml.data, xml.len, office_namespaces, &events,
		    &reading);
	bytes_free(&xml);
	return r;
}

void
opc_rels_free(struct opc_rels *rels)
{
	size_t i;

	for (i = 0; i < rels->n; i++) {
		free(rels->list[i].id);
		free(rels->list[i].type);
		free(rels->list[i].target);
	}
	free(rels->list);
	map_free(&rels->by_id);
	*rels = OPC_RELS_INIT;
}

const struct opc_rel *
opc_rels_id(const struct opc_rels *rels, const char *id)
{
	const struct map_entry *e = map_find(&rels->by_id, id);

	return e != NULL ? &rels->list[e->value - 1] : NULL;
}

const struct opc_rel *
opc_rels_type(const struct opc_rels *rels, const char *type)
{
	size_t i;

	for (i = 0; i < rels->n; i++)
		if (!rels->list[i].external &&
		    strcmp(rels->list[i].type, type) == 0)
			return &rels->list[i];
	return NULL;
}

static int
find_main(struct opc *p)
{
	struct opc_rels rels = OPC_RELS_INIT;
	const struct opc_rel *main;
	int r;

	if ((r = opc_rels_read(p, "", &rels)) < 0)
		goto done;
	if ((main = opc_rels_type(&rels, "officeDocument")) == NULL ||
	    zip_find(p->zip, main->target) == NULL)
		r = err_set(ERR_FORMAT, "the package names no main document; "
		    "ask for the file again");
	else
		(void)snprintf(p->main, sizeof p->main, "%s", main->target);
done:
	opc_rels_free(&rels);
	return r;
}

int
opc_open(struct opc *p, const struct doc *d)
{
	int r;

	memset(p, 0, sizeof *p);
	if ((r = zip_open(&p->zip, d->data, d->len)) < 0 ||
	    (r = find_main(p)) < 0)
		return r;
	return opc_find_type(p);
}

void
opc_close(struct opc *p)
{
	zip_free(p->zip);
	memset(p, 0, sizeof *p);
}
