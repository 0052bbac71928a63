-- The record, first form.
--
-- Every entity is an identity and its versions (store/version.h): valid_from and
-- valid_to are civil dates, half open, NULL where unknown or open; recorded_from
-- and recorded_to are editions, recorded_to NULL while the record holds the row.
-- Geometry is EPSG:4490, longitude before latitude. source_wkb is the geometry
-- as it came, in source_crs.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO setting (name, value) VALUES ('zone_minutes', '480');
INSERT INTO setting (name, value) VALUES ('record_id', lower(hex(randomblob(8))));

-- How often each entity changed: what snapshot sections are compared by.
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
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX division_version_code ON division_version (code);

CREATE TABLE claim (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE claim_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES claim (id),
    code TEXT NOT NULL,
    party TEXT NOT NULL,
    name TEXT,
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX claim_version_key ON claim_version (code, party);

CREATE TABLE place (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE place_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES place (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    category TEXT,
    division TEXT,
    status TEXT,
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX place_version_id ON place_version (id);

CREATE TABLE name (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE name_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES name (id),
    owner_kind INTEGER NOT NULL, -- 0 division, 1 place
    owner INTEGER NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    reading TEXT,
    extent TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX name_version_key ON name_version (owner_kind, owner, name, form);

CREATE TABLE facility (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE facility_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES facility (id),
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
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX facility_version_id ON facility_version (id);

CREATE TABLE population (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE population_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES population (id),
    id TEXT NOT NULL,
    total INTEGER NOT NULL,
    age60 INTEGER,
    age65 INTEGER,
    age80 INTEGER,
    households INTEGER,
    division TEXT,
    origin TEXT,
    method TEXT,
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
);
CREATE INDEX population_version_id ON population_version (id);

CREATE TABLE road (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE road_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES road (id),
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
    source_wkb BLOB,
    source_crs TEXT,
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id)
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
CREATE INDEX division_version_closed ON division_version (recorded_to);
CREATE INDEX claim_version_recorded ON claim_version (recorded_from);
CREATE INDEX claim_version_closed ON claim_version (recorded_to);
CREATE INDEX place_version_recorded ON place_version (recorded_from);
CREATE INDEX place_version_closed ON place_version (recorded_to);
CREATE INDEX name_version_recorded ON name_version (recorded_from);
CREATE INDEX name_version_closed ON name_version (recorded_to);
CREATE INDEX facility_version_recorded ON facility_version (recorded_from);
CREATE INDEX facility_version_closed ON facility_version (recorded_to);
CREATE INDEX population_version_recorded ON population_version (recorded_from);
CREATE INDEX population_version_closed ON population_version (recorded_to);
CREATE INDEX road_version_recorded ON road_version (recorded_from);
CREATE INDEX road_version_closed ON road_version (recorded_to);

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recorded_at INTEGER NOT NULL,
    job TEXT NOT NULL,
    options TEXT,
    at TEXT,
    report TEXT
);
CREATE INDEX run_job ON run (job, id);

CREATE TABLE finding (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    level TEXT,
    severity TEXT NOT NULL,
    severity_rank INTEGER NOT NULL,
    state TEXT NOT NULL,
    parties TEXT NOT NULL,
    area_m2 REAL,
    width_m REAL,
    west INTEGER,
    south INTEGER,
    east INTEGER,
    north INTEGER,
    first_lon INTEGER,
    first_lat INTEGER,
    first_run INTEGER NOT NULL REFERENCES run (id),
    last_run INTEGER NOT NULL REFERENCES run (id),
    first_seen INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX finding_kind ON finding (kind, parties, last_run);

-- Which findings a run saw, as they were then.
CREATE TABLE run_finding (
    run INTEGER NOT NULL REFERENCES run (id),
    finding INTEGER NOT NULL REFERENCES finding (number),
    PRIMARY KEY (run, finding)
);

CREATE TABLE api_key (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER NOT NULL DEFAULT 0
);
