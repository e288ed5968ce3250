/*
 * links.h -- addresses in a text that tell who reads it: campaign and click
 * parameters, and addresses made out for one recipient.  They are what the
 * text says and stay; the report names them.
 */
#ifndef INTAKE_FORMAT_NORMAL_LINKS_H
#define INTAKE_FORMAT_NORMAL_LINKS_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define LINKS_TOLD_MAX 20u	/* addresses that are told */

void links_report(const uint8_t *utf8, size_t len, struct answer *a);

#endif
