-- Agreed lines between divisions, the parties' claims of them, boundary markers
-- and tri-junctions.
--
-- a and b are the codes of the two sides as they were when the line was agreed:
-- they stay when a unit is given another code. west to north, and lon and lat,
-- are the geometry's box and place on the 1e-9 degree grid. A marker that no
-- line is named for has the line ''.

INSERT INTO state (entity, counter)
VALUES ('line', 0), ('line_claim', 0), ('marker', 0), ('tri_junction', 0);

CREATE TABLE line (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE line_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES line (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES line_version (version),
    code TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    name TEXT,
    status TEXT NOT NULL,
    agreement_no TEXT,
    agreement_date TEXT,
    support TEXT,
    markers TEXT,
    description TEXT,
    west INTEGER,
    south INTEGER,
    east INTEGER,
    north INTEGER,
    geometry MULTILINESTRING,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX line_version_code ON line_version (code);
CREATE INDEX line_version_identity ON line_version (identity);
CREATE INDEX line_version_recorded ON line_version (recorded_from);
CREATE INDEX line_version_closed ON line_version (recorded_to) WHERE recorded_to IS NOT NULL;
CREATE INDEX line_version_restores ON line_version (restores) WHERE restores IS NOT NULL;

CREATE TABLE line_claim (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE line_claim_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES line_claim (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES line_claim_version (version),
    line TEXT NOT NULL,
    party TEXT NOT NULL,
    name TEXT,
    geometry MULTILINESTRING,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX line_claim_version_key ON line_claim_version (line, party);
CREATE INDEX line_claim_version_identity ON line_claim_version (identity);
CREATE INDEX line_claim_version_recorded ON line_claim_version (recorded_from);
CREATE INDEX line_claim_version_closed ON line_claim_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX line_claim_version_restores ON line_claim_version (restores)
    WHERE restores IS NOT NULL;

CREATE TABLE marker (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE marker_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES marker (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES marker_version (version),
    line TEXT NOT NULL,
    number TEXT NOT NULL,
    ordinal INTEGER NOT NULL, -- the how manieth stone of that number: 1 but for duplicates
    mode TEXT,
    kind TEXT,
    measured_on TEXT,
    sigma_m REAL,
    condition TEXT,
    keeper TEXT,
    lon INTEGER,
    lat INTEGER,
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX marker_version_key ON marker_version (line, number, ordinal);
CREATE INDEX marker_version_identity ON marker_version (identity);
CREATE INDEX marker_version_recorded ON marker_version (recorded_from);
CREATE INDEX marker_version_closed ON marker_version (recorded_to) WHERE recorded_to IS NOT NULL;
CREATE INDEX marker_version_restores ON marker_version (restores) WHERE restores IS NOT NULL;

CREATE TABLE tri_junction (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE tri_junction_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES tri_junction (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES tri_junction_version (version),
    number TEXT NOT NULL,
    codes TEXT NOT NULL, -- of the divisions that meet there, rising, commas between
    geometry POINT,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX tri_junction_version_number ON tri_junction_version (number);
CREATE INDEX tri_junction_version_identity ON tri_junction_version (identity);
CREATE INDEX tri_junction_version_recorded ON tri_junction_version (recorded_from);
CREATE INDEX tri_junction_version_closed ON tri_junction_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX tri_junction_version_restores ON tri_junction_version (restores)
    WHERE restores IS NOT NULL;

SELECT RecoverGeometryColumn('line_version', 'geometry', 4490, 'MULTILINESTRING', 'XY');
SELECT RecoverGeometryColumn('line_claim_version', 'geometry', 4490, 'MULTILINESTRING', 'XY');
SELECT RecoverGeometryColumn('marker_version', 'geometry', 4490, 'POINT', 'XY');
SELECT RecoverGeometryColumn('tri_junction_version', 'geometry', 4490, 'POINT', 'XY');

CREATE VIEW line_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    code, a, b, name, status, agreement_no, agreement_date, support, markers, description,
    geometry
FROM line_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW line_claim_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    line, party, name, geometry
FROM line_claim_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW marker_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    nullif(line, '') AS line, number, mode, kind, measured_on, sigma_m, condition, keeper, geometry
FROM marker_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

CREATE VIEW tri_junction_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    number, codes, geometry
FROM tri_junction_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES
    ('line_today', 'geometry', 'rowid', 'line_version', 'geometry', 1),
    ('line_claim_today', 'geometry', 'rowid', 'line_claim_version', 'geometry', 1),
    ('marker_today', 'geometry', 'rowid', 'marker_version', 'geometry', 1),
    ('tri_junction_today', 'geometry', 'rowid', 'tri_junction_version', 'geometry', 1);
