/*
 * fuzz_saved.c -- a draft that is read without error leaves a board whose own
 * draft, read by a fresh board, leaves the same plans; and these are plans.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/review/board.h"
#include "redact/review/saved.h"

#define ITEMS 2
static const char text[] = "jane@example.org and \xc5\xbb joe@example.org\n";
static const struct id submission = { { 7 } };
static const struct saved_item about[ITEMS] = { { { { 1 } }, 3, 2 },
    { { { 2 } }, 3, 0 } };

struct desk {
	struct plan plans[ITEMS];
	struct bytes text;
	struct board *board;
	struct bytes shown;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
must(int r)
{
	if (r < 0)
		abort();
}

static void
make(struct desk *d)
{
	static const struct layout layout;
	static const struct report report = { .format = FORMAT_PDF };
	struct planned f = { .kind = "EMAIL", .finder = "email", .end = 16 };
	struct board_item items[ITEMS];

	memset(d, 0, sizeof(*d));
	d->text = BYTES_INIT(sizeof(text));
	d->shown = BYTES_INIT(PLAN_MAX);
	must(bytes_add_str(&d->text, text));
	for (size_t i = 0; i < ITEMS; i++) {
		d->plans[i].submission = submission;
		d->plans[i].item = about[i].item;
		must(sha256(d->plans[i].text_sha256, d->text.data,
		    d->text.len));
		must(plan_add(&d->plans[i], &f));
		items[i] = (struct board_item){ .number = i + 1,
		    .plan = &d->plans[i], .text = &d->text,
		    .layout = &layout, .report = &report };
	}
	must(board_new(&d->board, &(struct board_setup){ .by = { { 9 } },
	    .items = items, .n = ITEMS }));
}

static void
show(struct desk *d)
{
	struct plan again;
	size_t i, from;

	for (i = 0; i < ITEMS; i++) {
		from = d->shown.len;
		must(plan_write(&d->shown, &d->plans[i], d->text.data));
		must(plan_read(&again, d->shown.data + from,
		    d->shown.len - from, d->text.data, d->text.len));
		plan_free(&again);
	}
}

static void
end(struct desk *d)
{
	board_free(d->board);
	for (size_t i = 0; i < ITEMS; i++)
		plan_free(&d->plans[i]);
	bytes_free(&d->text);
	bytes_free(&d->shown);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct bytes *out;
	struct saved_told told;
	struct saved *saved;
	struct desk a, b;

	make(&a);
	make(&b);
	if (saved_read(a.board, about, &submission, &told, data, len) == 0) {
		must(saved_new(&saved, &submission));
		must(saved_write(saved, a.board, about, &out));
		must(saved_read(b.board, about, &submission, &told, out->data,
		    out->len));
		show(&a);
		show(&b);
		if (a.shown.len != b.shown.len || memcmp(a.shown.data,
		    b.shown.data, a.shown.len) != 0)
			abort();
		saved_free(saved);
	}
	end(&a);
	end(&b);
	return 0;
}
