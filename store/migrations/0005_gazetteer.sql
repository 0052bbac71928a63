-- The gazetteer: categories, codes of other schemes, what became of places, parts of
-- streets, addresses, signs, heritage lists, approvals with their two legal clocks.
--
-- place, successor, street and main hold what the row is about as "place-34",
-- "division-12" or "address-5": an entity's word and its identity. lon and lat are
-- the point on the 1e-9 degree grid. Dates and words are as docs/data-formats.md says.

INSERT INTO state (entity, counter)
VALUES ('category', 0), ('code_alias', 0), ('relation', 0), ('street_part', 0), ('address', 0),
       ('sign', 0), ('heritage', 0), ('approval', 0);

-- Days from an approval to its filing, and to its public notice (地名管理条例, arts. 13
-- and 14): calendar days as written. A setting, because whoever reads the law decides.
INSERT INTO setting (name, value) VALUES ('filing_days', '15'), ('notice_days', '15');

ALTER TABLE place_version ADD COLUMN legal_kind TEXT;
ALTER TABLE place_version ADD COLUMN scheme TEXT;
CREATE INDEX place_version_name ON place_version (name);
DROP VIEW place_today;
CREATE VIEW place_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, name, kind, category, division, status, legal_kind, scheme, geometry
FROM place_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

ALTER TABLE name_version ADD COLUMN lang TEXT;
ALTER TABLE name_version ADD COLUMN script TEXT;
ALTER TABLE name_version ADD COLUMN specific TEXT;
ALTER TABLE name_version ADD COLUMN generic TEXT;
ALTER TABLE name_version ADD COLUMN reading_source TEXT;
ALTER TABLE name_version ADD COLUMN reading_reviewed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE name_version ADD COLUMN precision_from TEXT;
ALTER TABLE name_version ADD COLUMN precision_to TEXT;
ALTER TABLE name_version ADD COLUMN certainty TEXT;
ALTER TABLE name_version ADD COLUMN source TEXT;
CREATE INDEX name_version_name ON name_version (name);
DROP VIEW name_today;
CREATE VIEW name_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    CASE owner_kind WHEN 0 THEN 'division' ELSE 'place' END AS owner_kind, owner, name, form,
    reading, extent, lang, script, specific, generic, reading_source, reading_reviewed,
    precision_from, precision_to, certainty, source
FROM name_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE category (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE category_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES category (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES category_version (version),
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    mark TEXT,
    note TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX category_version_scheme_code ON category_version (scheme, code);
CREATE INDEX category_version_identity ON category_version (identity);
CREATE INDEX category_version_recorded ON category_version (recorded_from);
CREATE INDEX category_version_closed ON category_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX category_version_restores ON category_version (restores)
    WHERE restores IS NOT NULL;
CREATE VIEW category_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    scheme, code, name, parent, mark, note
FROM category_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE code_alias (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE code_alias_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES code_alias (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES code_alias_version (version),
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    place TEXT NOT NULL,
    note TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX code_alias_version_scheme_code ON code_alias_version (scheme, code);
CREATE INDEX code_alias_version_code ON code_alias_version (code);
CREATE INDEX code_alias_version_place ON code_alias_version (place, identity);
CREATE INDEX code_alias_version_identity ON code_alias_version (identity);
CREATE INDEX code_alias_version_recorded ON code_alias_version (recorded_from);
CREATE INDEX code_alias_version_closed ON code_alias_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX code_alias_version_restores ON code_alias_version (restores)
    WHERE restores IS NOT NULL;
CREATE VIEW code_alias_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    scheme, code, place, note
FROM code_alias_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE relation (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE relation_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES relation (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES relation_version (version),
    place TEXT NOT NULL,
    successor TEXT NOT NULL,
    relation TEXT NOT NULL,
    changed_on TEXT,
    precision TEXT,
    document TEXT,
    note TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX relation_version_place ON relation_version (place, identity);
CREATE INDEX relation_version_successor ON relation_version (successor, identity);
CREATE INDEX relation_version_identity ON relation_version (identity);
CREATE INDEX relation_version_recorded ON relation_version (recorded_from);
CREATE INDEX relation_version_closed ON relation_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX relation_version_restores ON relation_version (restores)
    WHERE restores IS NOT NULL;
CREATE VIEW relation_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    place, successor, relation, changed_on, precision, document, note
FROM relation_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE street_part (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE street_part_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES street_part (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES street_part_version (version),
    street TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT,
    division TEXT,
    class TEXT,
    direction TEXT,
    width_m REAL,
    roads TEXT,
    note TEXT,
    geometry MULTILINESTRING,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX street_part_version_street ON street_part_version (street, identity);
CREATE INDEX street_part_version_identity ON street_part_version (identity);
CREATE INDEX street_part_version_recorded ON street_part_version (recorded_from);
CREATE INDEX street_part_version_closed ON street_part_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX street_part_version_restores ON street_part_version (restores)
    WHERE restores IS NOT NULL;
SELECT RecoverGeometryColumn('street_part_version', 'geometry', 4490, 'MULTILINESTRING', 'XY');
CREATE VIEW street_part_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    street, ordinal, name, division, class, direction, width_m, roads, note, geometry
FROM street_part_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE address (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE address_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES address (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES address_version (version),
    id TEXT NOT NULL,
    road TEXT,
    street TEXT,
    number TEXT,
    number_base INTEGER,
    number_suffix TEXT,
    number_kind TEXT,
    division TEXT,
    estate TEXT,
    building TEXT,
    unit TEXT,
    room TEXT,
    rank TEXT,
    main TEXT,
    geocode TEXT,
    postcode TEXT,
    status TEXT NOT NULL,
    lon INTEGER,
    lat INTEGER,
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX address_version_id ON address_version (id);
CREATE INDEX address_version_street ON address_version (street, identity);
CREATE INDEX address_version_road ON address_version (road, identity);
CREATE INDEX address_version_estate ON address_version (estate, identity);
CREATE INDEX address_version_division ON address_version (division, identity);
CREATE INDEX address_version_main ON address_version (main, identity);
CREATE INDEX address_version_lon_lat ON address_version (lon, lat);
CREATE INDEX address_version_identity ON address_version (identity);
CREATE INDEX address_version_recorded ON address_version (recorded_from);
CREATE INDEX address_version_closed ON address_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX address_version_restores ON address_version (restores)
    WHERE restores IS NOT NULL;
SELECT RecoverGeometryColumn('address_version', 'geometry', 4490, 'POINT', 'XY');
CREATE VIEW address_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, road, street, number, number_base, number_suffix, number_kind, division, estate,
    building, unit, room, rank, main, geocode, postcode, status, lon, lat, geometry
FROM address_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE sign (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE sign_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES sign (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES sign_version (version),
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT,
    text TEXT,
    romanised TEXT,
    minority TEXT,
    facing TEXT,
    material TEXT,
    installed TEXT,
    inspected TEXT,
    keeper TEXT,
    qr TEXT,
    note TEXT,
    lon INTEGER,
    lat INTEGER,
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX sign_version_id ON sign_version (id);
CREATE INDEX sign_version_place ON sign_version (place, identity);
CREATE INDEX sign_version_lon_lat ON sign_version (lon, lat);
CREATE INDEX sign_version_identity ON sign_version (identity);
CREATE INDEX sign_version_recorded ON sign_version (recorded_from);
CREATE INDEX sign_version_closed ON sign_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX sign_version_restores ON sign_version (restores)
    WHERE restores IS NOT NULL;
SELECT RecoverGeometryColumn('sign_version', 'geometry', 4490, 'POINT', 'XY');
CREATE VIEW sign_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, place, type, state, text, romanised, minority, facing, material, installed,
    inspected, keeper, qr, note, lon, lat, geometry
FROM sign_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE heritage (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE heritage_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES heritage (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES heritage_version (version),
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT,
    batch TEXT,
    category TEXT,
    scheme TEXT,
    listed_on TEXT,
    document TEXT,
    period TEXT,
    origin TEXT,
    meaning TEXT,
    evolution TEXT,
    measures TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX heritage_version_id ON heritage_version (id);
CREATE INDEX heritage_version_place ON heritage_version (place, identity);
CREATE INDEX heritage_version_identity ON heritage_version (identity);
CREATE INDEX heritage_version_recorded ON heritage_version (recorded_from);
CREATE INDEX heritage_version_closed ON heritage_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX heritage_version_restores ON heritage_version (restores)
    WHERE restores IS NOT NULL;
CREATE VIEW heritage_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, place, name, level, batch, category, scheme, listed_on, document, period, origin,
    meaning, evolution, measures
FROM heritage_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE TABLE approval (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE approval_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES approval (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES approval_version (version),
    id TEXT NOT NULL,
    place TEXT,
    action TEXT NOT NULL,
    name TEXT NOT NULL,
    former_name TEXT,
    body TEXT NOT NULL,
    body_kind TEXT,
    document TEXT,
    approved_on TEXT NOT NULL,
    application TEXT,
    reports TEXT,
    filing_sent TEXT,
    filing_received TEXT,
    filing_number TEXT,
    notice_on TEXT,
    notice_url TEXT,
    notice_text TEXT,
    note TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX approval_version_id ON approval_version (id);
CREATE INDEX approval_version_place ON approval_version (place, identity);
CREATE INDEX approval_version_identity ON approval_version (identity);
CREATE INDEX approval_version_recorded ON approval_version (recorded_from);
CREATE INDEX approval_version_closed ON approval_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX approval_version_restores ON approval_version (restores)
    WHERE restores IS NOT NULL;
CREATE VIEW approval_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, place, action, name, former_name, body, body_kind, document, approved_on,
    application, reports, filing_sent, filing_received, filing_number, notice_on,
    notice_url, notice_text, note
FROM approval_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
    ('street_part_today', 'geometry', 'rowid', 'street_part_version', 'geometry', 1),
    ('address_today', 'geometry', 'rowid', 'address_version', 'geometry', 1),
    ('sign_today', 'geometry', 'rowid', 'sign_version', 'geometry', 1);
