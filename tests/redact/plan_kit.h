/* plan_kit.h -- for the tests of plans: a plan made from a text's findings. */
#ifndef TESTS_REDACT_PLAN_KIT_H
#define TESTS_REDACT_PLAN_KIT_H

#include "find_kit.h"

#include "redact/find/engine/choice.h"
#include "redact/doc/plan.h"
#include "vault/base/bytes.h"

static inline struct bytes
plan_text(const char *text)
{
	struct bytes b = BYTES_INIT(1u << 20);

	assert_int_equal(bytes_add_str(&b, text), 0);
	return b;
}

static inline void
plan_make(struct plan *p, uint8_t item, const struct bytes *text)
{
	struct findings f;
	struct choice *c;

	memset(p, 0, sizeof(*p));
	memset(&p->submission, 7, sizeof(p->submission));
	memset(&p->item, item, sizeof(p->item));
	assert_int_equal(sha256(p->text_sha256, text->data, text->len), 0);
	/* These tests are about plans, not about what is a name. */
	assert_int_equal(choice_new(&c, NULL, "names"), 0);
	assert_int_equal(find_in(text->data, text->len,
	    &(struct find_options){ .choice = c }, &f), 0);
	choice_free(c);
	assert_int_equal(plan_from(p, &f), 0);
	findings_free(&f);
	struct plan *plans[] = { p };
	assert_int_equal(plans_label(plans, NULL, text, 1), 0);
}

static inline struct fpr
plan_person(uint8_t n)
{
	struct fpr by;

	memset(&by, n, sizeof(by));
	return by;
}

#endif
