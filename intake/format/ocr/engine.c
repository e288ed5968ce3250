/* engine.c -- see engine.h. */
#include "intake/format/ocr/engine.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <tesseract/capi.h>

#include "intake/format/ocr/lines.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define DATA "/usr/share/tesseract-ocr/5/tessdata"
#define ENDING ".traineddata"
#define LANGUAGE_SIZE 32

/* Of libgomp.  Level 0: a parallel region runs in the thread that meets it. */
void omp_set_max_active_levels(int levels);

static TessBaseAPI *engines[OCR_LANGUAGES_MAX];
static size_t nengines;
static size_t current;		/* the language of the last page */
static bool chosen;		/* and was it tried against the others? */

/* --- before the fork --- */

static void
load(const char *language)
{
	TessBaseAPI *e;

	if (nengines == OCR_LANGUAGES_MAX ||
	    (e = TessBaseAPICreate()) == NULL)
		return;
	if (TessBaseAPIInit2(e, DATA, language, OEM_LSTM_ONLY) != 0) {
		TessBaseAPIDelete(e);
		return;
	}
	/* Its own opinion on what is too noisy costs more than reading it. */
	(void)TessBaseAPISetVariable(e, "debug_file", "/dev/null");
	TessBaseAPISetPageSegMode(e, PSM_AUTO);
	engines[nengines++] = e;
}

/* A language, not what tells scripts and directions apart. */
static int
is_language(const struct dirent *d)
{
	size_t len = strlen(d->d_name), end = strlen(ENDING);

	return len > end && len - end < LANGUAGE_SIZE &&
	    strcmp(d->d_name + len - end, ENDING) == 0 &&
	    strncmp(d->d_name, "osd.", 4) != 0 &&
	    strncmp(d->d_name, "equ.", 4) != 0;
}

static bool
is_first(const char *language, const char *const first[], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(language, first[i]) == 0)
			return true;
	return false;
}

void
engine_prepare(void)
{
	static const char *const first[] = { "eng", "pol", "fra" };
	const size_t nfirst = sizeof(first) / sizeof(first[0]);
	struct dirent **names = NULL;
	char language[LANGUAGE_SIZE];
	int i, n;

	omp_set_max_active_levels(0);
	setMsgSeverity(L_SEVERITY_NONE);
	for (i = 0; i < (int)nfirst; i++)
		load(first[i]);
	n = scandir(DATA, &names, is_language, alphasort);
	for (i = 0; i < n; i++) {
		(void)snprintf(language, sizeof(language), "%.*s",
		    (int)(strlen(names[i]->d_name) - strlen(ENDING)),
		    names[i]->d_name);
		if (!is_first(language, first, nfirst))
			load(language);
		free(names[i]);
	}
	free(names);
}

/* --- reading --- */

static double
cpu_seconds(void)
{
	struct rusage u = { .ru_utime = { 0 } };

	(void)getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
	    1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* Tesseract asks at each word: shall it stop? */
static bool
is_over(void *deadline, int words)
{
	return words > (int)OCR_WORDS_MAX ||
	    cpu_seconds() > *(const double *)deadline;
}

static int
take_word(struct ocr_words *w, TessResultIterator *it, uint32_t line, int dx,
    int dy)
{
	TessPageIterator *at = TessResultIteratorGetPageIterator(it);
	struct ocr_word word = { .line = line };
	char *utf8;
	size_t len;
	int r = 0;

	if (!TessPageIteratorBoundingBox(at, RIL_WORD, &word.x0, &word.y0,
	    &word.x1, &word.y1) ||
	    (utf8 = TessResultIteratorGetUTF8Text(it, RIL_WORD)) == NULL)
		return 0;
	word.x0 += dx, word.x1 += dx;
	word.y0 += dy, word.y1 += dy;
	word.sure = TessResultIteratorConfidence(it, RIL_WORD);
	len = strlen(utf8);
	if (len > 0 && utf8_valid((const uint8_t *)utf8, len))
		r = ocr_words_add(w, utf8, len, &word);
	TessDeleteText(utf8);
	return r;
}

static int
take_words(struct ocr_words *w, TessBaseAPI *e, uint32_t line)
{
	TessResultIterator *it = TessBaseAPIGetIterator(e);
	TessPageIterator *at;
	int r = 0;

	if (it == NULL)
		return 0;	/* an empty page */
	at = TessResultIteratorGetPageIterator(it);
	do {
		r = take_word(w, it, line, 0, 0);
		if (TessPageIteratorIsAtFinalElement(at, RIL_TEXTLINE,
		    RIL_WORD))
			line++;
	} while (r == 0 && TessResultIteratorNext(it, RIL_WORD));
	TessResultIteratorDelete(it);
	return r;
}

/* What engine `e` sees in its picture, or in the rectangle set. */
static int
recognise(struct ocr_words *w, TessBaseAPI *e, uint32_t line)
{
	double deadline = cpu_seconds() + OCR_PAGE_CPU_SECONDS;
	ETEXT_DESC *monitor = TessMonitorCreate();
	int r;

	if (monitor == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	TessMonitorSetCancelFunc(monitor, is_over);
	TessMonitorSetCancelThis(monitor, &deadline);
	r = TessBaseAPIRecognize(e, monitor);
	TessMonitorDelete(monitor);
	if (is_over(&deadline, 0))
		return err_set(ERR_TOO_BIG, "a page needs too long to be read");
	return r != 0 ? 0 : take_words(w, e, line);
}

static void
show(TessBaseAPI *e, PIX *grey, int dpi)
{
	TessBaseAPISetImage2(e, grey);
	TessBaseAPISetSourceResolution(e, dpi);
}

/* What engine `e`, which is shown the page, makes of one line. */
static int
read_line(struct ocr_words *w, TessBaseAPI *e, const struct line *line,
    uint32_t number)
{
	int r;

	TessBaseAPISetPageSegMode(e, PSM_SINGLE_LINE);
	TessBaseAPISetRectangle(e, line->x0, line->y0, line->x1 - line->x0,
	    line->y1 - line->y0);
	r = recognise(w, e, number);
	TessBaseAPISetPageSegMode(e, PSM_AUTO);
	return r;
}

/* --- which language --- */

/* How sure engine `e` is of the lines in `sample`. */
static int
try(float *sure, size_t e, const struct lines *sample, PIX *grey, int dpi)
{
	struct ocr_words w = OCR_WORDS_INIT;
	size_t i;
	int r = 0;

	show(engines[e], grey, dpi);
	for (i = 0; r == 0 && i < sample->n; i++)
		r = read_line(&w, engines[e], &sample->at[i], (uint32_t)i);
	*sure = ocr_words_sure(&w);
	ocr_words_free(&w);
	return r;
}

/* The language that is surest of some lines of the page. */
static int
choose(size_t *best, const struct ocr_words *w, PIX *grey, int dpi)
{
	struct lines sample = LINES_INIT;
	float sure, most = 0;
	size_t e;
	int r;

	*best = current;
	if ((r = lines_sample(&sample, w, pixGetWidth(grey),
	    pixGetHeight(grey))) < 0 || sample.n == 0)
		goto done;
	/* The present one first: another must be surer, not as sure. */
	for (e = 0; r == 0 && e < nengines; e++) {
		size_t one = (current + e) % nengines;

		if ((r = try(&sure, one, &sample, grey, dpi)) == 0 &&
		    sure > most + LINES_SURER) {
			most = sure;
			*best = one;
		}
	}
done:
	lines_free(&sample);
	return r;
}

/* Lines that the page's language is not sure of: is another one? */
static int
mend(struct ocr_words *w, PIX *grey, int dpi)
{
	struct lines doubtful = LINES_INIT;
	struct ocr_words other = OCR_WORDS_INIT;
	size_t e, i;
	int r;

	r = lines_doubtful(&doubtful, w, pixGetWidth(grey), pixGetHeight(grey));
	for (e = 0; r == 0 && doubtful.n > 0 && e < nengines; e++) {
		if (e == current)
			continue;
		show(engines[e], grey, dpi);
		for (i = 0; r == 0 && i < doubtful.n; i++) {
			ocr_words_free(&other);
			r = read_line(&other, engines[e], &doubtful.at[i], 0);
			if (r == 0)
				r = lines_replace(w, &doubtful.at[i], &other);
		}
	}
	ocr_words_free(&other);
	lines_free(&doubtful);
	return r;
}

static int
read_page(struct ocr_words *w, PIX *grey, int dpi)
{
	show(engines[current], grey, dpi);
	return recognise(w, engines[current], 0);
}

int
engine_read(struct ocr_words *w, PIX *grey, int dpi)
{
	size_t best = current;
	int r;

	if (nengines == 0)
		return err_set(ERR_NOT_FOUND, "no language to read with; "
		    "install tesseract-ocr-eng");
	if ((r = read_page(w, grey, dpi)) < 0 || w->n == 0 || nengines == 1)
		goto done;
	if (!chosen || ocr_words_sure(w) < LINES_SURE) {
		if ((r = choose(&best, w, grey, dpi)) < 0)
			goto done;
		chosen = true;
	}
	if (best != current) {
		current = best;
		ocr_words_free(w);
		r = read_page(w, grey, dpi);
	}
	if (r == 0)
		r = mend(w, grey, dpi);
done:
	for (best = 0; best < nengines; best++)
		TessBaseAPIClear(engines[best]);
	return r;
}
