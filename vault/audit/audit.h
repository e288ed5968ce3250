/*
 * audit.h -- the rules of a vault and the walk over its history, as the store
 * is given them.
 */
#ifndef VAULT_AUDIT_AUDIT_H
#define VAULT_AUDIT_AUDIT_H

#include "vault/store/judge.h"

extern const struct judge audit_judge;

#endif
