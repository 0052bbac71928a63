/* coverage/section.h - kinds and versions of the sections; internal to coverage/. */
#ifndef COVERAGE_SECTION_H
#define COVERAGE_SECTION_H

#define COVERAGE_GRAPH_KIND     "graph"
#define COVERAGE_GRAPH_VERSION  1
#define COVERAGE_POINTS_KIND    "points"
#define COVERAGE_POINTS_VERSION 1

#endif
