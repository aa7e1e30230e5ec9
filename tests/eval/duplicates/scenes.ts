import { createCanvas } from '@napi-rs/canvas';
import { Dice } from '../files/dice.ts';

const WIDTH = 900;
const HEIGHT = 675;

/** Where the camera stands: a little to the side, nearer, in other light. */
export interface View {
  across: number;
  zoom: number;
  light: number;
}

const STRAIGHT: View = { across: 0, zoom: 1, light: 1 };

/** A made scene, the same for a seed: a ground, a sky, things near and far, light on them, grain. Returns a jpeg. */
export function scene(seed: number, view: View = STRAIGHT): Promise<Buffer> {
  const dice = new Dice(seed);
  const roll = () => dice.throw();
  const canvas = createCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext('2d');
  const tone = (lightness: number, hue = roll() * 360) =>
    `hsl(${hue}, ${20 + roll() * 60}%, ${lightness * view.light}%)`;
  const horizon = HEIGHT * (0.25 + roll() * 0.5);
  const sky = pen.createLinearGradient(0, 0, WIDTH * (roll() - 0.5), horizon);
  sky.addColorStop(0, tone(20 + roll() * 60));
  sky.addColorStop(1, tone(40 + roll() * 50));
  pen.translate(WIDTH / 2, HEIGHT / 2);
  pen.scale(view.zoom, view.zoom);
  pen.translate(-WIDTH / 2, -HEIGHT / 2);
  pen.fillStyle = sky;
  pen.fillRect(-WIDTH, -HEIGHT, 3 * WIDTH, HEIGHT + horizon);
  pen.fillStyle = tone(15 + roll() * 50);
  pen.fillRect(-WIDTH, horizon, 3 * WIDTH, 2 * HEIGHT);
  const things = 12 + Math.floor(roll() * 16);
  for (let thing = 0; thing < things; thing++) {
    // Near things move more than far ones when the camera does.
    const near = 0.15 + (thing / things) * 0.85;
    const size = (40 + roll() * 170) * near;
    const x = roll() * WIDTH + view.across * near * WIDTH;
    const y = horizon + (roll() - 0.3) * HEIGHT * 0.6 * near;
    pen.fillStyle = tone(10 + roll() * 80);
    const kind = roll();
    pen.beginPath();
    if (kind < 0.4) pen.ellipse(x, y, size * 0.5, size * (0.3 + roll() * 0.9), roll() * 3, 0, 7);
    else if (kind < 0.8) pen.rect(x - size / 2, y - size, size * (0.4 + roll()), size * (0.8 + roll() * 1.4));
    else {
      pen.moveTo(x, y - size);
      pen.lineTo(x + size, y + size * roll());
      pen.lineTo(x - size * roll(), y + size);
    }
    pen.fill();
  }
  const image = pen.getImageData(0, 0, WIDTH, HEIGHT);
  for (let at = 0; at < image.data.length; at += 4) {
    const grain = (roll() - 0.5) * 18;
    for (const part of [0, 1, 2]) image.data[at + part] = (image.data[at + part] ?? 0) + grain;
  }
  pen.putImageData(image, 0, 0);
  return canvas.encode('jpeg', 92);
}
