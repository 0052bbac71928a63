/* import/words_gazetteer.h - the words of the registers of place names. */
#ifndef IMPORT_WORDS_GAZETTEER_H
#define IMPORT_WORDS_GAZETTEER_H

#include <stdbool.h>

#include "store/place.h"

/* Each gives NULL for a word it does not know. Borrowed from the program. */

/* The eight kinds of 地名管理条例, art. 3: natural division committee-seat park street
 * estate facility other, and 自然地理实体, 街路巷 … */
const char *import_word_legal_kind(const char *text);
/* certain practice derived uncertain, and the marks C, P, U … */
const char *import_word_certainty(const char *text);
/* renamed split merged absorbed re-parented renumbered moved, and 更名, 合并 … */
const char *import_word_relation(const char *text);
/* main auxiliary, and 主地址, 辅地址. */
const char *import_word_rank_of_address(const char *text);
/* door building unit household street lane estate village scenic other, and 门牌 … */
const char *import_word_sign_type(const char *text);
/* state province city county, and 国家级 … */
const char *import_word_heritage_level(const char *text);
/* named renamed retired, and 命名, 更名, 注销 … */
const char *import_word_action(const char *text);
/* government naming-authority other-department, and 人民政府, 民政部门 … */
const char *import_word_body_kind(const char *text);
/* day month year decade era, and 日, 月, 年, 年代, 时期. */
const char *import_word_precision(const char *text);

#endif
