// What the programs share: the job is the one argument, the result one line of JSON.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const WARM_UPS = 20; // the engine compiles what is used often

export async function measure(prepare) {
  const job = JSON.parse(process.argv.at(-1));
  const records = JSON.parse(readFileSync(job.values, "utf-8"));
  const make = prepare(readFileSync(job.template), job);
  for (const record of records.slice(-WARM_UPS)) await make(record);
  const made = [];
  const started = performance.now();
  for (let place = 0; place < job.count; place++) made.push(await make(records[place % records.length]));
  const seconds = (performance.now() - started) / 1000 / job.count;
  mkdirSync(dirname(job.sample), { recursive: true });
  writeFileSync(job.sample, made[0]);
  const bytes = made.reduce((sum, one) => sum + one.length, 0) / job.count;
  console.log(JSON.stringify({ seconds, bytes }));
}
