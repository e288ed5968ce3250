/* part_link.c -- what a part relates to, in the copy. */
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/part.h"

unsigned
part_link(struct part_walk *w, const char *target)
{
	if (!docx_field_target(target) || story_piece(w->job->text,
	    PIECE_TARGET, target, strlen(target), &w->piece))
		return 0;
	return office_out_relate(w->part, "hyperlink", w->name, target, true);
}

unsigned
part_relation(struct part_walk *w, const char *id)
{
	const struct opc_rel *rel = opc_rels_id(w->rels, id);
	const struct office_kind *kind = NULL;
	const struct office_part *p;

	if (rel == NULL)
		return 0;
	if (strcmp(rel->type, "hyperlink") == 0 && rel->external)
		return part_link(w, rel->target);
	if (rel->external)
		return 0;
	if (strcmp(rel->type, "image") == 0)
		return office_out_picture(w->job, w->part, w->name,
		    rel->target);
	if (w->hooks != NULL && w->hooks->kind != NULL)
		kind = w->hooks->kind(rel->type);
	if (kind == NULL)
		kind = part_common_kind(rel->type);
	p = kind != NULL ? office_job_part(w->job, kind, rel->target) : NULL;
	return p == NULL ? 0 : office_out_relate(w->part, kind->relation,
	    w->name, p->name, false);
}
