/* xlsx_measure.c -- what was measured of cells that are redacted (xlsx.h). */
#include <stdlib.h>

#include "intake/examine/array.h"
#include "intake/format/office/xlsx.h"
#include "vault/base/err.h"

unsigned
xlsx_column(const struct bytes *ref)
{
	unsigned column = 0;

	for (size_t i = 0; i < ref->len && column < XLSX_COLUMNS_MAX &&
	    ref->data[i] >= 'A' && ref->data[i] <= 'Z'; i++)
		column = column * 26 + ref->data[i] - 'A' + 1;
	return column > 0 && column <= XLSX_COLUMNS_MAX ? column - 1 : 0;
}

int
xlsx_measure_begin(struct xlsx_walk *s, struct story *t)
{
	const struct xlsx_told *one;

	if (s->sheet == NULL || !story_edited(t))
		return 0;
	if ((s->columns = calloc(XLSX_COLUMNS_MAX / 8, 1)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < s->sheet->ntold; i++) {
		one = &s->sheet->told[i];
		if (story_touched(t, one->stretch))
			s->columns[one->column / 8] |=
			    (uint8_t)(1u << one->column % 8);
	}
	return 0;
}

void
xlsx_measure_cell(struct xlsx_walk *s, struct story *t, size_t stretch)
{
	struct xlsx_sheet *sheet = s->sheet;

	story_stretch_end(t, stretch);
	if (s->x->job.writing || sheet == NULL || s->err < 0)
		return;
	if ((s->err = array_grow(&sheet->told, sheet->ntold, XLSX_TOLD_MAX,
	    sizeof(*sheet->told))) < 0)
		return;
	sheet->told[sheet->ntold++] = (struct xlsx_told){ .stretch = stretch,
	    .row = s->rows, .column = (uint16_t)xlsx_column(&s->cell.ref) };
}

/* The row that begins: is one of its cells edited? */
bool
xlsx_measured_row(struct xlsx_walk *s, const struct story *t)
{
	bool touched = false;

	s->rows++;
	if (s->columns == NULL)
		return false;
	for (; s->told < s->sheet->ntold &&
	    s->sheet->told[s->told].row <= s->rows; s->told++)
		touched = touched || (s->sheet->told[s->told].row == s->rows &&
		    story_touched(t, s->sheet->told[s->told].stretch));
	return touched;
}

bool
xlsx_measured_columns(const struct xlsx_walk *s, const struct xml_attr *attrs,
    size_t n)
{
	const char *min = xml_attr(attrs, n, "min");
	const char *max = xml_attr(attrs, n, "max");
	unsigned long from, to;

	if (s->columns == NULL)
		return false;
	from = min != NULL ? strtoul(min, NULL, 10) : 1;
	to = max != NULL ? strtoul(max, NULL, 10) : XLSX_COLUMNS_MAX;
	for (from -= from > 0; from < to && from < XLSX_COLUMNS_MAX; from++)
		if ((s->columns[from / 8] >> from % 8 & 1) != 0)
			return true;
	return false;
}
