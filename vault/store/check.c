/* check.c -- see check.h. */
#include "vault/store/check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/checking.h"
#include "vault/store/config.h"
#include "vault/store/span.h"

#define STEP_EVERY 256		/* things looked at between two calls of step */
#define STEP_BYTES (16u << 20)	/* ... or bytes */

bool
checking_mine(const struct check *c, const uint8_t *hash)
{
	uint32_t v;

	if (!c->options->data)
		return false;
	if (c->options->of == 0)
		return true;
	v = (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 |
	    (uint32_t)hash[2] << 8 | hash[3];
	return v % c->options->of == c->options->part - 1;
}

int
checking_step(struct check *c, uint64_t bytes)
{
	const uint64_t before = c->result->bytes / STEP_BYTES;

	c->result->bytes += bytes;
	if (c->options->step == NULL || (++c->steps % STEP_EVERY != 0 &&
	    c->result->bytes / STEP_BYTES == before))
		return 0;
	return c->options->step(c->options->arg, c->result);
}

int
checking_tell(const struct check *c, int code, const char *rule,
    const char *name, enum remedy remedy)
{
	if (code != ERR_INTEGRITY && code != ERR_FORMAT &&
	    code != ERR_TOO_BIG && code != ERR_NOT_FOUND && code != ERR_IO)
		return code;
	return trouble_say(c->to, rule, name, remedy, "%s", err_line());
}

static int
begin(struct check *c)
{
	if ((c->bases = calloc(1, sizeof(*c->bases))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return span_folder(repo_dir(c->repo), "objects", &c->objects);
}

static void
end(struct check *c)
{
	if (c->bases != NULL)
		bases_free(c->bases);
	free(c->bases);
	io_close(&c->objects);
}

int
check_run(struct repo *r, const struct check_options *o,
    const struct troubles *to, struct check_result *result)
{
	struct check c = { .repo = r, .options = o, .to = to,
	    .result = result, .objects = -1 };
	int code;

	memset(result, 0, sizeof(*result));
	if ((code = begin(&c)) == 0 &&
	    (code = config_examine(repo_dir(r), to)) == 0 &&
	    (code = check_left_over(&c)) == 0 &&
	    (code = check_loose(&c)) == 0 &&
	    (code = check_packs(&c)) == 0 &&
	    (code = check_lfs(&c)) == 0 &&
	    (code = check_refs(&c)) == 0)
		code = check_history(&c);
	end(&c);
	return code;
}

int
check_reach(struct repo *r, const struct check_options *o,
    const struct troubles *to, struct check_result *result)
{
	struct check c = { .repo = r, .options = o, .to = to,
	    .result = result, .objects = -1 };

	memset(result, 0, sizeof(*result));
	return check_history(&c);
}
