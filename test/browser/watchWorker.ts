import { watchEvents } from "./watchedEvents.ts";

addEventListener("message", async ({ data }: MessageEvent<{ source: string; count: number }>) => {
  postMessage(await watchEvents(data.source, data));
});
