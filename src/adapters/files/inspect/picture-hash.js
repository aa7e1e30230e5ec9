/** Cosines of the eight lowest waves over 32 points. */
const SIZE = 32;
const WAVES = 8;
const COSINES = Array.from({ length: WAVES }, (_, wave) =>
  Float64Array.from({ length: SIZE }, (_, at) => Math.cos(((2 * at + 1) * wave * Math.PI) / (2 * SIZE))),
);
/** Of 256 greys: a sky, a white page. Nothing in it tells it from another. */
const PLAIN = 6;

/** Where somebody may have cut: a tenth and a fifth off, at the sides and around the middle. */
const CROPS = [
  [0, 0, 1],
  ...[0, 0.05, 0.1].flatMap((top) => [0, 0.05, 0.1].map((left) => [left, top, 0.9])),
  ...[
    [0, 0],
    [0.2, 0],
    [0, 0.2],
    [0.2, 0.2],
    [0.1, 0.1],
  ].map(([left, top]) => [left, top, 0.8]),
  [0.03, 0.03, 0.94],
  [0.15, 0.15, 0.7],
];

/**
 * Hashes of 64 bits of a square of greys, in base64: the picture as it is, then turned and mirrored in seven ways, then parts of it
 * as if they were the whole. `domain/likeness.ts` knows their places. Undefined for a picture without anything in it.
 * @param {Uint8Array} greys
 * @param {number} edge
 */
export function hashesOf(greys, edge) {
  if (isPlain(greys)) return undefined;
  const waves = wavesOf(shrunk(greys, edge, 0, 0, edge, edge));
  const turned = TURNS.map((turn) => bits(turn(waves)));
  const parts = CROPS.slice(1).map(([left, top, share]) => {
    const side = Math.round(edge * share);
    return bits(wavesOf(shrunk(greys, edge, Math.round(edge * left), Math.round(edge * top), side, side)));
  });
  const framed = framedIn(greys, edge);
  if (framed) parts.push(bits(wavesOf(shrunk(greys, edge, framed.left, framed.top, framed.width, framed.height))));
  return Buffer.concat([...turned, ...parts]).toString('base64');
}

/** Rows and columns that differ less than this, in themselves and from the edge, are a frame. */
const FRAME = 9;
/** Lines of words in the frame, such as the clock of a phone, are no picture; a dark stripe within one does not end it. */
const GAP = 0.02;

/**
 * What a bar, a border or the page of a phone stands around, such as in a screenshot; undefined where there is nothing of the kind.
 * @param {Uint8Array} greys
 * @param {number} edge
 */
function framedIn(greys, edge) {
  const all = { from: 0, length: edge };
  const rowAt = (/** @type {number} */ row) => greysOf(greys, edge, all, { from: row, length: 1 });
  const rows = longestRun(edge, rowAt);
  const columns = longestRun(edge, (column) => greysOf(greys, edge, { from: column, length: 1 }, rows));
  const share = (rows.length * columns.length) / (edge * edge);
  if (share > 0.97 || rows.length < edge * 0.15 || columns.length < edge * 0.15) return undefined;
  return { left: columns.from, top: rows.from, width: columns.length, height: rows.length };
}

/** The longest stretch that is not like the outermost line. */
function longestRun(edge, lineAt) {
  const frame = lineAt(0).mean;
  let best = { from: 0, length: 0 };
  let from = 0;
  let last = -1;
  for (let at = 0; at < edge; at++) {
    const { mean, spread } = lineAt(at);
    if (spread < FRAME && Math.abs(mean - frame) < FRAME) continue;
    if (last < 0 || at - last > edge * GAP) from = at;
    last = at;
    if (at - from + 1 > best.length) best = { from, length: at - from + 1 };
  }
  return best;
}

/** How bright a stretch is, and how much its greys differ. */
function greysOf(greys, edge, columns, rows) {
  let [sum, squares] = [0, 0];
  for (let y = rows.from; y < rows.from + rows.length; y++)
    for (let x = columns.from; x < columns.from + columns.length; x++) {
      const grey = greys[y * edge + x];
      sum += grey;
      squares += grey * grey;
    }
  const count = Math.max(1, rows.length * columns.length);
  const mean = sum / count;
  return { mean, spread: Math.sqrt(Math.max(0, squares / count - mean ** 2)) };
}

/** A wave that is odd across the picture changes its sign when the picture is mirrored; turning swaps across and down. */
const at = (/** @type {number} */ down, /** @type {number} */ across) => down * WAVES + across;
const TURNS = [false, true].flatMap((swap) =>
  [1, -1].flatMap((across) =>
    [1, -1].map((down) => (/** @type {Float64Array} */ waves) => {
      const turned = new Float64Array(WAVES * WAVES);
      for (let v = 0; v < WAVES; v++)
        for (let u = 0; u < WAVES; u++) {
          const sign = (u % 2 ? across : 1) * (v % 2 ? down : 1);
          turned[at(v, u)] = sign * waves[swap ? at(u, v) : at(v, u)];
        }
      return turned;
    }),
  ),
);

/** Means of a part, as 32 by 32 points. */
function shrunk(greys, edge, left, top, width, height) {
  const points = new Float64Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const fromX = Math.floor(left + (x * width) / SIZE);
      const fromY = Math.floor(top + (y * height) / SIZE);
      const toX = Math.min(edge, Math.max(fromX + 1, Math.floor(left + ((x + 1) * width) / SIZE)));
      const toY = Math.min(edge, Math.max(fromY + 1, Math.floor(top + ((y + 1) * height) / SIZE)));
      let sum = 0;
      for (let row = fromY; row < toY; row++)
        for (let column = fromX; column < toX; column++) sum += greys[row * edge + column];
      points[y * SIZE + x] = sum / ((toX - fromX) * (toY - fromY));
    }
  return points;
}

/** The discrete cosine transform, its lowest waves, without the mean brightness. */
function wavesOf(points) {
  const across = COSINES.map((cosine) =>
    Float64Array.from({ length: SIZE }, (_, y) =>
      cosine.reduce((sum, factor, x) => sum + factor * points[y * SIZE + x], 0),
    ),
  );
  const waves = new Float64Array(WAVES * WAVES);
  for (let v = 0; v < WAVES; v++)
    for (let u = 0; u < WAVES; u++)
      waves[at(v, u)] = COSINES[v].reduce((sum, factor, y) => sum + factor * across[u][y], 0);
  waves[0] = 0;
  return waves;
}

function bits(waves) {
  const sorted = Float64Array.from(waves).sort();
  const middle = (sorted[31] + sorted[32]) / 2;
  const bytes = Buffer.alloc(8);
  waves.forEach((wave, place) => {
    if (wave > middle) bytes[place >> 3] |= 0x80 >> (place & 7);
  });
  return bytes;
}

function isPlain(greys) {
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
  const spread = Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / greys.length);
  return spread < PLAIN;
}
