/*
 * padding.h -- Padmé (Nikitin et al., "Reducing Metadata Leakage from
 * Encrypted Files", PETS 2019): lengths are rounded up so that a length of L
 * bytes tells at most O(log log L) bits, at 12 % at the most.
 */
#ifndef VAULT_SEAL_PADDING_H
#define VAULT_SEAL_PADDING_H

#include <stdint.h>

uint64_t padme(uint64_t len);

#endif
