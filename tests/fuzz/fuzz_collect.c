/*
 * fuzz_collect.c -- whatever a parser says, what comes out keeps the rules, or
 * nothing comes out.
 *
 * The input: what is wanted (a byte), then records: type u8, length u16, body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/collect.h"
#include "vault/base/print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
must(int holds)
{
	if (!holds)
		abort();
}

static void
check(struct exam *e, unsigned want)
{
	const struct report *r = &e->report;
	uint64_t at = 0;
	size_t i;

	must(r->state >= EXAM_DONE && r->state <= EXAM_STATE_LAST);
	must((r->state == EXAM_DONE) == (r->reason == REASON_NONE));
	must(r->format <= FORMAT_LAST && r->reason <= REASON_LAST);
	must(utf8_valid(e->text.data, e->text.len));
	must(layout_check(&e->layout, e->text.len) == 0);
	must(r->state == EXAM_DONE || (e->text.len == 0 && e->file < 0 &&
	    e->children.n == 0));
	must(e->file < 0 || r->clean_len > 0);
	must(e->children.n == 0 || (want & WANT_CHILDREN) != 0);
	for (i = 0; i < e->children.n; i++) {
		must(e->children.list[i].start == at);
		must(e->children.list[i].reason == REASON_NONE ||
		    e->children.list[i].len == 0);
		at += e->children.list[i].len;
	}
	must(at == e->children.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct exam e = EXAM_INIT;
	struct collect c;
	size_t at, n;
	int r = 0;

	if (len == 0 || collect_begin(&c, &e, data[0]) < 0)
		return 0;
	for (at = 1; r == 0 && len - at >= 3; at += n) {
		n = (size_t)data[at + 1] << 8 | data[at + 2];
		at += 3;
		if (n > len - at)
			n = len - at;
		r = collect_record(&c, data[at - 3], data + at, n);
	}
	if (r == 0)
		r = collect_end(&c);
	if (r < 0)
		collect_fail(&c, REASON_LIED, "");
	check(&e, data[0]);
	exam_free(&e);
	return 0;
}
