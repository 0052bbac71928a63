/* import/report_html.c - the report as a page that a person prints. */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "import/report.h"

/* Text between tags: what HTML takes for its own is escaped. */
static void escaped(struct base_buffer *out, const char *text)
{
    for (const char *p = text ? text : ""; *p; p++) {
        if (*p == '<')
            base_buffer_text(out, "&lt;");
        else if (*p == '>')
            base_buffer_text(out, "&gt;");
        else if (*p == '&')
            base_buffer_text(out, "&amp;");
        else if (*p == '"')
            base_buffer_text(out, "&quot;");
        else
            base_buffer_byte(out, (unsigned char)*p);
    }
}

static void word(struct base_buffer *out, enum base_lang lang, const char *english)
{
    escaped(out, base_message_format(english, lang));
}

static void cell(struct base_buffer *out, const char *text)
{
    base_buffer_text(out, "<td>");
    escaped(out, text);
    base_buffer_text(out, "</td>");
}

static void fact(struct base_buffer *out, enum base_lang lang, const char *label, const char *text)
{
    if (!text || !text[0])
        return;
    base_buffer_text(out, "<tr><th>");
    word(out, lang, label);
    base_buffer_text(out, "</th>");
    cell(out, text);
    base_buffer_text(out, "</tr>\n");
}

static void fact_number(struct base_buffer *out, enum base_lang lang, const char *label,
                        double value)
{
    char text[32];
    if (!isfinite(value))
        return;
    base_message(text, sizeof text, BASE_EN, "%.6g", value);
    fact(out, lang, label, text);
}

static void fact_count(struct base_buffer *out, enum base_lang lang, const char *label,
                       int64_t value)
{
    char text[32];
    base_message(text, sizeof text, BASE_EN, "%lld", (long long)value);
    fact(out, lang, label, text);
}

static void write_facts(const struct import_report *report, enum base_lang lang,
                        struct base_buffer *out)
{
    base_buffer_text(out, "<table>\n");
    fact(out, lang, "File", report->file);
    fact(out, lang, "SHA-256", report->sha256);
    fact(out, lang, "Driver", report->driver);
    fact(out, lang, "Layer", report->layer);
    fact(out, lang, "Encoding", report->encoding);
    fact(out, lang, "Encoding from", report->encoding_from);
    fact(out, lang, "CRS", report->crs);
    fact(out, lang, "CRS from", report->crs_from);
    fact(out, lang, "Transformation", report->pipeline);
    fact_number(out, lang, "Resolution (m)", report->resolution_m);
    fact_number(out, lang, "Accuracy (m)", report->accuracy_m);
    fact_count(out, lang, "Rows read", report->read);
    fact_count(out, lang, "Rows written", report->written);
    fact_count(out, lang, "Rows unchanged", report->unchanged);
    fact_count(out, lang, "Rows rejected", report->rejected);
    fact_count(out, lang, "Rows repaired", report->repaired);
    if (report->edition)
        fact_count(out, lang, "Edition", report->edition);
    base_buffer_text(out, "</table>\n");
}

static void write_columns(const struct import_report *report, enum base_lang lang,
                          struct base_buffer *out)
{
    if (!report->column_count)
        return;
    base_buffer_text(out, "<h2>");
    word(out, lang, "Columns");
    base_buffer_text(out, "</h2>\n<table>\n");
    for (size_t i = 0; i < report->column_count; i++) {
        base_buffer_text(out, "<tr>");
        cell(out, report->columns[i].field);
        cell(out, report->columns[i].column);
        base_buffer_text(out, "</tr>\n");
    }
    base_buffer_text(out, "</table>\n");
}

static void write_problem(const struct import_problem *problem, enum base_lang lang,
                          struct base_buffer *out)
{
    char row[32] = "";
    if (problem->row > 0)
        base_message(row, sizeof row, BASE_EN, "%lld", (long long)problem->row);
    const char *severity = import_severity_name(problem->severity);
    base_buffer_printf(out, "<tr class=\"%s\">", severity);
    cell(out, row);
    cell(out, problem->field);
    cell(out, base_message_format(severity, lang));
    cell(out, import_trouble_name(problem->trouble));
    cell(out, problem->message[lang]);
    cell(out, problem->value);
    base_buffer_text(out, "</tr>\n");
}

static void write_problems(const struct import_report *report, enum base_lang lang,
                           struct base_buffer *out)
{
    static const char *const HEADS[] = {"Row", "Field", "Severity", "Problem", "Message", "Value"};
    base_buffer_text(out, "<h2>");
    word(out, lang, "Problems");
    base_buffer_text(out, "</h2>\n<table>\n<thead><tr>");
    for (size_t i = 0; i < sizeof HEADS / sizeof HEADS[0]; i++) {
        base_buffer_text(out, "<th>");
        word(out, lang, HEADS[i]);
        base_buffer_text(out, "</th>");
    }
    base_buffer_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < report->problem_count; i++)
        write_problem(&report->problems[i], lang, out);
    base_buffer_text(out, "</tbody></table>\n");
}

void import_report_write_html(const struct import_report *report, enum base_lang lang,
                              struct base_buffer *out)
{
    base_buffer_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\">",
                       lang == BASE_ZH ? "zh-CN" : "en");
    base_buffer_text(out, "<title>");
    word(out, lang, "Import report");
    base_buffer_text(out, "</title>\n<style>body{font-family:sans-serif;margin:2em;color:#222}"
                          "table{border-collapse:collapse;margin-bottom:1em}"
                          "th,td{border:1px solid #bbb;padding:.25em .6em;text-align:left;"
                          "vertical-align:top}thead th{background:#eee}"
                          ".error td{background:#fde8e6}.warning td{background:#fff6dc}"
                          "@media print{body{margin:0}}</style></head>\n<body>\n<h1>");
    word(out, lang, "Import report");
    base_buffer_text(out, "</h1>\n");
    write_facts(report, lang, out);
    write_columns(report, lang, out);
    if (report->problem_count)
        write_problems(report, lang, out);
    base_buffer_text(out, "</body></html>\n");
}
