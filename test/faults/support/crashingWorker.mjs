// A worker that ends as it is told to, or answers.
import { parentPort } from "node:worker_threads";

const ends = {
  throw: () => {
    throw new Error("it threw");
  },
  rejection: () => void Promise.reject(new Error("nobody handled it")),
  memory: () => {
    const kept = [];
    for (;;) kept.push(new Array(100_000).fill(kept.length));
  },
  exit: () => process.exit(3),
};

parentPort.on("message", (message) => {
  if (message in ends) ends[message]();
  else parentPort.postMessage(message);
});
