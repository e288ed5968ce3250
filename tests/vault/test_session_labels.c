/* Labels and release names: two small files that come from elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/base/err.h"
#include "vault/cmd/folder.h"
#include "vault/cmd/release_names.h"
#include "vault/session/labels.h"

static char dir[64];

static int
make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/tipline-test.XXXXXX");
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
remove_dir(void **state)
{
	char cmd[128];

	(void)state;
	(void)snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	return system(cmd);
}

static void
label_of(const struct fpr *who, char label[LABEL_SIZE])
{
	struct bytes file = BYTES_INIT(LABELS_FILE_MAX);

	assert_int_equal(labels_read(&file, dir), 0);
	labels_find(&file, who, label);
	bytes_free(&file);
}

static void
test_labels__are_kept_and_replaced(void **state)
{
	struct fpr a = { { 1 } }, b = { { 2 } };
	char label[LABEL_SIZE];

	(void)state;
	label_of(&a, label);
	assert_string_equal(label, "");		/* no file yet */
	assert_int_equal(labels_set(dir, &a, "Ana \xc5\x81"), 0);
	assert_int_equal(labels_set(dir, &b, "Bo"), 0);
	assert_int_equal(labels_set(dir, &a, "Anna"), 0);
	label_of(&a, label);
	assert_string_equal(label, "Anna");
	label_of(&b, label);
	assert_string_equal(label, "Bo");
}

static void
test_labels__that_could_mislead_are_refused(void **state)
{
	static const char *const bad[] = { "", "a\tb", "a\nb", "\x1b[31m",
	    "\xe2\x80\xae" "evil", "\xff",
	    "0123456789012345678901234567890123456789012345678901234567890123" };
	struct fpr a = { { 1 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(labels_set(dir, &a, bad[i]), ERR_USAGE);
}

static void
test_labels__damaged_lines_are_passed_over(void **state)
{
	struct fpr a = { { 0xaa } };
	char path[128], label[LABEL_SIZE], hex[FPR_HEX_SIZE];
	FILE *f;

	(void)state;
	fpr_hex(hex, &a);
	(void)snprintf(path, sizeof(path), "%s/labels", dir);
	assert_non_null(f = fopen(path, "w"));
	(void)fprintf(f, "\n\t\nshort\n%s\n%s\t\n%s\tbad\x1b\n%s\tgood", hex,
	    hex, hex, hex);
	assert_int_equal(fclose(f), 0);
	label_of(&a, label);
	assert_string_equal(label, "good");
}

/* --- the names in a release manifest --- */

#define ITEM_A "00000000000000000000000000000001"
#define ITEM_B "00000000000000000000000000000002"

static int
read_names(struct release_names *n, const char *json)
{
	char *heap = strdup(json);
	int r = release_names_read(n, heap, strlen(json));

	free(heap);
	return r;
}

static void
test_release_names__are_read_past_everything_else(void **state)
{
	struct release_names n;
	struct id b, none = { { 9 } };

	(void)state;
	assert_int_equal(id_parse(&b, ITEM_B), 0);
	assert_int_equal(read_names(&n, "{\"version\":1,\"tool\":\"a\\\"}b\","
	    "\"deep\":[[{\"files\":[1,-2.5e3,null,true]}]],"
	    "\"files\":[{\"file\":\"001.pdf\",\"x\":{\"y\":[]},\"item\":\""
	    ITEM_A "\"}, {\"item\":\"" ITEM_B "\",\"file\":\"002.txt\"}]}\n"),
	    0);
	assert_int_equal(n.n, 2);
	assert_string_equal(release_names_find(&n, &b), "002.txt");
	assert_null(release_names_find(&n, &none));
	release_names_free(&n);
}

static void
test_release_names__that_are_not_ours_are_refused(void **state)
{
	static const char *const bad[] = { "../001.pdf", "001", ".pdf",
	    "001.pdf/x", "001.PDF", "001..pdf", "a.pdf", "001.verylongext",
	    "", "001.p\\u0064f", ".part" };
	char json[512];
	struct release_names n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(json, sizeof(json), "{\"files\":[{\"item\":\""
		    ITEM_A "\",\"file\":\"%s\"}]}", bad[i]);
		assert_int_equal(read_names(&n, json), ERR_FORMAT);
		assert_null(n.list);
	}
}

static void
test_release_names__refuse_json_cut_anywhere(void **state)
{
	static const char whole[] = "{\"a\":[1,{\"b\":\"c\\\\\"}],\"files\":"
	    "[{\"item\":\"" ITEM_A "\",\"file\":\"001.pdf\"}],\"z\":null}";
	struct release_names n;
	size_t i;
	char *cut;

	(void)state;
	for (i = 0; i < sizeof(whole) - 1; i++) {
		assert_non_null(cut = malloc(i + 1));
		memcpy(cut, whole, i);
		cut = realloc(cut, i > 0 ? i : 1);
		assert_int_equal(release_names_read(&n, cut, i), ERR_FORMAT);
		free(cut);
	}
	assert_int_equal(read_names(&n, whole), 0);
	release_names_free(&n);
	assert_int_equal(read_names(&n, "{\"files\":[]} x"), ERR_FORMAT);
}

static void
test_release_names__refuse_a_pit_of_brackets(void **state)
{
	char pit[4096];
	struct release_names n;

	(void)state;
	memset(pit, '[', sizeof(pit));
	memcpy(pit, "{\"a\":", 5);
	assert_int_equal(release_names_read(&n, pit, sizeof(pit)), ERR_FORMAT);
}

/* --- a folder that appears whole --- */

static void
folder_at(char path[128], const char *name)
{
	(void)snprintf(path, 128, "%s/%s", dir, name);
}

static void
test_folder__appears_with_all_its_files(void **state)
{
	char path[128], file[160];
	struct folder *f;
	struct stat st;
	int fd;

	(void)state;
	folder_at(path, "new");
	assert_int_equal(folder_begin(&f, path), 0);
	assert_int_equal(folder_file(f, &fd), 0);
	assert_int_equal(write(fd, "one", 3), 3);
	assert_int_equal(folder_keep(f, "001.txt"), 0);
	(void)snprintf(file, sizeof(file), "%s/001.txt", path);
	assert_int_not_equal(access(file, F_OK), 0);	/* not yet */
	assert_int_equal(folder_finish(f), 0);
	folder_free(f);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 3);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void
test_folder__unfinished_leaves_nothing(void **state)
{
	char path[128];
	struct folder *f;
	int fd;

	(void)state;
	folder_at(path, "undone");
	assert_int_equal(folder_begin(&f, path), 0);
	assert_int_equal(folder_file(f, &fd), 0);
	assert_int_equal(folder_keep(f, "001.txt"), 0);
	assert_int_equal(folder_file(f, &fd), 0);	/* half a second one */
	folder_free(f);
	assert_int_not_equal(access(path, F_OK), 0);
	/* An empty folder that was there stays, and stays empty. */
	assert_int_equal(mkdir(path, 0755), 0);
	assert_int_equal(folder_begin(&f, path), 0);
	assert_int_equal(folder_file(f, &fd), 0);
	folder_free(f);
	assert_int_equal(rmdir(path), 0);
}

static void
test_folder__overwrites_nothing(void **state)
{
	char path[128];
	struct folder *f;
	int fd;

	(void)state;
	assert_int_equal(folder_begin(&f, dir), 0);
	assert_int_equal(folder_file(f, &fd), 0);
	assert_int_equal(folder_keep(f, "001.txt"), 0);
	assert_int_equal(folder_file(f, &fd), 0);
	assert_int_equal(folder_keep(f, "001.txt"), ERR_EXISTS);
	folder_free(f);
	folder_at(path, "hidden");
	assert_int_equal(mkdir(path, 0755), 0);		/* dir is not empty now */
	assert_int_equal(folder_begin(&f, dir), ERR_EXISTS);
	assert_null(f);
	assert_int_equal(access(path, F_OK), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(t) cmocka_unit_test_setup_teardown(t, make_dir, remove_dir)
		TEST(test_labels__are_kept_and_replaced),
		TEST(test_labels__that_could_mislead_are_refused),
		TEST(test_labels__damaged_lines_are_passed_over),
		TEST(test_release_names__are_read_past_everything_else),
		TEST(test_release_names__that_are_not_ours_are_refused),
		TEST(test_release_names__refuse_json_cut_anywhere),
		TEST(test_release_names__refuse_a_pit_of_brackets),
		TEST(test_folder__appears_with_all_its_files),
		TEST(test_folder__unfinished_leaves_nothing),
		TEST(test_folder__overwrites_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
