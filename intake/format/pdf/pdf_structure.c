/* pdf_structure.c -- open a document by qpdf; see pdf_make.h. */
#include "intake/format/pdf/pdf_make.h"

#include <string.h>

#include "vault/base/print.h"

static int
refuse(qpdf_data q, const struct doc *d, struct answer *a)
{
	if (qpdf_get_error_code(q, qpdf_get_error(q)) != qpdf_e_password)
		return answer_refuse(a, REASON_DAMAGED,
		    "its structure cannot be read");
	if (d->password != NULL)
		return answer_refuse(a, REASON_WRONG_PASSWORD,
		    "the password does not open it");
	return answer_refuse(a, REASON_ENCRYPTED,
	    "it opens with a password only");
}

/* A reader of the document by this password: NULL without memory, else with
 * its result in *r. */
static qpdf_data
read_with(const struct doc *d, const char *password, int *r)
{
	qpdf_data q = qpdf_init();

	if (q == NULL)
		return NULL;
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	*r = qpdf_read_memory(q, "document", (const char *)d->data, d->len,
	    password);
	return q;
}

/* Keys before AES-256 were made of a password in Latin-1: true when there are
 * such words for this one, and they are others than in UTF-8. */
static bool
latin1(char out[PASSWORD_MAX + 1], const char *word)
{
	size_t len = strlen(word), at = 0, n = 0, step;
	uint32_t cp;

	while (at < len && n < PASSWORD_MAX) {
		step = utf8_next((const uint8_t *)word + at, len - at, &cp);
		if (step == 0 || cp > 0xff)
			return false;
		at += step;
		out[n++] = (char)(unsigned char)cp;
	}
	out[n] = '\0';
	return at == len && n < len;
}

int
pdf_structure(qpdf_data *out, const struct doc *d, struct answer *a)
{
	char other[PASSWORD_MAX + 1] = "";
	const char *words[] = { "", d->password, NULL };
	qpdf_data q = NULL;
	int r = 0, i;

	*out = NULL;
	if (d->password != NULL && latin1(other, d->password))
		words[2] = other;
	/* The empty password first, as readers do. */
	for (i = 0; i < 3 && (i == 0 || words[i] != NULL); i++) {
		pdf_structure_close(&q);
		if ((q = read_with(d, words[i], &r)) == NULL) {
			r = answer_refuse(a, REASON_LIMIT,
			    "no memory to look at the structure");
			goto done;
		}
		if ((r & QPDF_ERRORS) == 0)
			break;
	}
	if ((r & QPDF_ERRORS) != 0) {
		r = refuse(q, d, a);
		pdf_structure_close(&q);
		goto done;
	}
	*out = q;
	r = 0;
done:
	explicit_bzero(other, sizeof(other));
	return r;
}

void
pdf_structure_close(qpdf_data *q)
{
	if (*q == NULL)
		return;
	/* An error that nobody took would be printed. */
	if (qpdf_has_error(*q))
		(void)qpdf_get_error(*q);
	qpdf_cleanup(q);
}
