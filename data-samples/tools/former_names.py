"""Former and other names around Changchun: published facts, one row each.

Dates stand to the year where no day is known: then the first of January, and
`precision` says year. The last column marks how sure the row is: C published
law, code lists or history; P common knowledge, to be confirmed by the bureau.
"""

# division, name, form, valid_from, valid_to, extent, code it had then, precision, mark
DIVISION_NAMES = [
    ("220100", "宽城子", "historical", "", "", "", "", "", "C"),
    ("220100", "长春厅", "historical", "1800-01-01", "1889-01-01", "", "", "year", "C"),
    ("220100", "长春府", "historical", "1889-01-01", "1913-01-01", "", "", "year", "C"),
    ("220100", "长春县", "historical", "1913-01-01", "1952-01-01", "", "", "year", "C"),
    ("220100", "新京", "historical", "1932-01-01", "1945-01-01", "", "", "year", "C"),
    ("220100", "新京特别市", "historical", "1932-01-01", "1945-01-01", "", "", "year", "C"),
    ("220103", "宽城子", "historical", "", "", "", "", "", "C"),
    ("220105", "二道河子区", "former", "", "1995-01-01", "", "220105", "year", "P"),
    ("220112", "双阳县", "former", "", "1995-01-01", "", "220125", "year", "C"),
    ("220113", "九台市", "former", "", "2014-01-01", "", "220181", "year", "C"),
    ("220113", "九台县", "former", "", "", "", "220123", "", "C"),
    ("220182", "榆树县", "former", "", "1990-01-01", "", "220121", "year", "C"),
    ("220183", "德惠县", "former", "", "1994-01-01", "", "220124", "year", "C"),
]

# code of the statistics bureau: name, then what people say
ZONE_NAMES = {
    "220171": ("长春经济技术开发区", "经开区"),
    "220172": ("长春净月高新技术产业开发区", "净月高新技术产业开发区", "净月区", "净月开发区"),
    "220173": ("长春高新技术产业开发区", "高新区"),
    "220174": ("长春汽车经济技术开发区", "汽开区"),
}

# street today, name, form, valid_from, valid_to, extent, precision, mark
STREET_NAMES = [
    ("人民大街", "斯大林大街", "former", "", "1996-01-01", "", "year", "C"),
    ("人民大街", "大同大街", "historical", "1932-01-01", "1946-01-01", "部分路段", "decade", "C"),
    ("人民大街", "中央通", "historical", "", "", "北段", "", "C"),
    ("人民大街", "长春大街", "historical", "1907-01-01", "1921-01-01", "北段", "year", "C"),
    ("人民大街", "中山大街", "historical", "1946-01-01", "1949-01-01", "北段", "year", "P"),
    ("人民大街", "中正大街", "historical", "1946-01-01", "1949-01-01", "南段", "year", "P"),
    ("人民广场", "大同广场", "historical", "", "", "", "", "P"),
    ("长江路", "吉野町", "historical", "", "", "", "", "P"),
    ("北京大街", "八岛通", "historical", "", "", "", "", "P"),
    ("重庆路", "丰乐路", "historical", "", "", "", "", "P"),
]

# Streets outside the road data: id, name. Without a place: none is known from open data.
MORE_STREETS = [
    ("street-xinmin", "新民大街"),
    ("street-ziyou", "自由大路"),
    ("street-gongnong", "工农大路"),
    ("street-yanan", "延安大街"),
    ("street-fuzhi", "福祉大路"),
    ("street-shengtai", "生态大街"),
    ("street-xiantai", "仙台大街"),
]

# place, name, form, reading, valid_from, valid_to, extent, precision, certainty
MORE_NAMES = [
    ("street-xinmin", "顺天大街", "historical", "", "", "1946-01-01", "", "year", "certain"),
    ("street-xinmin", "民权大街", "historical", "", "1946-01-01", "1949-01-01", "", "year", "certain"),
    ("street-ziyou", "至圣大路", "historical", "", "", "", "", "", "practice"),
    ("street-gongnong", "安民大路", "historical", "", "", "", "", "", "practice"),
    ("street-yanan", "和平大街", "historical", "", "", "", "", "", "practice"),
    ("zone-220172", "净月", "short", "", "", "", "", "", "certain"),
]
