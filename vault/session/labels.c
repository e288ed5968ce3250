/* labels.c -- see labels.h. */
#include "vault/session/labels.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define LABELS_NAME "labels"
#define LABELS_MODE 0600
#define FPR_HEX_LEN (FPR_HEX_SIZE - 1)

static bool
label_fits(const uint8_t *p, size_t len)
{
	uint32_t cp;
	size_t n;

	if (len == 0 || len >= LABEL_SIZE)
		return false;
	for (; len > 0; p += n, len -= n)
		if ((n = utf8_next(p, len, &cp)) == 0 || cp < 0x20 ||
		    (cp >= 0x7f && cp < 0xa0) || print_is_hidden(cp))
			return false;
	return true;
}

int
labels_check(const char *label)
{
	if (!label_fits((const uint8_t *)label, strlen(label)))
		return err_set(ERR_USAGE, "a label is 1 to %d bytes of UTF-8 "
		    "that can be seen, without tabs or line ends; choose "
		    "another", LABEL_SIZE - 1);
	return 0;
}

static int
open_vault(int *fd, const char *vault)
{
	*fd = open(vault, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *fd < 0 ? err_sys("%s", vault) : 0;
}

int
labels_read(struct bytes *file, const char *vault)
{
	int dir, r;

	if ((r = open_vault(&dir, vault)) < 0)
		return r;
	r = io_read_file(dir, LABELS_NAME, file);
	io_close(&dir);
	return r == ERR_NOT_FOUND ? 0 : r;
}

/* One line of the file: false when it is none of ours. */
static bool
parse_line(const char *p, size_t len, struct fpr *member, const char **label,
    size_t *label_len)
{
	if (len < FPR_HEX_LEN + 2 || p[FPR_HEX_LEN] != '\t' ||
	    !hex_parse(member->b, FPR_BYTES, p, FPR_HEX_LEN))
		return false;
	*label = p + FPR_HEX_LEN + 1;
	*label_len = len - FPR_HEX_LEN - 1;
	return label_fits((const uint8_t *)*label, *label_len);
}

/* The next line at *at, without its end; false when there is none. */
static bool
next_line(const struct bytes *file, size_t *at, const char **line, size_t *len)
{
	const char *end;

	if (*at >= file->len)
		return false;
	*line = (const char *)file->data + *at;
	end = memchr(*line, '\n', file->len - *at);
	*len = end != NULL ? (size_t)(end - *line) : file->len - *at;
	*at += *len + 1;
	return true;
}

void
labels_find(const struct bytes *file, const struct fpr *member,
    char label[LABEL_SIZE])
{
	const char *line, *text;
	struct fpr who;
	size_t at = 0, len, n;

	label[0] = '\0';
	while (next_line(file, &at, &line, &len))
		if (parse_line(line, len, &who, &text, &n) &&
		    fpr_equal(&who, member)) {
			memcpy(label, text, n);
			label[n] = '\0';
		}
}

int
labels_set(const char *vault, const struct fpr *member, const char *label)
{
	struct bytes old = BYTES_INIT(LABELS_FILE_MAX);
	struct bytes fresh = BYTES_INIT(LABELS_FILE_MAX);
	char hex[FPR_HEX_SIZE];
	const char *line, *text;
	struct fpr who;
	size_t at = 0, len, n;
	int dir = -1, r;

	if ((r = labels_check(label)) < 0 ||
	    (r = labels_read(&old, vault)) < 0 ||
	    (r = open_vault(&dir, vault)) < 0)
		goto done;
	while (next_line(&old, &at, &line, &len))
		if (parse_line(line, len, &who, &text, &n) &&
		    !fpr_equal(&who, member)) {
			(void)bytes_add(&fresh, line, len);
			(void)bytes_add_str(&fresh, "\n");
		}
	fpr_hex(hex, member);
	(void)bytes_addf(&fresh, "%s\t%s\n", hex, label);
	if ((r = bytes_ok(&fresh)) == 0)
		r = io_replace_file(dir, LABELS_NAME, fresh.data, fresh.len,
		    LABELS_MODE);
done:
	io_close(&dir);
	bytes_free(&old);
	bytes_free(&fresh);
	return r;
}
