/* names/section.h - kind and version of the section; internal to names/. */
#ifndef NAMES_SECTION_H
#define NAMES_SECTION_H

#define NAMES_SECTION_KIND    "names"
#define NAMES_SECTION_VERSION 1

#endif
