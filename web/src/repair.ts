/* repair.ts - how a sliver could be mended: each proposal with the ground that would
 * change hands, and the border before and after. Nothing is changed from here. */
import { get } from './api';
import { closeUp, type CloseUp } from './chart';
import { add, el, notice } from './dom';
import { area, length } from './format';
import { language, t, tCode } from './language';
import { nameOf } from './names';
import { pathsOf, type Path, type Plane } from './plane';
import type { Finding, Repair, RepairAnswer, RepairProposal, Side } from './types';

const KINDS = ['gap', 'overlap', 'non-coincident-border'];

/* What the server proposes, a sentence when there is nothing to propose any more, or
 * null for what is no sliver between what the register holds. */
export async function readRepair(finding: Finding, run: number, sides: Side[], signal: AbortSignal): Promise<Repair | string | null> {
  if (!finding.sliver || !KINDS.includes(finding.kind) || sides.some((side) => side.claim)) return null;
  const target = `/api/v1/inspections/${run}/repairs`;
  const answer = await get<RepairAnswer>(target, { finding: finding.id, lang: language() }, signal).catch(() => null);
  return answer?.repairs[0] ?? answer?.missed[0]?.message ?? null;
}

/* The section of the card; before is the picture of the finding as it is. */
export function repairSection(repair: Repair | string | null, plane: Plane | null, before: CloseUp | null): HTMLElement | null {
  if (repair === null) return null;
  const section = el('section', { class: 'repair' }, el('h3', {}, t('repairTitle')));
  if (typeof repair === 'string') {
    add(section, notice('info', repair));
    return section;
  }
  const figures = el('div', { class: 'before-after' });
  const show = (proposal: RepairProposal): void => {
    figures.replaceChildren();
    if (plane && before) add(figures, figure('repairBefore', before), figure('repairAfter', after(proposal, plane, before)));
  };
  const list = el('ul', { class: 'proposals' });
  for (const proposal of repair.proposals) add(list, row(proposal, () => show(proposal)));
  add(section, list, figures, el('p', { class: 'soft' }, t('repairOnlyProposed')));
  const first = repair.proposals.find((proposal) => proposal.chosen);
  if (first) show(first);
  return section;
}

function row(proposal: RepairProposal, pick: () => void): HTMLElement {
  const method = tCode('repair', proposal.method);
  const name = proposal.unit ? `${method} ${nameOf(proposal.unit) ?? proposal.unit}` : method;
  if (!proposal.offered) return el('li', { class: 'refused' }, el('span', { class: 'name' }, name), el('span', { class: 'soft' }, proposal.message ?? ''));
  const input = el('input', { type: 'radio', name: 'proposal', id: `proposal-${proposal.method}-${proposal.unit ?? ''}`, checked: proposal.chosen, onchange: pick });
  return el(
    'li',
    {},
    input,
    el('label', { class: 'name', for: input.id }, name, proposal.least && el('span', { class: 'tag' }, t('repairLeast'))),
    el('span', { class: 'value' }, t('repairMoves', { area: area(proposal.area_m2), far: length(proposal.max_move_m) || '–' })),
  );
}

/* The ground that changes hands hatched, and the border as it would run. */
function after(proposal: RepairProposal, plane: Plane, before: CloseUp): CloseUp {
  const flat = (shape: GeoJSON.Geometry | null): Path[] => pathsOf(shape).map((path) => path.map((position) => plane.to(position)));
  return { ...before, id: 'hatch-after', face: proposal.pieces.flatMap((piece) => flat(piece.geometry)), sides: [], agreed: flat(proposal.line) };
}

function figure(title: 'repairBefore' | 'repairAfter', view: CloseUp): HTMLElement {
  return el('figure', {}, el('figcaption', {}, t(title)), closeUp(view));
}
