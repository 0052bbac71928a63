-- The record, first form.
--
-- Every entity is an identity and its versions (store/version.h): valid_from and
-- valid_to are civil dates, half open, NULL where unknown or open; recorded_from
-- and recorded_to are editions, recorded_to NULL while the record holds the row.
-- source_edition is the edition whose source a row's content came from (its rights and
-- resolution); it differs from recorded_from where a row was written again with
-- other dates, or restored by an undoing: then restores names the version whose
-- content it is. Geometry is EPSG:4490, longitude before latitude. source_wkb is
-- the geometry as it came, in source_crs, NULL where its numbers are those of geometry;
-- it stands last because it is long and seldom read.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO setting (name, value) VALUES ('zone_minutes', '480');
INSERT INTO setting (name, value) VALUES ('record_id', lower(hex(randomblob(8))));

-- When each entity changed, in microseconds, only growing: what snapshot sections
-- are compared by.
CREATE TABLE state (
    entity TEXT PRIMARY KEY,
    counter INTEGER NOT NULL
);
INSERT INTO state (entity, counter)
VALUES ('edition', 0), ('division', 0), ('claim', 0), ('place', 0), ('name', 0), ('facility', 0),
       ('population', 0), ('road', 0);

CREATE TABLE edition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recorded_at INTEGER NOT NULL, -- microseconds since 1970, UTC
    kind TEXT NOT NULL,
    entity TEXT,
    actor TEXT,
    reason TEXT,
    source_file TEXT,
    source_sha256 TEXT,
    driver TEXT,
    layer TEXT,
    encoding TEXT,
    encoding_from TEXT,
    crs TEXT,
    crs_from TEXT,
    pipeline TEXT,
    resolution_m REAL,
    accuracy_m REAL,
    effective TEXT,
    options_hash TEXT,
    licence TEXT,
    attribution TEXT,
    may_publish INTEGER NOT NULL DEFAULT 1,
    may_export INTEGER NOT NULL DEFAULT 1,
    secrecy TEXT NOT NULL DEFAULT 'open',
    report TEXT,
    reverts INTEGER REFERENCES edition (id),
    reverted_by INTEGER REFERENCES edition (id)
);
CREATE INDEX edition_options ON edition (options_hash);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE division (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE division_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES division (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES division_version (version),
    code TEXT NOT NULL,
    scheme TEXT NOT NULL,
    level INTEGER NOT NULL,
    type TEXT,
    name TEXT NOT NULL,
    name_specific TEXT,
    name_generic TEXT,
    parent TEXT,
    managed_by TEXT,
    area_km2 REAL,
    geometry MULTIPOLYGON,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX division_version_code ON division_version (code);

CREATE TABLE claim (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE claim_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES claim (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES claim_version (version),
    code TEXT NOT NULL,
    party TEXT NOT NULL,
    name TEXT,
    geometry MULTIPOLYGON,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX claim_version_key ON claim_version (code, party);

CREATE TABLE place (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE place_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES place (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES place_version (version),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    category TEXT,
    division TEXT,
    status TEXT,
    geometry GEOMETRY,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX place_version_id ON place_version (id);

CREATE TABLE name (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE name_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES name (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES name_version (version),
    owner_kind INTEGER NOT NULL, -- 0 division, 1 place
    owner INTEGER NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    reading TEXT,
    extent TEXT,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX name_version_key ON name_version (owner_kind, owner, name, form);

CREATE TABLE facility (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE facility_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES facility (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES facility_version (version),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    division TEXT,
    address TEXT,
    beds REAL,
    nursing_beds REAL,
    ownership TEXT,
    nature TEXT,
    rank TEXT,
    functions TEXT,
    opened TEXT,
    closed TEXT,
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX facility_version_id ON facility_version (id);

CREATE TABLE population (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE population_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES population (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES population_version (version),
    id TEXT NOT NULL,
    total INTEGER NOT NULL,
    age60 INTEGER,
    age65 INTEGER,
    age80 INTEGER,
    households INTEGER,
    division TEXT,
    origin TEXT,
    method TEXT,
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX population_version_id ON population_version (id);

CREATE TABLE road (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE road_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES road (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES road_version (version),
    id TEXT NOT NULL,
    class TEXT,
    name TEXT,
    oneway INTEGER NOT NULL,
    layer INTEGER NOT NULL,
    bridge INTEGER NOT NULL,
    tunnel INTEGER NOT NULL,
    foot TEXT,
    access TEXT,
    noded INTEGER NOT NULL,
    geometry MULTILINESTRING,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX road_version_id ON road_version (id);

CREATE INDEX division_version_identity ON division_version (identity);
CREATE INDEX claim_version_identity ON claim_version (identity);
CREATE INDEX place_version_identity ON place_version (identity);
CREATE INDEX name_version_identity ON name_version (identity);
CREATE INDEX facility_version_identity ON facility_version (identity);
CREATE INDEX population_version_identity ON population_version (identity);
CREATE INDEX road_version_identity ON road_version (identity);
CREATE INDEX division_version_recorded ON division_version (recorded_from);
CREATE INDEX division_version_closed ON division_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX division_version_restores ON division_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX claim_version_recorded ON claim_version (recorded_from);
CREATE INDEX claim_version_closed ON claim_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX claim_version_restores ON claim_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX place_version_recorded ON place_version (recorded_from);
CREATE INDEX place_version_closed ON place_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX place_version_restores ON place_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX name_version_recorded ON name_version (recorded_from);
CREATE INDEX name_version_closed ON name_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX name_version_restores ON name_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX facility_version_recorded ON facility_version (recorded_from);
CREATE INDEX facility_version_closed ON facility_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX facility_version_restores ON facility_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX population_version_recorded ON population_version (recorded_from);
CREATE INDEX population_version_closed ON population_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX population_version_restores ON population_version (restores)
    WHERE restores IS NOT NULL;
CREATE INDEX road_version_recorded ON road_version (recorded_from);
CREATE INDEX road_version_closed ON road_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX road_version_restores ON road_version (restores)
    WHERE restores IS NOT NULL;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recorded_at INTEGER NOT NULL,
    job TEXT NOT NULL,
    options TEXT,
    at TEXT,
    report TEXT
);
CREATE INDEX run_job ON run (job, id);

-- What is the same of a finding in every run.
CREATE TABLE finding (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    parties TEXT NOT NULL,
    state TEXT NOT NULL,
    first_run INTEGER NOT NULL REFERENCES run (id),
    last_run INTEGER NOT NULL REFERENCES run (id),
    first_seen INTEGER NOT NULL
);
CREATE INDEX finding_kind ON finding (kind, parties, last_run);

-- What each run saw of it, as it was then.
CREATE TABLE run_finding (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    finding INTEGER NOT NULL REFERENCES finding (number),
    level TEXT,
    severity TEXT NOT NULL,
    severity_rank INTEGER NOT NULL,
    area_m2 REAL,
    width_m REAL,
    west INTEGER,
    south INTEGER,
    east INTEGER,
    north INTEGER,
    first_lon INTEGER,
    first_lat INTEGER,
    body TEXT NOT NULL,
    geometry GEOMETRY,
    UNIQUE (run, finding)
);
CREATE INDEX run_finding_finding ON run_finding (finding, run);

CREATE TABLE api_key (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER NOT NULL DEFAULT 0
);

-- For other programs: geometry columns with their checks, and views of what is
-- held now and valid today in the record's zone.
SELECT RecoverGeometryColumn('division_version', 'geometry', 4490, 'MULTIPOLYGON', 'XY');
SELECT RecoverGeometryColumn('claim_version', 'geometry', 4490, 'MULTIPOLYGON', 'XY');
SELECT RecoverGeometryColumn('place_version', 'geometry', 4490, 'GEOMETRY', 'XY');
SELECT RecoverGeometryColumn('facility_version', 'geometry', 4490, 'POINT', 'XY');
SELECT RecoverGeometryColumn('population_version', 'geometry', 4490, 'POINT', 'XY');
SELECT RecoverGeometryColumn('road_version', 'geometry', 4490, 'MULTILINESTRING', 'XY');
SELECT RecoverGeometryColumn('run_finding', 'geometry', 4490, 'GEOMETRY', 'XY');
SELECT CreateSpatialIndex('division_version', 'geometry');

CREATE VIEW division_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    code, scheme,
    CASE level WHEN 1 THEN 'province' WHEN 2 THEN 'prefecture' WHEN 3 THEN 'county'
               WHEN 4 THEN 'township' WHEN 5 THEN 'village' END AS level,
    type, name, name_specific, name_generic, parent, managed_by, area_km2, geometry
FROM division_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW claim_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    code, party, name, geometry
FROM claim_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW place_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, name, kind, category, division, status, geometry
FROM place_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW facility_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, name, kind, division, address, beds, nursing_beds, ownership, nature, rank,
    functions, opened, closed, geometry
FROM facility_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW population_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, total, age60, age65, age80, households, division, origin, method, geometry
FROM population_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW road_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, class, name, oneway, layer, bridge, tunnel, foot, access, noded, geometry
FROM road_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW name_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    CASE owner_kind WHEN 0 THEN 'division' ELSE 'place' END AS owner_kind, owner, name, form,
    reading, extent
FROM name_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW finding_latest AS SELECT r.number AS rowid, f.id, f.kind, r.level, r.severity, f.state,
    f.parties, r.area_m2, r.width_m, r.run, r.body, r.geometry
FROM run_finding r JOIN finding f ON f.number = r.finding
WHERE r.run = (SELECT max(id) FROM run WHERE job = 'inspection');

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
    ('division_today', 'geometry', 'rowid', 'division_version', 'geometry', 1),
    ('claim_today', 'geometry', 'rowid', 'claim_version', 'geometry', 1),
    ('place_today', 'geometry', 'rowid', 'place_version', 'geometry', 1),
    ('facility_today', 'geometry', 'rowid', 'facility_version', 'geometry', 1),
    ('population_today', 'geometry', 'rowid', 'population_version', 'geometry', 1),
    ('road_today', 'geometry', 'rowid', 'road_version', 'geometry', 1),
    ('finding_latest', 'geometry', 'rowid', 'run_finding', 'geometry', 1);
