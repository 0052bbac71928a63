/* server/nominatim_xml.c - Nominatim's XML. */
#include "base/number.h"
#include "report/html.h"
#include "server/nominatim.h"

static const char HEAD[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n";

static void write_attribute(struct base_buffer *out, const char *name, const char *value)
{
    base_buffer_printf(out, " %s=\"", name);
    report_html_text(out, value);
    base_buffer_byte(out, '"');
}

static void write_degrees(struct base_buffer *out, const char *name, double degrees)
{
    char text[BASE_NUMBER_SIZE];
    base_number_print_fixed(degrees, 7, text);
    write_attribute(out, name, text);
}

static void write_element(struct base_buffer *out, const char *name, const char *value)
{
    base_buffer_printf(out, "<%s>", name);
    report_html_text(out, value);
    base_buffer_printf(out, "</%s>", name);
}

static void write_facts(const struct server_nominatim_place *p, struct base_buffer *out)
{
    base_buffer_printf(out, " place_id=\"%lld\"", (long long)p->place_id);
    if (p->osm_type) {
        write_attribute(out, "osm_type", server_nominatim_osm_type(p));
        base_buffer_printf(out, " osm_id=\"%lld\"", (long long)p->osm_id);
    }
    write_attribute(out, "ref", p->name);
    write_degrees(out, "lat", p->lat);
    write_degrees(out, "lon", p->lon);
    base_buffer_printf(out, " boundingbox=\"%.7f,%.7f,%.7f,%.7f\"", p->south, p->north, p->west,
                       p->east);
    base_buffer_printf(out, " place_rank=\"%d\" address_rank=\"%d\"", p->rank, p->rank);
}

static void write_parts(const struct server_nominatim_place *p, struct base_buffer *out)
{
    for (size_t i = 0; i < p->part_count; i++)
        write_element(out, p->parts[i].key, p->parts[i].value);
}

static void write_names(const struct names_context *context, const struct server_nominatim_place *p,
                        struct base_buffer *out)
{
    BASE_BUFFER_AUTO struct base_buffer text = {0};
    base_buffer_text(out, "<namedetails>");
    for (int form = 0; form < NAMES_FORMS; form++) {
        const char *key = server_nominatim_name_key((enum names_form)form);
        if (!key || !server_nominatim_names(context, p->subject, (enum names_form)form, &text))
            continue;
        base_buffer_printf(out, "<name desc=\"%s\">", key);
        report_html_text(out, text.data);
        base_buffer_text(out, "</name>");
    }
    base_buffer_text(out, "</namedetails>");
}

static void write_place(const struct names_context *context,
                        const struct server_nominatim_shape *shape,
                        const struct server_nominatim_place *p, struct base_buffer *out)
{
    base_buffer_text(out, "<place");
    write_facts(p, out);
    write_attribute(out, "display_name", p->display_name);
    write_attribute(out, "class", p->category);
    write_attribute(out, "type", p->type);
    base_buffer_printf(out, " importance=\"%.4f\">", p->importance);
    if (shape->address)
        write_parts(p, out);
    if (shape->names)
        write_names(context, p, out);
    base_buffer_text(out, "</place>");
}

void server_nominatim_xml_list(const struct names_context *context,
                               const struct server_nominatim_shape *shape,
                               const struct server_nominatim_place *places, size_t count,
                               struct base_buffer *out)
{
    base_buffer_printf(out, "%s<searchresults", HEAD);
    write_attribute(out, "attribution", count ? server_nominatim_licence(context, places) : "");
    write_attribute(out, "querystring", shape->query ? shape->query : "");
    base_buffer_text(out, ">");
    for (size_t i = 0; i < count; i++)
        write_place(context, shape, &places[i], out);
    base_buffer_text(out, "</searchresults>\n");
}

void server_nominatim_xml_one(const struct server_nominatim_shape *shape,
                              const struct server_nominatim_place *place, const char *licence,
                              struct base_buffer *out)
{
    base_buffer_printf(out, "%s<reversegeocode", HEAD);
    write_attribute(out, "attribution", licence);
    base_buffer_text(out, "><result");
    write_facts(place, out);
    base_buffer_text(out, ">");
    report_html_text(out, place->display_name);
    base_buffer_text(out, "</result>");
    if (shape->address) {
        base_buffer_text(out, "<addressparts>");
        write_parts(place, out);
        base_buffer_text(out, "</addressparts>");
    }
    base_buffer_text(out, "</reversegeocode>\n");
}

void server_nominatim_xml_failure(int code, const char *message, struct base_buffer *out)
{
    base_buffer_printf(out, "%s<error><code>%d</code>", HEAD, code);
    write_element(out, "message", message);
    base_buffer_text(out, "</error>\n");
}
