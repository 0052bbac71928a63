/* map.ts - the map itself: style, view, attribution, colours of the page. */
import { Map as MapLibre, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import { ApiError, get } from './api';
import { add, el, fill, icon, ICONS } from './dom';
import { boxAround, boxOf } from './geometry';
import { language, languageChanged, t } from './language';
import { compose } from './overlays';
import { at } from './session';
import { provideSymbols } from './symbols';
import type { Box } from './types';

const STYLE = '/styles/default.json';
const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';

setWorkerUrl(new URL('./maplibre-gl-worker.mjs', import.meta.url).href);

/* The style as of the date; its tiles are asked for the same date. */
async function readStyle(): Promise<StyleSpecification> {
  const style = await get<StyleSpecification>(STYLE, { at: at() });
  if (at() !== '')
    for (const source of Object.values(style.sources))
      if ('url' in source && source.url && !/[?&]at=/.test(source.url))
        source.url += `${source.url.includes('?') ? '&' : '?'}at=${at()}`;
  return style;
}

/* The box of the data, from the TileJSON of the divisions; null when it says none. */
async function readBounds(style: StyleSpecification): Promise<Box | null> {
  const source = style.sources['division'];
  if (!source || !('url' in source) || !source.url) return null;
  try {
    return (await get<{ bounds?: Box }>(source.url)).bounds ?? null;
  } catch {
    return null; /* the map says itself what its source lacks */
  }
}

export class PageMap {
  readonly map: MapLibre;
  readonly #notice = el('p', { class: 'map-notice' });
  readonly #attribution = el('p', { class: 'map-attribution' });
  readonly #trouble = el('p', { class: 'map-trouble', role: 'status' });
  readonly #buttons = el('div', { class: 'map-buttons' });
  #style: StyleSpecification;
  readonly #home: Box | null;

  /* Reads the style and makes the map in container. */
  static async create(container: HTMLElement): Promise<PageMap> {
    const style = await readStyle();
    return new PageMap(container, style, await readBounds(style));
  }

  private constructor(container: HTMLElement, style: StyleSpecification, home: Box | null) {
    this.#style = style;
    this.#home = home;
    const canvas = el('div', { class: 'map-canvas' });
    fill(container, canvas, this.#buttons, this.#trouble, this.#notice, this.#attribution);
    this.map = new MapLibre({
      container: canvas,
      style: compose(style),
      hash: true,
      ...(home && !style.center ? { bounds: home, fitBoundsOptions: { padding: 24 } } : {}),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: FONTS,
      maxZoom: 24 /* a gap of a centimetre is to be seen */,
      fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    });
    provideSymbols(this.map);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
    this.map.on('sourcedata', () => this.#drawAttribution());
    this.map.on('error', ({ error }) => {
      console.error(error);
      this.#trouble.textContent = t('mapTrouble');
    });
    this.map.on('movestart', () => (this.#trouble.textContent = ''));
    languageChanged.on(() => this.#drawTexts());
    this.#drawTexts();
  }

  #drawTexts(): void {
    const button = (label: string, path: string, act: () => void): HTMLElement =>
      el('button', { type: 'button', 'aria-label': label, title: label, onclick: act }, icon(path));
    fill(
      this.#buttons,
      button(t('zoomIn'), ICONS.plus, () => this.map.zoomIn()),
      button(t('zoomOut'), ICONS.minus, () => this.map.zoomOut()),
      button(t('wholeArea'), ICONS.whole, () => this.showAll()),
    );
    this.map.getCanvas().setAttribute('aria-label', t('mapLabel'));
    const review = (this.#style.metadata as { review_number?: string } | undefined)?.review_number;
    this.#notice.textContent = review ? t('reviewNumber', { number: review }) : t('unreviewed');
    this.#notice.classList.toggle('reviewed', Boolean(review));
    this.#notice.lang = review || language() === 'zh' ? 'zh-CN' : 'en';
  }

  /* What the sources ask to be named, each once, as plain text. */
  #drawAttribution(): void {
    const names = new Set<string>();
    for (const id of Object.keys(this.#style.sources)) {
      const markup = this.map.getSource(id)?.attribution;
      if (!markup) continue;
      const text = new DOMParser().parseFromString(markup, 'text/html').body.textContent?.trim();
      if (text) names.add(text);
    }
    const text = [...names].join(' · ');
    if (text !== this.#attribution.textContent) this.#attribution.textContent = text;
  }

  /* Reads the style again, for another date. Throws ApiError and keeps the old one. */
  async restyle(): Promise<void> {
    this.#style = await readStyle();
    this.map.setStyle(compose(this.#style), { diff: false });
    this.#drawTexts();
  }

  showAll(): void {
    if (this.#home) this.fit(this.#home, 24);
    else if (this.#style.center) this.map.flyTo({ center: this.#style.center as [number, number], zoom: this.#style.zoom ?? 8 });
  }

  /* Moves so that box lies inside the view. */
  fit(box: Box, padding = 64, maxZoom = 17): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const room = Math.min(padding, clientWidth / 4, clientHeight / 4);
    this.map.fitBounds(box, { padding: room, maxZoom, linear: true, duration: 900 });
  }

  fitGeometry(geometry: GeoJSON.Geometry): void {
    const box = boxOf(geometry);
    if (box) this.fit(box);
  }

  /* Moves to box when the view shows nothing of it. */
  bringIntoSight(box: Box | null): void {
    if (!box) return;
    const view = this.map.getBounds();
    const seen = box[0] <= view.getEast() && box[2] >= view.getWest() && box[1] <= view.getNorth() && box[3] >= view.getSouth();
    if (!seen) this.fit(box);
  }

  /* Moves so that (lon, lat) is the middle and box, if any, lies inside. */
  centre(lon: number, lat: number, box: Box | null, zoom = 15): void {
    const wide = box && (box[2] > box[0] || box[3] > box[1]);
    const camera = wide ? this.map.cameraForBounds(boxAround(lon, lat, box), { padding: 32, maxZoom: 16 }) : undefined;
    this.map.flyTo({ center: [lon, lat], zoom: camera?.zoom ?? zoom, duration: 1400 });
  }

  /* Says in place of the map why there is none. */
  static fail(container: HTMLElement, failure: unknown): void {
    const detail = failure instanceof ApiError ? failure.message : String(failure);
    fill(container, el('p', { class: 'notice error map-failure', role: 'alert' }, t('errorStyle', { detail })));
    add(container, el('button', { type: 'button', class: 'button map-retry', onclick: () => location.reload() }, t('retry')));
  }
}
