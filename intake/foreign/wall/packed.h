/*
 * packed.h -- packed exports (kinds.h), read twice: first all of it is read
 * and checked, then it is said.  So one that is cut, damaged or too big is
 * refused before anything of it was said.
 */
#ifndef INTAKE_FOREIGN_WALL_PACKED_H
#define INTAKE_FOREIGN_WALL_PACKED_H

#include <stdbool.h>

#include "intake/foreign/place/place.h"
#include "intake/foreign/wall/say.h"

/*
 * packed_say(s, fd, look, thread, apart):
 * Say what the archive in `fd` holds, where `look` tells what a path says.  A
 * submission for each source, whose thread is "<thread> <source>"; one for
 * all when nothing tells them apart.  With `apart`, sealed files are named for
 * the clean side to ask for; else they are said as they are.
 */
int packed_say(struct say *s, int fd,
    void (*look)(struct place *, const char *), const char *thread,
    bool apart);

/* Write the bytes of entry `number`, as they came, to `out`. */
int packed_entry(int fd, unsigned number, int out);

#endif
