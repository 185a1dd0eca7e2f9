import { readdirSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { loadCorpus } from "../fuzz/fuzzInput.ts";
import { Judge } from "../fuzz/judge.ts";

const FOLDER = "test/fuzz/corpus";
const CLASSES = readdirSync(FOLDER);
const judge = await Judge.create();

test.each(CLASSES)(
  "no input of class %s is treated wrongly, by all oracles but that of time",
  async (name) => {
    const corpus = loadCorpus(`${FOLDER}/${name}`);
    expect(corpus.length).toBeGreaterThan(0);
    for (const { file, input } of corpus) {
      const { wrong } = await judge.judge(input, { twin: true, timed: false });
      expect(wrong, file).toBeUndefined();
    }
  },
);

test("the corpus takes 95 of 100 branches of the decoding kernels", () => {
  const { taken, branches } = judge.coverage;
  expect(taken / branches).toBeGreaterThan(0.95);
});

test("the corpus is small", () => {
  const files = loadCorpus(FOLDER).map(({ file }) => file);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(2 ** 20);
});
