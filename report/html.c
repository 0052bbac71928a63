/* report/html.c - a page of HTML that stands alone and prints on A4. */
#include "report/html.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"

/* Colours of severities and statuses are those of web/src/colours.ts. */
static const char STYLE[] =
    "@page{size:A4;margin:15mm}"
    "*{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "body{max-width:180mm;margin:8mm auto;padding:0 3mm;color:#1d2731;background:#fff;"
    "font:10pt/1.5 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"PingFang SC\","
    "\"Microsoft YaHei\",sans-serif}"
    "h1{font-size:18pt;line-height:1.25;margin:0 0 4mm}"
    "h2{font-size:12.5pt;margin:8mm 0 2mm;break-after:avoid}"
    "p{margin:2mm 0}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.5mm 5mm;margin:0}"
    "dt{color:#55626e}dd{margin:0}"
    "table{border-collapse:collapse;width:100%;font-size:8.5pt}"
    "thead{display:table-header-group}"
    "tbody{break-inside:avoid}"
    "th{text-align:left;vertical-align:bottom;font-weight:600;border-bottom:1px solid #1d2731}"
    "th,td{padding:1mm 1.5mm}"
    "td{vertical-align:top;border-bottom:1px solid #d5dbe0}"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".joined td{border-bottom:0}.joined td:nth-child(3){white-space:nowrap}"
    "td.more{padding-top:0;color:#55626e;overflow-wrap:anywhere}"
    ".sum td{font-weight:600;border-top:1px solid #1d2731}"
    ".id{font-family:ui-monospace,Consolas,monospace}"
    ".notice{border-left:3px solid #cf6410;padding-left:3mm}"
    ".small{font-size:8.5pt;color:#55626e}"
    "figure{margin:0;break-inside:avoid}"
    "svg{display:block;width:100%;height:auto;border:1px solid #c3cbd2;background:#fbfcfc}"
    "svg path{fill:none;stroke-linejoin:round;stroke-linecap:round}"
    "svg text{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:3px;fill:#1d2731}"
    ".division{stroke:#8b98a3;stroke-width:.8}"
    "svg path.reached{fill:#2c7a57;fill-opacity:.35;stroke:#2c7a57;stroke-width:.6}"
    ".bar{stroke:#1d2731;stroke-width:1.5}"
    ".ring{fill:none;stroke-width:1.6}"
    ".facility{fill:#1d4f91;stroke:#fff;stroke-width:.8}"
    ".dots{stroke-width:1.8}"
    ".blocking{stroke:#a3211a}.substantive{stroke:#cf6410}.minor{stroke:#b08a00}"
    ".notice-line{stroke:#4d7088}"
    "svg path.blocking{fill:#a3211a;fill-opacity:.4}"
    "svg path.substantive{fill:#cf6410;fill-opacity:.4}"
    "svg path.minor{fill:#b08a00;fill-opacity:.4}"
    "svg path.notice-line{fill:#4d7088;fill-opacity:.3}"
    ".covered{stroke:#2c7a57}.too_far{stroke:#d4811c}.unreachable{stroke:#a3211a}"
    ".off_network{stroke:#7d559e}.no_road_data{stroke:#87929b}.no_capacity{stroke:#4a6fb0}"
    ".key{display:inline-block;margin-right:4mm;white-space:nowrap}"
    ".key .dots{stroke-width:4}"
    ".key svg{display:inline-block;width:10px;height:10px;border:0;background:none;"
    "margin-right:1.5mm}"
    "h3{font-size:10.5pt;margin:5mm 0 1mm;break-after:avoid}"
    ".signing{break-before:page}.whole{break-inside:avoid}.signing table{table-layout:fixed}"
    ".signing th,.signing td{border:1px solid #8b98a3}.sign td{height:16mm}"
    ".signing th:first-child{width:26%}.signing th:last-child{width:18%}"
    "@media print{body{margin:0;padding:0;max-width:none}}";

static const char *entity(uint32_t code_point)
{
    switch (code_point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static bool is_control(uint32_t code_point)
{
    return (code_point < 0x20 && code_point != '\n' && code_point != '\t') ||
           (code_point >= 0x7f && code_point < 0xa0);
}

void report_html_text(struct base_buffer *out, const char *text)
{
    size_t size = text ? strlen(text) : 0;
    for (size_t at = 0; at < size;) {
        char bytes[4];
        uint32_t code_point = base_text_next(text, size, &at);
        const char *name = entity(code_point);
        if (name)
            base_buffer_text(out, name);
        else if (!is_control(code_point))
            base_buffer_append(out, bytes, base_text_encode(code_point, bytes));
    }
}

static void say_va(struct report_page *page, const char *english, va_list args)
{
    char text[2048];
    base_message_va(text, sizeof text, page->lang, english, args);
    report_html_text(page->out, text);
}

void report_html_say(struct report_page *page, const char *english, ...)
{
    va_list args;
    va_start(args, english);
    say_va(page, english, args);
    va_end(args);
}

void report_html_element(struct report_page *page, const char *tag, const char *class_name,
                         const char *english, ...)
{
    va_list args;
    base_buffer_printf(page->out, class_name ? "<%s class=\"%s\">" : "<%s>", tag, class_name);
    va_start(args, english);
    say_va(page, english, args);
    va_end(args);
    base_buffer_printf(page->out, "</%s>\n", tag);
}

const char *report_html_word(const struct report_page *page, const char *english)
{
    return base_message_format(english, page->lang);
}

void report_html_begin(struct report_page *page, const char *title)
{
    struct base_buffer *out = page->out;
    base_buffer_printf(out,
                       "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                       page->lang == BASE_ZH ? "zh-CN" : "en");
    base_buffer_text(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                          "'none'; style-src 'unsafe-inline'\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    report_html_text(out, title);
    base_buffer_text(out, "</title>\n<style>");
    base_buffer_append(out, STYLE, sizeof STYLE - 1);
    base_buffer_text(out, "</style>\n</head>\n<body>\n<h1>");
    report_html_text(out, title);
    base_buffer_text(out, "</h1>\n");
}

void report_html_end(struct report_page *page)
{
    base_buffer_text(page->out, "</body>\n</html>\n");
}

/* --- tables ---------------------------------------------------------------- */

void report_html_table_begin(struct report_page *page, const char *const *columns, size_t count)
{
    base_buffer_text(page->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        bool number = columns[i][0] == '#';
        base_buffer_text(page->out, number ? "<th class=\"n\">" : "<th>");
        report_html_text(page->out, report_html_word(page, columns[i] + number));
        base_buffer_text(page->out, "</th>");
    }
    base_buffer_text(page->out, "</tr></thead>\n");
}

void report_html_table_end(struct report_page *page)
{
    base_buffer_text(page->out, "</table>\n");
}

void report_html_cell(struct report_page *page, const char *text)
{
    base_buffer_text(page->out, "<td>");
    report_html_text(page->out, text);
    base_buffer_text(page->out, "</td>");
}

/* Digits with a comma before every third of the whole part. */
static void write_grouped(struct base_buffer *out, const char *digits)
{
    size_t whole = strspn(digits, "-0123456789"), first = digits[0] == '-';
    for (size_t i = 0; digits[i]; i++) {
        if (i > first && i < whole && (whole - i) % 3 == 0)
            base_buffer_byte(out, ',');
        base_buffer_byte(out, (unsigned char)digits[i]);
    }
}

void report_html_cell_number(struct report_page *page, double value, int digits)
{
    char text[400];
    base_buffer_text(page->out, "<td class=\"n\">");
    if (isfinite(value)) {
        snprintf(text, sizeof text, "%.*f", digits, value);
        write_grouped(page->out, text);
    } else
        base_buffer_text(page->out, "—");
    base_buffer_text(page->out, "</td>");
}

void report_html_cell_count(struct report_page *page, int64_t count)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, count);
    base_buffer_text(page->out, "<td class=\"n\">");
    write_grouped(page->out, text);
    base_buffer_text(page->out, "</td>");
}

void report_html_fact(struct report_page *page, const char *english, const char *value)
{
    base_buffer_text(page->out, "<dt>");
    report_html_text(page->out, report_html_word(page, english));
    base_buffer_text(page->out, "</dt><dd>");
    report_html_text(page->out, value);
    base_buffer_text(page->out, "</dd>\n");
}

/* --- files ----------------------------------------------------------------- */

enum base_status report_path_check(const char *path, struct base_error *err)
{
    size_t size = strlen(path);
    if (size >= 4 && strcasecmp(path + size - 4, ".pdf") == 0)
        return base_fail(err, BASE_INVALID,
                         "--report cannot write PDF yet; name a file that ends in .html and print "
                         "it from a browser");
    return BASE_OK;
}

enum base_status report_html_save(const struct report_page *page, const char *path,
                                  struct base_error *err)
{
    enum base_status status = report_path_check(path, err);
    if (status == BASE_OK)
        status = base_buffer_check(page->out, err);
    return status == BASE_OK ? base_file_write_atomic(path, page->out->data, page->out->size, err)
                             : status;
}
