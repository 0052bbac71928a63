-- Inspection again after few divisions changed: what a run found is what an earlier
-- one had found, but for a few findings.
--
-- carries names the earlier run, which carries none itself. Its rows in run_finding
-- are the later run's too, but for the findings in run_over, which the later run did
-- not see, or saw otherwise: then it has a row of its own. looked is what the next
-- inspection must know of the ground as this one found it (boundary/base.h); derived
-- is the id that a finding would bear had it not continued an earlier one, NULL: its own.

ALTER TABLE run ADD COLUMN carries INTEGER REFERENCES run (id);
ALTER TABLE run ADD COLUMN looked BLOB;
ALTER TABLE run_finding ADD COLUMN derived TEXT;
CREATE INDEX run_carries ON run (carries) WHERE carries IS NOT NULL;
CREATE INDEX run_finding_derived ON run_finding (derived) WHERE derived IS NOT NULL;

CREATE TABLE run_over (
    run INTEGER NOT NULL REFERENCES run (id),
    finding INTEGER NOT NULL REFERENCES finding (number),
    PRIMARY KEY (run, finding)
) WITHOUT ROWID;

DROP VIEW finding_latest;
CREATE VIEW finding_latest AS SELECT r.number AS rowid, f.id, f.kind, r.level, r.severity, f.state,
    f.parties, r.area_m2, r.width_m, u.id AS run, r.body, r.geometry
FROM run u JOIN run_finding r ON r.run = u.id OR r.run = u.carries
    JOIN finding f ON f.number = r.finding
WHERE u.id = (SELECT max(id) FROM run WHERE job = 'inspection')
    AND (r.run = u.id OR NOT EXISTS
        (SELECT 1 FROM run_over o WHERE o.run = u.id AND o.finding = r.finding));
