"""What people make of a name when they type it, by a seed: eight classes of queries, and
random strings, each with the names that are a right answer."""
import csv
import random
import unicodedata

CLASSES = ("typo", "initials", "pinyin", "alias", "width", "traditional", "truncated", "swapped")
# Characters of one to one, simplified to traditional.
TRADITIONAL = str.maketrans("长东阳区县乡镇农双岭绿园关宽兴龙华会临卫范树满团门马鸡鹿鲁边辽沟刘张杨陈孙钱赵财庆宁",
                            "長東陽區縣鄉鎮農雙嶺綠園關寬興龍華會臨衛範樹滿團門馬雞鹿魯邊遼溝劉張楊陳孫錢趙財慶寧")


def letters(reading):
    """Nóng'ān Xiàn → ["nongan", "xian"], ü as v."""
    text = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "v")
    return ["".join(c for c in word if c.isascii() and c.isalpha()) for word in text.split()]


class Names:
    """The written names of the sample: of each the standard names it leads to."""

    def __init__(self, sample):
        self.leads, self.readings, self.aliases = {}, {}, []
        standard = {}
        for file in ("division-township.csv", "division-more.csv"):
            for row in self.rows(sample(file)):
                standard[row["code"]] = row["name"]
        for file in ("place.csv", "place-unlocated.csv", "place-street.csv"):
            for row in self.rows(sample(file)):
                standard[row["id"]] = row["name"]
        rows = self.rows(sample("name.csv")) + self.rows(sample("name-more.csv"))
        for row in rows:
            if row["form"] == "standard" and row["name"]:
                standard.setdefault(row["place"], row["name"])
        for name in standard.values():
            self.leads.setdefault(name, set()).add(name)
        for row in rows:
            name = standard.get(row["place"])
            if not name:
                continue
            self.leads.setdefault(row["name"], set()).add(name)
            if row["reading"]:
                self.readings.setdefault(row["name"], row["reading"])
            if row["form"] in ("former", "alias", "historical"):
                self.aliases.append(row["name"])
        self.all = sorted(self.leads)
        self.characters = sorted({c for name in self.all for c in name})

    @staticmethod
    def rows(path):
        with open(path, encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def right(self, fits):
        return set().union(*(self.leads[name] for name in self.all if fits(name)), set())

    def spelt(self, name):
        return "".join(letters(self.readings[name])) if name in self.readings else None


def is_near(a, b):
    """True when one wrong, missing, surplus or exchanged character makes b of a."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    return (a[1:] == b[1:] or a[1:] == b or a == b[1:]
            or (a[:2] == b[1::-1] and a[2:] == b[2:]))


def spoil(name, names, chance):
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(names.characters) + name[at + 1:]


def swap(name, names, chance):
    at = chance.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2:]


def faulty(names, chance, make):
    """A fault that leaves one name near and none whole."""
    while True:
        name = chance.choice(names.all)
        if len(name) < 4 or not all("\u4e00" <= c <= "\u9fff" for c in name):
            continue
        text = make(name, names, chance)
        near = [other for other in names.all if is_near(other, text)]
        if near == [name] and not any(text in other for other in names.all):
            return text, names.leads[name]


def initials(names, chance):
    while True:
        name = chance.choice(sorted(names.readings))
        texts = first_letters(names, name)
        if len(texts) == 1 and len(text := texts.pop()) >= 3:
            return text, names.right(lambda other: text in first_letters(names, other))


def first_letters(names, name):
    """Of the syllables, by each way to cut the letters."""
    ways = split("".join(letters(names.readings.get(name, ""))), len(name))
    return {"".join(syllable[0] for syllable in way) for way in ways}


INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw", "")
FINALS = {"a", "o", "e", "i", "u", "v", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "ia",
          "ie", "iao", "iu", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "ui", "uan", "un",
          "uang", "ve", "ue", "er"}


def split(text, count):
    """All ways to cut text into count syllables."""
    if count == 0:
        return [] if text else [[]]
    ways = []
    for size in range(1, min(6, len(text)) + 1):
        head = text[:size]
        start = next(i for i in INITIALS if head.startswith(i))
        if head[len(start):] in FINALS:
            ways += [[head] + rest for rest in split(text[size:], count - 1)]
    return ways


def pinyin(names, chance, write=str):
    name = chance.choice(sorted(names.readings))
    text = names.spelt(name)
    return write(text), names.right(lambda other: names.spelt(other) == text)


def widen(text):
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def alias(names, chance):
    name = chance.choice(names.aliases)
    return name, names.leads[name]


def traditional(names, chance):
    while True:
        name = chance.choice(names.all)
        text = name.translate(TRADITIONAL)
        if text != name:
            return text, names.leads[name]


def truncated(names, chance):
    while True:
        name = chance.choice(names.all)
        if len(name) >= 4:
            text = name[:-1]
            return text, names.right(lambda other: other.startswith(text))


def queries(names, each, seed):
    """(class, text, right answers), `each` of every class."""
    chance = random.Random(seed)
    make = {"typo": lambda: faulty(names, chance, spoil), "swapped": lambda: faulty(names, chance, swap),
            "initials": lambda: initials(names, chance), "pinyin": lambda: pinyin(names, chance),
            "width": lambda: pinyin(names, chance, widen), "alias": lambda: alias(names, chance),
            "traditional": lambda: traditional(names, chance),
            "truncated": lambda: truncated(names, chance)}
    for kind in CLASSES:
        for _ in range(each):
            yield (kind, *make[kind]())


def random_strings(count, seed):
    chance = random.Random(seed)
    for i in range(count):
        if i % 2:
            yield "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(1, 8)))
        else:
            yield "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(chance.randint(1, 6)))
