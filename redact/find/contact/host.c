/* host.c -- see host.h. */
#include "redact/find/contact/host.h"

#include "redact/find/view/chars.h"
#include "redact/find/view/near.h"

size_t
host_label(const struct view *v, size_t at)
{
	size_t end = at, chars = 0, n;

	for (;; end += n, chars++) {
		n = char_of_word(v, end);
		if (n == 0 && chars > 0 && byte_at(v, end) == '-')
			n = 1;
		if (n == 0)
			return end;
		if (chars == HOST_LABEL_MAX)
			return at;
	}
}

size_t
host_end(const struct view *v, size_t at)
{
	size_t end = host_label(v, at), labels, next;

	if (end == at)
		return at;
	for (labels = 1; labels < HOST_LABELS_MAX && byte_at(v, end) == '.';
	    labels++) {
		if ((next = host_label(v, end + 1)) == end + 1)
			break;
		end = next;
	}
	return labels > 1 ? end : at;
}

size_t
host_label_start(const struct view *v, size_t at)
{
	size_t chars, n;

	for (chars = 0; chars <= HOST_LABEL_MAX; chars++, at -= n) {
		n = char_of_word_before(v, at);
		if (n == 0 && byte_before(v, at) == '-')
			n = 1;
		if (n == 0)
			break;
	}
	return at;
}
