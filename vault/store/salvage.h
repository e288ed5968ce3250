/*
 * salvage.h -- what can still be read of a damaged pack, or of one without an
 * index.
 */
#ifndef VAULT_STORE_SALVAGE_H
#define VAULT_STORE_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * salvage_pack(objects, name, aside, arg, saved, whole):
 * Read every object of objects/pack/<name>.pack that is whole, found by the
 * index if that is sound and else one behind the other, and write them, durable,
 * as a new pack with its index beside it.  Before that gets its name, which may
 * be that of the old one, aside(arg) moves the old files away.  *saved objects
 * were; *whole tells that none is missing.  With nothing to save, nothing is
 * written.
 */
int salvage_pack(int objects, const char *name, int (*aside)(void *arg),
    void *arg, uint64_t *saved, bool *whole);

#endif
