"""Hanyu pinyin of place names, put together by the rules of 1984.

Syllables come from an open list of names (without tones), tones from Unihan:
of a character's readings the one whose letters agree. What comes out is
derived, not approved; the name files say so.
"""

import bz2
import re
import unicodedata

UNIHAN = "/usr/share/unicode/Unihan_Readings.txt.bz2"  # Debian package unicode-data
NATIONS = {"朝鲜族": "Cháoxiǎnzú", "满族": "Mǎnzú", "蒙古族": "Měnggǔzú", "回族": "Huízú"}
GENERICS = {"自治州": "Zìzhìzhōu", "自治县": "Zìzhìxiàn", "街道": "Jiēdào", "省": "Shěng", "市": "Shì",
            "区": "Qū", "县": "Xiàn", "镇": "Zhèn", "乡": "Xiāng", "州": "Zhōu", "厅": "Tīng", "府": "Fǔ",
            "大街": "Dàjiē", "大路": "Dàlù", "街": "Jiē", "路": "Lù", "广场": "Guǎngchǎng"}
# Characters whose reading in a local name the general sources have wrong.
LOCAL = {"杨大城子": "yáng dà chéng zi", "南崴子": "nán wǎi zi"}


def bare(syllable):
    """The letters without tone: lǜ -> lü."""
    marks = {"\u0304", "\u0301", "\u030c", "\u0300"}
    letters = [c for c in unicodedata.normalize("NFD", syllable) if c not in marks]
    return unicodedata.normalize("NFC", "".join(letters))


class Readings:
    def __init__(self):
        self.table = {}
        with bz2.open(UNIHAN, "rt", encoding="utf-8") as file:
            for line in file:
                if re.match(r"U\+[0-9A-F]+\tk(TGHZ2013|XHC1983|Mandarin)\t", line):
                    self._add(*line.rstrip("\n").split("\t"))

    def _add(self, point, field, value):
        character = chr(int(point[2:], 16))
        rank = ["kTGHZ2013", "kXHC1983", "kMandarin"].index(field)
        values = value.replace(",", " ").split() if rank == 2 else re.findall(r":(\S+)", value)
        readings = [r for v in values for r in v.split(",")]
        self.table.setdefault(character, {})[rank] = readings

    def _all(self, character):
        ranks = self.table.get(character, {})
        return [r for rank in sorted(ranks) for r in ranks[rank]]

    def syllables(self, text, hints=None):
        """One syllable a character; hints without tones choose among readings."""
        if text in LOCAL:
            return LOCAL[text].split()
        out = []
        for i, character in enumerate(text):
            choices = self._all(character)
            hint = hints[i].replace("lv", "lü").replace("nv", "nü") if hints else None
            if character == "子" and i > 0:
                out.append("zi")
            else:
                fitting = [r for r in choices if hint is None or bare(r) == hint]
                out.append((fitting or choices or [hint or "?"])[0])
        return out

    def romanise(self, name, hints=None):
        """朝阳区 -> Cháoyáng Qū; 农安县 -> Nóng'ān Xiàn."""
        specific, parts = self._split(name)
        if hints is not None and len(hints) != len(specific):
            hints = None
        return " ".join([self._join(self.syllables(specific, hints))] + parts)

    def _split(self, name):
        parts, rest = [], name
        for generic in sorted(GENERICS, key=len, reverse=True):
            if rest.endswith(generic) and len(rest) > len(generic):
                parts, rest = [GENERICS[generic]], rest[:-len(generic)]
                break
        for nation, written in NATIONS.items():
            if parts and rest.endswith(nation) and len(rest) > len(nation):
                parts, rest = [written] + parts, rest[:-len(nation)]
        return rest, parts

    @staticmethod
    def _join(syllables):
        word = syllables[0]
        for syllable in syllables[1:]:
            word += ("'" if bare(syllable)[0] in "aoe" else "") + syllable
        return word[0].upper() + word[1:]
