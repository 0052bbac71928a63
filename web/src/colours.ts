/* colours.ts - the colours that map and panels share. The same values stand
 * in app.css for the swatches (classes severity-… and status-…). */

export const SEVERITY_COLOURS: Record<string, string> = {
  blocking: '#a3211a',
  substantive: '#cf6410',
  minor: '#b08a00',
  notice: '#4d7088',
};

export const STATUS_COLOURS = {
  covered: '#2c7a57',
  too_far: '#d4811c',
  unreachable: '#a3211a',
  off_network: '#7d559e',
  no_road_data: '#87929b',
  no_capacity: '#4a6fb0',
};

/* How the field draws lines: the agreed one black, what one side claims red and
 * the other blue; a third and fourth party only meet where several do. */
export const AGREED_COLOUR = '#111111';
export const SIDE_COLOURS = ['#d62728', '#1f5fb4', '#7b3fa0', '#5f6b2d'] as const;
