/* style.c -- the style sheet and the way to the languages; see view.h. */
#include "intake/serve/view/tongue.h"
#include "intake/serve/view/view.h"

__asm__(".section .rodata\n"
    ".globl view_sheet\n"
    ".globl view_sheet_end\n"
    "view_sheet:\n"
    ".incbin \"" VIEW_STYLE "\"\n"
    "view_sheet_end:\n"
    ".byte 0\n"
    ".text\n");
extern const uint8_t view_sheet[], view_sheet_end[];

const uint8_t *
view_style(size_t *len)
{
	*len = (size_t)(view_sheet_end - view_sheet);
	return view_sheet;
}

int
view_start(const char *folder)
{
	return tongue_start(folder);
}

const char *
view_language(const char *asked, const char *accepted)
{
	return tongue_choose(asked, accepted);
}
