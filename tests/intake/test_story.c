/* The room that documents of many nodes share: text and its edits, pictures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "intake/format/story/pictures.h"
#include "intake/format/story/story.h"
#include "tests/intake/test_support.h"

/* A line of two cells with a description hanging on it, then another line. */
static void
walk(struct story *t, struct bytes out[4])
{
	story_paragraph(t);
	(void)story_piece(t, PIECE_RUN, "Anna", 4, &out[0]);
	(void)story_piece(t, PIECE_ASIDE, "a portrait", 10, &out[1]);
	story_fixed(t, "\t");
	(void)story_piece(t, PIECE_RUN, "Berg", 4, &out[2]);
	story_paragraph_end(t);
	story_paragraph(t);
	(void)story_piece(t, PIECE_RUN, "end", 3, &out[3]);
	story_paragraph_end(t);
}

static void
test_story__an_edit_over_two_cells_leaves_its_label_once(void **state)
{
	struct bytes out[4] = { BYTES_INIT(64), BYTES_INIT(64),
	    BYTES_INIT(64), BYTES_INIT(64) };
	struct edits e = { .nranges = 0 };
	const struct bytes *text;
	struct story *t;

	(void)state;
	assert_int_equal(story_new(&t), 0);
	walk(t, out);
	assert_int_equal(story_settle(t, &text), 0);
	assert_int_equal(text->len, 25);
	assert_memory_equal(text->data, "Anna\tBerg\na portrait\nend\n", 25);
	assert_int_equal(edits_add(&e, 2, 7, "[NAME]"), 0);
	assert_int_equal(story_replay(t, &e), 0);
	walk(t, out);
	assert_string_equal(bytes_str(&out[0]), "An[NAME]");
	assert_string_equal(bytes_str(&out[1]), "a portrait");
	assert_string_equal(bytes_str(&out[2]), "rg");
	assert_string_equal(bytes_str(&out[3]), "end");
	for (size_t i = 0; i < 4; i++)
		bytes_free(&out[i]);
	edits_free(&e);
	story_free(t);
}

static void
test_pictures__what_cannot_be_cleaned_is_grey_and_stays_it(void **state)
{
	struct pictures first = PICTURES_INIT, second = PICTURES_INIT;
	const struct picture *p, *q;

	(void)state;
	formats_use(formats_documents);
	p = pictures_put(&first, "word/media/a.emf", "no picture", 10);
	assert_non_null(p);
	assert_true(p->grey);
	assert_string_equal(p->name, "image1.png");
	assert_ptr_equal(pictures_find(&first, "word/media/a.emf"), p);
	q = pictures_put(&second, "x", p->data.data, p->data.len);
	assert_non_null(q);
	assert_true(q->grey);
	assert_int_equal(q->data.len, p->data.len);
	assert_memory_equal(q->data.data, p->data.data, p->data.len);
	pictures_free(&first);
	pictures_free(&second);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_story__an_edit_over_two_cells_leaves_its_label_once),
		cmocka_unit_test(
		    test_pictures__what_cannot_be_cleaned_is_grey_and_stays_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
