/* opening.c -- see opening.h: names of our own, and the files under them. */
#include "vault/cmd/opening.h"

#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/cmd/reply_show.h"

#define HEAD_BYTES 4096			/* looked at to tell the extension */
#define RELEASES_MAX (64u << 20)	/* bytes of a release manifest */
#define NAME_SIZE (ID_HEX_SIZE + SAFE_NAME_SIZE)

/* --- what a file is called --- */

/* What a zip is by the names and types that stand at its beginning. */
static const char *
zip_extension(const uint8_t *p, size_t len)
{
	static const struct {
		const char *sign, *ext;
	} table[] = {
		{ "opendocument.text", "odt" },
		{ "opendocument.spreadsheet", "ods" },
		{ "opendocument.presentation", "odp" },
		{ "opendocument.graphics", "odg" },
		{ "epub+zip", "epub" }, { "word/", "docx" }, { "xl/", "xlsx" },
		{ "ppt/", "pptx" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (memmem(p, len, table[i].sign, strlen(table[i].sign)) !=
		    NULL)
			return table[i].ext;
	return "zip";
}

static const char *
extension_of(const uint8_t *p, size_t len)
{
	static const struct {
		size_t at;
		const char *magic;
		size_t len;
		const char *ext;
	} table[] = {
		{ 0, "%PDF-", 5, "pdf" }, { 0, "\xff\xd8\xff", 3, "jpg" },
		{ 0, "\x89PNG\r\n\x1a\n", 8, "png" }, { 0, "GIF8", 4, "gif" },
		{ 0, "II*\0", 4, "tif" }, { 0, "MM\0*", 4, "tif" },
		{ 0, "II+\0", 4, "tif" }, { 0, "MM\0+", 4, "tif" },
		{ 8, "WEBP", 4, "webp" }, { 8, "WAVE", 4, "wav" },
		{ 8, "AVI ", 4, "avi" }, { 8, "AIF", 3, "aiff" },
		{ 4, "ftypheic", 8, "heic" }, { 4, "ftypmif1", 8, "heic" },
		{ 4, "ftypavif", 8, "avif" }, { 4, "ftyp", 4, "mp4" },
		{ 0, "fLaC", 4, "flac" }, { 0, "OggS", 4, "ogg" },
		{ 0, "ID3", 3, "mp3" }, { 0, "\xff\xfb", 2, "mp3" },
		{ 0, "\x1a\x45\xdf\xa3", 4, "mkv" },
		{ 0, "\x30\x26\xb2\x75\x8e\x66", 6, "wmv" },
		{ 0, "\x1f\x8b", 2, "gz" }, { 0, "BZh", 3, "bz2" },
		{ 0, "\xfd""7zXZ", 5, "xz" }, { 0, "7z\xbc\xaf", 4, "7z" },
		{ 0, "{\\rtf", 5, "rtf" }, { 257, "ustar", 5, "tar" },
	};
	size_t i;

	if (len >= 4 && memcmp(p, "PK\x03\x04", 4) == 0)
		return zip_extension(p, len);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (len >= table[i].at + table[i].len && memcmp(p +
		    table[i].at, table[i].magic, table[i].len) == 0)
			return table[i].ext;
	return memchr(p, '\0', len) == NULL ? "txt" : "bin";
}

/* The name of object `kind` of the item that stands at `place` (from 1). */
static int
name_file(char name[NAME_SIZE], const struct opening *op,
    enum object_kind kind, const struct id *item, size_t place, int fd)
{
	char safe[SAFE_NAME_SIZE], hex[ID_HEX_SIZE];
	uint8_t head[HEAD_BYTES];
	const char *listed, *ext;
	ssize_t n;

	if ((n = pread(fd, head, sizeof(head), 0)) < 0)
		return err_sys("cannot read back what was written");
	ext = object_tier(kind) == TIER_ORIGINAL ? "original" :
	    kind == OBJECT_TEXT ? "text.txt" : extension_of(head, (size_t)n);
	explicit_bzero(head, sizeof(head));
	if (kind == OBJECT_RELEASE) {
		listed = release_names_find(&op->names, item);
		id_hex(hex, item);
		if (listed != NULL)
			(void)snprintf(name, NAME_SIZE, "%s", listed);
		else
			(void)snprintf(name, NAME_SIZE, "%s.%s", hex, ext);
		return 0;
	}
	manifest_safe_name(safe, place, op->manifest.nitems > 0 ?
	    op->manifest.nitems : op->contents.nitems, ext);
	(void)snprintf(name, NAME_SIZE, "%s", safe);
	return 0;
}

/* --- writing --- */

static void
list_written(struct opening *op, const struct id *item, const char *name)
{
	char hex[ID_HEX_SIZE];

	json_open(&op->json, '{');
	if (item != NULL) {
		id_hex(hex, item);
		json_kstr(&op->json, "item", hex);
	}
	json_kstr(&op->json, "file", name);
	json_close(&op->json, '}');
}

/* An original's line in manifest.txt; its hash is of what was written. */
static int
list_original(struct opening *op, const struct id *item, const char *name,
    int fd)
{
	const struct manifest_item *it = manifest_find(&op->manifest, item);
	uint8_t hash[SHA256_BYTES];
	char sha[SHA256_HEX_SIZE];
	uint64_t size;
	int r;

	if (it == NULL)
		return 0;	/* this key may not read the manifest */
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("cannot read back what was written");
	if ((r = sha256_fd(hash, fd, &size)) < 0)
		return r;
	hex_of(sha, hash, SHA256_BYTES);
	(void)bytes_addf(&op->listing, "%s\t%s\t%llu\t%s\t", name,
	    it->depth > 0 ? "inside" :
	    it->what == ITEM_MESSAGE ? "message" : "file",
	    (unsigned long long)size, sha);
	(void)print_escape(&op->listing, it->name, strlen(it->name));
	return bytes_add_str(&op->listing, "\n");
}

static int
write_object(struct opening *op, uint32_t handle, const struct path *p,
    size_t place)
{
	struct object_ctx ctx = { .submission = p->submission, .item = p->item,
	    .kind = p->object, .version = p->version };
	char name[NAME_SIZE];
	uint64_t size;
	int in = -1, out, r;

	if ((r = store_open_object(op->s->store, p, &in, &size)) < 0 ||
	    (r = folder_file(op->folder, &out)) < 0 ||
	    (r = keeper_unseal(op->s->keeper, handle, &ctx, in, out,
	    &size)) < 0 ||
	    (r = name_file(name, op, p->object, &p->item, place, out)) < 0 ||
	    (object_tier(p->object) == TIER_ORIGINAL &&
	    (r = list_original(op, &p->item, name, out)) < 0) ||
	    (r = folder_keep(op->folder, name)) < 0)
		goto done;
	list_written(op, &p->item, name);
	op->written++;
done:
	io_close(&in);
	return r;
}

static int
write_bytes(struct opening *op, const char *name, const struct bytes *b)
{
	int fd, r;

	if ((r = folder_file(op->folder, &fd)) < 0 ||
	    (r = io_write_all(fd, b->data, b->len)) < 0 ||
	    (r = folder_keep(op->folder, name)) < 0)
		return r;
	list_written(op, NULL, name);
	return 0;
}

/* What there is of one item in this tier; it came in or was found in another. */
static int
write_item(struct opening *op, const struct id *item, size_t place)
{
	static const enum object_kind kinds[][2] = {
		[TIER_ORIGINAL] = { OBJECT_ORIGINAL, OBJECT_UNPACKED },
		[TIER_WORKING] = { OBJECT_CLEAN, OBJECT_TEXT },
		[TIER_RELEASE] = { OBJECT_RELEASE, OBJECT_RELEASE },
	};
	const enum object_kind *k = kinds[op->tier];
	const struct path *first = op->tier == TIER_RELEASE ?
	    contents_version(&op->contents, item, k[0], op->release) :
	    contents_newest(&op->contents, item, k[0]);
	const struct path *second = k[1] == k[0] ? NULL :
	    contents_newest(&op->contents, item, k[1]);
	uint32_t handle = op->tier_key;
	int r;

	if (!op->has_tier_key) {
		r = session_unlock(op->s, &op->submission, item, op->tier,
		    &handle);
		if (r == ERR_NO_GRANT)
			return 0;
		if (r < 0)
			return r;
	}
	op->unlocked++;
	progress(op->s->options, "opening", place, op->contents.nitems);
	if (first != NULL && (r = write_object(op, handle, first, place)) < 0)
		return r;
	return second != NULL ? write_object(op, handle, second, place) : 0;
}

int
opening_items(struct opening *op)
{
	size_t i, n;
	struct id item;
	int r = 0;

	n = op->manifest.nitems > 0 ? op->manifest.nitems :
	    op->contents.nitems;
	for (i = 0; i < n && r == 0; i++) {
		item = op->manifest.nitems > 0 ? op->manifest.items[i].id :
		    op->contents.items[i];
		if (id_is_zero(&op->only) || id_equal(&op->only, &item))
			r = write_item(op, &item, i + 1);
	}
	return r;
}

/* --- what goes beside the files --- */

int
opening_listing(struct opening *op)
{
	struct bytes b = BYTES_INIT(OPENING_LISTING_MAX);
	int r;

	(void)bytes_add_str(&b, "channel: ");
	(void)print_escape(&b, op->manifest.channel,
	    strlen(op->manifest.channel));
	(void)bytes_add_str(&b, "\n\nfile, what, bytes, SHA-256, name it came "
	    "under (escaped)\n");
	(void)bytes_add(&b, op->listing.data, op->listing.len);
	if ((r = bytes_ok(&b)) == 0)
		r = write_bytes(op, "manifest.txt", &b);
	bytes_free(&b);
	return r;
}

int
opening_replies(struct opening *op)
{
	struct bytes b = BYTES_INIT(OPENING_LISTING_MAX);
	struct replies_view v;
	int r;

	if ((r = replies_view_read(&v, op->s, &op->submission)) < 0)
		return r;
	if (v.given.n > 0 &&
	    (r = replies_view_text(&v, op->s, &b)) == 0)
		r = write_bytes(op, "replies.txt", &b);
	replies_view_free(&v);
	bytes_free(&b);
	return r;
}

/* manifest.json beside releases says how the files are called; what programs
 * read of them goes with all of them only. */
int
opening_release_manifest(struct opening *op)
{
	struct bytes b = BYTES_INIT(RELEASES_MAX);
	struct object_ctx ctx = { .submission = op->submission,
	    .kind = OBJECT_RELEASES, .version = op->release };
	int r;

	if (!op->has_tier_key)
		return 0;
	if ((r = session_read_object(op->s, op->tier_key, &ctx, &b)) < 0 ||
	    (r = release_names_read(&op->names, b.data, b.len)) < 0 ||
	    (r = write_bytes(op, "manifest.json", &b)) < 0 ||
	    !id_is_zero(&op->only))
		goto done;
	bytes_reset(&b);
	ctx.kind = OBJECT_ENTITIES;
	if ((r = session_read_object(op->s, op->tier_key, &ctx, &b)) == 0)
		r = write_bytes(op, "entities.ftm.json", &b);
done:
	bytes_free(&b);
	return r;
}
