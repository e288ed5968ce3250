/* libraries.h -- what draws and packs the files of this program. */
#ifndef INTAKE_WORKER_DOCUMENTS_LIBRARIES_H
#define INTAKE_WORKER_DOCUMENTS_LIBRARIES_H

/* "poppler 22.12.0, cairo 1.16.0, ...": as they are loaded now. */
const char *libraries_documents(void);

#endif
