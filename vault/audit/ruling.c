/* ruling.c -- see ruling.h. */
#include "vault/audit/ruling.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/tree.h"

#define ROLES_TEXT_MAX 128

void
ruling_say(const struct ruling *r, const char *rule, const char *path,
    const char *fmt, ...)
{
	char line[ERR_LINE_SIZE_IN_FINDING];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	r->report->say(r->report->arg, rule, path, line);
}

/* What a failed lookup means for the check. */
static int
looked(const struct ruling *r, const char *path, int code)
{
	switch (code) {
	case 0:
		return 1;
	case ERR_NOT_FOUND:
		return 0;
	case ERR_INTEGRITY:
	case ERR_FORMAT:
	case ERR_TOO_BIG:
	case ERR_IO:
		ruling_say(r, "damage", path, "%s", err_line());
		return 0;
	default:
		return code;
	}
}

int
ruling_before(const struct ruling *r, const char *path, struct bytes *b)
{
	return looked(r, path, r->view->before(r->view->arg, path, b));
}

int
ruling_list(const struct ruling *r, const char *folder, struct bytes *names)
{
	int code = looked(r, folder, r->view->list(r->view->arg, folder,
	    names));

	return code == 1 ? names->len > 0 : code;
}

int
ruling_after(const struct ruling *r, const struct change *c, struct bytes *b)
{
	return looked(r, c->name, r->view->after(r->view->arg, c, b));
}

bool
ruling_event(const struct ruling *r, const char *name)
{
	return strcmp(r->facts->entry->event, name) == 0;
}

bool
ruling_same(const struct bytes *b, const char *text)
{
	return b->len == strlen(text) && memcmp(b->data, text, b->len) == 0;
}

/* The policy of the tree before. */
static int
policy_before(const struct ruling *r, struct bytes *text)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct path p = { .kind = PATH_POLICY };
	char name[PATH_SIZE];
	int code;

	if ((code = ruling_list(r, "", &names)) == 1) {
		p.version = tree_highest(&names, "policy.");
		path_format(name, &p);
		code = ruling_before(r, name, text);
	}
	bytes_free(&names);
	return code;
}

int
ruling_policy(const struct ruling *r, struct policy *policy)
{
	struct bytes text = BYTES_INIT(POLICY_MAX);
	const struct change *c;
	int code;

	c = changes_find(r->changes, "policy.1");
	if (!r->facts->first)
		code = policy_before(r, &text);
	else
		code = c != NULL ? ruling_after(r, c, &text) : 0;
	if (code == 1 && !policy_parse(policy, text.data, text.len))
		code = 0;
	if (code == 0)
		ruling_say(r, "policy", "", "there is no policy that can be "
		    "read");
	bytes_free(&text);
	return code;
}

int
ruling_epoch(const struct ruling *r, const struct fpr *member,
    uint32_t *epoch)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct path p = { .kind = PATH_EPOCH, .member = *member,
	    .version = 1 };
	char name[PATH_SIZE];
	int code;

	path_format(name, &p);
	*strrchr(name, '/') = '\0';
	*epoch = 0;
	if ((code = ruling_list(r, name, &names)) == 1)
		*epoch = tree_highest(&names, "");
	bytes_free(&names);
	return code;
}

int
ruling_roles(const struct ruling *r, const struct fpr *member,
    unsigned *roles)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	struct bytes text = BYTES_INIT(ROLES_TEXT_MAX);
	struct path p = { .kind = PATH_ROLES, .member = *member };
	char name[PATH_SIZE];
	const char *words;
	int code;

	*roles = 0;
	p.version = 1;
	path_format(name, &p);
	*strrchr(name, '/') = '\0';
	if ((code = ruling_list(r, name, &names)) <= 0)
		goto done;
	p.version = tree_highest(&names, "roles.");
	if (p.version == 0) {
		code = 0;
		goto done;
	}
	path_format(name, &p);
	if ((code = ruling_before(r, name, &text)) <= 0)
		goto done;
	if (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	words = bytes_str(&text);
	if (words == NULL || (*words != '\0' && !roles_parse(roles, words))) {
		ruling_say(r, "damage", name, "the roles cannot be read");
		code = 0;
	}
done:
	bytes_free(&names);
	bytes_free(&text);
	return code;
}

size_t
ruling_group(const struct ruling *r, size_t i)
{
	const struct id *s = &r->changes->v[i].path.submission;
	size_t j = i + 1;

	while (j < r->changes->n &&
	    id_equal(&r->changes->v[j].path.submission, s))
		j++;
	return j;
}

size_t
ruling_item(const struct ruling *r, size_t i)
{
	const struct path *p = &r->changes->v[i].path;
	size_t j = i + 1;

	while (j < r->changes->n &&
	    id_equal(&r->changes->v[j].path.submission, &p->submission) &&
	    id_equal(&r->changes->v[j].path.item, &p->item))
		j++;
	return j;
}

uint32_t
ruling_release(const struct ruling *r, const struct id *submission)
{
	const struct path *p;
	size_t i;

	for (i = 0; i < r->changes->n; i++) {
		p = &r->changes->v[i].path;
		if (p->kind == PATH_OBJECT && p->object == OBJECT_RELEASES &&
		    id_equal(&p->submission, submission))
			return p->version;
	}
	return 0;
}

int
ruling_holds(const struct ruling *r, const struct path *grant)
{
	struct bytes names = BYTES_INIT(RULING_NAMES_MAX);
	char folder[PATH_SIZE], *last;
	const char *name;
	size_t at, n;
	int code;

	path_format(folder, grant);
	last = strrchr(folder, '/');
	*last++ = '\0';
	n = strcspn(last, ".") + 1;
	if ((code = ruling_list(r, folder, &names)) == 1)
		code = 0;
	for (at = 0; at < names.len && code == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		code = strncmp(name, last, n) == 0;
	}
	bytes_free(&names);
	return code;
}
