/*
 * inside.h -- items that were found in items: the members of an archive, the
 * attachments of a mail, and what was found in those.
 *
 * Each is an item of the submission like any other: with an id, objects,
 * grants of its own.  Its content is the object `unpacked` where others have
 * an `original`.  The item it was found in has the object `contents`, in the
 * form of a manifest (docs/format.md "Contents").
 */
#ifndef VAULT_SESSION_INSIDE_H
#define VAULT_SESSION_INSIDE_H

#include "vault/session/manifest.h"
#include "vault/session/session.h"

/*
 * inside_read(s, handle, submission, m):
 * Append to the manifest `m` all that was found in its items, and in those;
 * their names are paths below the item's name, and they stand behind the items
 * that came in, sorted by their ids.  `handle` is of the original tier.
 */
int inside_read(struct session *s, uint32_t handle,
    const struct id *submission, struct manifest *m);

/*
 * inside_add(m, parent, id, name, size):
 * Append one item that was found in the item at `parent`; its name there is
 * `name`, and its path is cut at its beginning where it is too long.
 */
int inside_add(struct manifest *m, size_t parent, const struct id *id,
    const char *name, uint64_t size);

/* How many items were found in the one at `i`, not in those. */
size_t inside_count(const struct manifest *m, size_t i);

/* Where the item that came in stands in whose inside `i` was found; or `i`. */
size_t inside_root(const struct manifest *m, size_t i);

/* The object that holds the item's content. */
enum object_kind inside_source(const struct manifest_item *item);

#endif
