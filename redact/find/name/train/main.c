/*
 * main.c -- tipline-train: learn names.model from labelled texts.
 * usage: tipline-train TEXTS MODEL
 *        tipline-train TEXTS MODEL --fold K/N   (leave one fold out)
 *
 * With --fold, what the model finds in the texts that were left out goes to
 * standard output: id, start, end, kind, confidence, finder, with tabs between.
 */
#include <stdio.h>
#include <string.h>

#include "redact/find/name/find_names.h"
#include "redact/find/name/train/corpus.h"
#include "redact/find/name/train/learn.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"

static int
say_text(const struct gold *g, const struct model *m)
{
	struct findings f = { .list = NULL };
	struct view v = { .where = FIND_TEXT, .out = &f };
	struct fold *fold;
	int r;

	if ((r = fold_new(&fold, g->text, g->len, FOLD_READ)) < 0)
		return r;
	v.fold = fold;
	v.s = fold_bytes(fold, &v.len);
	r = find_names_with(m, &v);
	for (size_t i = 0; r == 0 && i < f.n; i++)
		(void)printf("%s\t%llu\t%llu\t%s\t%.4f\t%s\n", g->id,
		    (unsigned long long)f.list[i].start,
		    (unsigned long long)f.list[i].end, f.list[i].kind,
		    f.list[i].confidence, f.list[i].finder);
	findings_free(&f);
	fold_free(fold);
	return r;
}

static int
say_held(const struct bytes *file, const struct corpus *c,
    const struct lesson *lesson)
{
	struct model m;
	int r = model_open(&m, file->data, file->len);

	for (size_t i = 0; r == 0 && i < c->n; i++)
		if (c->list[i].fold % lesson->folds == lesson->held)
			r = say_text(&c->list[i], &m);
	return r;
}

static int
write_file(const char *path, const struct bytes *b)
{
	FILE *f = fopen(path, "wb");
	int r = 0;

	if (f == NULL)
		return err_sys("%s cannot be written; choose another place",
		    path);
	if (fwrite(b->data, 1, b->len, f) != b->len)
		r = err_sys("%s cannot be written; make room", path);
	if (fclose(f) != 0 && r == 0)
		r = err_sys("%s cannot be written; make room", path);
	return r;
}

static int
train(const char *texts, const char *to, const struct lesson *lesson)
{
	struct bytes model = BYTES_INIT(MODEL_MAX);
	struct corpus c;
	int r;

	if ((r = corpus_read(&c, texts)) < 0)
		return r;
	if ((r = learn(&model, &c, lesson)) == 0)
		r = write_file(to, &model);
	if (r == 0 && lesson->folds > 0)
		r = say_held(&model, &c, lesson);
	bytes_free(&model);
	corpus_free(&c);
	return r;
}

int
main(int argc, char **argv)
{
	struct lesson lesson = { .rounds = LESSON_ROUNDS };
	int r;

	if (argc != 3 && (argc != 5 || strcmp(argv[3], "--fold") != 0 ||
	    sscanf(argv[4], "%u/%u", &lesson.held, &lesson.folds) != 2 ||
	    lesson.folds < 2 || lesson.held >= lesson.folds)) {
		(void)fprintf(stderr, "usage: tipline-train TEXTS MODEL "
		    "[--fold K/N]\n");
		return 2;
	}
	if ((r = train(argv[1], argv[2], &lesson)) < 0)
		(void)fprintf(stderr, "tipline-train: %s\n", err_line());
	return err_exit(r);
}
