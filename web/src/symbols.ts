/* symbols.ts - the symbols of markers (界桩) and tri-junctions: a square with a dot
 * for each stone that bears the number, a ringed triangle where three units meet.
 * Drawn here, because the server offers no sprite. */
import type { Map as MapLibre } from 'maplibre-gl';

export const MARKER_ICONS = ['marker-single', 'marker-double', 'marker-triple'];
const RATIO = 3;
const SIZE = 11;

function stone(pen: CanvasRenderingContext2D, x: number, y: number): void {
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = '#111111';
  pen.lineWidth = 1.6;
  pen.fillRect(x + 1, y + 1, SIZE - 2, SIZE - 2);
  pen.strokeRect(x + 1, y + 1, SIZE - 2, SIZE - 2);
  pen.fillStyle = '#111111';
  pen.beginPath();
  pen.arc(x + SIZE / 2, y + SIZE / 2, 1.9, 0, 2 * Math.PI);
  pen.fill();
}

function triangle(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = '#111111';
  pen.lineWidth = 1.8;
  pen.beginPath();
  pen.moveTo(9, 2);
  pen.lineTo(17, 16);
  pen.lineTo(1, 16);
  pen.closePath();
  pen.fill();
  pen.stroke();
  pen.fillStyle = '#111111';
  pen.beginPath();
  pen.arc(9, 11, 2, 0, 2 * Math.PI);
  pen.fill();
}

function draw(name: string): ImageData | null {
  const stones = MARKER_ICONS.indexOf(name) + 1;
  const wide = name === 'junction' ? 18 : stones * SIZE + (stones - 1) * 2;
  const canvas = document.createElement('canvas');
  canvas.width = wide * RATIO;
  canvas.height = (name === 'junction' ? 18 : SIZE) * RATIO;
  const pen = canvas.getContext('2d');
  if (!pen || canvas.width === 0) return null;
  pen.scale(RATIO, RATIO);
  if (name === 'junction') triangle(pen);
  else for (let i = 0; i < stones; i++) stone(pen, i * (SIZE + 2), 0);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/* Gives each style its symbols before it asks for them. */
export function provideSymbols(map: MapLibre): void {
  map.on('style.load', () => {
    for (const id of [...MARKER_ICONS, 'junction']) {
      const image = draw(id);
      if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: RATIO });
    }
  });
}
