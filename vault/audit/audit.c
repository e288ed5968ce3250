/* audit.c -- see audit.h. */
#include "vault/audit/audit.h"

#include "vault/audit/history.h"
#include "vault/audit/overdue.h"
#include "vault/audit/rules.h"

const struct judge audit_judge = {
	.entry = rules_entry,
	.signature = rules_signature,
	.history = history_audit,
	.overdue = overdue_tell,
};
