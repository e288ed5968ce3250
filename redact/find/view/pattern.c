/* pattern.c -- see pattern.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "redact/find/view/pattern.h"

#include <pcre2.h>
#include <pthread.h>

#include "vault/base/err.h"

#define MATCH_LIMIT 1000000u	/* steps at one place */
#define HEAP_LIMIT 65536u	/* KiB */
#define JIT_STACK_MAX (1u << 20)	/* bytes */

/* A pattern is compiled once, by the first thread that needs it. */
static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;

static int
compile(struct pattern *p)
{
	uint32_t options = PCRE2_CASELESS;
	pcre2_code *code;
	size_t at;
	int e;

	if (p->mode == PATTERN_UTF)
		options |= PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK;
	code = pcre2_compile((PCRE2_SPTR)p->re, PCRE2_ZERO_TERMINATED, options,
	    &e, &at, NULL);
	if (code == NULL)
		return err_set(ERR_FAILED, "PCRE2 refuses a pattern of the "
		    "finders at %zu: install the library of Debian 12", at);
	/* Without JIT (no executable memory) it is slower, not different. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	p->code = code;
	return 0;
}

/* All there is to one run of a pattern. */
struct machine {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static int
machine_new(struct machine *m)
{
	m->data = pcre2_match_data_create(PATTERN_GROUPS_MAX, NULL);
	m->context = pcre2_match_context_create(NULL);
	m->stack = pcre2_jit_stack_create(32768, JIT_STACK_MAX, NULL);
	if (m->data == NULL || m->context == NULL || m->stack == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	(void)pcre2_set_match_limit(m->context, MATCH_LIMIT);
	(void)pcre2_set_heap_limit(m->context, HEAP_LIMIT);
	pcre2_jit_stack_assign(m->context, NULL, m->stack);
	return 0;
}

static void
machine_free(struct machine *m)
{
	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->context);
	pcre2_jit_stack_free(m->stack);
}

static void
take_groups(struct match *m, const pcre2_match_data *data, int n)
{
	const size_t *at = pcre2_get_ovector_pointer(
	    (pcre2_match_data *)(uintptr_t)data);

	for (int i = 0; i < PATTERN_GROUPS_MAX; i++) {
		m->start[i] = i < n ? at[2 * i] : PATTERN_NONE;
		m->end[i] = i < n ? at[2 * i + 1] : PATTERN_NONE;
	}
}

static int
compiled(struct pattern *p)
{
	int r = 0;

	(void)pthread_mutex_lock(&compiling);
	if (p->code == NULL)
		r = compile(p);
	(void)pthread_mutex_unlock(&compiling);
	return r;
}

int
pattern_run(struct pattern *p, const struct view *v,
    int (*hit)(struct match *m))
{
	struct machine machine = { NULL, NULL, NULL };
	struct match m = { .v = v, .s = v->s, .len = v->len };
	size_t at = 0;
	int n, r = 0;

	if ((r = compiled(p)) < 0 || (r = machine_new(&machine)) < 0)
		goto done;
	while (r == 0 && at < m.len) {
		/* The folded text is valid UTF-8: fold.c made it. */
		n = pcre2_match(p->code, m.s, m.len, at, PCRE2_NO_UTF_CHECK |
		    PCRE2_NOTEMPTY, machine.data, machine.context);
		if (n == PCRE2_ERROR_NOMATCH)
			break;
		if (n <= 0) {
			r = err_set(ERR_FAILED, "PCRE2 gives up on this text "
			    "(code %d): quarantine the item", n);
			break;
		}
		take_groups(&m, machine.data, n);
		m.next = m.end[0];
		r = hit(&m);
		at = m.next > m.start[0] ? m.next : m.end[0];
	}
done:
	machine_free(&machine);
	return r;
}
