import axe from "axe-core";
import type { ViewerPage } from "./viewerPage.ts";

/** What axe finds in the whole page. */
export async function violations(viewer: ViewerPage): Promise<readonly string[]> {
  const session = await viewer.page.context().newCDPSession(viewer.page);
  // By the debugger: the page's policy lets no script in.
  const evaluate = async (expression: string) => {
    const { result } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  };
  await evaluate(axe.source);
  const found: axe.Result[] = await evaluate("axe.run(document).then(({ violations }) => violations)");
  await session.detach();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`),
  );
}
