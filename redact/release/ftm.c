/* ftm.c -- see ftm.h. */
#include "redact/release/ftm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define FTM_ID_BYTES 20
#define FTM_ID_SIZE (2 * FTM_ID_BYTES + 1)
#define SEED_MAX 512		/* bytes that an id is made of */

struct ftm_id {
	char hex[FTM_ID_SIZE];
};

/* That a label stands in a file. */
struct link {
	char label[LABEL_MAX + 1];
	const char *schema;
	size_t doc;
};

struct ftm {
	struct bytes *out;
	struct id submission;
	char plans[SHA256_HEX_SIZE];
	struct ftm_id folder;
	struct ftm_id *docs;
	size_t ndocs, docs_cap;
	struct link *links;
	size_t nlinks, links_cap;
};

/* What a label of this kind stands for; other kinds are no entities. */
static const struct {
	const char *kind, *schema;
} of_kinds[] = {
	{ "PERSON", "Person" }, { "ORG", "Organization" },
	{ "ADDRESS", "Address" }, { "LOCATION", "Address" },
	{ "EMAIL", "UserAccount" }, { "PHONE", "UserAccount" },
	{ "USER_NAME", "UserAccount" }, { "MESSENGER_HANDLE", "UserAccount" },
	{ "SIGNAL_USERNAME", "UserAccount" },
	{ "IBAN", "BankAccount" }, { "UK_BANK_ACCOUNT", "BankAccount" },
	{ "FR_RIB", "BankAccount" }, { "CREDIT_CARD", "BankAccount" },
	{ "BTC", "CryptoWallet" }, { "ETH", "CryptoWallet" },
	{ "XMR", "CryptoWallet" },
	{ "VIN", "Vehicle" }, { "UK_PLATE", "Vehicle" },
	{ "PL_PLATE", "Vehicle" }, { "FR_PLATE", "Vehicle" },
};
#define NKINDS (sizeof(of_kinds) / sizeof(of_kinds[0]))

/* What a file is there, and its type; others are plain documents. */
static const struct {
	enum format_id format;
	const char *schema, *mime;
} of_formats[] = {
	{ FORMAT_TEXT, "PlainText", "text/plain" },
	{ FORMAT_PDF, "Pages", "application/pdf" },
	{ FORMAT_JPEG, "Image", "image/jpeg" },
	{ FORMAT_PNG, "Image", "image/png" },
	{ FORMAT_TIFF, "Image", "image/tiff" },
	{ FORMAT_WEBP, "Image", "image/webp" },
	{ FORMAT_GIF, "Image", "image/gif" },
	{ FORMAT_BMP, "Image", "image/bmp" },
	{ FORMAT_HEIC, "Image", "image/heic" },
	{ FORMAT_AVIF, "Image", "image/avif" },
	{ FORMAT_JXL, "Image", "image/jxl" },
	{ FORMAT_SVG, "Image", "image/svg+xml" },
	{ FORMAT_PNM, "Image", "image/x-portable-anymap" },
	{ FORMAT_PSD, "Image", "image/vnd.adobe.photoshop" },
	{ FORMAT_DOCX, "Pages", "application/vnd.openxmlformats-officedocument."
	    "wordprocessingml.document" },
	{ FORMAT_XLSX, "Workbook", "application/vnd.openxmlformats-"
	    "officedocument.spreadsheetml.sheet" },
	{ FORMAT_PPTX, "Pages", "application/vnd.openxmlformats-officedocument."
	    "presentationml.presentation" },
	{ FORMAT_ODT, "Pages", "application/vnd.oasis.opendocument.text" },
	{ FORMAT_ODS, "Workbook",
	    "application/vnd.oasis.opendocument.spreadsheet" },
	{ FORMAT_ODP, "Pages",
	    "application/vnd.oasis.opendocument.presentation" },
	{ FORMAT_ODG, "Pages", "application/vnd.oasis.opendocument.graphics" },
	{ FORMAT_EPUB, "Pages", "application/epub+zip" },
	{ FORMAT_RTF, "Pages", "application/rtf" },
	{ FORMAT_EML, "Email", "message/rfc822" },
	{ FORMAT_EMLX, "Email", "message/rfc822" },
	{ FORMAT_HTML, "HyperText", "text/html" },
	{ FORMAT_XML, "PlainText", "text/xml" },
	{ FORMAT_MP3, "Audio", "audio/mpeg" },
	{ FORMAT_FLAC, "Audio", "audio/flac" },
	{ FORMAT_OGG, "Audio", "audio/ogg" },
	{ FORMAT_WAV, "Audio", "audio/x-wav" },
	{ FORMAT_AIFF, "Audio", "audio/x-aiff" },
	{ FORMAT_MP4, "Video", "video/mp4" },
	{ FORMAT_MATROSKA, "Video", "video/x-matroska" },
	{ FORMAT_AVI, "Video", "video/x-msvideo" },
	{ FORMAT_ASF, "Video", "video/x-ms-asf" },
};
#define NFORMATS (sizeof(of_formats) / sizeof(of_formats[0]))

static const char *
schema_of_kind(const char *kind)
{
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (strcmp(of_kinds[i].kind, kind) == 0)
			return of_kinds[i].schema;
	return NULL;
}

/* Of the submission and these words, each behind a blank. */
static int
make_id(struct ftm_id *id, const struct ftm *f, const char *what,
    const char *first, const char *second)
{
	char seed[SEED_MAX], hex[ID_HEX_SIZE];
	uint8_t sum[SHA256_BYTES];
	int n, r;

	id_hex(hex, &f->submission);
	n = snprintf(seed, sizeof(seed), "tipline ftm %s %s %s %s", what, hex,
	    first, second);
	if (n < 0 || (size_t)n >= sizeof(seed))
		return err_set(ERR_TOO_BIG, "a label is too long; shorten it "
		    "in the plan");
	if ((r = sha256(sum, seed, (size_t)n)) == 0)
		hex_of(id->hex, sum, FTM_ID_BYTES);
	return r;
}

/* The id of what holds for these plans. */
static int
release_id(struct ftm_id *id, const struct ftm *f, const char *what,
    const char *word)
{
	return make_id(id, f, what, f->plans, word);
}

/* --- lines --- */

static struct json
begin_entity(struct ftm *f, const struct ftm_id *id, const char *schema)
{
	struct json j = json_writer(f->out);

	json_open(&j, '{');
	json_kstr(&j, "id", id->hex);
	json_kstr(&j, "schema", schema);
	json_key(&j, "properties");
	json_open(&j, '{');
	return j;
}

static int
end_entity(struct ftm *f, struct json *j)
{
	json_close(j, '}');
	json_close(j, '}');
	(void)bytes_add_str(f->out, "\n");
	return bytes_ok(f->out);
}

/* A property of one value. */
static void
put(struct json *j, const char *name, const char *value)
{
	json_key(j, name);
	json_open(j, '[');
	json_str(j, value);
	json_close(j, ']');
}

static int
put_folder(struct ftm *f)
{
	char name[ID_NAME_SIZE];
	struct json j;

	id_name(name, &f->submission);
	j = begin_entity(f, &f->folder, "Folder");
	put(&j, "name", name);
	put(&j, "fileName", name);
	return end_entity(f, &j);
}

int
ftm_new(struct ftm **out, struct bytes *b, const struct id *submission,
    const uint8_t plans[SHA256_BYTES])
{
	struct ftm *f;
	int r;

	*out = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	f->out = b;
	f->submission = *submission;
	hex_of(f->plans, plans, SHA256_BYTES);
	if ((r = release_id(&f->folder, f, "folder", "")) < 0 ||
	    (r = put_folder(f)) < 0) {
		ftm_free(f);
		return r;
	}
	*out = f;
	return 0;
}

void
ftm_free(struct ftm *f)
{
	if (f == NULL)
		return;
	free(f->docs);
	free(f->links);
	free(f);
}

/* --- files --- */

static int
put_document(struct ftm *f, const struct ftm_id *id,
    const struct ftm_file *file)
{
	char hex[2 * DIGEST_SHA1_BYTES + 1], size[24];
	const char *schema = "Document", *mime = "application/octet-stream";
	struct json j;
	size_t i;

	for (i = 0; i < NFORMATS; i++)
		if (of_formats[i].format == file->format) {
			schema = of_formats[i].schema;
			mime = of_formats[i].mime;
		}
	hex_of(hex, file->sha1, DIGEST_SHA1_BYTES);
	(void)snprintf(size, sizeof(size), "%llu",
	    (unsigned long long)file->size);
	j = begin_entity(f, id, schema);
	put(&j, "name", file->name);
	put(&j, "fileName", file->name);
	put(&j, "contentHash", hex);
	put(&j, "mimeType", mime);
	put(&j, "fileSize", size);
	put(&j, "parent", f->folder.hex);
	return end_entity(f, &j);
}

/* Room for one more of `n` in a list that doubles; `size` bytes each. */
static int
room(void **list, size_t n, size_t *cap, size_t size)
{
	const size_t more = *cap > 0 ? *cap * 2 : 64;
	void *grown;

	if (n < *cap)
		return 0;
	if ((grown = reallocarray(*list, more, size)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*list = grown;
	*cap = more;
	return 0;
}

static int
by_label(const void *a, const void *b)
{
	const struct link *x = a, *y = b;
	int d;

	if ((d = strcmp(x->schema, y->schema)) != 0 ||
	    (d = strcmp(x->label, y->label)) != 0)
		return d;
	return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static bool
same_label(const struct link *a, const struct link *b)
{
	return strcmp(a->schema, b->schema) == 0 &&
	    strcmp(a->label, b->label) == 0;
}

/* The labels that stand in the last file, each once. */
static int
add_links(struct ftm *f, const struct plan *p)
{
	const size_t first = f->nlinks;
	const struct planned *one;
	const char *schema;
	size_t i, kept = first;
	int r;

	for (i = 0; i < p->n; i++) {
		one = &p->list[i];
		schema = schema_of_kind(one->kind);
		if (one->decision != DECISION_REDACT || schema == NULL ||
		    one->show == SHOW_GENERAL || one->label[0] == '\0')
			continue;
		if (f->nlinks == FTM_LINKS_MAX)
			return err_set(ERR_TOO_BIG, "more than %u labels in "
			    "one release; release it in parts", FTM_LINKS_MAX);
		if ((r = room((void **)&f->links, f->nlinks, &f->links_cap,
		    sizeof(*f->links))) < 0)
			return r;
		f->links[f->nlinks] = (struct link){ .schema = schema,
		    .doc = f->ndocs - 1 };
		memcpy(f->links[f->nlinks++].label, one->label,
		    sizeof(one->label));
	}
	if (f->nlinks == first)
		return 0;
	qsort(f->links + first, f->nlinks - first, sizeof(*f->links),
	    by_label);
	for (i = first; i < f->nlinks; i++)
		if (kept == first || !same_label(&f->links[kept - 1],
		    &f->links[i]))
			f->links[kept++] = f->links[i];
	f->nlinks = kept;
	return 0;
}

int
ftm_file(struct ftm *f, const struct ftm_file *file)
{
	char item[ID_HEX_SIZE], sum[SHA256_HEX_SIZE];
	struct ftm_id id;
	int r;

	id_hex(item, file->item);
	hex_of(sum, file->sha256, SHA256_BYTES);
	if ((r = make_id(&id, f, "file", item, sum)) < 0 ||
	    (r = room((void **)&f->docs, f->ndocs, &f->docs_cap,
	    sizeof(*f->docs))) < 0)
		return r;
	f->docs[f->ndocs++] = id;
	if ((r = put_document(f, &id, file)) < 0)
		return r;
	return add_links(f, file->plan);
}

/* --- labels --- */

static int
put_mention(struct ftm *f, const struct link *l, const struct ftm_id *of)
{
	char word[LABEL_MAX + FTM_ID_SIZE + 2];
	struct ftm_id id;
	struct json j;
	int r;

	(void)snprintf(word, sizeof(word), "%s %s", f->docs[l->doc].hex,
	    l->label);
	if ((r = release_id(&id, f, "mention", word)) < 0)
		return r;
	j = begin_entity(f, &id, "Mention");
	put(&j, "document", f->docs[l->doc].hex);
	put(&j, "resolved", of->hex);
	put(&j, "name", l->label);
	put(&j, "detectedSchema", l->schema);
	return end_entity(f, &j);
}

/* The entity of the links from i to j, which bear one label. */
static int
put_label(struct ftm *f, size_t i, size_t end)
{
	const struct link *l = &f->links[i];
	char word[LABEL_MAX + 32];
	struct ftm_id id;
	struct json j;
	bool legal;
	int r;

	(void)snprintf(word, sizeof(word), "%s %s", l->schema, l->label);
	if ((r = release_id(&id, f, "label", word)) < 0)
		return r;
	legal = strcmp(l->schema, "Person") == 0 ||
	    strcmp(l->schema, "Organization") == 0;
	j = begin_entity(f, &id, l->schema);
	put(&j, "name", l->label);
	if (strcmp(l->schema, "Address") == 0)
		put(&j, "full", l->label);
	if (strcmp(l->schema, "UserAccount") == 0)
		put(&j, "username", l->label);
	json_key(&j, "proof");
	json_open(&j, '[');
	for (; i < end; i++)
		json_str(&j, f->docs[f->links[i].doc].hex);
	json_close(&j, ']');
	r = end_entity(f, &j);
	for (; legal && l < f->links + end && r == 0; l++)
		r = put_mention(f, l, &id);
	return r;
}

int
ftm_end(struct ftm *f)
{
	size_t i, end;
	int r = 0;

	if (f->nlinks > 0)
		qsort(f->links, f->nlinks, sizeof(*f->links), by_label);
	for (i = 0; i < f->nlinks && r == 0; i = end) {
		for (end = i + 1; end < f->nlinks &&
		    same_label(&f->links[i], &f->links[end]); end++)
			;
		r = put_label(f, i, end);
	}
	return r < 0 ? r : bytes_ok(f->out);
}
