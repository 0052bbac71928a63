/* cli/commands.c - the table of commands and their options. */
#include "cli/cli.h"

#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, false                                                                    \
    }
#define AT                                                                                         \
    {                                                                                              \
        "at", "DATE", "The day for which the record is read (default today)", false                \
    }
#define KNOWN                                                                                      \
    {                                                                                              \
        "known", "TIME", "As the record stood at that time (default now)", false                   \
    }

static const struct cli_option IMPORT[] = {
    {"as", "KIND",
     "division, claim, place, name, address, sign, heritage, approval, relation, code-alias, "
     "street-part, category, facility, population, road, line, marker, tri-junction or exemption",
     false},
    {"layer", "NAME", "The layer of a source that has several", false},
    {"map", "FIELD=COLUMN", "Which column holds a field; may be repeated", false},
    {"encoding", "NAME", "Encoding of the text, where the source says nothing or lies", false},
    {"crs", "CRS", "CRS84, EPSG:n, GCJ-02 or BD-09, where the source says nothing or lies", false},
    {"shift", "FILE|none", "Parameters from Xian 80 or Beijing 54 to CGCS2000", false},
    {"effective", "DATE", "From when the change holds; a correction without it", false},
    {"party", "CODE", "Whose claim it is", false},
    {"complete", "CODE", "The file is the whole of this division", false},
    {"code-prefix", "DIGITS", "Codes for an OSM extract whose divisions have none", false},
    {"dry-run", NULL, "Check everything, write nothing", false},
    {"report", "OUT.html", "Write the report as a page", false},
    {"allow-errors", "N", "Leave out up to N rows with errors (default 0)", false},
    {"reason", "TEXT", "Why, for the edition", false},
    {"licence", "TEXT", "Licence of the data", false},
    {"attribution", "TEXT", "Whom every answer must name", false},
    {"no-publish", NULL, "The data may not be published", false},
    {"no-export", NULL, "The data may not leave as a file", false},
    {"secrecy", "open|internal", "internal: only with a key", false},
    END,
};
static const struct cli_option EXPORT[] = {
    AT,
    KNOWN,
    {"crs", "CRS", "System of the coordinates (default CRS84)", false},
    {"encoding", "NAME", "Encoding of a Shapefile's text (default UTF-8)", false},
    {"within", "CODE", "Only inside this division", false},
    {"as", "field", "Names that import recognises", false},
    {"run", "NUMBER", "Of the kind finding: which inspection (default: the newest)", false},
    END,
};
static const struct cli_option CHANGES[] = {
    {"cursor", "CURSOR", "Only what came after it: as an earlier answer or an export gave it",
     false},
    {"limit", "N", "At most so many changes", false},
    {"entity", "ENTITY", "Only of division, place, name, address, sign …", false},
    {"type", "TYPE", "Only changes of this type: renamed, address-moved …", false},
    {"whole", NULL, "All that is held instead, with the cursor to go on from", false},
    {"no-geometry", NULL, "Only the bounding boxes of geometries", false},
    {"ndjson", NULL, "One JSON document a line, the last one with the cursor", false},
    END,
};
static const struct cli_option INSPECT[] = {
    AT,
    KNOWN,
    {"level", "LEVEL", "province, prefecture, county, township or village (default: all)", false},
    {"between", "CODE,CODE", "Only findings between two divisions", false},
    {"claims", NULL, "The parties' claims instead of the register", false},
    {"against", "EDITION", "Compare with the same units as this edition had them", false},
    {"profile", "SCALE|FILE", "Tolerances by source scale (default 1:10000), or of a file", false},
    {"summary", NULL, "Counts only, without the list of findings", false},
    {"whole", NULL, "Look at all again, not only around what changed since the last run", false},
    {"geojson", "OUT", "Write the findings as GeoJSON", false},
    {"report", "OUT.html", "Write the report as a page", false},
    {"fail-on", "SEVERITY", "Exit 4 when a finding is at or above it", false},
    END,
};
static const struct cli_option REPAIR[] = {
    AT,
    KNOWN,
    {"level", "LEVEL", "province, prefecture, county, township or village (default: all)", false},
    {"between", "CODE,CODE", "Only slivers between two divisions", false},
    {"finding", "ID[,ID]", "Only these findings, as inspections told them", false},
    {"profile", "SCALE|FILE", "Tolerances by source scale (default 1:10000), or of a file", false},
    {"prefer", "least|middle|CODE", "Which proposal to choose; CODE: whose line stays", false},
    {"out", "OUT.gpkg|.geojson", "Write before, after and the ground that moves", false},
    {"apply", NULL, "Write what is chosen as a new edition", false},
    {"reason", "TEXT", "Why, for the edition", false},
    {"effective", "DATE", "From when the change holds; a correction without it", false},
    END,
};
static const struct cli_option SEARCH[] = {
    AT,
    {"limit", "N", "Most answers (default 10)", false},
    {"near", "LON,LAT", "Prefer what is nearer", false},
    {"bbox", "W,S,E,N", "Only inside", false},
    {"within", "CODE", "Only inside this division", false},
    {"level", "LEVEL", "Only divisions of this level", false},
    {"category", "NAME", "Only places of this kind or category", false},
    {"mode", "search|suggest", "suggest: while typing", false},
    {"crs", "CRS", "System of the positions that --json tells (default CRS84)", false},
    {"cursor", "NEXT", "Go on where an earlier answer ended: its next", false},
    {"explain", NULL, "Tell what each score is made of", false},
    END,
};
static const struct cli_option REVERSE[] = {
    AT,
    {"crs", "CRS", "System of the coordinates (default CRS84)", false},
    END,
};
static const struct cli_option STANDARDIZE[] = {
    AT,
    {"text", "TEXT", "A name or address as people write it", false},
    {"within", "CODE", "The division that is meant where the text names none", false},
    {"min-level", "LEVEL", "A lesser rung is no answer: door, street, county …", false},
    {"min-confidence", "P", "An answer less sure than this, 0 to 1, is none", false},
    {"crs", "CRS", "System of the coordinates (default CRS84)", false},
    END,
};
static const struct cli_option NAMES[] = {
    AT,
    {"reading", "SYLLABLES", "How it is read, as `yù mín lù` (default: the usual readings)", false},
    {"kind", "KIND",
     "natural, division, committee, park, street, estate, facility or other (default: by the "
     "generic term)",
     false},
    {"level", "LEVEL", "Of a division (default: by the generic term)", false},
    {"within", "CODE", "The division it would lie in", false},
    {"renames", "ID", "The place that would bear it", false},
    {"lon", "DEGREES", "Where it would lie, for the distance of conflicts", false},
    {"lat", "DEGREES", "Where it would lie, for the distance of conflicts", false},
    {"sound", "error|warning", "What the same sound is (default error)", false},
    {"words", "FILE", "Words to look for beside the presets", false},
    {"approver", "BODY", "state-council, province, city, housing or department", false},
    {"decided", "DATE", "When it was approved", false},
    {"filed", "DATE", "When it was filed for record", false},
    {"published", "DATE", "When the notice was published", false},
    {"fail-on", "SEVERITY", "Exit 4 when a remark is at or above it", false},
    END,
};
static const struct cli_option COVERAGE[] = {
    AT,
    {"kind", "KIND", "Facility kind, with everything below it", false},
    {"minutes", "N", "Walking time (default 15)", false},
    {"profile", "NAME", "adult, older, older80 or assisted (default older)", false},
    {"season", "NAME", "summer or winter (default summer)", false},
    {"geojson", "OUT", "Write circles and uncovered people as GeoJSON", false},
    {"report", "OUT.html", "Write the report as a page", false},
    END,
};
static const struct cli_option SERVE[] = {
    {"snapshot", "FILE", "Serve a packed snapshot instead of a database", false},
    {"host", "ADDRESS", "Numeric address to listen on (default 127.0.0.1)", false},
    {"port", "N", "Port to listen on, 0: any (default 8080)", false},
    {"workers", "N", "Threads for long answers (default: as many as cores)", false},
    {"open", NULL, "Findings and claims without a key, on 127.0.0.1 only", false},
    {"config", "FILE", "Settings, as `name = value` lines", false},
    END,
};
static const struct cli_option KEY[] = {
    {"role", "ROLE", "viewer, clerk, inspector, planner or administrator", false},
    END,
};
static const struct cli_option DOCTOR[] = {
    {"fail-on", "SEVERITY", "Exit 4 when a problem is at or above it (default: any)", false},
    END,
};

static const struct cli_command COMMANDS[] = {
    {"init", "DATABASE", "Makes an empty record", NULL, 1, 1, cli_init},
    {"import", "DATABASE FILE…", "Reads a file into the record, after checking it", IMPORT, 2, -1,
     cli_import},
    {"editions", "DATABASE", "Lists what was accepted", NULL, 1, 1, cli_editions},
    {"revert", "DATABASE EDITION", "Undoes one edition", NULL, 2, 2, cli_revert},
    {"export", "DATABASE KIND OUT", "Writes rows to a file, by its ending", EXPORT, 3, 3,
     cli_export},
    {"changes", "DATABASE", "Tells what every edition changed, in order", CHANGES, 1, 1,
     cli_changes},
    {"inspect", "DATABASE", "Inspects the boundaries", INSPECT, 1, 1, cli_inspect},
    {"repair", "DATABASE", "Proposes repairs of slivers; applies them when told to", REPAIR, 1, 1,
     cli_repair},
    {"search", "DATABASE TEXT", "Finds places and divisions by name", SEARCH, 2, 2, cli_search},
    {"reverse", "DATABASE LON LAT", "Tells where a point lies", REVERSE, 3, 3, cli_reverse},
    {"standardize", "DATABASE", "Tells the standard form of a name or address", STANDARDIZE, 1, 1,
     cli_standardize},
    {"names", "check DATABASE NAME", "Checks a proposed name by the naming rules", NAMES, 3, 3,
     cli_names},
    {"coverage", "DATABASE", "Tells who reaches a facility on foot", COVERAGE, 1, 1, cli_coverage},
    {"snapshot", "DATABASE OUT", "Makes the file that serving nodes run on", NULL, 2, 2,
     cli_snapshot},
    {"serve", "DATABASE", "Serves the page, the API and the tiles", SERVE, 0, 1, cli_serve},
    {"backup", "DATABASE OUT", "Copies the record while it is in use", NULL, 2, 2, cli_backup},
    {"doctor", "DATABASE", "Checks the record itself", DOCTOR, 1, 1, cli_doctor},
    {"key", "DATABASE add|list|disable|rotate [NAME]", "API keys", KEY, 2, 3, cli_key},
};

const struct cli_command *cli_commands(size_t *count)
{
    *count = sizeof COMMANDS / sizeof COMMANDS[0];
    return COMMANDS;
}
