/* pdf_structure.c -- open a document by qpdf; see pdf_make.h. */
#include "intake/format/pdf/pdf_make.h"

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

int
pdf_structure(qpdf_data *out, const struct doc *d, struct answer *a)
{
	qpdf_data q = qpdf_init();
	int r;

	*out = NULL;
	if (q == NULL)
		return answer_refuse(a, REASON_LIMIT,
		    "no memory to look at the structure");
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	r = qpdf_read_memory(q, "document", (const char *)d->data, d->len, "");
	if ((r & QPDF_ERRORS) != 0 && d->password != NULL) {
		pdf_structure_close(&q);
		if ((q = qpdf_init()) == NULL)
			return answer_refuse(a, REASON_LIMIT,
			    "no memory to look at the structure");
		qpdf_silence_errors(q);
		qpdf_set_suppress_warnings(q, QPDF_TRUE);
		r = qpdf_read_memory(q, "document", (const char *)d->data,
		    d->len, d->password);
	}
	if ((r & QPDF_ERRORS) != 0) {
		r = refuse(q, d, a);
		pdf_structure_close(&q);
		return r;
	}
	*out = q;
	return 0;
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
