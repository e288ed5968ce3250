/*
 * parcels.h -- what came in pieces becomes a submission, once: that it does is
 * noted before it can appear, so that a kill at any moment leaves either a drop
 * that counts, or none and no note.
 */
#ifndef INTAKE_SERVE_PARCELS_H
#define INTAKE_SERVE_PARCELS_H

#include "intake/cover/cover.h"
#include "intake/serve/server.h"

/* In a thread; then `told`, in the loop, says whether it came in. */
void parcels_bring(struct server *s, struct came *came,
    struct cover_whole *whole,
    void (*told)(void *server, struct cover_whole *whole, bool in));

#endif
