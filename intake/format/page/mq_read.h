/* mq_read.h -- what mq.h coded, decoded (ITU-T T.88, annex E). */
#ifndef INTAKE_FORMAT_PAGE_MQ_READ_H
#define INTAKE_FORMAT_PAGE_MQ_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Behind its end the data go on with ones, as the standard has it. */
struct mq_reader {
	const uint8_t *p, *end;
	uint32_t a, c;
	int left;
};

struct mq_reader mq_read_begin(const uint8_t *p, size_t len);
unsigned mq_read_bit(struct mq_reader *m, uint8_t *context);
/* False: the end of a list, or a number over 32 bits. */
bool mq_read_number(struct mq_reader *m, uint8_t *contexts, int32_t *v);
uint32_t mq_read_id(struct mq_reader *m, uint8_t *contexts, unsigned bits);

#endif
