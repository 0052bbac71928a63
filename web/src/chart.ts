/* chart.ts - drawings inside a card: the offsets along a line, and the close-up
 * of a finding. Both are SVG with a text for those who do not see them. */
import { AGREED_COLOUR, SEVERITY_COLOURS, SIDE_COLOURS } from './colours';
import { svg } from './dom';
import { length } from './format';
import { t } from './language';
import { clipPath, clipRing, type Path } from './plane';

const WIDE = 340;

/* The smallest of steps × 10ⁿ that is at least value. */
function nice(value: number, steps = [1, 2, 5, 10]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (steps.find((step) => step * power >= value * 0.999) ?? 10) * power;
}

function label(x: number, y: number, text: string, anchor = 'middle'): SVGElement {
  return svg('text', { x, y, 'text-anchor': anchor, class: 'chart-text' }, text);
}

/* Offsets by chainage: left of the line above, the tolerance as a band, the
 * place that the finding names as a broken line. */
export function profileChart(profile: [number, number | null][], tolerance: number | null, chainage: number | null | undefined): SVGElement {
  const [left, right, top, high] = [46, 8, 16, 104];
  const known = profile.filter((pair): pair is [number, number] => pair[1] !== null);
  const most = nice(Math.max(tolerance ?? 0, ...known.map(([, offset]) => Math.abs(offset)), 0.01), [1, 1.5, 2, 3, 4, 6, 8, 10]);
  const end = profile[profile.length - 1]?.[0] || 1;
  const x = (place: number): number => left + (place / end) * (WIDE - left - right);
  const y = (offset: number): number => top + ((most - offset) / (2 * most)) * high;
  const runs: string[] = [];
  let drawing = false;
  for (const [place, offset] of profile) {
    if (offset !== null) runs.push(`${drawing ? 'L' : 'M'}${x(place).toFixed(1)} ${y(offset).toFixed(1)}`);
    drawing = offset !== null;
  }
  const band = tolerance !== null && svg('rect', { x: left, width: WIDE - left - right, y: y(tolerance), height: y(-tolerance) - y(tolerance), class: 'chart-band' });
  const grid = [most, 0, -most].map((offset) => svg('path', { d: `M${left} ${y(offset)}H${WIDE - right}`, class: offset === 0 ? 'chart-line' : 'chart-grid' }));
  const far = known.reduce<[number, number]>((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a), [0, 0]);
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${top + high + 34}`, class: 'chart', role: 'img', 'aria-label': t('profileSaid', { most: length(Math.abs(far[1])), where: length(far[0]) || '0' }) },
    band,
    ...grid,
    chainage != null && svg('path', { d: `M${x(chainage).toFixed(1)} ${top}v${high}`, class: 'chart-place' }),
    svg('path', { d: runs.join(''), class: 'chart-offset' }),
    svg('circle', { cx: x(far[0]), cy: y(far[1]), r: 3.5, class: 'chart-far' }),
    ...[most, -most].map((offset) => label(left - 5, y(offset) + 4, length(most), 'end')),
    label(left - 5, y(0) + 4, '0', 'end'),
    label(left, top + high + 14, '0', 'start'),
    label(WIDE - right, top + high + 14, length(end), 'end'),
    label(left, 10, t('profileLeft'), 'start'),
    label((left + WIDE - right) / 2, top + high + 28, t('chainage')),
  );
}

export interface CloseUp {
  id: string /* of its hatching, one of its own in the page */;
  half: number /* metres from the middle to the edge */;
  face: Path[] /* rings; none for a finding that is no ground */;
  agreed: Path[];
  sides: Path[][];
  severity: string;
  point: boolean;
}

/* What lies around the place of a finding, north above, with a scale. */
export function closeUp(view: CloseUp): SVGElement {
  const [high, k] = [220, WIDE / (2 * view.half)];
  const draw = (path: Path, closed: boolean): string =>
    path.length === 0 ? '' : `M${path.map(([x, y]) => `${(WIDE / 2 + x * k).toFixed(1)} ${(high / 2 - y * k).toFixed(1)}`).join('L')}${closed ? 'Z' : ''}`;
  const lines = (paths: Path[]): string => paths.flatMap((path) => clipPath(path, view.half)).map((path) => draw(path, false)).join('');
  const bar = nice(view.half / 3.4);
  const id = view.id;
  const colour = SEVERITY_COLOURS[view.severity] ?? '#4a5a66';
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${high}`, class: 'chart close-up', role: 'img', 'aria-label': t('closeUpSaid') },
    svg('defs', {}, svg('pattern', { id, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('rect', { width: 7, height: 7, fill: colour, 'fill-opacity': 0.16 }), svg('path', { d: 'M0 0V7', stroke: colour, 'stroke-width': 2 }))),
    svg('path', { d: view.face.map((ring) => draw(clipRing(ring, view.half), true)).join(''), fill: `url(#${id})`, 'fill-rule': 'evenodd' }),
    /* Where sides run together the later is the thinner, so that both are seen. */
    ...view.sides.map((paths, i) => svg('path', { d: lines(paths), fill: 'none', stroke: SIDE_COLOURS[i % SIDE_COLOURS.length] ?? '', 'stroke-width': i === 0 ? 4 : 2 })),
    svg('path', { d: lines(view.agreed), fill: 'none', stroke: AGREED_COLOUR, 'stroke-width': 2 }),
    view.point && svg('circle', { cx: WIDE / 2, cy: high / 2, r: 5, fill: 'none', stroke: colour, 'stroke-width': 2.5 }),
    svg('path', { d: `M12 ${high - 17}v5h${(bar * k).toFixed(1)}v-5`, class: 'chart-scale' }),
    label(16, high - 18, length(bar), 'start'),
    svg('path', { d: `M${WIDE - 18} 26V8l-4 7h8l-4-7`, class: 'chart-scale' }),
    label(WIDE - 18, 39, t('northShort')),
  );
}
