/* sink_kind.h -- what a kind of sink provides; first member of each kind. */
#ifndef INTAKE_RECEIVE_SINK_KIND_H
#define INTAKE_RECEIVE_SINK_KIND_H

#include "intake/receive/sink.h"

struct sink_kind {
	int (*stage)(struct sink *, int *fd);
	/* NULL: nobody hashes what is staged but the caller. */
	int (*grew)(struct sink *, uint64_t);
	int (*keep)(struct sink *, const struct path *, struct sealed *);
	int (*small)(struct sink *, const struct path *, const void *, size_t);
	int (*begin)(struct sink *, struct submission *);
	int (*finish)(struct sink *, const struct drop *, const void *, size_t,
	    const void *, size_t);
	void (*free)(struct sink *);
};

struct sink {
	const struct sink_kind *kind;
};

#endif
