/* test_train.c -- the same texts give the same model, byte for byte. */
#include "find_kit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "redact/find/name/train/corpus.h"
#include "redact/find/name/train/learn.h"
#include "vault/base/io.h"

#define TEXTS "../shared/corpus/text"
#define MODEL "redact/find/name/names.model"

static const char *const files[] = { "tab-dev.jsonl", "ewt-en-dev.jsonl",
	"kpwr-pl-dev.jsonl", "echr-fr-dev.jsonl", "presidio-synth-dev.jsonl",
	"synthetic-ids-dev.jsonl" };
#define FILES (sizeof(files) / sizeof(files[0]))

/* A folder of six small files; `type` is what the name in them is. */
static void
make_texts(char *folder, const char *type)
{
	/* The third has types of its own. */
	const char *own = strcmp(type, "PERSON") == 0 ? "nam_liv_person" : type;
	static const char *const names[] = { "Ada", "Bruno", "Clara", "Denis" };
	char path[256];
	FILE *f;

	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < FILES; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		assert_non_null(f = fopen(path, "w"));
		for (size_t k = 0; k < 40; k++)
			(void)fprintf(f, "{\"id\":\"%zu-%zu\",\"text\":\"The "
			    "boat of %s Vole left port.\",\"spans\":[{"
			    "\"bstart\":12,\"bend\":%zu,\"type\":\"%s\"}]}\n",
			    i, k, names[k % 4], 17 + strlen(names[k % 4]),
			    i == 2 ? own : i == 3 &&
			    own != type ? "PER" : type);
		assert_int_equal(fclose(f), 0);
	}
}

static void
remove_texts(const char *folder)
{
	char path[256];

	for (size_t i = 0; i < FILES; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(folder), 0);
}

static void
learn_from(const char *folder, struct bytes *model)
{
	struct lesson lesson = { .rounds = LESSON_ROUNDS };
	struct corpus c;

	if (corpus_read(&c, folder) < 0 || learn(model, &c, &lesson) < 0)
		fail_msg("%s", err_line());
	corpus_free(&c);
}

static void
test_two_lessons_give_the_same_bytes(void **state)
{
	char folder[] = "/tmp/tipline-train.XXXXXX";
	struct bytes a = BYTES_INIT(MODEL_MAX), b = BYTES_INIT(MODEL_MAX);
	struct model m;

	(void)state;
	make_texts(folder, "PERSON");
	learn_from(folder, &a);
	learn_from(folder, &b);
	remove_texts(folder);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	assert_int_equal(model_open(&m, a.data, a.len), 0);
	bytes_free(&a);
	bytes_free(&b);
}

static void
test_a_type_that_is_not_known_is_refused(void **state)
{
	char folder[] = "/tmp/tipline-train.XXXXXX";
	struct corpus c;

	(void)state;
	make_texts(folder, "BOAT");
	assert_int_equal(corpus_read(&c, folder), ERR_FORMAT);
	remove_texts(folder);
	assert_int_equal(corpus_read(&c, folder), ERR_IO);
}

/* What docs/models.md promises: one command makes the very file again. */
static void
test_the_texts_give_the_model_of_the_repository(void **state)
{
	struct bytes made = BYTES_INIT(MODEL_MAX), own = BYTES_INIT(MODEL_MAX);

	(void)state;
	if (access(TEXTS, R_OK) != 0) {
		print_message("skipped: " TEXTS " is not here\n");
		skip();
	}
	assert_int_equal(io_read_file(AT_FDCWD, MODEL, &own), 0);
	learn_from(TEXTS, &made);
	assert_int_equal(made.len, own.len);
	if (memcmp(made.data, own.data, own.len) != 0)
		fail_msg("lists, rules or features have changed: learn the "
		    "model again (docs/models.md)");
	bytes_free(&made);
	bytes_free(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_lessons_give_the_same_bytes),
		cmocka_unit_test(test_a_type_that_is_not_known_is_refused),
		cmocka_unit_test(
		    test_the_texts_give_the_model_of_the_repository),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
