/* finding.ts - the card of one finding with all its evidence, and its picture on
 * the map: what the two sides drew in red and blue, the agreed line in black. */
import { get, Latest, messageOf } from './api';
import { closeUp, profileChart, type CloseUp } from './chart';
import { add, el, facts, fill, notice } from './dom';
import { area, count, day, length, share } from './format';
import { boxOf } from './geometry';
import { language, t, tCode } from './language';
import type { PageMap } from './map';
import { nameOf } from './names';
import { setOverlay } from './overlays';
import { clipPath, distanceTo, farthest, pathsOf, Plane, widest, type Path, type Point } from './plane';
import { readRepair, repairSection } from './repair';
import type { Feature, Finding, FindingAnswer, Features, Repair, Side } from './types';

export type Item = { finding: Finding; geometry: GeoJSON.Geometry | null };

const SIDE_NAMES = ['sideA', 'sideB', 'sideC', 'sideD'] as const;

export function messageText(finding: Finding): string {
  return language() === 'en' && finding.message_en ? finding.message_en : finding.message;
}

/* Where to look, and how many metres around it show what the finding is about. */
interface Look {
  plane: Plane;
  half: number;
}

export class FindingCard {
  readonly root = el('div', { class: 'card' });
  readonly #latest = new Latest();
  #item: Item | null = null;
  #sides: Side[] = [];
  #agreed: GeoJSON.Geometry | null = null;
  #repair: Repair | string | null = null;
  #failure = '';

  constructor(
    private readonly page: PageMap,
    private readonly pickLine: (code: string) => void,
  ) {}

  /* Draws the finding, then asks for what lies beside it. */
  async show(item: Item, run: number | null): Promise<void> {
    this.#item = item;
    this.#sides = [];
    this.#agreed = null;
    this.#repair = null;
    this.#failure = '';
    this.draw();
    try {
      const found = await this.#latest.run((signal) => this.#read(item.finding, run, signal));
      if (!found) return;
      this.#sides = found.sides;
      this.#agreed = found.agreed;
      this.draw();
      const repair = await this.#latest.run((signal) => readRepair(item.finding, found.run, found.sides, signal));
      if (repair === undefined) return;
      this.#repair = repair;
    } catch (failure) {
      this.#failure = messageOf(failure);
    }
    this.draw();
  }

  hide(): void {
    this.#latest.cancel();
    this.#item = null;
    setOverlay(this.page.map, 'sides', null);
    fill(this.root);
  }

  async #read(finding: Finding, run: number | null, signal: AbortSignal): Promise<{ run: number; sides: Side[]; agreed: GeoJSON.Geometry | null }> {
    const answer = await get<FindingAnswer>(`/api/v1/findings/${encodeURIComponent(finding.id)}`, { run: run ?? undefined }, signal);
    const line = finding.line
      ? await get<Feature>(`/api/v1/lines/${encodeURIComponent(finding.line)}`, { f: 'geojson' }, signal).catch(() => null)
      : null;
    return { run: answer.run, sides: answer.sides, agreed: line?.geometry ?? null };
  }

  draw(): void {
    const item = this.#item;
    if (!item) return;
    const { finding, geometry } = item;
    const look = this.#look(item);
    fill(
      this.root,
      el('div', { class: 'heading' }, el('h2', { tabindex: -1 }, tCode('finding', finding.kind)), el('span', { class: 'tag' }, el('span', { class: `dot severity-${finding.severity}` }), tCode('severity', finding.severity))),
      this.#parties(finding),
      el('p', {}, messageText(finding)),
      geometry === null && notice('info', t('findingNoShape')),
      this.#failure !== '' && notice('warning', this.#failure),
      look && this.#closeUp(item, look),
      facts(this.#facts(finding)),
      repairSection(this.#repair, look?.plane ?? null, look && { ...this.#view(item, look), id: 'hatch-before' }),
      this.#profile(finding),
      el(
        'div',
        { class: 'actions' },
        geometry !== null && el('button', { type: 'button', class: 'button', onclick: () => this.page.fitGeometry(geometry) }, t('viewWhole')),
        look && el('button', { type: 'button', class: 'button', id: 'look-closer', onclick: () => this.page.fit(look.plane.box(look.half), 0, 24) }, t('viewWidest')),
        finding.line && el('button', { type: 'button', class: 'button', onclick: () => this.pickLine(finding.line ?? '') }, t('viewLine')),
      ),
    );
    this.#drawOnMap(item);
  }

  /* The parties by name, with the colour in which each is drawn. */
  #parties(finding: Finding): HTMLElement | null {
    if (finding.parties.length === 0) return null;
    const list = el('ul', { class: 'sides' });
    finding.parties.forEach((code, i) => {
      const side = this.#sides.find((candidate) => candidate.code === code);
      const role = SIDE_NAMES[i];
      add(
        list,
        el(
          'li',
          {},
          el('span', { class: `line-sample side-${Math.min(i, 3)}` }),
          el('span', { class: 'name' }, side?.name ?? nameOf(code) ?? code),
          side?.name && el('span', { class: 'mono value' }, code),
          role && finding.parties.length > 1 && el('span', { class: 'tag' }, side?.claim ? t('sideClaims', { side: t(role) }) : t(role)),
        ),
      );
    });
    if (this.#agreed) add(list, el('li', {}, el('span', { class: 'line-sample agreed' }), el('span', { class: 'name' }, t('lineOfRecord')), el('span', { class: 'mono value' }, finding.line ?? '')));
    return list;
  }

  #facts(finding: Finding): [string, string | HTMLElement | null | false | undefined][] {
    const { inside, apart } = finding;
    return [
      [t('severity'), tCode('severityLong', finding.severity)],
      [t('level'), finding.level && tCode('level', finding.level)],
      [t('area'), area(finding.area_m2)],
      [t('width'), length(finding.width_m)],
      [t('length'), length(finding.length_m)],
      [t('maxOffset'), length(finding.max_offset_m)],
      [t('tolerance'), length(finding.tolerance_m)],
      [t('chainage'), length(finding.chainage_m)],
      [t('markers'), finding.markers?.join(' ')],
      [t('lineSide'), finding.side && tCode('lineSide', finding.side)],
      [t('apartMean'), length(apart?.mean_m)],
      [t('apartFrechet'), length(apart?.frechet_m)],
      [t('apartGround'), apart?.left_m2 != null && apart.right_m2 != null && t('apartLeftRight', { left: area(apart.left_m2), right: area(apart.right_m2) })],
      [t('apartWithin'), apart?.within_share != null && share(apart.within_share, 1)],
      [t('insideGround'), inside && t('insideCounts', { people: count(inside.people), age65: count(inside.age65), places: count(inside.places), facilities: count(inside.facilities), roads: length(inside.roads_m) || '0' })],
      [t('state'), tCode('state', finding.state)],
      [t('firstSeen'), day(finding.first_seen)],
      [t('findingId'), el('span', { class: 'mono' }, finding.id)],
    ];
  }

  #profile(finding: Finding): HTMLElement | null {
    const profile = finding.apart?.profile;
    if (!profile || profile.length < 2) return null;
    return el('figure', {}, el('figcaption', {}, t('profileTitle')), profileChart(profile, finding.tolerance_m, finding.chainage_m));
  }

  #look({ finding, geometry }: Item): Look | null {
    const all = pathsOf(geometry);
    const [first] = all[0] ?? [];
    if (!geometry || !first) return null;
    const rough = new Plane(first[0] as number, first[1] as number);
    const flat = all.map((path) => path.map((position) => rough.to(position)));
    const sides = this.#sides.map((side) => pathsOf(side.geometry).map((path) => path.map((position) => rough.to(position))));
    const most = finding.max_offset_m ?? 0;
    let at: Point | null;
    if (geometry.type.endsWith('Polygon')) at = widest(flat);
    else if (geometry.type.endsWith('Point')) at = flat[0]?.[0] ?? null;
    else at = farthest(flat, sides, most * 1.05 + 0.01);
    if (!at) return null;
    const size = finding.width_m ?? finding.max_offset_m ?? distanceTo(at, flat) * 2;
    return { plane: new Plane(...rough.from(at)), half: Math.max(0.05, (Number.isFinite(size) && size > 0 ? size : 5) * 2.5) };
  }

  #view({ finding, geometry }: Item, { plane, half }: Look): CloseUp {
    const flat = (shape: GeoJSON.Geometry | null): Path[] => pathsOf(shape).map((path) => path.map((position) => plane.to(position)));
    return {
      id: 'hatch',
      half,
      face: geometry?.type.endsWith('Polygon') ? flat(geometry) : [],
      agreed: flat(this.#agreed),
      sides: this.#sides.map((side) => flat(side.geometry)),
      severity: finding.severity,
      point: geometry?.type.endsWith('Point') ?? false,
    };
  }

  #closeUp(item: Item, look: Look): HTMLElement {
    const ground = item.geometry?.type.endsWith('Polygon') ?? false;
    return el('figure', {}, el('figcaption', {}, t(ground ? 'closeUpWidest' : 'closeUpFarthest')), closeUp(this.#view(item, look)));
  }

  #drawOnMap({ geometry }: Item): void {
    const features: Features['features'] = [];
    this.#sides.forEach((side, i) => {
      if (side.geometry) features.push({ type: 'Feature', properties: { side: Math.min(i, 3) }, geometry: near(side.geometry, geometry) });
    });
    if (this.#agreed) features.push({ type: 'Feature', properties: { side: 9 }, geometry: near(this.#agreed, geometry) });
    setOverlay(this.page.map, 'sides', geometry ? { type: 'FeatureCollection', features } : null);
  }
}

/* What of lines lies around a finding: on the map the rest would lead astray. */
function near(lines: GeoJSON.Geometry, finding: GeoJSON.Geometry | null): GeoJSON.Geometry {
  const box = boxOf(finding);
  if (!box) return lines;
  const plane = new Plane((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
  const [x, y] = plane.to([box[2], box[3]]);
  const margin = Math.max(x, y) * 0.15 + 10;
  const [wide, high] = [x + margin, y + margin];
  const flat = (path: GeoJSON.Position[]): Path => path.map((position) => plane.to(position)).map(([px, py]) => [px / wide, py / high]);
  const pieces = pathsOf(lines).flatMap((path) => clipPath(flat(path), 1));
  return { type: 'MultiLineString', coordinates: pieces.map((piece) => piece.map(([px, py]) => plane.from([px * wide, py * high]))) };
}
