/*
 * tree.h -- a document, the documents in it, those in them, and so on: each is
 * examined in a process of its own, and containers are written anew from what
 * became of their members.
 *
 * All limits count over the whole tree: NESTING_MAX levels, MEMBERS_MAX
 * documents, UNPACKED_MAX bytes and EXPANSION_MAX times the root's own,
 * TREE_TEXT_MAX bytes of text.  What lies
 * beyond one is refused by name, and nothing further in it is looked at.
 */
#ifndef INTAKE_EXAMINE_TREE_H
#define INTAKE_EXAMINE_TREE_H

#include "intake/examine/run.h"

#define TREE_TEXT_MAX ((uint64_t)512 << 20)
/* So many documents may use up all their CPU time; then the rest is refused. */
#define TREE_SLOW_MAX 8u

/* What becomes of a member that cannot be cleaned. */
enum tree_unknown {
	UNKNOWN_ABORT,	/* its container is refused, REASON_MEMBERS */
	UNKNOWN_OMIT,	/* it is left out */
	UNKNOWN_KEEP	/* it stays as it is */
};

struct tree_node {
	char *path;		/* the document's name, then "/" and each name */
	size_t parent;		/* its place in the list; the root's own is 0 */
	unsigned depth;		/* 0: the root */
	uint64_t size;		/* bytes, as it lies in its container */
	enum part_what part;	/* what became of it there; 0: nothing did */
	/* Its file is there for the root, and for all with WANT_SAFE. */
	struct exam exam;
	enum format_id made;	/* what the file is, with make(); else 0 */
};

struct tree {
	struct tree_node **nodes;	/* each before what is in it */
	size_t n;
};

struct tree_request {
	int fd;
	const char *name;
	unsigned want;		/* WANT_REPORT, TEXT, LAYOUT; CLEAN or SAFE */
	enum tree_unknown unknown;
	const struct secret *password;
	bool patient;
	/*
	 * Instead of WANT_CLEAN: make the file of one document, which was seen
	 * as `seen` (report, text, layout as wanted), by the request `q`: fd,
	 * parts, password and patient are set in it.  Like worker_run(), which
	 * it may call, else.
	 */
	int (*make)(struct worker *w, const struct exam_request *q,
	    const struct exam *seen, struct exam *made, void *arg);
	void *arg;
};

/*
 * tree_run(w, request, tree):
 * 0, and every document that was found is a node, done or not; the root is the
 * first.  Documents in a cleaned file that loses them anyway (the attachments
 * of a PDF) are no nodes when a file is made.  Negative when no examination
 * was possible.
 */
int tree_run(struct worker *w, const struct tree_request *q, struct tree *tree);
void tree_free(struct tree *t);

/*
 * The name of a member as it is shown below its container's: without what
 * leads elsewhere ("/", "." and ".."); "#3" for a third one without a name.
 * Appended to `b`.
 */
int tree_member_name(struct bytes *b, const char *name, size_t number);

#endif
