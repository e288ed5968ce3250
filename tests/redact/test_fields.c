/* test_fields.c -- which label belongs to which place of a text. */
#include "find_kit.h"

#include <stdlib.h>

#include "redact/find/view/fields.h"
#include "redact/find/view/label_words.h"

/* The value lies in a field of this label (of its words; NULL: in none). */
static void
expect(const char *text, const char *value, const char *label)
{
	struct fields *f;
	const struct field *x;
	const char *at = strstr(text, value);

	assert_non_null(at);
	assert_int_equal(fields_new(&f), 0);
	assert_int_equal(fields_read(f, (const uint8_t *)text, strlen(text),
	    strlen(text)), 0);
	x = fields_at(f, (size_t)(at - text));
	if (x == NULL) {
		if (label != NULL)
			fail_msg("%s: %s is in no field", text, value);
	} else if (label == NULL) {
		fail_msg("%s: %s is in the field %.*s", text, value,
		    (int)x->label_len, fields_label(f, x));
	} else if (x->start != (size_t)(at - text) ||
	    x->end != x->start + strlen(value) ||
	    x->label_len != strlen(label) ||
	    memcmp(fields_label(f, x), label, strlen(label)) != 0) {
		fail_msg("%s: \"%.*s\" is in the field %.*s, not %s", text,
		    (int)(x->end - x->start), text + x->start,
		    (int)x->label_len, fields_label(f, x), label);
	}
	fields_free(f);
}

static void
test_a_column_has_the_label_of_its_head(void **state)
{
	static const char csv[] = "id,First name,phone\r\n"
	    "1,Ann,600 700 800\r\n2,\"Ben, the \"\"B\"\"\",601\r\n"
	    "3,\"two\nlines\",602\r\n\r\nno,table,603\n";

	(void)state;
	expect(csv, "Ann", "first name");
	expect(csv, "600 700 800", "phone");
	expect(csv, "Ben, the \"\"B\"\"", "first name");
	expect(csv, "601", "phone");
	expect(csv, "two\nlines", "first name");
	expect(csv, "602", "phone");
	expect(csv, "603", NULL);
	expect("Imię;Telefon;Miasto\nJan;600;Łódź\n", "600", "telefon");
	expect("Imię;Telefon;Miasto\nJan;600;Łódź\n", "Jan",
	    "imię\nimie");
	expect("| Name | E-mail |\n|------|--------|\n| Ann | a@b.c |\n",
	    "a@b.c", "e mail");
	expect("Nom\tPrénom\tVille\nPetit\tAnne\tLyon\n", "Anne",
	    "prénom\nprenom");
	expect("Intro\nName\tPhone\tCity\nAnn\t600\tYork\nEnd\n", "600",
	    "phone");
	expect("Name\tPhone\tCity\nAnn\n\nBen said\tthat\n", "that", NULL);
	/* Prose with commas is no table. */
	expect("The name, the phone and the city were known, he said.\n"
	    "One, two and three, four.\n", "three", NULL);
}

static void
test_a_key_is_the_label_of_its_value(void **state)
{
	static const char json[] = "{\"user\": {\"phone\": \"600\", \"tags\": "
	    "[\"x\", \"y\"],\n \"passport\": {\"number\": 123456}},\n"
	    "\"dateOfBirth\" : \"1980-01-02\"}\nlater: 77\n";

	(void)state;
	expect(json, "600", "user phone");
	expect(json, "y", "user tags");
	expect(json, "123456", "user passport number");
	expect(json, "1980-01-02", "date of birth");
	expect(json, "77", "later");
	expect("12:00 INFO {\"email\":\"a@b.c\"} done\n", "a@b.c", "email");
	expect("{ phone: '600', age: 41 }\n", "41", "age");
	expect("user {'email': 'a@b.c', 'n': None}\n", "a@b.c", "email");
	expect("level=info user=jan msg=\"a b\" n=1\n", "jan", "user");
	expect("level=info user=jan msg=\"a b\" n=1\n", "a b", "msg");
	expect("[section]\nphone_number = 600 700\n", "600 700",
	    "phone number");
	expect("GET /?email=a%40b&x=1 HTTP\n", "a%40b", "email");
	expect("if (a == b) {\n", "b)", NULL);
	expect("user:\n  first_name: Ann\n  phone: \"600\"\n", "600",
	    "phone");
}

static void
test_a_form_has_a_label_before_its_value(void **state)
{
	(void)state;
	expect("Phone: 600 700\n", "600 700", "phone");
	expect("  * Date of birth: 1 May 1980\n", "1 May 1980",
	    "date of birth");
	expect("Surname ........... Kowalski\n", "Kowalski", "surname");
	expect("Surname\tKowalski\n", "Kowalski", "surname");
	expect("Surname    Kowalski\n", "Kowalski", "surname");
	expect("Name: Ann  Phone: 600\n", "Ann", "name");
	expect("Name: Ann  Phone: 600\n", "600", "phone");
	expect("Surname\nKowalski\n", "Kowalski", "surname");
	/* Pairs inside the values of forms. */
	expect("Name: x pin=12  Phone: y\n", "12", "pin");
	expect("Name: x pin=12  Phone: y\n", "y", "phone");
	expect("Adres zamieszkania:\nul. Długa 5\n", "ul. Długa 5",
	    "adres zamieszkania");
	expect("See http://a.b/c\n", "//a", NULL);
	expect("at 12:30 he left\n", "30 he", NULL);
	expect("the dog  barks\n", "barks", NULL);
}

static void
test_labels_name_kinds_in_three_languages(void **state)
{
	static const struct {
		const char *raw;
		enum label_kind kind;
	} rows[] = {
		{ "Phone number", LABEL_PHONE }, { "phoneNumber", LABEL_PHONE },
		{ "Emergency contact phone", LABEL_PHONE },
		{ "Numer telefonu", LABEL_PHONE },
		{ "N° de téléphone", LABEL_PHONE },
		{ "Imię i nazwisko", LABEL_PERSON },
		{ "LAST_NAME", LABEL_PERSON },
		{ "Nom du patient", LABEL_PERSON }, { "name", LABEL_NAME },
		{ "Data urodzenia", LABEL_BIRTH },
		{ "Date de naissance", LABEL_BIRTH },
		{ "Your e-mail", LABEL_EMAIL }, { "email 2", LABEL_EMAIL },
		{ "IP address", LABEL_OTHER }, { "file name", LABEL_OTHER },
		{ "Adresse postale", LABEL_ADDRESS },
		{ "Employeur", LABEL_ORG }, { "Zawód", LABEL_JOB },
		{ "Nationalité", LABEL_NATION }, { "sygn. akt", LABEL_CASE },
		{ "colour", LABEL_UNKNOWN },
	};
	uint8_t text[LABEL_TEXT_MAX];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		len = label_read(text, (const uint8_t *)rows[i].raw,
		    strlen(rows[i].raw));
		if (label_kind(text, len) != rows[i].kind)
			fail_msg("%s is %d, not %d", rows[i].raw,
			    label_kind(text, len), rows[i].kind);
	}
}

static void
test_the_words_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < label_words_n; i++)
		if (strcmp(label_words[i - 1].phrase,
		    label_words[i].phrase) >= 0)
			fail_msg("%s stands before %s",
			    label_words[i - 1].phrase, label_words[i].phrase);
}

static void
test_values_are_what_their_labels_say(void **state)
{
	(void)state;
	find_expect("surname,phone\nkowalski,600700800\nNowak,\n", "PERSON",
	    "kowalski");
	find_expect("From: Jan Kowalski <jk@example.org>\n", "PERSON",
	    "Jan Kowalski");
	find_expect("To: \"Nowak, Anna\" <an@example.org>, Ben Young "
	    "<b@example.org>\n", "PERSON", "Nowak, Anna");
	find_expect("To: \"Nowak, Anna\" <an@example.org>, Ben Young "
	    "<b@example.org>\n", "PERSON", "Ben Young");
	find_expect("On Monday Ann Smith <as@example.org> wrote:\n", "PERSON",
	    "Ann Smith");
	find_expect("Text.\n\n-- \nAnn Smith\nDesk\n", "PERSON", "Ann Smith");
	find_expect("Bye.\n\nPozdrawiam,\nJan\n", "PERSON", "Jan");
	find_expect("A bientôt.\nCordialement,\n\nAnne Petit\n", "PERSON",
	    "Anne Petit");
	find_expect("Best regards, Ann Smith\n", "PERSON", "Ann Smith");
	find_expect("[12.03.24, 14:22:10] Jan Nowak: hello\n", "PERSON",
	    "Jan Nowak");
	find_expect("Employer: Harbour Trust Ltd\n", "ORG",
	    "Harbour Trust Ltd");
	find_expect("City\tAge\nYork\t41\n", "LOCATION", "York");
	find_expect("City\tAge\nYork\t41\n", "AGE", "41");
	/* What stands in two cells is two things. */
	find_expect("Name\tCity\nJan Kowalski\tWarszawa\n", "PERSON",
	    "Jan Kowalski");
	find_expect_none("file name,size\nblue boxes,5\n", "PERSON");
	find_expect_none("surname,phone\nn/a,unknown\n", NULL);
}

/* The same fields, whatever windows the text is read in. */
static void
test_windows_keep_the_head(void **state)
{
	struct find_options small = { .window = 16u << 10 };
	struct findings f;
	char *text = malloc(1u << 20), *at = text;
	size_t rows = 0;

	(void)state;
	assert_non_null(text);
	at += sprintf(at, "name,surname,remark\n");
	for (; at - text < 200000; rows++)
		at += sprintf(at, "x%zu,abcdef,\"note, %zu\"\n", rows, rows);
	assert_int_equal(find_in(text, (size_t)(at - text), &small, &f), 0);
	size_t n = 0;

	for (size_t i = 0; i < f.n; i++)
		n += strcmp(f.list[i].finder, "field") == 0;
	assert_int_equal(n, rows);
	findings_free(&f);

	at = text + sprintf(text, "[");
	for (rows = 0; at - text < 200000; rows++)
		at += sprintf(at, "{\"surname\":\"abcdef\",\"n\":%zu},", rows);
	assert_int_equal(find_in(text, (size_t)(at - text), &small, &f), 0);
	n = 0;
	for (size_t i = 0; i < f.n; i++)
		n += strcmp(f.list[i].finder, "field") == 0;
	assert_int_equal(n, rows);
	findings_free(&f);
	free(text);
}

static void
test_a_label_is_no_name(void **state)
{
	static const char mail[] = "From: Ann Petit <ann@example.org>\n"
	    "Cc: Jan Nowak <jan@example.org>\n"
	    "Subject: Test for Comma and Name Bugs\n"
	    "Date: Mon, 3 Nov 2025 17:23:00 +0000\n\nHello Ann.\n";
	struct findings f;
	uint64_t subject = (uint64_t)(strstr(mail, "Subject") - mail);
	uint64_t cc = (uint64_t)(strstr(mail, "Cc:") - mail);

	(void)state;
	assert_int_equal(find_in(mail, strlen(mail),
	    &(struct find_options){ 0 }, &f), 0);
	for (size_t i = 0; i < f.n; i++)
		if (f.list[i].start == subject || f.list[i].start == cc)
			fail_msg("a label is a %s", f.list[i].kind);
	findings_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_column_has_the_label_of_its_head),
		cmocka_unit_test(test_a_key_is_the_label_of_its_value),
		cmocka_unit_test(test_a_form_has_a_label_before_its_value),
		cmocka_unit_test(test_labels_name_kinds_in_three_languages),
		cmocka_unit_test(test_the_words_are_sorted),
		cmocka_unit_test(test_values_are_what_their_labels_say),
		cmocka_unit_test(test_windows_keep_the_head),
		cmocka_unit_test(test_a_label_is_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
