/* import/words.h - the words that sources use for enumerated values. */
#ifndef IMPORT_WORDS_H
#define IMPORT_WORDS_H

#include "store/division.h"
#include "store/exemption.h"
#include "store/line.h"
#include "store/marker.h"
#include "store/road.h"

/* Each gives NULL (or NONE) for a word it does not know. Borrowed from the program. */

/* county, 县级, 区县, district (as web maps say) … */
enum store_level import_word_level(const char *text);
/* A node of the facility tree by its path ("eldercare.day", text itself) or a
 * Chinese or OSM word: 养老院, 日间照料中心, 公墓, hospital … */
const char *import_word_facility(const char *text);
/* standard former historical alias short romanised minority, and 曾用名, 别名 … */
const char *import_word_form(const char *text);
/* county, town, village, and 县级, 乡镇, 村级 … */
const char *import_word_rank(const char *text);
/* 公办, 民办, 公建民营, and their English. */
const char *import_word_ownership(const char *text);
/* 公益, 经营, and 公益性, 经营性, non-profit … */
const char *import_word_nature(const char *text);
/* agreed, disputed … (store/line.h), and 已勘定, 争议 … False: unknown. */
bool import_word_line_status(const char *text, enum store_line_status *out);
/* single, double, triple, and 单立, 同号双立, 同号三立 … */
enum store_marker_mode import_word_marker_mode(const char *text);
/* exclave, allowed-gap, allowed-overlap, and 飞地, 水域, 共管区 … False: unknown. */
bool import_word_exemption(const char *text, enum store_exemption_kind *out);
/* What a line follows: marker-to-marker, river-centre, ridge … and 河流中心线, 山脊 … */
const char *import_word_support(const char *text);
/* What a marker is made of: stone, concrete … and 石质, 混凝土 … */
const char *import_word_material(const char *text);
/* How a marker was found: intact, leaning, lost … and 完好, 倾斜, 丢失 … */
const char *import_word_condition(const char *text);
/* approved, retired … and 标准, 废止 … */
const char *import_word_status(const char *text);
/* OSM's yes, no, 1, -1, reverse; Geofabrik's B, F, T; 双向, 单向. False: unknown. */
bool import_word_oneway(const char *text, enum store_oneway *out);

/* The generic part of a division's name (区, 县, 自治州, 街道 …): its length in
 * bytes at the end of name; 0 when there is none or nothing would remain. */
size_t import_word_generic(const char *name);

#endif
