/*
 * beside.h -- a second thread of a worker's child, for what is computed of
 * pixels and bytes alone.
 *
 * A child cannot start a thread once its doors are closed.  So this one begins
 * right before the last of them does, and is behind the same doors; then it
 * waits for work.  It runs our own code, and of libraries what codes a picture;
 * none of their parsers, which are not made for threads.  Where there is none (one processor, or a test of a
 * format alone) the work is done at once by whoever asks, so that what comes out
 * does not depend on it.
 */
#ifndef INTAKE_FORMAT_BESIDE_H
#define INTAKE_FORMAT_BESIDE_H

/* Begin it, where it is of use and can begin; when this returns, the thread needs
 * nothing any more but to wait and to compute. */
void beside_begin(void);

/* Have work(ctx) done, after what is being done; `ctx` is the work's until
 * beside_wait(). */
void beside_run(void (*work)(void *ctx), void *ctx);

/* Until all is done. */
void beside_wait(void);

#endif
