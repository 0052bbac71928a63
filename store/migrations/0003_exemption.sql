-- Exemptions by register (豁免登记): exclaves, gaps and overlaps that a document allows.
--
-- kind is exclave, allowed-gap or allowed-overlap. codes are the parties', as the
-- document names them: they stay when a unit is given another code.

INSERT INTO state (entity, counter) VALUES ('exemption', 0);

CREATE TABLE exemption (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE exemption_version (
    version INTEGER PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES exemption (id),
    valid_from TEXT,
    valid_to TEXT,
    recorded_from INTEGER NOT NULL REFERENCES edition (id),
    recorded_to INTEGER REFERENCES edition (id),
    source_edition INTEGER NOT NULL REFERENCES edition (id),
    restores INTEGER REFERENCES exemption_version (version),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    codes TEXT NOT NULL, -- rising, commas between
    document TEXT NOT NULL,
    document_date TEXT,
    max_area_m2 REAL,
    note TEXT,
    geometry MULTIPOLYGON,
    source_crs TEXT,
    source_wkb BLOB,
    CHECK (valid_from < valid_to),
    CHECK (recorded_from <= recorded_to)
);
CREATE INDEX exemption_version_id ON exemption_version (id);
CREATE INDEX exemption_version_identity ON exemption_version (identity);
CREATE INDEX exemption_version_recorded ON exemption_version (recorded_from);
CREATE INDEX exemption_version_closed ON exemption_version (recorded_to)
    WHERE recorded_to IS NOT NULL;
CREATE INDEX exemption_version_restores ON exemption_version (restores)
    WHERE restores IS NOT NULL;

SELECT RecoverGeometryColumn('exemption_version', 'geometry', 4490, 'MULTIPOLYGON', 'XY');

CREATE VIEW exemption_today AS SELECT version AS rowid, identity, valid_from, valid_to,
    source_edition AS edition,
    id, kind, codes, document, document_date, max_area_m2, note, geometry
FROM exemption_version WHERE recorded_to IS NULL
    AND (valid_from IS NULL OR valid_from <=
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'))
    AND (valid_to IS NULL OR valid_to >
        date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes'));

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only)
VALUES ('exemption_today', 'geometry', 'rowid', 'exemption_version', 'geometry', 1);
