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
