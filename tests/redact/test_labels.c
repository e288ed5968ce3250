/* test_labels.c -- the same value has the same label over a submission. */
#include "find_kit.h"

#include "redact/doc/general.h"
#include "redact/doc/plan.h"
#include "redact/doc/pseudonyms.h"
#include "redact/find/known/person.h"

static void
expect(struct labels *l, const char *kind, const char *value,
    const char *wanted)
{
	char label[LABEL_MAX + 1];

	assert_int_equal(labels_for(l, kind, value, strlen(value), label), 0);
	assert_string_equal(label, wanted);
}

static void
test_equal_values_share_a_label(void **state)
{
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	expect(l, "EMAIL", "jane@example.org", "[EMAIL-1]");
	expect(l, "EMAIL", "joe@example.org", "[EMAIL-2]");
	expect(l, "EMAIL", "JANE@EXAMPLE.ORG", "[EMAIL-1]");
	expect(l, "PHONE", "+48 532-312-180", "[PHONE-1]");
	expect(l, "PHONE", "+48532312180", "[PHONE-1]");
	expect(l, "URL", "jane@example.org", "[URL-1]");
	expect(l, "WATCHLIST", "Jan  Kowalski", "[NAME-1]");
	expect(l, "WATCHLIST", "JAN\nKOWALSKI", "[NAME-1]");
	labels_free(l);
}

static void
test_many_values_keep_their_numbers(void **state)
{
	char value[32], wanted[32];
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 1; i <= 5000; i++) {
			snprintf(value, sizeof(value), "v%u@example.org", i);
			snprintf(wanted, sizeof(wanted), "[EMAIL-%u]", i);
			expect(l, "EMAIL", value, wanted);
		}
	labels_free(l);
}

static void
test_a_kind_that_cannot_stand_in_a_label_is_refused(void **state)
{
	static const char *const kinds[] = { "", "E]", "e mail", "\xc5\x82",
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ" };
	char label[LABEL_MAX + 1];
	struct labels *l;

	(void)state;
	assert_int_equal(labels_new(&l), 0);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_int_equal(labels_for(l, kinds[i], "x", 1, label),
		    ERR_FORMAT);
	labels_free(l);
}

/* --- persons --- */

static enum person_same
same(const char *a, const char *b)
{
	struct person x, y;

	assert_true(person_read(&x, a, strlen(a)));
	assert_true(person_read(&y, b, strlen(b)));
	return person_same(&x, &y);
}

static void
test_forms_of_a_name_are_one_person_when_that_is_certain(void **state)
{
	static const char *const yes[][2] = {
		{ "Jan Kowalski", "Janowi Kowalskiemu" },
		{ "Jan Kowalski", "Jana Kowalskiego" },
		{ "Jan Kowalski", "KOWALSKI Jan" },
		{ "Kowalski, Jan", "dr Jan Kowalski" },
		{ "Anna Kowalska", "Anny Kowalskiej" },
		{ "Marek Nowak", "Markiem Nowakiem" },
		{ "Ludwig van Beethoven", "Ludwig Beethoven" },
		{ "Pawe\xc5\x82 Duda", "Paw\xc5\x82" "a Dudy" },
		{ "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd \xd0\x9f\xd0\xb5\xd1"
		    "\x82\xd1\x80\xd0\xbe\xd0\xb2",
		    "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd1\x83 \xd0\x9f\xd0"
		    "\xb5\xd1\x82\xd1\x80\xd0\xbe\xd0\xb2\xd1\x83" },
	}, *const no[][2] = {
		{ "Jan Kowalski", "Anna Kowalska" },
		{ "Jan Kowalski", "Jana Kowalska" },
		{ "Ivan Petrov", "Ivana Petrova" },
		{ "Marin Blake", "Marina Blake" },
		{ "Carl Martins", "Carla Martins" },
		{ "Anna Smith", "Annie Smith" },
		{ "Anna Smith", "Anne Smith" },
		{ "Jan Kowalski", "Jan Nowak" },
		{ "John Paul Jones", "John George Jones" },
		{ "Jan Nowak", "Janina Nowak" },
		{ "Jan Nowak", "Janowie Nowakowie" },
	}, *const perhaps[][2] = {
		{ "Jan Kowalski", "Kowalskiego" },
		{ "Jan Kowalski", "J. Kowalski" },
		{ "Jan Kowalski", "J. Kowalskiemu" },
		{ "John Smith", "John A. Smith" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (same(yes[i][0], yes[i][1]) != PERSON_SAME ||
		    same(yes[i][1], yes[i][0]) != PERSON_SAME)
			fail_msg("%s is not %s", yes[i][0], yes[i][1]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (same(no[i][0], no[i][1]) != PERSON_OTHER)
			fail_msg("%s is %s", no[i][0], no[i][1]);
	for (size_t i = 0; i < sizeof(perhaps) / sizeof(perhaps[0]); i++)
		if (same(perhaps[i][0], perhaps[i][1]) != PERSON_PERHAPS)
			fail_msg("%s is not perhaps %s", perhaps[i][0],
			    perhaps[i][1]);
}

/* --- plans --- */

#define TEXT_MAX_HERE 4096u

/* A plan of all the words between braces: "{Jan Kowalski} of {=1998}" (a
 * date), "{@a@b.example}" (an address). */
static void
plan_of(struct plan *p, struct bytes *text, const char *marked)
{
	const char *s = marked, *end;
	struct planned f;

	memset(p, 0, sizeof(*p));
	*text = BYTES_INIT(TEXT_MAX_HERE);
	for (; *s != '\0'; s = end) {
		end = s + strcspn(s, "{}");
		(void)bytes_add(text, s, (size_t)(end - s));
		if (*end != '{') {
			end += *end != '\0';
			continue;
		}
		s = end + 1;
		memset(&f, 0, sizeof(f));
		(void)snprintf(f.kind, sizeof(f.kind), "%s", *s == '=' ?
		    "DATE" : *s == '@' ? "EMAIL" : "PERSON");
		s += *s == '=' || *s == '@';
		f.start = text->len;
		f.end = f.start + strcspn(s, "}");
		f.decision = DECISION_REDACT;
		assert_int_equal(plan_add(p, &f), 0);
		end = s;
	}
	assert_int_equal(bytes_ok(text), 0);
}

static void
assert_labels(const struct plan *p, const char *wanted)
{
	char got[2048] = "";

	for (size_t i = 0; i < p->n; i++)
		(void)snprintf(got + strlen(got), sizeof(got) - strlen(got),
		    "%s%s", i > 0 ? " " : "", p->list[i].label);
	assert_string_equal(got, wanted);
}

static void
test_a_person_has_one_label_in_every_form(void **state)
{
	struct bytes text;
	struct plan p;
	struct plan *plans[] = { &p };

	(void)state;
	plan_of(&p, &text, "{Kowalski} met {Jan Kowalski}; {Janowi "
	    "Kowalskiemu} {Anna Kowalska} wrote, {J. Kowalski} says. {Nowak}, "
	    "{Piotr Nowak}, {Ewa Nowak}, {Anny Kowalskiej}.");
	assert_int_equal(plans_label(plans, NULL, &text, 1), 0);
	/* Two people are called Nowak: neither is meant for certain. */
	assert_labels(&p, "[PERSON-1] [PERSON-1] [PERSON-1] [PERSON-2] "
	    "[PERSON-1] [PERSON-3] [PERSON-4] [PERSON-5] [PERSON-2]");
	plan_free(&p);
	bytes_free(&text);
}

static void
test_a_label_that_was_given_stays(void **state)
{
	struct bytes text[2];
	struct plan p[2];
	struct plan *one[] = { &p[1] }, *both[] = { &p[0], &p[1] };

	(void)state;
	plan_of(&p[1], &text[1], "{Ewa Nowak} and {Jan Kowalski}, {@a@x.pl}");
	assert_int_equal(plans_label(one, NULL, &text[1], 1), 0);
	assert_labels(&p[1], "[PERSON-1] [PERSON-2] [EMAIL-1]");
	/* An item comes to stand before it. */
	plan_of(&p[0], &text[0], "{Adam Zych}, {Jana Kowalskiego}, "
	    "{@b@x.pl}, {@A@x.pl}");
	assert_int_equal(plans_label(both, NULL, text, 2), 0);
	assert_labels(&p[1], "[PERSON-1] [PERSON-2] [EMAIL-1]");
	assert_labels(&p[0], "[PERSON-3] [PERSON-2] [EMAIL-2] [EMAIL-1]");
	/* One that does not fit what shall stand there does not. */
	(void)snprintf(p[0].list[0].label, sizeof(p[0].list[0].label),
	    "[EMAIL-7]");
	assert_int_equal(plans_label(both, NULL, text, 2), 0);
	assert_labels(&p[0], "[PERSON-4] [PERSON-2] [EMAIL-2] [EMAIL-1]");
	for (size_t i = 0; i < 2; i++) {
		plan_free(&p[i]);
		bytes_free(&text[i]);
	}
}

/* By way of its JSON, as it is stored. */
static void
stored(struct plan *p, const struct bytes *text)
{
	struct bytes b = BYTES_INIT(PLAN_MAX);

	assert_int_equal(sha256(p->text_sha256, text->data, text->len), 0);
	assert_int_equal(plan_write(&b, p, text->data), 0);
	plan_free(p);
	assert_int_equal(plan_read(p, b.data, b.len, text->data, text->len),
	    0);
	bytes_free(&b);
}

static void
test_what_was_given_is_never_given_to_another(void **state)
{
	static const char list[] = "Alex Moss\nSam Reed\nLou Finch\n";
	struct bytes text[2];
	struct plan p[2];
	struct plan *both[] = { &p[0], &p[1] };

	(void)state;
	plan_of(&p[0], &text[0], "{Ewa Nowak}, {Jan Kowalski}, {Piotr Lis}, "
	    "{Anna Dudek}");
	plan_of(&p[1], &text[1], "{Adam Zych}, {Olga Wilk}");
	assert_int_equal(pseudonyms_read(&p[0], list, strlen(list)), 0);
	p[0].list[2].show = p[0].list[3].show = SHOW_PSEUDONYM;
	assert_int_equal(plans_label(both, NULL, text, 1), 0);
	assert_labels(&p[0], "[PERSON-1] [PERSON-2] Alex Moss Sam Reed");
	/* Who had a number and who had a name are found no more. */
	plan_remove(&p[0], &p[0].list[3]);
	plan_remove(&p[0], &p[0].list[1]);
	assert_int_equal(plans_label(both, NULL, text, 1), 0);
	stored(&p[0], &text[0]);
	p[1].list[1].show = SHOW_PSEUDONYM;
	assert_int_equal(plans_label(both, NULL, text, 2), 0);
	assert_labels(&p[0], "[PERSON-1] Alex Moss");
	assert_labels(&p[1], "[PERSON-3] Lou Finch");
	for (size_t i = 0; i < 2; i++) {
		plan_free(&p[i]);
		bytes_free(&text[i]);
	}
}

static void
test_a_pseudonym_is_one_persons_and_nobody_elses(void **state)
{
	static const char list[] = "# people\n\nAlex Moss\r\nSam Reed\n"
	    "Kim Nowak\n  \nLou Finch\nAlex Moss\n";
	struct bytes text[2];
	struct plan p[2];
	struct plan *one[] = { &p[0] }, *both[] = { &p[1], &p[0] };

	(void)state;
	plan_of(&p[0], &text[0], "{Jan Kowalski} reads Moss. {Ewa Nowak} and "
	    "{Kowalski} in {=1998}");
	assert_int_equal(pseudonyms_read(&p[0], list, strlen(list)), 0);
	assert_int_equal(p[0].npseudonyms, 4);
	assert_int_equal(pseudonyms_show(&p[0]), 3);
	assert_int_equal(plans_label(one, NULL, text, 1), 0);
	/* "Moss" stands in the text, "Nowak" is somebody's. */
	assert_labels(&p[0], "Sam Reed Lou Finch Sam Reed [DATE-1]");
	plan_of(&p[1], &text[1], "{Adam Zych} and {Janem Kowalskim}");
	assert_int_equal(pseudonyms_show(&p[1]), 2);
	assert_int_equal(plans_label(both, NULL, (struct bytes[]){ text[1],
	    text[0] }, 2), 0);
	assert_labels(&p[1], "[PERSON-1] Sam Reed");
	assert_int_equal(pseudonyms_wanting(&p[1]), 1);
	assert_labels(&p[0], "Sam Reed Lou Finch Sam Reed [DATE-1]");
	/* The list grows. */
	assert_int_equal(plan_add_pseudonym(&p[0], "Pat Stone"), 0);
	assert_int_equal(plans_label(both, NULL, (struct bytes[]){ text[1],
	    text[0] }, 2), 0);
	assert_labels(&p[1], "Pat Stone Sam Reed");
	for (size_t i = 0; i < 2; i++) {
		plan_free(&p[i]);
		bytes_free(&text[i]);
	}
}

static void
test_a_list_of_names_with_something_else_is_refused(void **state)
{
	static const char *const bad[] = { "Alex [Moss]\n", "A\n\xc3\x89va\n",
	    "12\n", "Alexander Maximilian Bartholomew the Third of Fairview"
	    "\n" };
	struct plan p = { .n = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pseudonyms_read(&p, bad[i], strlen(bad[i])),
		    ERR_FORMAT);
	plan_free(&p);
}

/* --- what says less --- */

static void
general(const char *kind, const char *value, const char *wanted)
{
	char label[LABEL_MAX + 1] = "";

	if (!general_of(kind, value, strlen(value), label))
		label[0] = '\0';
	if (strcmp(label, wanted) != 0)
		fail_msg("%s %s is '%s', not '%s'", kind, value, label, wanted);
	if (general_is(label, strlen(label)) != (label[0] != '\0'))
		fail_msg("%s is not known for what it is", label);
}

static void
test_a_date_becomes_its_year(void **state)
{
	static const char *const dates[][2] = {
		{ "1998", "[1998]" }, { "March 1998", "[1998]" },
		{ "12 marca 1998 r.", "[1998]" },
		{ "3 lutego 2004 roku", "[2004]" },
		{ "le 14 juillet 1989", "[1989]" },
		{ "1er mai 2011", "[2011]" }, { "1998-03-12", "[1998]" },
		{ "12.03.1998", "[1998]" }, { "19980312", "[1998]" },
		{ "1998-03-12 14:30:00", "[1998]" },
		{ "1998-2001", "[1998-2001]" }, { "from 1998 to 2001",
		"[1998-2001]" }, { "3 May 1998 - 4 May 1998", "[1998]" },
		{ "1990s", "[1990s]" }, { "12/03/98", "" }, { "Monday", "" },
		{ "14:30", "" }, { "12 marca", "" }, { "+1998", "" },
		{ "20112012", "[2012]" }, { "1998, 1999, 2001", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		general("DATE", dates[i][0], dates[i][1]);
	general("DATE_OF_BIRTH", "ur. 5 V 1960 r.", "[1960]");
	general("PERSON", "1998", "");
}

static void
test_what_only_looks_like_less_is_a_value(void **state)
{
	static const char *const others[] = { "[PERSON-1]", "[]", "1998",
	    "[over 10,000]", "[over EUR]", "[90 or older", "[1998x]",
	    "[19 98]", "[over 1 EUR" };

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (general_is(others[i], strlen(others[i])))
			fail_msg("%s", others[i]);
}

static void
test_an_age_becomes_ten_years(void **state)
{
	static const char *const ages[][2] = {
		{ "45", "[40-49]" }, { "aged 45", "[40-49]" },
		{ "40-letni", "[40-49]" }, { "lat 7", "[0-9]" },
		{ "\xc3\xa2g\xc3\xa9 de 39 ans", "[30-39]" },
		{ "93 years old", "[90 or older]" },
		{ "18 months old", "" }, { "18 miesi\xc4\x99" "cy", "" },
		{ "18 mois", "" }, { "forty-five", "" }, { "45-50", "" },
		{ "450", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++)
		general("AGE", ages[i][0], ages[i][1]);
}

static void
test_an_amount_becomes_its_size(void **state)
{
	static const char *const sums[][2] = {
		{ "EUR 12,500", "[over 10,000 EUR]" },
		{ "12 500,50 z\xc5\x82", "[over 10,000 PLN]" },
		{ "12\xc2\xa0" "500 \xe2\x82\xac", "[over 10,000 EUR]" },
		{ "\xe2\x82\xac" "1.2 million", "[over 1,000,000 EUR]" },
		{ "3 mln z\xc5\x82otych", "[over 1,000,000 PLN]" },
		{ "25 tys. PLN", "[over 10,000 PLN]" },
		{ "1,234.56 USD", "[over 1,000 USD]" },
		{ "US$ 400", "[over 100 USD]" }, { "$20k",
		"[over 10,000 dollars]" },
		{ "\xc2\xa3" "99", "[over 10 pounds]" },
		{ "10,000 euros", "[over 1,000 EUR]" },
		{ "2 milliards d'euros", "[over 1,000,000,000 EUR]" },
		{ "15 000 francs", "[over 10,000 francs]" },
		{ "5 million US dollars", "[over 1,000,000 USD]" },
		{ "1.500 million EUR", "" }, { "five thousand euros", "" },
		{ "12 %", "" }, { "10-20 EUR", "" }, { "50 kg", "" },
		{ "100 EUR (400 PLN)", "" }, { "0.5 EUR", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		general("AMOUNT", sums[i][0], sums[i][1]);
}

static void
test_what_says_less_stands_there_when_it_is_asked_for(void **state)
{
	struct bytes text;
	struct plan p;
	struct plan *plans[] = { &p };

	(void)state;
	plan_of(&p, &text, "{=March 1998}, {=Monday}, {=1998}");
	p.list[0].show = p.list[1].show = SHOW_GENERAL;
	assert_int_equal(plans_label(plans, NULL, &text, 1), 0);
	assert_labels(&p, "[1998] [DATE-1] [DATE-2]");
	p.list[0].show = SHOW_LABEL;
	assert_int_equal(plans_label(plans, NULL, &text, 1), 0);
	assert_labels(&p, "[DATE-3] [DATE-1] [DATE-2]");
	plan_free(&p);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_values_share_a_label),
		cmocka_unit_test(test_many_values_keep_their_numbers),
		cmocka_unit_test(
		    test_a_kind_that_cannot_stand_in_a_label_is_refused),
		cmocka_unit_test(
		    test_forms_of_a_name_are_one_person_when_that_is_certain),
		cmocka_unit_test(test_a_person_has_one_label_in_every_form),
		cmocka_unit_test(test_a_label_that_was_given_stays),
		cmocka_unit_test(test_what_was_given_is_never_given_to_another),
		cmocka_unit_test(
		    test_a_pseudonym_is_one_persons_and_nobody_elses),
		cmocka_unit_test(
		    test_a_list_of_names_with_something_else_is_refused),
		cmocka_unit_test(test_a_date_becomes_its_year),
		cmocka_unit_test(test_what_only_looks_like_less_is_a_value),
		cmocka_unit_test(test_an_age_becomes_ten_years),
		cmocka_unit_test(test_an_amount_becomes_its_size),
		cmocka_unit_test(
		    test_what_says_less_stands_there_when_it_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
