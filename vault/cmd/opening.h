/* opening.h -- one run of tipline open, between what it may open (open.c) and
 * what it writes (opening.c). */
#ifndef VAULT_CMD_OPENING_H
#define VAULT_CMD_OPENING_H

#include "vault/base/print.h"
#include "vault/cmd/contents.h"
#include "vault/cmd/folder.h"
#include "vault/cmd/release_names.h"
#include "vault/session/manifest.h"
#include "vault/session/session.h"

#define OPENING_LISTING_MAX (256u << 20)	/* bytes of manifest.txt, or the answer */

struct opening {
	struct session *s;
	struct id submission;
	struct id only;			/* --item; zero: all */
	enum tier tier;
	struct contents contents;
	struct manifest manifest;	/* no items when it may not be read */
	struct release_names names;
	uint32_t release;		/* of the tier release: which one */
	struct folder *folder;
	bool has_tier_key;
	uint32_t tier_key;		/* the submission's, if we have it */
	size_t unlocked, written;
	struct bytes listing;		/* lines on the originals written */
	struct bytes answer;		/* the JSON line */
	struct json json;
};

/* manifest.json and entities.ftm.json of a release, if this key may read them;
 * before the items, whose names the manifest tells. */
int opening_release_manifest(struct opening *op);
/* Every item of the tier that this key opens; counted in unlocked, written. */
int opening_items(struct opening *op);
/* manifest.txt beside originals: what each of them was called. */
int opening_listing(struct opening *op);
/* replies.txt beside working copies: what the source was answered, if it was. */
int opening_replies(struct opening *op);

#endif
