/*
 * job.h -- one Office document on its way to its text or its cleaned copy:
 * what the walks over its parts share, whatever the application.
 *
 * A job walks all parts once to gather the text, and for a copy once more to
 * write.  A part is known by its name in the document read, and gets a new
 * one the first time that a part which is kept relates to it; what nothing
 * relates to is not kept.  Everything that numbers or names things anew lives
 * here, so that both times give the same.
 */
#ifndef INTAKE_FORMAT_OFFICE_JOB_H
#define INTAKE_FORMAT_OFFICE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/office/opc.h"
#include "intake/format/story/chars.h"
#include "intake/format/story/pictures.h"
#include "intake/format/story/story.h"

#define OFFICE_PARTS_MAX 20000u
#define OFFICE_SEEN_MAX 4096u	/* bytes shown of hidden, deleted text */

struct office_job;

/* A part being written: its XML, and its relationships' inside. */
struct office_out {
	struct bytes xml;
	struct bytes rels;
	unsigned nrels;
};

#define OFFICE_OUT_INIT ((struct office_out){ \
	.xml = BYTES_INIT(XML_PART_MAX), .rels = BYTES_INIT(XML_PART_MAX) })

/* What a kind of part is called, and who walks it. */
struct office_kind {
	const char *relation;	/* the last step of the relationship's type */
	const char *name;	/* "worksheets/sheet%u.xml", in job->folder */
	const char *type;	/* its content type */
	const char *root;	/* what the outermost element must be */
	bool near;		/* its text follows that of the part before */
	int (*walk)(struct office_job *job, const struct office_kind *kind,
	    const char *source, const struct opc_rels *rels,
	    struct office_out *out);
};

struct office_part {
	const struct office_kind *kind;
	char *source;		/* in the document read */
	char name[64];		/* in the copy */
	bool done;		/* walked this time round */
	size_t first, last;	/* the parts it was the first to relate to */
};

/* Text that a walk met and left out, or that was hidden and is shown now. */
struct office_seen {
	uint64_t count;
	struct bytes text;
};

struct office_job {
	const struct opc *package;
	struct story *text;
	bool writing;		/* the second time round */
	struct zip_writer *zip;	/* while writing */
	const char *folder;	/* "xl/": of all parts */
	struct pictures pictures;
	struct chars chars;
	struct office_part *parts;	/* in the order they were met */
	size_t nparts, room;
	struct map part_of;		/* source -> 1 + index */
	struct map numbers;		/* a kind's name -> parts of it */
	unsigned objects, ids;	/* numbered so far, this time round */
	unsigned models;	/* points of diagrams numbered so far */
	/* What was met the first time round. */
	struct office_seen hidden, deleted;
	struct map dropped;	/* elements, "element attribute" -> count */
	struct map links;	/* what leads out, and goes */
	/*
	 * A reference of a chart as it may stand; false: it may not.  NULL
	 * where what charts refer to is not in the document.
	 */
	bool (*formula)(struct office_job *job, const char *s,
	    struct bytes *out);
	void *own;		/* the application's */
};

int office_job_init(struct office_job *job, const struct opc *p,
    const char *folder);
void office_job_free(struct office_job *job);

/*
 * office_job_part(job, kind, source):
 * The part, noted as one that is kept.  NULL when there is none of this name,
 * when it was noted as another kind, or after an error (in which case
 * job->chars.err says so).
 */
const struct office_part *office_job_part(struct office_job *job,
    const struct office_kind *kind, const char *source);

/* Walk it, then the near ones that it relates to. */
int office_job_walk(struct office_job *job, const struct office_part *part);

/* Walk all that were noted and not walked yet. */
int office_job_rest(struct office_job *job);

/* Remember words that are hidden, or were; nothing the second time round. */
void office_job_seen(struct office_job *job, struct office_seen *seen,
    const char *s, size_t len);
/* Count something that does not come through. */
void office_job_dropped(struct office_job *job, const char *element,
    const char *attribute);

/*
 * Writing.  office_out_relate(): add a relationship from the part called
 * `from` to the one called `to` (a URI as it stands when `external`); the
 * number of its id, "rId<n>".
 */
unsigned office_out_relate(struct office_out *out, const char *type,
    const char *from, const char *to, bool external);
void office_out_free(struct office_out *out);

/* The same to the cleaned picture of the part `source`, or to the grey one
 * that stands for what cannot be cleaned.  0 after an error. */
unsigned office_out_picture(struct office_job *job, struct office_out *out,
    const char *from, const char *source);

/* Put a part, with its relationships when it has some, into the package. */
int office_job_put(struct office_job *job, const char *name,
    const struct office_out *out);

/*
 * The content types of all parts noted, and the root: the first members.
 * `main` and `type` are of the main part; `more` is XML of further overrides,
 * or NULL.
 */
int office_job_begin(struct office_job *job, const char *main,
    const char *type, const char *more);
/* All pictures, and the end of the package. */
int office_job_end(struct office_job *job);

#endif
