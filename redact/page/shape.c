/* shape.c -- in which form an item is looked at. */
#include <string.h>
#include <strings.h>

#include "redact/page/parts.h"

static bool
ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), e = strlen(ending);

	return n >= e && strcasecmp(name + n - e, ending) == 0;
}

enum shape
shape_of(const struct board_item *item)
{
	const struct report *r = item->report;

	switch (r->format) {
	case FORMAT_EML:
	case FORMAT_MBOX:
	case FORMAT_EMLX:
	case FORMAT_MSG:
		return SHAPE_MAIL;
	case FORMAT_MP3:
	case FORMAT_FLAC:
	case FORMAT_OGG:
	case FORMAT_WAV:
	case FORMAT_AIFF:
		return SHAPE_SOUND;
	case FORMAT_MP4:
	case FORMAT_MATROSKA:
	case FORMAT_AVI:
	case FORMAT_ASF:
		return strncmp(r->magic, "audio/", 6) == 0 ? SHAPE_SOUND :
		    SHAPE_FILM;
	case FORMAT_XLSX:
	case FORMAT_ODS:
	case FORMAT_XLS:
		return SHAPE_TABLE;
	case FORMAT_TEXT:
		return ends_in(r->name, ".csv") || ends_in(r->name, ".tsv") ?
		    SHAPE_TABLE : SHAPE_TEXT;
	case FORMAT_PDF:
		return SHAPE_PAGES;
	default:
		return format_is_picture(r->format) ? SHAPE_PAGES : SHAPE_TEXT;
	}
}

bool
shape_page(const struct board_item *item, const struct sheet *sheet,
    uint32_t *page)
{
	enum shape view = shape_of(item);

	*page = sheet->page;
	return sheet->page != SHEET_NO_PAGE && view != SHAPE_SOUND &&
	    view != SHAPE_FILM;
}

const char *
shape_name(enum shape v)
{
	static const char *const names[] = { "pages", "text", "table", "mail",
		"sound", "film" };

	return names[v];
}
