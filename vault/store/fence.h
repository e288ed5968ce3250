/*
 * fence.h -- what tipline-store may do once it starts to read a repository:
 * files below the vault's folder, its socket, memory and time.  No other path,
 * no network, no new program, no other process.
 */
#ifndef VAULT_STORE_FENCE_H
#define VAULT_STORE_FENCE_H

/*
 * fence_enter(vault):
 * Landlock below the folder behind `vault`, then a seccomp filter.  For good.
 * ERR_FAILED when the kernel can do neither: then nothing is opened.
 */
int fence_enter(int vault);

#endif
