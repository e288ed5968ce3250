/*
 * docx_fields.c -- fields in a walk: begin, code, separate, result, end.
 *
 * Nothing of a code is written before all of it was read; then it is written
 * anew from what docx_field.h understood, or not at all, and the result stays
 * as plain text.  A field inside another's code dooms the outer one.
 */
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/docx_walk.h"
#include "vault/base/err.h"

/* The code to write for the instruction into w->piece; 0, 1: none, or < 0. */
static int
code(struct walk *w, const char *s, size_t len)
{
	struct bytes target = BYTES_INIT(DOCX_FIELD_MAX);
	struct docx_field f;
	unsigned number;
	int r;

	docx_field_parse(&f, s, len);
	if (f.kind == FIELD_NONE)
		return 1;
	if (f.target[0] != '\0') {
		if (f.bookmark[0] != '\0') {
			(void)bytes_addf(&target, "%s#%s", f.target,
			    f.bookmark);
			f.bookmark[0] = '\0';
		} else {
			(void)bytes_add_str(&target, f.target);
		}
		if (bytes_ok(&target) < 0 ||
		    !docx_field_target(bytes_str(&target)) ||
		    story_piece(w->job->office.text, PIECE_TARGET,
		    (char *)target.data, target.len, &w->piece)) {
			bytes_free(&target);
			return 1;
		}
	}
	bytes_reset(&w->piece);
	(void)bytes_addf(&w->piece, " %s", f.name);
	if (target.len > 0)
		(void)bytes_addf(&w->piece, " \"%s\"", bytes_str(&target));
	bytes_free(&target);
	if (f.bookmark[0] != '\0') {
		if ((r = walk_bookmark(w, f.bookmark, &number)) < 0)
			return r;
		(void)bytes_addf(&w->piece, f.kind == FIELD_LINK ?
		    " \\l \"b%u\"" : " b%u", number);
	}
	(void)bytes_addf(&w->piece, "%s ", f.switches);
	return bytes_ok(&w->piece);
}

/* Begin and code, where the separator or the end stands. */
static int
write_code(struct walk *w, struct field *f)
{
	int r;

	r = code(w, bytes_str(&w->instruction), w->instruction.len);
	if (r != 0)
		return r < 0 ? r : 0;
	walk_write(w, "<w:fldChar w:fldCharType=\"begin\"/>"
	    "<w:instrText xml:space=\"preserve\">");
	xml_put_text(w->out, (char *)w->piece.data, w->piece.len);
	walk_write(w, "</w:instrText>");
	f->kept = true;
	return 0;
}

/* An end whose run is left out still ends the field that was written. */
static void
write_lost_end(struct walk *w)
{
	if (w->levels[w->skip - 1].place == PLACE_PARAGRAPH)
		walk_write(w, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

static int
begin(struct walk *w, bool lost)
{
	if (w->nfields == WALK_FIELDS_MAX)
		return err_set(ERR_TOO_BIG, "fields are nested too deep; "
		    "treat the file as hostile");
	if (w->nfields > w->base)
		w->fields[w->nfields - 1].doomed |=
		    w->fields[w->nfields - 1].instruction;
	w->fields[w->nfields++] = (struct field){ .instruction = true,
	    .doomed = lost };
	w->ninstructions++;
	bytes_reset(&w->instruction);
	return 0;
}

static int
separate(struct walk *w, struct field *f, bool lost)
{
	int r = 0;

	if (!f->instruction)
		return 0;
	f->instruction = false;
	w->ninstructions--;
	if (!lost && !f->doomed && w->ninstructions == 0 &&
	    (r = write_code(w, f)) == 0 && f->kept)
		walk_write(w, "<w:fldChar w:fldCharType=\"separate\"/>");
	return r;
}

static int
end(struct walk *w, struct field *f, bool lost)
{
	int r = 0;

	if (f->instruction) {
		f->instruction = false;
		w->ninstructions--;
		if (!lost && !f->doomed && w->ninstructions == 0)
			r = write_code(w, f);
	}
	if (f->kept && !lost)
		walk_write(w, "<w:fldChar w:fldCharType=\"end\"/>");
	else if (f->kept)
		write_lost_end(w);
	w->nfields--;
	return r;
}

int
walk_field_char(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *type = xml_attr(attrs, n, "w:fldCharType");
	bool lost = w->skip != 0;
	struct field *f;
	int r = 0;

	f = w->nfields > w->base ? &w->fields[w->nfields - 1] : NULL;
	if (type != NULL && strcmp(type, "begin") == 0)
		r = begin(w, lost);
	else if (type != NULL && f != NULL && strcmp(type, "separate") == 0)
		r = separate(w, f, lost);
	else if (type != NULL && f != NULL && strcmp(type, "end") == 0)
		r = end(w, f, lost);
	if (!lost) {
		w->skip = w->depth;	/* what was written stays */
		w->why = SKIP_OTHER;
	}
	return r;
}

int
walk_field_simple(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *instruction = xml_attr(attrs, n, "w:instr");
	int r;

	walk_inherit(w, w->depth - 1);
	if (instruction == NULL)
		return 0;
	if ((r = code(w, instruction, strlen(instruction))) != 0)
		return r < 0 ? r : 0;
	walk_start(w, name, NULL, 0);
	walk_attr(w, "w:instr", bytes_str(&w->piece));
	return 0;
}
