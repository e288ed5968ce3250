/* opc_type.c -- which application's document a package is. */
#include <string.h>
#include <strings.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/opc.h"
#include "vault/base/err.h"

#define TYPES_PART "[Content_Types].xml"
#define LOCAL_SIZE 30	/* bytes of a zip member's header, before its name */
#define OFFICE "application/vnd.openxmlformats-officedocument."

/*
 * Content types of main parts.  A copy keeps the one its original had, macros
 * or not: Word, Excel and PowerPoint open a file only when it goes with the
 * file's extension, and the extension stays.
 */
static const struct {
	enum opc_family family;
	const char *type;
} mains[] = {
	{ OPC_WORD, OFFICE "wordprocessingml.document.main+xml" },
	{ OPC_WORD, OFFICE "wordprocessingml.template.main+xml" },
	{ OPC_WORD, "application/vnd.ms-word.document.macroEnabled.main+xml" },
	{ OPC_WORD, "application/vnd.ms-word.template."
	    "macroEnabledTemplate.main+xml" },
	{ OPC_SHEET, OFFICE "spreadsheetml.sheet.main+xml" },
	{ OPC_SHEET, OFFICE "spreadsheetml.template.main+xml" },
	{ OPC_SHEET, "application/vnd.ms-excel.sheet.macroEnabled.main+xml" },
	{ OPC_SHEET, "application/vnd.ms-excel.template."
	    "macroEnabled.main+xml" },
	{ OPC_SHEET, "application/vnd.ms-excel.addin.macroEnabled.main+xml" },
	{ OPC_SLIDES, OFFICE "presentationml.presentation.main+xml" },
	{ OPC_SLIDES, OFFICE "presentationml.template.main+xml" },
	{ OPC_SLIDES, OFFICE "presentationml.slideshow.main+xml" },
	{ OPC_SLIDES, "application/vnd.ms-powerpoint.presentation."
	    "macroEnabled.main+xml" },
	{ OPC_SLIDES, "application/vnd.ms-powerpoint.template."
	    "macroEnabled.main+xml" },
	{ OPC_SLIDES, "application/vnd.ms-powerpoint.slideshow."
	    "macroEnabled.main+xml" },
	{ OPC_SLIDES, "application/vnd.ms-powerpoint.addin."
	    "macroEnabled.main+xml" }
};

bool
opc_is_encrypted(const struct doc *d)
{
	static const uint8_t ole[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1,
	    0x1a, 0xe1 };
	static const char utf16[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0"
	    "a\0g\0e";

	return d->len > 512 && memcmp(d->data, ole, sizeof ole) == 0 &&
	    memmem(d->data, d->len, utf16, sizeof utf16 - 1) != NULL;
}

static const struct {
	enum opc_family family;
	const char *folder;
} folders[] = { { OPC_WORD, "word/" }, { OPC_SHEET, "xl/" },
	{ OPC_SLIDES, "ppt/" } };
#define NFOLDERS (sizeof folders / sizeof folders[0])

/* A broken package still says by its first member what it wants to be. */
static enum opc_family
begins_like(const struct doc *d)
{
	static const char *const first[] = { "[Content_Types].xml",
	    "_rels/.rels", "word/", "xl/", "ppt/", "docProps/", NULL };
	size_t i, k, len;

	if (d->len < LOCAL_SIZE || memcmp(d->data, "PK\3\4", 4) != 0)
		return OPC_NONE;
	for (i = 0; first[i] != NULL; i++) {
		len = strlen(first[i]);
		if (d->len - LOCAL_SIZE < len || memcmp(d->data + LOCAL_SIZE,
		    first[i], len) != 0)
			continue;
		for (k = 0; k < NFOLDERS; k++)
			if (memmem(d->data, d->len, folders[k].folder,
			    strlen(folders[k].folder)) != NULL)
				return folders[k].family;
	}
	return OPC_NONE;
}

enum opc_family
opc_family_of(const struct doc *d)
{
	enum opc_family family = OPC_NONE;
	struct zip *z = NULL;
	size_t i, k;

	if (d->len < 4 || memcmp(d->data, "PK", 2) != 0)
		return OPC_NONE;
	if (zip_open(&z, d->data, d->len) < 0)
		return begins_like(d);
	if (zip_find(z, TYPES_PART) != NULL || zip_find(z, "_rels/.rels") !=
	    NULL)
		for (k = 0; k < NFOLDERS && family == OPC_NONE; k++)
			for (i = 0; i < zip_count(z) && family == OPC_NONE;
			    i++)
				if (strncmp(zip_at(z, i)->name,
				    folders[k].folder,
				    strlen(folders[k].folder)) == 0)
					family = folders[k].family;
	zip_free(z);
	return family;
}

static int
on_type(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *part = xml_attr(attrs, n, "PartName");
	const char *type = xml_attr(attrs, n, "ContentType");
	struct opc *p = ctx;
	size_t i;

	(void)x;
	if (type == NULL)
		return 0;
	if (strstr(type, "vbaProject") != NULL)
		p->macros = true;
	if (strstr(type, "sheet.binary.") != NULL)
		p->binary = true;
	for (i = 0; i < sizeof mains / sizeof mains[0]; i++)
		if (strcmp(type, mains[i].type) == 0)
			break;
	if (i == sizeof mains / sizeof mains[0])
		return 0;
	/* What is said of this part counts more than of all its kind. */
	if ((strcmp(name, "ct:Default") == 0 && p->type == NULL) ||
	    (strcmp(name, "ct:Override") == 0 && part != NULL &&
	    part[0] == '/' && strcasecmp(part + 1, p->main) == 0)) {
		p->family = mains[i].family;
		p->type = mains[i].type;
	}
	return 0;
}

int
opc_find_type(struct opc *p)
{
	static const struct xml_events events = { .start = on_type };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	if (zip_find(p->zip, TYPES_PART) == NULL)
		return err_set(ERR_FORMAT, "the package has no "
		    TYPES_PART "; ask for the file again");
	if ((r = opc_read(p, TYPES_PART, &xml)) < 0 ||
	    (r = xml_read(xml.data, xml.len, office_namespaces, &events,
	    p)) < 0)
		goto done;
	if (p->type == NULL && !p->binary)
		r = err_set(ERR_FORMAT, "the package's main part is no "
		    "document by its " TYPES_PART "; ask for the file again");
	for (i = 0; i < zip_count(p->zip); i++)
		if (strcasestr(zip_at(p->zip, i)->name, "vbaProject") != NULL)
			p->macros = true;
done:
	bytes_free(&xml);
	return r;
}
