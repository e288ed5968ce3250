/* test_find_traces.c -- what machines leave in a text: paths, hosts, ids. */
#include "find_kit.h"

static void
test_finds_paths_that_name_a_user(void **state)
{
	(void)state;
	find_expect("in C:\\Users\\oa.adeyemi\\Desktop\\notatka.docx and",
	    "USER_PATH", "C:\\Users\\oa.adeyemi\\Desktop\\notatka.docx");
	find_expect("C:\\Users\\mara lind\\My Documents\\The report v2.docx is",
	    "USER_PATH", "C:\\Users\\mara lind\\My Documents\\The report v2.docx");
	find_expect("\"C:\\Documents and Settings\\J Smith\\a b\\c\"",
	    "USER_PATH", "C:\\Documents and Settings\\J Smith\\a b\\c");
	find_expect("{\"p\":\"C:\\\\Users\\\\jdoe\\\\a.txt\"}", "USER_PATH",
	    "C:\\\\Users\\\\jdoe\\\\a.txt");
	find_expect("D:/Users/jdoe/x.html;", "USER_PATH",
	    "D:/Users/jdoe/x.html");
	find_expect("/home/m_leguen/export/batch7.csv, RFC", "USER_PATH",
	    "/home/m_leguen/export/batch7.csv");
	find_expect("/Users/k.zablocka/Downloads/scan.pdf.", "USER_PATH",
	    "/Users/k.zablocka/Downloads/scan.pdf");
	find_expect("(/home/mara)", "USER_PATH", "/home/mara");
	find_expect("~mara/notes.txt", "USER_PATH", "~mara/notes.txt");
	find_expect("\\\\fs1\\home$\\mlind\\x.doc", "USER_PATH",
	    "\\\\fs1\\home$\\mlind\\x.doc");
	find_expect("D:\\OneDrive - Harrow Water\\x.docx", "USER_PATH",
	    "D:\\OneDrive - Harrow Water\\x.docx");
}

static void
test_two_paths_are_two(void **state)
{
	(void)state;
	find_expect("C:\\Users\\a.b\\x.docx and D:\\Work\\y.docx", "USER_PATH",
	    "C:\\Users\\a.b\\x.docx");
	find_expect("C:\\Users\\a.b\\x.docx and D:\\Work\\y.docx", "FILE_PATH",
	    "D:\\Work\\y.docx");
	find_expect("C:\\Users\\a.b\\x.docx or \\\\FS01\\Acme\\z.xlsx",
	    "FILE_PATH", "\\\\FS01\\Acme\\z.xlsx");
}

static void
test_leaves_paths_of_every_machine_alone(void **state)
{
	(void)state;
	find_expect_none("C:\\Windows\\System32\\cmd.exe", NULL);
	find_expect_none("/usr/bin/env and /etc/passwd", NULL);
	find_expect_none("and/or, 1/2, km/h, he/she/they", NULL);
	find_expect_none("GET /users/me and /api/home/page", NULL);
	find_expect_none("C:\\Users\\Public\\x.docx", "USER_PATH");
	find_expect_none("a\\nb \\textbf{x} ERROR\\nSome \\d+\\s*", NULL);
	find_expect_none("HKLM\\Software\\Vendor BUILTIN\\Users", NULL);
}

static void
test_finds_accounts(void **state)
{
	(void)state;
	find_expect("CORP\\mlindqvist", "USER_NAME", "CORP\\mlindqvist");
	find_expect("user: acme\\jsmith", "USER_NAME", "acme\\jsmith");
	find_expect("S-1-5-21-3623811015-3361044348-30300820-1013 did",
	    "SID", "S-1-5-21-3623811015-3361044348-30300820-1013");
	find_expect_none("S-1-5-18 and S-1-1-0", "SID");
}

static void
test_finds_machines(void **state)
{
	(void)state;
	find_expect("on DESKTOP-4F7QK2Z.", "HOSTNAME", "DESKTOP-4F7QK2Z");
	find_expect("host WKS-BH53LP6;", "HOSTNAME", "WKS-BH53LP6");
	find_expect("WIN-1O2P3Q4R5S6", "HOSTNAME", "WIN-1O2P3Q4R5S6");
	find_expect("by MLINDQVIST-PC", "HOSTNAME", "MLINDQVIST-PC");
	find_expect("Maras-MacBook-Pro", "HOSTNAME", "Maras-MacBook-Pro");
	find_expect("http on wiki.corp,", "HOSTNAME", "wiki.corp");
	find_expect("nas.home.arpa", "HOSTNAME", "nas.home.arpa");
	find_expect("printer-3.intra", "HOSTNAME", "printer-3.intra");
	find_expect("Computer name: KRK2-0231", "HOSTNAME", "KRK2-0231");
	find_expect("poste PAR1-77B", "HOSTNAME", "PAR1-77B");
	find_expect("from Mara's iPhone", "DEVICE", "Mara's iPhone");
}

static void
test_leaves_words_that_look_like_machines_alone(void **state)
{
	(void)state;
	find_expect_none("a win-win for PC-based tablet-PC users", "HOSTNAME");
	find_expect_none("import sun.internal.misc; user.home", "HOSTNAME");
	find_expect_none("the host country, a host of 300 items", "HOSTNAME");
	find_expect_none("It ended.Private talks", "HOSTNAME");
	find_expect_none("the desktop-like view of a laptop-sized PC", "HOSTNAME");
	find_expect_none("the iPhone's screen", "DEVICE");
	find_expect_none("http.server, licensez.ip, threading.local()",
	    "HOSTNAME");
	find_expect_none("xdg-desktop-menu on x86_64-pc-linux-gnu", "HOSTNAME");
}

/* The values of RFC 9562, appendix A and of the Microsoft documentation. */
static void
test_finds_uuids_and_says_what_they_carry(void **state)
{
	const char *v1 = "id=C232AB00-9414-11EC-B3C8-9F6BDECED846";
	struct findings f;

	(void)state;
	find_expect("{919108f7-52d1-4320-9bac-f847db4148a8}", "UUID",
	    "919108f7-52d1-4320-9bac-f847db4148a8");
	find_expect(v1, "UUID", v1 + 3);
	assert_int_equal(find_in(v1, strlen(v1), &(struct find_options){
	    .mode = FIND_PRECISE }, &f), 0);
	assert_int_equal(f.n, 1);
	assert_non_null(strstr(f.list[0].why, "version 1"));
	findings_free(&f);
	find_expect_none("00000000-0000-0000-0000-000000000000", "UUID");
	find_expect_none("d41d8cd98f00b204e9800998ecf8427e", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_paths_that_name_a_user),
		cmocka_unit_test(test_two_paths_are_two),
		cmocka_unit_test(test_leaves_paths_of_every_machine_alone),
		cmocka_unit_test(test_finds_accounts),
		cmocka_unit_test(test_finds_machines),
		cmocka_unit_test(test_leaves_words_that_look_like_machines_alone),
		cmocka_unit_test(test_finds_uuids_and_says_what_they_carry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
