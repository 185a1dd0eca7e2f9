// The worker of a tab that is a processing node: the page sends it its options.
import { type ProcessingNodeOptions, startProcessingNode } from "eiger-monitor/nats";

addEventListener("message", ({ data }: MessageEvent<ProcessingNodeOptions>) => {
  startProcessingNode(data).then(
    () => postMessage("ended"),
    (error: unknown) => postMessage(String(error)),
  );
});
