/*
 * pnm_read.h -- Netpbm's pictures: P1 to P6 (bits, greys, colours; as text or
 * raw) and P7 (PAM).
 */
#ifndef INTAKE_FORMAT_RASTER_PNM_READ_H
#define INTAKE_FORMAT_RASTER_PNM_READ_H

#include "intake/format/format.h"
#include "intake/format/page/picture.h"
#include "vault/base/bytes.h"

#define PNM_COMMENTS_MAX (1u << 20)	/* bytes of comments kept to be told */

struct pnm {
	int kind;		/* 1 to 7 */
	struct picture_size size;
	unsigned depth;		/* samples of a pixel */
	unsigned max;		/* of a sample */
	bool alpha;		/* the last sample is one (PAM) */
	struct bytes comments;	/* each with a newline behind */
	size_t raster;		/* where the samples begin */
	size_t end;		/* behind them, once they were read */
	uint16_t *samples;	/* by pnm_samples(); owned */
};

#define PNM_INIT ((struct pnm){ .samples = NULL, \
	.comments = BYTES_INIT(PNM_COMMENTS_MAX) })

bool pnm_is_head(const struct doc *d);

/* The header: 0, or -1 after answer_refuse(). */
int pnm_head(struct pnm *p, const struct doc *d, struct answer *a);
/* And the samples; comments among them too. */
int pnm_samples(struct pnm *p, const struct doc *d, struct answer *a);
void pnm_free(struct pnm *p);

/* Is the raster text? */
bool pnm_is_text(const struct pnm *p);

#endif
