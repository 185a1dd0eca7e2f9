/** Where the worker's file is: beside this module. The build writes the name that the file has there. */
export function besideThisModule(): URL {
  return new URL("../worker/viewerWorker.ts", import.meta.url);
}

/** Its name in a folder that an embedding page names. */
export const WORKER_FILE = "viewerWorker.js";
