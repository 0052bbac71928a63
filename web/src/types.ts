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
  sliver: boolean | null;
  message: string;
  message_en?: string;
  first_seen: string | null;
  state: string;
  /* of findings about a line */
  line?: string | null;
  markers?: string[];
  chainage_m?: number | null;
  side?: string | null;
  apart?: Apart | null;
  /* of findings that are a piece of ground */
  inside?: { people: number; age65: number; places: number; facilities: number; roads_m: number } | null;
}

/* How two drawings of one line lie; profile: pairs of chainage and offset, left positive. */
export interface Apart {
  there_m: number | null;
  back_m: number | null;
  mean_m: number | null;
  frechet_m: number | null;
  left_m2: number | null;
  right_m2: number | null;
  within_share: number | null;
  profile: [chainage_m: number, offset_m: number | null][];
}

export interface Side {
  code: string;
  name: string | null;
  claim: boolean;
  geometry: GeoJSON.Geometry | null;
}

export interface FindingAnswer {
  run: number;
  finding: Finding;
  sides: Side[];
}

/* How a sliver could be mended. */
export interface RepairProposal {
  method: 'keep' | 'middle' | 'follow-parent' | 'give';
  unit: string | null;
  offered: boolean;
  least: boolean;
  chosen: boolean;
  message: string | null;
  area_m2: number | null;
  max_move_m: number | null;
  line: GeoJSON.Geometry | null;
  pieces: { from: string | null; to: string | null; area_m2: number; geometry: GeoJSON.Geometry }[];
}

export interface Repair {
  finding: string;
  proposals: RepairProposal[];
}

export interface RepairAnswer {
  repairs: Repair[];
  missed: { finding: string; reason: string; message: string }[];
}

export interface LineEntry {
  id: number;
  code: string;
  a: { code: string; name: string | null };
  b: { code: string; name: string | null };
  name: string | null;
  status: string;
  agreement_no: string | null;
  agreement_date: string | null;
  support: string | null;
  markers: string | null;
  description: string | null;
  length_m: number | null;
  valid_from: string | null;
  valid_to: string | null;
  attribution?: string[];
}

export interface Marker {
  id: number;
  number: string;
  line: string | null;
  mode: string | null;
  kind: string | null;
  lon: number | null;
  lat: number | null;
  measured_on: string | null;
  sigma_m: number | null;
  condition: string | null;
  keeper: string | null;
  attribution?: string[];
}

export interface TriJunction {
  id: number;
  number: string;
  divisions: { code: string; name: string | null }[];
  lon: number | null;
  lat: number | null;
}

export interface Run {
  run: number;
  recorded_at: string;
  at: string;
  options: { level?: string | null; profile?: string; claims?: boolean; between?: string[]; against?: number } | null;
}

export interface Exemption {
  id: number;
  exemption: string;
  kind: string;
  divisions: { code: string; name: string | null }[];
  document: string;
  document_date: string | null;
  max_area_m2: number | null;
  area_m2: number | null;
  note: string | null;
  valid_from: string | null;
  valid_to: string | null;
}

export interface Claim {
  id: number;
  about: 'line' | 'area';
  line: string | null;
  code: string | null;
  party: string;
  party_name: string | null;
  name: string | null;
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

export type Feature = GeoJSON.Feature<GeoJSON.Geometry | null>;
export type Features = GeoJSON.FeatureCollection<GeoJSON.Geometry | null>;
