import { describe } from "vitest";
import { describeAborts } from "./imageTransport/aborts.ts";
import { describeBounds } from "./imageTransport/bounds.ts";
import { describeBrokenReplies } from "./imageTransport/brokenReplies.ts";
import type { CreateTransport } from "./imageTransport/exchange.ts";
import { describeNetwork } from "./imageTransport/network.ts";
import { describeReplies } from "./imageTransport/replies.ts";

/** What every image transport promises, over real connections. */
export function describeImageTransport(name: string, createTransport: CreateTransport): void {
  describe(name, () => {
    describeReplies(createTransport);
    describeBrokenReplies(createTransport);
    describeBounds(createTransport);
    describeNetwork(createTransport);
    describeAborts(createTransport);
  });
}
