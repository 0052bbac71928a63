/* types.ts - the shapes of the server's answers that the page reads. */

export type Box = [west: number, south: number, east: number, north: number];

export interface Named {
  code: string;
  name: string;
  level?: string;
}

export interface SearchResult {
  id: string;
  standard_name: string;
  full_name: string;
  romanised: string | null;
  kind: string;
  level: string | null;
  category: string | null;
  code: string | null;
  matched: { name: string; form: string; how: string; edits: number };
  /* null for a unit without a shape */
  lon: number | null;
  lat: number | null;
  bbox: Box | null;
  within: Named[];
  valid_from: string | null;
  valid_to: string | null;
  status: string | null;
  attribution?: string[];
}

export interface SearchAnswer {
  query: string;
  next: string | null;
  results: SearchResult[];
}

export interface ReverseAnswer {
  chain: Named[];
  nearest: { id: string; name: string; distance_m: number }[];
  address?: { full?: string; text?: string } | null;
}

/* One version of a division, oldest or newest first: the page sorts. */
export interface HistoryVersion {
  code: string;
  name: string;
  valid_from: string | null;
  valid_to: string | null;
}

export interface HistoryAnswer {
  divisions: HistoryVersion[];
}

export type Severity = 'blocking' | 'substantive' | 'minor' | 'notice';

export interface Finding {
  id: string;
  kind: string;
  level: string | null;
  severity: Severity;
  parties: string[];
  area_m2: number | null;
  width_m: number | null;
  length_m: number | null;
  max_offset_m: number | null;
  tolerance_m: number | null;
  message: string;
  first_seen: string | null;
  state: string;
}

export const STATUSES = ['covered', 'too_far', 'unreachable', 'off_network', 'no_road_data', 'no_capacity'] as const;
export type Status = (typeof STATUSES)[number];
export const AGES = ['total', 'age60', 'age65', 'age80'] as const;
export type Age = (typeof AGES)[number];

export type Counts = { all: number } & Record<Status, number>;
export type People = Partial<Record<Age, Counts>>;

export interface CoverageAnswer {
  run: number;
  at: string;
  kind: string;
  norm: { metric: string; limit: number; profile: string };
  people: People;
  divisions: { code: string; name: string; people: People }[];
  facilities: { id: string; name: string; people: People }[];
  notices?: string[];
}

export type Features = GeoJSON.FeatureCollection<GeoJSON.Geometry | null>;
