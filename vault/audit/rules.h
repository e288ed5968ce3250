/*
 * rules.h -- what an entry may do, given the tree it found.
 *
 * One stateless check for entries that are about to be made and for entries
 * of the history: all state is in the tree before.  Rules are named in
 * findings as here:
 *
 *   signature    by the entry's actor, over these bytes
 *   member       the actor was a member then
 *   role         ... with a role for this event
 *   trailers     the text says what the entry does
 *   append-only  files are only added, never under two endings
 *   path         every file has a place, and belongs to the event
 *   signers      allowed_signers grows by the new members' lines alone
 *   roles-fit    roles that one member may hold together
 *   epoch        a new epoch is its member's own, with a new key
 *   clock        the time is rounded as the policy says
 *   order        versions count up from 1, for things that exist
 *   inside       what is found in an item is a new item, told in the same entry
 *                by the one that it was found in
 *   drop         what came in is exactly what was signed
 *   shelf        on the vault's shelf lie its watchlist, its sums and the
 *                desk's keys
 *   grant        keys go only to members whose role may have them, sealed to
 *                their newest epoch; who rotates gains nothing
 *   policy       plans are approved by as many people as the policy asks; a
 *                new policy can be read
 *   erase        signed by as many of the desk as the policy asks, never while
 *                it is held
 *   recall       a release is withdrawn once, and only one that there is
 *   partner      who got a release elsewhere, and by which drop
 *   hold         held once, lifted once
 *   receipt      says what its member opened, and could open
 *   erased       nothing is added to what was erased
 *   damage       something that the entry builds on cannot be read
 */
#ifndef VAULT_AUDIT_RULES_H
#define VAULT_AUDIT_RULES_H

#include "vault/store/judge.h"

int rules_entry(const struct view *view, const struct facts *facts,
    const struct changes *changes, const struct report *report);

int rules_signature(const struct view *view, const struct facts *facts,
    const void *payload, size_t len, const void *armored, size_t alen,
    const struct report *report);

#endif
