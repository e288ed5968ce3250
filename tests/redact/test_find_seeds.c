/*
 * test_find_seeds.c -- the contacts in five real articles, to the byte, and
 * nothing else that could pass for one.  Names are not contacts.
 */
#include "find_kit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "redact/find/engine/choice.h"
#include "vault/base/bytes.h"
#include "vault/base/io.h"

#define SEEDS "../shared/seeds/"
#define TEXT_LIMIT (1u << 20)
#define KINDS "EMAIL,PHONE,URL,ONION,SIGNAL_USERNAME,MESSENGER_HANDLE,IP," \
	"MAC,GPS,IBAN,CREDIT_CARD,US_*,UK_*,PL_*,FR_*"

static const char *const files[] = {
	"000_76b2133dd87fa2cd.txt", "001_523a36805ae09a92.txt",
	"002_7f0eca47ed74709e.txt", "003_ed3e099b37ddc009.txt",
	"004_30ce0f0921ad4a94.txt",
};

/* Is this finding a line of the list? */
static bool
is_expected(const char *list, const char *file, const struct finding *f)
{
	char line[256];

	snprintf(line, sizeof(line), "%s\t%llu\t%llu\t%s\t", file,
	    (unsigned long long)f->start, (unsigned long long)f->end, f->kind);
	return strstr(list, line) != NULL;
}

static void
test_finds_the_contacts_and_nothing_else(void **state)
{
	struct bytes list = BYTES_INIT(TEXT_LIMIT), text = BYTES_INIT(TEXT_LIMIT);
	struct find_options options = { 0 };
	struct choice *contacts = NULL;
	struct findings f;
	size_t lines = 0, found = 0;
	char path[256];

	(void)state;
	if (access(SEEDS "expected-contacts.tsv", R_OK) != 0) {
		print_message("skipped: " SEEDS " is not here\n");
		skip();
	}
	assert_int_equal(choice_new(&contacts, KINDS, NULL), 0);
	options.choice = contacts;
	assert_int_equal(io_read_file(AT_FDCWD, SEEDS "expected-contacts.tsv",
	    &list), 0);
	assert_non_null(bytes_str(&list));
	for (const char *c = strchr((char *)list.data, '\n'); c != NULL &&
	    c[1] != '\0'; c = strchr(c + 1, '\n'))
		lines++;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), SEEDS "%s", files[i]);
		bytes_reset(&text);
		assert_int_equal(io_read_file(AT_FDCWD, path, &text), 0);
		assert_non_null(bytes_str(&text));
		assert_int_equal(find_in(text.data, text.len,
		    &options, &f), 0);
		for (size_t k = 0; k < f.n; k++) {
			if (!is_expected((char *)list.data, files[i],
			    &f.list[k])) {
				find_say((char *)text.data, &f);
				fail_msg("finding %zu of %s", k, files[i]);
			}
			found++;
		}
		findings_free(&f);
	}
	assert_int_equal(lines, 8);
	assert_int_equal(found, lines);
	choice_free(contacts);
	bytes_free(&list);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_the_contacts_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
