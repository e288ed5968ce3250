/*
 * serve.h -- answer on a socket until it closes: what is cheap at once, code
 * names one after the other.
 */
#ifndef INTAKE_LETTERBOX_WALL_SERVE_H
#define INTAKE_LETTERBOX_WALL_SERVE_H

int serve_letterboxes(int sock);

#endif
