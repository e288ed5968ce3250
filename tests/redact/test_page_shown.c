/* test_page_shown.c -- pages and sounds as the review page shows them: as they
 * are, and as they will be released, made by real workers. */
#include "page_kit.h"

#include <unistd.h>

#define LINE "BT /F1 24 Tf 72 700 Td (%s) Tj ET"

/* A PDF of two pages with a line of text on each. */
static void
make_pdf(struct bytes *b, const char *first, const char *second)
{
	const char *const lines[] = { first, second };
	size_t at[8], n = 1, i, begin;
	char content[200];

	*b = BYTES_INIT(1u << 20);
	(void)bytes_add_str(b, "%PDF-1.4\n");
#define OBJECT(...) do { at[n] = b->len;				\
	(void)bytes_addf(b, "%zu 0 obj\n", n++);			\
	(void)bytes_addf(b, __VA_ARGS__);				\
	(void)bytes_add_str(b, "\nendobj\n"); } while (0)
	OBJECT("<</Type/Catalog/Pages 2 0 R>>");
	OBJECT("<</Type/Pages/Count 2/Kids[4 0 R 6 0 R]>>");
	OBJECT("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
	for (i = 0; i < 2; i++) {
		OBJECT("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
		    "/Resources<</Font<</F1 3 0 R>>>>/Contents %zu 0 R>>",
		    n);	/* the next one */
		(void)snprintf(content, sizeof(content), LINE, lines[i]);
		OBJECT("<</Length %zu>>stream\n%s\nendstream",
		    strlen(content), content);
	}
	begin = b->len;
	(void)bytes_addf(b, "xref\n0 %zu\n0000000000 65535 f \n", n);
	for (i = 1; i < n; i++)
		(void)bytes_addf(b, "%010zu 00000 n \n", at[i]);
	(void)bytes_addf(b, "trailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n"
	    "%%%%EOF\n", n, begin);
}

/* A grey picture of 60 x 30 pixels. */
#define PICTURE "iVBORw0KGgoAAAANSUhEUgAAADwAAAAeCAAAAABV8yKTAAAAHElEQVR42m" \
    "M4QAFgGNU8qnlU86jmUc2jmoezZgBT7EZMYTW6ywAAAABJRU5ErkJggg=="

/* A page of the web with text and a picture. */
static void
make_html(struct bytes *b)
{
	*b = BYTES_INIT(1u << 20);
	(void)bytes_add_str(b, "<!DOCTYPE html><html><body><p>Write to "
	    "jane@example.org now.</p><img src=\"data:image/png;base64,"
	    PICTURE "\"><p>The end.</p></body></html>\n");
}

/* As if these words had been read in the picture.  They begin as the text of
 * the document does. */
static void
read_words(struct bytes *text, struct layout *l)
{
	static const char *const words[] = { "Write ", "to ",
		"joe@example.org\n" };
	struct place w = { .x0 = 500, .y0 = 1000, .x1 = 1500, .y1 = 2000 };
	size_t i;

	assert_int_equal(l->npages, 1);
	assert_int_equal(l->pages[0].start, text->len);
	for (i = 0; i < 3; i++) {
		w.start = text->len;
		assert_int_equal(bytes_add_str(text, words[i]), 0);
		w.end = text->len - 1;
		assert_int_equal(layout_add_place(l, &w), 0);
		w.x0 += 1500;
		w.x1 += 1500;
	}
	l->pages[0].end = text->len;
	l->pages[0].flags = PAGE_READ;
}

static void
put_le(struct bytes *b, uint32_t v, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		(void)bytes_add(b, &(uint8_t){ (uint8_t)(v >> 8 * i) }, 1);
}

/* Half a second of sound. */
static void
make_wav(struct bytes *b)
{
	*b = BYTES_INIT(1u << 20);
	(void)bytes_add_str(b, "RIFF");
	put_le(b, 36 + 8000, 4);
	(void)bytes_add_str(b, "WAVEfmt ");
	put_le(b, 16, 4);
	put_le(b, 1, 2);
	put_le(b, 1, 2);
	put_le(b, 8000, 4);
	put_le(b, 16000, 4);
	put_le(b, 2, 2);
	put_le(b, 16, 2);
	(void)bytes_add_str(b, "data");
	put_le(b, 8000, 4);
	for (uint32_t i = 0; i < 4000; i++)
		put_le(b, i * 331 & 0x3fff, 2);
}

/* What an examination says of the file becomes an item of the kit. */
static void
examine(struct rig *r, struct worker *w, uint8_t i, struct board_item *item)
{
	struct exam_request q = { .want = WANT_REPORT | WANT_TEXT |
	    WANT_LAYOUT };
	struct exam e = EXAM_INIT;

	assert_int_equal(io_memfd_from(&q.fd, "file", r->files[i].data,
	    r->files[i].len), 0);
	assert_int_equal(worker_run(w, &q, &e), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	r->k.texts[i] = e.text;
	e.text = BYTES_INIT(0);
	r->k.layouts[i] = e.layout;
	e.layout = (struct layout){ 0 };
	r->k.reports[i].format = e.report.format;
	if (e.report.format == FORMAT_HTML)
		read_words(&r->k.texts[i], &r->k.layouts[i]);
	exam_free(&e);
	io_close(&q.fd);
	if (r->k.texts[i].data == NULL)	/* a sound says nothing */
		r->k.texts[i] = plan_text("");
	plan_make(&r->k.plans[i], (uint8_t)(i + 1), &r->k.texts[i]);
	*item = (struct board_item){ .number = i + 1u,
	    .plan = &r->k.plans[i], .text = &r->k.texts[i],
	    .layout = &r->k.layouts[i], .report = &r->k.reports[i] };
}

static void
make_with(struct rig *r, bool html)
{
	struct board_item items[KIT_ITEMS];
	struct worker *w;

	memset(r, 0, sizeof(*r));
	r->k.last = BYTES_INIT(1u << 20);
	if (html)
		make_html(&r->files[0]);
	else
		make_pdf(&r->files[0], "Write to jane@example.org now",
		    "and to joe@example.org");
	make_wav(&r->files[1]);
	assert_int_equal(worker_start(&w), 0);
	for (uint8_t i = 0; i < KIT_ITEMS; i++)
		examine(r, w, i, &items[i]);
	worker_stop(w);
	assert_int_equal(board_new(&r->k.board, &(struct board_setup){
	    .by = plan_person(9), .items = items, .n = KIT_ITEMS,
	    .save = kit_save, .arg = &r->k }), 0);
	rig_open(r);
	rig_in(r);
}

static void
make(struct rig *r)
{
	make_with(r, false);
}

/* The answer, at once or when it was made. */
static unsigned
get(struct rig *r, const char *target)
{
	(void)rig_get(r, target);
	(void)rig_send(r);
	while (r->reply.later || r->reply.status == 202 ||
	    r->reply.status == 503) {
		if (!r->reply.later) {
			rig_wait(r);
			(void)rig_get(r, target);
			(void)rig_send(r);
			continue;
		}
		rig_wait(r);
		if (r->later == r->q.id)
			break;
	}
	return r->reply.status;
}

/* The picture's bytes, from the file or the answer that came later. */
static void
keep(struct rig *r, struct bytes *b)
{
	uint64_t size;
	uint8_t *p;

	*b = BYTES_INIT(16u << 20);
	if (r->reply.fd < 0) {
		assert_int_equal(bytes_add(b, r->reply.body.data,
		    r->reply.body.len), 0);
		return;
	}
	assert_int_equal(io_size(r->reply.fd, &size), 0);
	assert_int_equal(bytes_room(b, size, &p), 0);
	assert_int_equal(pread(r->reply.fd, p, size, 0), (ssize_t)size);
}

static void
test_pages_as_they_are_and_as_they_will_be(void **state)
{
	struct bytes before, after;
	struct rig r;

	(void)state;
	make(&r);
	assert_int_equal(board_undecided(r.k.board), 2);
	assert_int_equal(get(&r, "/picture/0/0?w=400"), 200);
	assert_non_null(strstr(r.reply.type, "image/"));
	assert_int_equal(get(&r, "/made/0/0?w=400&r=1"), 200);
	keep(&r, &before);
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[0], 1,
	    &kit_redact), 0);
	assert_int_equal(get(&r, "/made/0/0?w=400&r=2"), 200);
	keep(&r, &after);
	assert_false(before.len == after.len &&
	    memcmp(before.data, after.data, after.len) == 0);
	/* It is kept, also when another page changes. */
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[1], 1,
	    &kit_redact), 0);
	(void)rig_get(&r, "/made/0/0?w=400&r=3");
	assert_int_equal(rig_send(&r), 200);
	assert_false(r.reply.later);
	(void)rig_get(&r, "/picture/0/0?w=400");
	assert_int_equal(rig_send(&r), 200);
	assert_false(r.reply.later);
	assert_int_equal(r.originals, 1);
	bytes_free(&before);
	bytes_free(&after);
	rig_end(&r);
}

static void
test_words_have_their_places(void **state)
{
	struct rig r;
	char want[80];
	const struct place *p;

	(void)state;
	make(&r);
	assert_int_equal(get(&r, "/api/item/0/sheet/1"), 200);
	p = &r.k.layouts[0].places[r.k.layouts[0].nplaces - 1];
	(void)snprintf(want, sizeof(want), "[%u,%u,%d,%d,%d,%d]]",
	    (unsigned)p->start, (unsigned)p->end, p->x0, p->y0, p->x1, p->y1);
	if (strstr(rig_says(&r), want) == NULL)
		fail_msg("no %s in %s", want, rig_says(&r));
	assert_non_null(strstr(rig_says(&r), "\"width\":61200,"
	    "\"height\":79200"));
	assert_null(strstr(rig_says(&r), "jane"));
	assert_int_equal(get(&r, "/api/item/0/sheet/0"), 200);
	assert_int_equal(r.layouts, 1);
	rig_end(&r);
}

static void
has(struct rig *r, const char *want)
{
	if (strstr(rig_says(r), want) == NULL)
		fail_msg("no %s in %s", want, rig_says(r));
}

/* A document without pages: its text as text, then the picture in it. */
static void
test_a_picture_inside_is_a_sheet_that_is_drawn(void **state)
{
	struct bytes before, after, boxed;
	char want[120];
	struct rig r;
	size_t at;

	(void)state;
	make_with(&r, true);
	at = r.k.layouts[0].pages[0].start;
	assert_int_equal(get(&r, "/api/state"), 200);
	has(&r, "\"view\":\"text\",\"sheets\":2,\"pages_from\":1,");
	assert_int_equal(get(&r, "/api/item/0/sheet/0"), 200);
	has(&r, "The end.");
	has(&r, "\"width\":0,\"height\":0,\"words\":[]");
	assert_null(strstr(rig_says(&r), "joe"));
	assert_int_equal(get(&r, "/api/item/0/sheet/1"), 200);
	has(&r, "\"text\":\"Write to joe@example.org\\n\","
	    "\"width\":6000,\"height\":3000,");
	(void)snprintf(want, sizeof(want), "\"words\":[[%zu,%zu,500,1000,1500,"
	    "2000],[%zu,%zu,2000,1000,3000,2000],[%zu,", at, at + 5, at + 6,
	    at + 8, at + 9);
	has(&r, want);
	assert_int_equal(get(&r, "/picture/0/0"), 404);
	assert_int_equal(get(&r, "/picture/0/2"), 404);
	assert_int_equal(get(&r, "/picture/0/1?w=60"), 200);
	assert_non_null(strstr(r.reply.type, "image/"));
	assert_int_equal(get(&r, "/made/0/1?w=60&r=1"), 200);
	keep(&r, &before);
	/* What is redacted in the text is nothing to it; a word in it is. */
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[0], 1,
	    &kit_redact), 0);
	(void)rig_get(&r, "/made/0/1?w=60&r=2");
	assert_int_equal(rig_send(&r), 200);
	assert_false(r.reply.later);
	assert_int_equal(board_decide(r.k.board, 0, &r.k.plans[0].list[1], 1,
	    &kit_redact), 0);
	assert_int_equal(get(&r, "/made/0/1?w=60&r=3"), 200);
	keep(&r, &after);
	assert_false(before.len == after.len &&
	    memcmp(before.data, after.data, after.len) == 0);
	(void)rig_post(&r, "/api/box", "{\"revision\":3,\"item\":0,\"page\":0,"
	    "\"x0\":100,\"y0\":2500,\"x1\":900,\"y1\":2900}");
	assert_int_equal(rig_send(&r), 200);
	assert_int_equal(get(&r, "/made/0/1?w=60&r=4"), 200);
	keep(&r, &boxed);
	assert_false(boxed.len == after.len &&
	    memcmp(boxed.data, after.data, after.len) == 0);
	/* The text that goes out has no words of pictures. */
	assert_int_equal(get(&r, "/api/made/0/1"), 404);
	assert_int_equal(get(&r, "/api/made/0/0"), 200);
	has(&r, "\"state\":\"done\",\"text\":\"Write to [EMAIL");
	has(&r, "The end.");
	assert_null(strstr(rig_says(&r), "EMAIL-2"));
	bytes_free(&before);
	bytes_free(&after);
	bytes_free(&boxed);
	rig_end(&r);
}

static void
test_what_is_no_picture_is_refused(void **state)
{
	struct rig r;

	(void)state;
	make(&r);
	assert_int_equal(get(&r, "/picture/0/0?w=0"), 400);
	assert_int_equal(get(&r, "/picture/0/0?w=4001"), 400);
	assert_int_equal(get(&r, "/picture/0/0?w=x"), 400);
	assert_int_equal(get(&r, "/picture/0/2"), 404);
	assert_int_equal(get(&r, "/picture/1/0"), 404);
	assert_int_equal(get(&r, "/media/0"), 404);
	rig_end(&r);
}

/* What the worker cannot read is told, and the review goes on. */
static void
test_a_damaged_page_is_told(void **state)
{
	struct rig r;

	(void)state;
	make(&r);
	memset(r.files[0].data, 'x', r.files[0].len);
	assert_int_equal(get(&r, "/picture/0/0"), 409);
	assert_non_null(strstr(rig_says(&r), "\"state\":\"refused\""));
	assert_int_equal(get(&r, "/api/state"), 200);
	rig_end(&r);
}

static unsigned answered, given_up;

static void
count(void *arg, uint32_t id, const struct reply *reply)
{
	(void)arg;
	(void)id;
	answered++;
	given_up += reply->status == 503;
}

/* A browser has few connections: most who ask are told to ask again. */
static void
test_too_many_wishes_leave_room_for_decisions(void **state)
{
	struct pollfd one = { .events = POLLIN };
	unsigned i, later = 0;
	char target[40];
	struct rig r;

	(void)state;
	answered = given_up = 0;
	make(&r);
	for (i = 0; i < ASIDE_WISHES_MAX + 30; i++) {
		(void)snprintf(target, sizeof(target), "/picture/0/0?w=%u",
		    16 + i);
		(void)rig_get(&r, target);
		if (rig_send(&r) != 503 && r.reply.later)
			later++;
	}
	assert_int_equal(later, PAGE_PARKED);
	assert_int_equal(r.page->parked, PAGE_PARKED);
	(void)rig_post(&r, "/api/seen", "{\"revision\":1,\"item\":0,"
	    "\"sheet\":0,\"seen\":true}");
	assert_int_equal(rig_send(&r), 200);
	/* Who waited is answered, if only that the wish was given up. */
	one.fd = page_fd(r.page);
	while (answered < later) {
		assert_int_equal(poll(&one, 1, 60000), 1);
		page_settle(r.page, count, NULL);
	}
	assert_int_equal(r.page->parked, 0);
	/* The last wish was begun all the same. */
	assert_int_equal(get(&r, target), 200);
	rig_end(&r);
}

static void
test_sound_comes_in_ranges(void **state)
{
	struct rig r;

	(void)state;
	make(&r);
	assert_int_equal(get(&r, "/media/1"), 200);
	assert_string_equal(r.reply.type, "audio/wav");
	(void)rig_get(&r, "/media/1");
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=0-3");
	assert_int_equal(rig_send(&r), 206);
	assert_int_equal(r.reply.body.len, 4);
	assert_memory_equal(r.reply.body.data, "RIFF", 4);
	assert_string_equal(r.reply.range, "bytes 0-3/8044");
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=8000-");
	assert_int_equal(rig_send(&r), 206);
	assert_int_equal(r.reply.body.len, 44);
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=-5");
	assert_int_equal(rig_send(&r), 206);
	assert_string_equal(r.reply.range, "bytes 8039-8043/8044");
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=8044-");
	assert_int_equal(rig_send(&r), 416);
	assert_string_equal(r.reply.range, "bytes */8044");
	/* Other forms are as if there were none. */
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=0-1,3-4");
	assert_int_equal(rig_send(&r), 200);
	(void)snprintf(r.q.range, sizeof(r.q.range), "bytes=5-1");
	assert_int_equal(rig_send(&r), 200);
	rig_end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_as_they_are_and_as_they_will_be),
		cmocka_unit_test(test_words_have_their_places),
		cmocka_unit_test(
		    test_a_picture_inside_is_a_sheet_that_is_drawn),
		cmocka_unit_test(test_what_is_no_picture_is_refused),
		cmocka_unit_test(test_a_damaged_page_is_told),
		cmocka_unit_test(test_too_many_wishes_leave_room_for_decisions),
		cmocka_unit_test(test_sound_comes_in_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
