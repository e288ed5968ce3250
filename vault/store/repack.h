/*
 * repack.h -- keep the number of files in objects/ small, however many entries
 * there are.
 *
 * Loose objects are packed when there are many.  Packs are merged when there
 * are REPACK_FAN of one size class, so that an object is copied once a class and
 * there are never more than that many of each; the largest class stays.
 */
#ifndef VAULT_STORE_REPACK_H
#define VAULT_STORE_REPACK_H

#include "vault/store/repo.h"
#include "vault/store/stage.h"

#define REPACK_FAN 8		/* packs of one class; each is 8 times the last */
#define REPACK_LOOSE 20		/* loose objects in one of the 256 folders */
#define REPACK_LOOSE_MAX 65536	/* loose objects that are packed at a time */
#define REPACK_OBJECT_MAX (1u << 20)	/* bytes of a loose object's file; larger
					 * ones stay as they are */

/*
 * repack(r, incoming):
 * The caller holds the vault's lock and has no write under way.  Whatever
 * cannot be done now is left as it is, for another time: all of it is safe as
 * it stands.  A process that reads meanwhile finds everything.
 */
void repack(struct repo *r, struct stages *incoming);

#endif
