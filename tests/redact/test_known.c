/*
 * test_known.c -- a value that is known is found in every form, and nothing
 * else is.  '[' and ']' in a text mark what must be found.
 */
#include "find_kit.h"

#include "redact/find/known/known.h"
#include "redact/find/known/watchlist.h"

#include <stdlib.h>
#include <time.h>

#include "vault/base/bytes.h"

#define SAY_MAX 4096

struct sample {
	const char *kind, *value, *text;
};

static struct known *
known_of(const char *kind, const char *value)
{
	struct known_value v = { .kind = kind, .value = value,
	    .len = strlen(value), .origin = KNOWN_DECIDED };
	struct known *k;

	if (known_new(&k) < 0 || known_add(k, &v) < 0 || known_ready(k) < 0)
		fail_msg("%s", err_line());
	return k;
}

/* The text with brackets around what was found, the longest only. */
static void
bracket(char *out, const char *text, const struct findings *f)
{
	size_t to = 0, end = 0;

	for (size_t i = 0; text[i] != '\0' || end == i; i++) {
		if (end > 0 && i == end) {
			out[to++] = ']';
			end = 0;
		}
		if (text[i] == '\0')
			break;
		for (size_t k = 0; k < f->n; k++)
			if (f->list[k].start == i && f->list[k].end > end) {
				if (end == 0)
					out[to++] = '[';
				end = (size_t)f->list[k].end;
			}
		out[to++] = text[i];
	}
	out[to] = '\0';
}

static void
expect_all(const struct sample *s, size_t n)
{
	char text[SAY_MAX], found[SAY_MAX];
	struct findings f;
	struct known *k;
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = 0;

		for (const char *p = s[i].text; *p != '\0'; p++)
			if (*p != '[' && *p != ']')
				text[len++] = *p;
		text[len] = '\0';
		k = known_of(s[i].kind, s[i].value);
		f = (struct findings){ .n = 0 };
		if (known_run(k, text, len, &f) < 0)
			fail_msg("%s", err_line());
		bracket(found, text, &f);
		if (strcmp(found, s[i].text) != 0) {
			print_error("%s: expected %s\n  found %s\n",
			    s[i].value, s[i].text, found);
			for (size_t j = 0; j < f.n; j++)
				print_error("    %s %.2f %s\n", f.list[j].kind,
				    f.list[j].confidence, f.list[j].why);
			wrong++;
		}
		findings_free(&f);
		known_free(k);
	}
	if (wrong > 0)
		fail_msg("%d of %zu texts", wrong, n);
}

static void
expect_marked(const char *list, const char *marked)
{
	char text[SAY_MAX], found[SAY_MAX];
	struct findings f = { .n = 0 };
	struct known *k;
	size_t len = 0, to = 0, j = 0;

	for (const char *p = marked; *p != '\0'; p++)
		if (*p != '[' && *p != ']')
			text[len++] = *p;
	if (known_new(&k) < 0 || watchlist_read(k, list, strlen(list)) < 0 ||
	    known_ready(k) < 0 || known_run(k, text, len, &f) < 0)
		fail_msg("%s", err_line());
	/* Every finding, side by side too. */
	for (size_t i = 0; i <= len; i++) {
		if (j > 0 && f.list[j - 1].end == i)
			found[to++] = ']';
		for (; j < f.n && f.list[j].start == i; j++)
			found[to++] = '[';
		if (i < len)
			found[to++] = text[i];
	}
	found[to] = '\0';
	if (strcmp(found, marked) != 0) {
		find_say(text, &f);
		print_error("%s: expected\n%s\nfound\n%s\n", list, marked,
		    found);
		fail();
	}
	findings_free(&f);
	known_free(k);
}

/* The last word of a row and the first of the next are no name. */
static void
test_rows_that_are_alike_stay_rows(void **state)
{
	static const char *const lists[] = { "Teodor Vance",
	    "Vance Teodor", "Teodor Vance\nVance, Teodor",
	    "PERSON: Teodor Vance" };
	static const char *const all[] = {
		"[Teodor Vance]\n[Teodor Vance]\n[Teodor Vance]",
		"[Teodor Vance]\r\n[Teodor Vance]\r\n[Teodor Vance]\r\n",
		"[Vance Teodor]\n[Vance Teodor]\n[Vance Teodor]",
		"[Teodor Vance]\n[Vance Teodor]\n[Teodor Vance]",
		"[Vance, Teodor]\n[Vance, Teodor]\n[Vance, Teodor]",
		"[Teodor Vance]\t[Teodor Vance]\n[Teodor Vance]\t1",
		"1;[Teodor Vance];2\n2;[Teodor Vance];3\n",
	};
	static const char *const straight[] = {
		"[Teodor Vance],[teodor.vance]@example.org\n"
		    "[Teodor Vance],[teodor.vance]@example.org",
		"[Teodor Vance], [Teodor Vance] and [Teodor Vance] [Teodor "
		    "Vance]",
		"[Teodor Vance] ([Teodor Vance])",
		"see [Teodor\nVance] there, and him",
	};

	(void)state;
	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++)
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
			expect_marked(lists[l], all[i]);
	for (size_t i = 0; i < sizeof(straight) / sizeof(straight[0]); i++) {
		expect_marked(lists[0], straight[i]);
		expect_marked(lists[3], straight[i]);
	}
}

/* What one row and the next make is hidden still, each part in its row. */
static void
test_a_line_end_between_rows_is_in_no_match(void **state)
{
	(void)state;
	expect_marked("Teodor Vance", "Petra [Vance]\n[Teodor] Quill");
	expect_marked("Teodor Vance", "name\n[Teodor\n  Vance]\n");
	expect_marked("Teodor Vance\nPetra Vance",
	    "[Teodor Vance]\n[Petra Vance]\n[Teodor Vance]");
	expect_marked("PERSON: Teodor Vance",
	    "surname,name\n[Vance,Teodor]\n[Vance,Teodor]\n");
	expect_marked("PERSON: Teodor Vance",
	    "[Teodor],[Vance]\n[Teodor],[Vance]\n");
	expect_marked("Teodor Vance", "[Teodor Vance] [Teodor]");
	expect_marked("Teodor Vance", "[Vance], [Teodor Vance]");
	expect_marked("Teodor Vance", "his name: [Vance,\nTeodor] it was");
}

#define EXPECT_ALL(list) expect_all(list, sizeof(list) / sizeof(list[0]))

static void
test_polish_names_are_found_in_every_case(void **state)
{
	static const struct sample all[] = {
		{ "PERSON", "Jan Kowalski", "Pan [Jan Kowalski] i [Kowalskiego], "
		    "[Kowalskiemu], o [Kowalskim]; [Kowalska], [Kowalskiej], "
		    "[Kowalską], [Kowalscy], [Kowalskich]." },
		{ "PERSON", "Jan Kowalski", "[Jana Kowalskiego], z [Janem "
		    "Kowalskim], [KOWALSKI JAN], [Kowalski, Jan]." },
		{ "PERSON", "Anna Kowalska", "[Anny Kowalskiej], [Annie "
		    "Kowalskiej], [Annę Kowalską], z [Anną]." },
		{ "PERSON", "Marek Nowak", "[Marka Nowaka], [Markowi Nowakowi], "
		    "[Nowakiem], [Nowaku], [Nowakowie], [Nowaków]." },
		{ "PERSON", "Piotr Wróbel", "[Wróbla], [Wróblem], o [Wróblu]." },
		{ "PERSON", "Adam Dudek", "[Dudka], [Dudkowi], [Adama Dudka]." },
		{ "PERSON", "Ewa Kozioł", "[Kozła], [Koziołem]." },
		{ "PERSON", "Jan Gołąb", "[Gołębia], [Gołębiowi]." },
		{ "PERSON", "Albert Kupiec", "[Albercie], o [Kupcu]." },
		{ "PERSON", "Aleksander Zaręba", "[Zarębie], [Aleksandra "
		    "Zaręby], [Zarębą]." },
		{ "PERSON", "Monika Wójcik", "[Monice], [Moniką], "
		    "[Wójcikowi]." },
		{ "PERSON", "Paweł Stępień", "[Pawła Stępnia], [Pawle], "
		    "[Stępniem]." },
		{ "PERSON", "Jerzy Niedźwiedź", "[Jerzego Niedźwiedzia]." },
		{ "PERSON", "Maria Skłodowska-Curie", "[Marii "
		    "Skłodowskiej-Curie], [Skłodowską], [Curie]." },
		{ "PERSON", "John Kennedy", "[Kennedy'ego], [Kennedym]." },
		{ "ORG", "Orlen S.A.", "[Orlenu], [Orlenem], [ORLEN], orlen, "
		    "[Orlen S.A]." },
		{ "PERSON", "Thomas Blake", "[Blake'a], [Blake’owi], "
		    "[Blake]'s." },
		{ "PERSON", "Jan Kowalski", "kowal, Kowalewski, "
		    "Kowalskiewicz, Janusz, kowale, janowiec." },
	};

	(void)state;
	EXPECT_ALL(all);
}

static void
test_french_and_english_forms_are_found(void **state)
{
	static const struct sample all[] = {
		{ "PERSON", "Jeanne d'Arc", "[Jeanne d'Arc], [JEANNE D’ARC], "
		    "de [d'Arc], un arc." },
		{ "PERSON", "Anne Lefèvre", "Il dit qu'[Anne Lefevre] et "
		    "l'[Anne]; M. [LEFÈVRE], [Lefèvre]." },
		{ "PERSON", "Marie l'Haÿ", "[l'Haÿ], [L'HAY]." },
		{ "PERSON", "John Smith", "[Smith]'s, [SMITH, John], "
		    "[Smith J.], [J. Smith], [J.R. Smith], [smith]." },
		{ "PERSON", "Sarah O'Brien", "[O'Brien], [O’BRIEN], "
		    "[OBrien]." },
		{ "PERSON", "Will May", "[Will May] will go in may. On it "
		    "[May] is right." },
		{ "PERSON", "Jean Petit", "un petit chat; M. [Petit]." },
		{ "PERSON", "Zbigniew Król", "król; pan [Król]." },
		{ "PERSON", "Charles de la Tour", "[Charles de la Tour] "
		    "a fait le tour." },
		{ "PERSON", "Mr John Smith", "Mr [Smith], Mr Jones." },
	};

	(void)state;
	EXPECT_ALL(all);
}

static void
test_other_alphabets_and_spellings_are_found(void **state)
{
	static const struct sample all[] = {
		{ "PERSON", "Łukasz Żółć", "[Lukasz Zolc]" },
		{ "PERSON", "Jürgen Groß", "[Juergen Gross], [Jurgen GROSS]" },
		{ "PERSON", "Anders Mueller", "[Müller], [Muller]" },
		{ "PERSON", "Søren Bjørn", "[Soeren Bjoern], [Soren Bjorn]" },
		{ "PERSON", "Jan Kowalski", "[Ян Ковальский], "
		    "[Ковальского], [Ковальскому]" },
		{ "PERSON", "Иван Ковальский", "[Ivan Kovalskiy], "
		    "[Kowalski], [Kowalskiego], [Kovalsky], [Kovalskij]" },
		{ "PERSON", "Сергей Щукин", "[Shchukin], [Szczukin], "
		    "[Chtchoukine], [Schtschukin]" },
		{ "PERSON", "Γιώργος Παπαδόπουλος", "[Papadopoulos], "
		    "[ΠΑΠΑΔΟΠΟΥΛΟΣ]" },
		{ "PERSON", "Nikos Papadopoulos", "[Παπαδόπουλος]" },
	};

	(void)state;
	EXPECT_ALL(all);
}

static void
test_broken_and_hidden_spellings_are_found(void **state)
{
	static const struct sample all[] = {
		{ "PERSON", "Jan Kowalski", "pan [Kowal-\nski] i "
		    "[Kowal-\nskiego]" },
		{ "PERSON", "Jan Kowalski", "[K o w a l s k i] i "
		    "[K.o.w.a.l.s.k.i], [K o w a l s k i e g o]" },
		{ "PERSON", "Jan Kowalski", "[Kow\u200b\u00adal\u00adski], "
		    "[Kоwalski], [Ｋｏｗａｌｓｋｉ]" },
		{ "PERSON", "Jan Kowalski", "[Jan\tKowalski]\n[Kowalski;Jan]"
		    "\n[Jan|Kowalski]" },
		{ "PERSON", "Jan Kowalski", "[Kowalski]-\nJanusz" },
		{ "PERSON", "Jan Kowalski", "k o w a l" },
		{ "PERSON", "Zofia Wierzbowska", "[Wierz\nbowska], "
		    "[Wierz bowskiej]" },
		{ "PERSON", "عمر الكوفي", "[عمر الكوفي] و [الكوفي]" },
	};

	(void)state;
	EXPECT_ALL(all);
}

static void
test_account_names_addresses_and_paths_hold_names(void **state)
{
	static const struct sample all[] = {
		{ "PERSON", "Jan Kowalski", "[jan.kowalski]@example.org "
		    "[jkowalski]@x.pl [kowalskij]@x.pl [j_kowalski]@x.pl "
		    "[jkowalski77] [jankowalski]" },
		{ "PERSON", "Jan Kowalski", "C:\\Users\\[jkowalski]\\a "
		    "/home/[kowalski]/b https://x.org/u/[jan-kowalski] "
		    "@[kowalski_j] CV_[Kowalski]_2024.pdf "
		    "Umowa[KowalskiJan].docx" },
		{ "PERSON", "Łukasz Müller", "[lmuller]@x [lukasz.mueller]@x" },
		{ "EMAIL", "jan.kowalski@example.org", "[Jan Kowalski] i "
		    "[Kowalskiego]; [JAN.KOWALSKI@EXAMPLE.ORG]" },
		{ "EMAIL", "info@example.org", "info, Info, [info@example.org]" },
		{ "EMAIL", "press.office@x.org", "the press office" },
		{ "USER_NAME", "zwiebel42", "u/[zwiebel42], zwiebel" },
		{ "PERSON", "Teodor Vance", "[Teodor Vance],[teodor.vance]@x.org,"
		    "[Vance]" },
		{ "PERSON", "Jan Kowalski", "podpisano: [J.K.]; jk, JK" },
	};

	(void)state;
	EXPECT_ALL(all);
}

static void
test_numbers_are_found_with_any_separators(void **state)
{
	static const struct sample all[] = {
		{ "PHONE", "+48 600 700 800", "[600-700-800], [0048600700800], "
		    "+[48.600.700.800], [600 70 08 00], 1600700800" },
		{ "PHONE", "+44 20 7946 0018", "[020 7946 0018], +[44 (0)20 "
		    "7946 0018]" },
		{ "PHONE", "06 12 34 56 78", "+[33 6 12 34 56 78], "
		    "[06.12.34.56.78]" },
		{ "IBAN", "PL61 1090 1014 0000 0712 1981 2874",
		    "[PL61109010140000071219812874]" },
		{ "PL_PESEL", "44051401359", "[440514 01359], 440514013591" },
		{ "CASE_NUMBER", "II K 1234/24", "akta [II K 1234/24], "
		    "[IIK 1234-24]" },
		{ "AGE", "44", "ma [44] lata" },
	};

	(void)state;
	EXPECT_ALL(all);
}

/* What is found does not depend on the order in which values came. */
static void
test_the_order_of_values_does_not_count(void **state)
{
	static const char *const names[] = { "Jan Kowalski", "Anna Nowak",
	    "Kowalski", "Adam Jan", "Nowak Jan", "Jeanne d'Arc" };
	static const char text[] = "Jan Nowak, Anna Kowalska, d'Arc, J. Nowak, "
	    "jkowalski, Adam.";
	struct known_value v = { .kind = "PERSON", .origin = KNOWN_FOUND };
	struct findings f[2] = { { .n = 0 }, { .n = 0 } };
	struct known *k;

	(void)state;
	for (size_t turn = 0; turn < 2; turn++) {
		assert_int_equal(known_new(&k), 0);
		for (size_t i = 0; i < 6; i++) {
			v.value = names[turn == 0 ? i : 5 - i];
			v.len = strlen(v.value);
			assert_int_equal(known_add(k, &v), 0);
		}
		assert_int_equal(known_ready(k), 0);
		assert_int_equal(known_run(k, text, strlen(text), &f[turn]), 0);
		known_free(k);
	}
	assert_true(f[0].n >= 5);
	assert_int_equal(f[0].n, f[1].n);
	for (size_t i = 0; i < f[0].n; i++) {
		assert_int_equal(f[0].list[i].start, f[1].list[i].start);
		assert_int_equal(f[0].list[i].end, f[1].list[i].end);
		assert_string_equal(f[0].list[i].why, f[1].list[i].why);
	}
	findings_free(&f[0]);
	findings_free(&f[1]);
}

/* An address names a person whose name then stands elsewhere in the text. */
static void
test_what_is_found_is_looked_for_in_the_same_text(void **state)
{
	(void)state;
	find_expect("jan.wierzbowski@example.org\n\nz panem Wierzbowskim.",
	    "PERSON", "Wierzbowskim");
	find_expect("Teodor Vance,teodor.vance@example.org\n", "EMAIL",
	    "teodor.vance@example.org");
	find_expect_none("info@example.org: info, Example", "PERSON");
}

static void
test_a_list_says_what_an_entry_is(void **state)
{
	static const char list[] = "# people\nPERSON: Jan Kowalski\nZenon\n";
	static const char text[] = "o Kowalskim; Zenona";
	struct findings f = { .n = 0 };
	struct known *k;

	(void)state;
	assert_int_equal(known_new(&k), 0);
	assert_int_equal(watchlist_read(k, list, strlen(list)), 0);
	assert_int_equal(known_ready(k), 0);
	assert_int_equal(known_run(k, text, strlen(text), &f), 0);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.list[0].kind, "WATCHLIST");
	assert_string_equal(f.list[0].why, "line 2 of the watchlist, inflected");
	findings_free(&f);
	known_free(k);
}

static double
seconds_for(const struct known *k, const struct bytes *text, size_t *n)
{
	struct findings f = { .n = 0 };
	clock_t begin = clock();

	assert_int_equal(known_run(k, text->data, text->len, &f), 0);
	*n = f.n;
	findings_free(&f);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Prose in which one word in a hundred is a name. */
static void
write_prose(struct bytes *text, size_t size, unsigned names)
{
	static const char *const words[] = { "the", "house", "was", "already",
	    "under", "water", "when", "they", "came", "back", "from", "town,",
	    "and", "nobody", "said", "anything.", "Later" };
	uint32_t x = 7;

	while (text->len < size) {
		x = x * 1664525u + 1013904223u;
		if (x >> 16 == 0 || (x >> 8) % 100 == 0)
			(void)bytes_addf(text, "Given%u Surname%u ", x % names,
			    x % names);
		else
			(void)bytes_addf(text, "%s ", words[(x >> 8) % 17]);
	}
	assert_int_equal(bytes_ok(text), 0);
}

static struct known *
known_many(unsigned n)
{
	static const char *const first[] = { "Ka", "No", "Wi", "Le", "Mar",
	    "Du", "Zi", "Bro", "Sta", "Pe" };
	struct known_value v = { .kind = "PERSON", .origin = KNOWN_FOUND };
	struct known *k;
	char name[64];

	assert_int_equal(known_new(&k), 0);
	for (unsigned i = 0; i < n; i++) {
		v.len = (size_t)snprintf(name, sizeof(name), "%sdam %cy%slski",
		    first[i % 10], 'A' + (int)(i / 10 % 26), first[i / 260 % 10]);
		v.value = name;
		assert_int_equal(known_add(k, &v), 0);
	}
	assert_int_equal(known_ready(k), 0);
	return k;
}

/* TIPLINE_KNOWN_MB makes it a measurement. */
static void
test_a_text_is_gone_through_quickly(void **state)
{
	const char *mb = getenv("TIPLINE_KNOWN_MB");
	size_t size = (size_t)(mb != NULL ? atoi(mb) : 4) << 20, n;
	struct bytes text = BYTES_INIT(size + 4096);
	struct known *k = known_many(300);
	double seconds;

	(void)state;
	write_prose(&text, size, 300);
	seconds = seconds_for(k, &text, &n);
	print_message("300 names, %zu MB: %.3f s, %.0f MB/s\n", size >> 20,
	    seconds, (double)(size >> 20) / seconds);
	assert_true(seconds < (double)(size >> 20));
	known_free(k);
	bytes_free(&text);
}

/* Twice the text takes about twice the time, whatever the text. */
static void
test_time_is_linear_in_hostile_text(void **state)
{
	static const char *const units[] = { "a", "a ", "a.", "aa ", "jan ",
	    "kowalski ", "jan kowalski ", "kowalski, ", "k o w a l s k i ",
	    "j. ", "kowalsk", "1 ", "1", "j.k. ", "jan.kowalski@" };
	struct known_value v = { .kind = "PERSON", .origin = KNOWN_FOUND };
	struct bytes text = BYTES_INIT(4u << 20);
	double once, twice;
	struct known *k;
	char name[80];
	size_t n;

	(void)state;
	assert_int_equal(known_new(&k), 0);
	v.value = "Jan Kowalski";
	v.len = strlen(v.value);
	assert_int_equal(known_add(k, &v), 0);
	for (int i = 2; i < 60; i++) {
		memset(name, 'a', sizeof(name));
		v.value = name;
		v.len = (size_t)i;
		assert_int_equal(known_add(k, &v), 0);
		memset(name, '1', sizeof(name));
		v.kind = "CODE";
		assert_int_equal(known_add(k, &v), 0);
		v.kind = "PERSON";
	}
	assert_int_equal(known_ready(k), 0);
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		bytes_reset(&text);
		while (text.len < (1u << 19))
			(void)bytes_add_str(&text, units[u]);
		once = seconds_for(k, &text, &n);
		while (text.len < (1u << 20))
			(void)bytes_add_str(&text, units[u]);
		twice = seconds_for(k, &text, &n);
		if (twice > 0.5)
			print_message("'%s': %.2f s, then %.2f s\n", units[u],
			    once, twice);
		if (twice > 5 * once + 1)
			fail_msg("'%s': %.2f s, then %.2f s", units[u], once,
			    twice);
	}
	known_free(k);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_polish_names_are_found_in_every_case),
		cmocka_unit_test(test_french_and_english_forms_are_found),
		cmocka_unit_test(test_other_alphabets_and_spellings_are_found),
		cmocka_unit_test(test_broken_and_hidden_spellings_are_found),
		cmocka_unit_test(
		    test_account_names_addresses_and_paths_hold_names),
		cmocka_unit_test(test_numbers_are_found_with_any_separators),
		cmocka_unit_test(test_the_order_of_values_does_not_count),
		cmocka_unit_test(
		    test_what_is_found_is_looked_for_in_the_same_text),
		cmocka_unit_test(test_a_list_says_what_an_entry_is),
		cmocka_unit_test(test_rows_that_are_alike_stay_rows),
		cmocka_unit_test(test_a_line_end_between_rows_is_in_no_match),
		cmocka_unit_test(test_a_text_is_gone_through_quickly),
		cmocka_unit_test(test_time_is_linear_in_hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
