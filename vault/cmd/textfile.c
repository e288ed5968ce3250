/* textfile.c -- see textfile.h. */
#include "vault/cmd/textfile.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

int
textfile_read(struct bytes *b, const char *word)
{
	int fd = STDIN_FILENO, r;

	if (strcmp(word, "-") == 0)
		return io_read_all(fd, b);
	if ((fd = open(word, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0)
		return err_sys("cannot read %s", word);
	if ((r = io_read_all(fd, b)) == ERR_TOO_BIG)
		r = err_set(ERR_TOO_BIG, "%s is too long to be what is due "
		    "here; name another file", word);
	io_close(&fd);
	return r;
}

int
textfile_place(int *dir, const char **name, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder;

	*dir = -1;
	*name = slash != NULL ? slash + 1 : path;
	if (**name == '\0')
		return err_set(ERR_USAGE, "%s is a folder; name a file", path);
	folder = slash == NULL ? strdup(".") : slash == path ? strdup("/") :
	    strndup(path, (size_t)(slash - path));
	if (folder == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dir < 0)
		(void)err_sys("cannot use the folder %s", folder);
	free(folder);
	return *dir < 0 ? ERR_IO : 0;
}

int
textfile_write(const char *path, const void *p, size_t len)
{
	const char *name;
	int dir, r;

	if (path == NULL || strcmp(path, "-") == 0)
		return io_write_all(STDOUT_FILENO, p, len);
	if ((r = textfile_place(&dir, &name, path)) < 0)
		return r;
	r = io_write_file(dir, name, p, len, 0644);
	io_close(&dir);
	return r;
}
