/*
 * exchange.h -- the plans of a whole submission as one JSON file, out to a
 * person (`review --export FILE`) and back (`review --plan FILE`).
 *
 *	{"version":1,"submission":hex,"items":[plan, ...]}
 *
 * each plan as plan.h writes it.  In a file that comes back a finding needs
 * no more than kind, start, end, value and decision.
 */
#ifndef REDACT_REVIEW_EXCHANGE_H
#define REDACT_REVIEW_EXCHANGE_H

#include <stddef.h>

#include "redact/doc/plan.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define EXCHANGE_MAX (256u << 20)	/* bytes of the file */
#define EXCHANGE_ITEMS_MAX 100000u

/* Append the document; texts[i] belongs to plans[i]. */
int exchange_write(struct bytes *b, const struct id *submission,
    struct plan *const plans[], const struct bytes texts[], size_t n);

/*
 * exchange_merge(plans, texts, n, json, len, by, changed):
 * Merge what a person decided into the stored plans.  A finding of the file
 * with the kind, start and end of a stored one gives it decision, reason and
 * what stands there; one that is not stored is added with the finder "person";
 * boxes and times that are not there yet are added; pages seen are added; keep,
 * whiten and unredacted are set where the file has them.  Nothing stored goes
 * away: a finding the file leaves out stays as it is.  Whatever changed is
 * marked with `by`; what the file itself says under "by" is not believed.
 *
 * With an item whose findings are all decided then, `by` says that its pages
 * were looked at elsewhere, unless the file names pages seen: then these are.
 *
 * Labels are given anew over all plans.  *changed (may be NULL): findings,
 * boxes and what is said of items.
 *
 * ERR_FORMAT for a file that is not of this form, another submission's, with
 * an item that is not among the plans or comes twice, or made from another
 * text (text_sha256); then no plan is changed.
 */
int exchange_merge(struct plan *plans[], const struct bytes texts[], size_t n,
    const void *json, size_t len, const struct fpr *by, size_t *changed);

#endif
