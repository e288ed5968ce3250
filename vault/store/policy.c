/* policy.c -- see policy.h. */
#include "vault/store/policy.h"

#include "vault/base/err.h"
#include "vault/base/path.h"
#include "vault/store/tree.h"

#define TOP_NAMES_MAX (1u << 20)	/* bytes of the names beside policy.<n> */

int
policy_read(struct policy *policy, struct repo *r, const git_oid *root)
{
	struct bytes names = BYTES_INIT(TOP_NAMES_MAX);
	struct bytes text = BYTES_INIT(POLICY_MAX);
	struct path p = { .kind = PATH_POLICY };
	char name[PATH_SIZE];
	int code;

	if ((code = tree_list(r, root, "", &names)) == 0) {
		p.version = tree_highest(&names, "policy.");
		path_format(name, &p);
		code = tree_file(r, root, name, &text);
	}
	if (code == ERR_NOT_FOUND || code == ERR_TOO_BIG ||
	    (code == 0 && !policy_parse(policy, text.data, text.len)))
		code = err_set(ERR_INTEGRITY, "the vault's policy is damaged; "
		    "run `tipline audit`, and restore the vault from a copy");
	bytes_free(&names);
	bytes_free(&text);
	return code;
}
