/* notefile.c -- see notefile.h. */
#include "vault/cmd/notefile.h"

#include "vault/base/err.h"
#include "vault/cmd/textfile.h"
#include "vault/cmd/words.h"

int
notefile_read(struct notefile *f, const char *word)
{
	const uint8_t *p;
	size_t len;
	int r;

	*f = (struct notefile){ .raw = BYTES_INIT(NOTE_MAX),
	    .proof = PROOF_INIT };
	if ((r = textfile_read(&f->raw, word)) < 0)
		goto done;
	p = f->raw.data;
	len = f->raw.len;
	f->extends = len > 0 && proof_is_extension(p, len);
	if (f->extends) {
		if ((r = proof_parse_extension(&f->proof, p, len)) < 0)
			goto done;
		p = (const uint8_t *)f->proof.note;
		len = f->proof.note_len;
	}
	if ((r = note_parse(&f->note, p, len)) == 0)
		r = checkpoint_parse(&f->c, f->note.text, f->note.len);
done:
	if (r < 0)
		notefile_free(f);
	return r;
}

void
notefile_free(struct notefile *f)
{
	proof_free(&f->proof);
	bytes_free(&f->raw);
}

int
notefile_card(struct signers *s, const char *word)
{
	struct card card;
	int r;

	if ((r = word_card(&card, word)) < 0)
		return r;
	return signers_add(s, card.sign_pk);
}

int
notefile_signers(struct signers *s, const char *word)
{
	struct bytes text = BYTES_INIT(SIGNERS_FILE_MAX);
	int r;

	if ((r = textfile_read(&text, word)) == 0)
		r = signers_parse(s, text.data, text.len);
	bytes_free(&text);
	return r;
}
