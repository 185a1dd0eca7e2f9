// Loaded into a process with --import: says at its end how much memory it took.
process.once("exit", () => {
  process.stderr.write(`peak ${process.resourceUsage().maxRSS} kB\n`);
});
