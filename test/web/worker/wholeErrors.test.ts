import { expose, wrap } from "comlink";
import { describe, expect, it, onTestFinished } from "vitest";
import { DecodeError, isEigerMonitorError, MonitorRequestError } from "../../../src/index.ts";
import { sendWholeErrors } from "../../../web/worker/wholeErrors.ts";

sendWholeErrors();

/** What arrives of something that is thrown on the other side of a channel. */
async function arrivalOf(thrown: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  expose(() => {
    throw thrown;
  }, port1);
  return wrap<() => void>(port2)().catch((error: unknown) => error);
}

describe("an error that a worker throws", () => {
  it("arrives with its code and all else that is known", async () => {
    const cause = () => "cannot be sent";
    const cut = await arrivalOf(new DecodeError("TRUNCATED", "cut", { offset: 8, limit: "tag", cause }));
    expect(isEigerMonitorError(cut, "DecodeError")).toBe(true);
    expect(cut).toMatchObject({ code: "TRUNCATED", message: "cut", offset: 8, limit: "tag" });
    const refused = new MonitorRequestError("HTTP_STATUS", "no", { url: "http://dcu/", status: 403 });
    expect(await arrivalOf(refused)).toMatchObject({ code: "HTTP_STATUS", url: "http://dcu/", status: 403 });
  });

  it("that is not ours arrives as it always did", async () => {
    expect(await arrivalOf(new TypeError("no"))).toMatchObject({ name: "TypeError", message: "no" });
    expect(await arrivalOf("text")).toBe("text");
  });
});
