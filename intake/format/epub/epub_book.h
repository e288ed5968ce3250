/*
 * epub_book.h -- a book as a package: its parts as the package document lists
 * them (EPUB 3.3, OPF 2.0.1), in the order they are read.
 *
 * The text is that of the pages in reading order, of the pages that are not in
 * it (the table of contents), and the labels of the NCX.
 */
#ifndef INTAKE_FORMAT_EPUB_EPUB_BOOK_H
#define INTAKE_FORMAT_EPUB_EPUB_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/package/xml.h"
#include "intake/format/package/zip.h"
#include "intake/format/story/map.h"

#define EPUB_ITEMS_MAX 10000u
#define EPUB_PATH_SIZE (ZIP_NAME_MAX + 1)

enum epub_kind {
	EPUB_OTHER,	/* fonts, scripts, sound: left out */
	EPUB_PAGE,
	EPUB_STYLE,
	EPUB_PICTURE,
	EPUB_NCX
};

struct epub_item {
	char *path;		/* in the package */
	char *id;
	char *type;
	enum epub_kind kind;
	bool nav, cover;
	const struct zip_member *member;	/* NULL: it is not there */
	bool kept;		/* a picture that could be cleaned */
	struct bytes clean;	/* a picture, cleaned */
	unsigned spine;		/* 1 + place in reading order; 0: none */
	bool linear;
	unsigned number;	/* in the copy; 0: it does not stay */
};

struct epub_book {
	struct zip *zip;
	char opf[EPUB_PATH_SIZE];	/* the package document */
	size_t folder;			/* bytes of it that are its folder */
	bool version3, rtl, fixed;
	struct epub_item *items;	/* in reading order, then the others */
	size_t n;
	struct map by_path;		/* 1 + index */
};

/* Namespaces of container, package document and NCX. */
extern const struct xml_namespace epub_namespaces[];

/*
 * epub_book_open(b, d): `d` is borrowed.  ERR_NOT_PERMITTED when more than
 * fonts is encrypted; ERR_FORMAT; as zip_open().  Close it also after an
 * error.
 */
int epub_book_open(struct epub_book *b, const struct doc *d);
void epub_book_close(struct epub_book *b);

/* Append the member of an item, or of a path. */
int epub_book_read(const struct epub_book *b, const struct zip_member *m,
    struct bytes *out);

/* What an address in the part at `base` means: a path of the package.  false
 * when it is none. */
bool epub_resolve(char to[EPUB_PATH_SIZE], const char *base,
    const char *address);
/* The item that it means; NULL. */
struct epub_item *epub_book_item(const struct epub_book *b, const char *base,
    const char *address);

/* XML as others write it: a document type without rules of its own is blanked
 * out, in place. */
void epub_without_doctype(struct bytes *xml);

#endif
