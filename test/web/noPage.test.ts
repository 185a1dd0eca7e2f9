import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const WEB = new URL("../../web/", import.meta.url);

function sources(): readonly string[] {
  return readdirSync(WEB, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(ts|html|css)$/.test(name),
  );
}

describe("the viewer without a page", () => {
  it("is imported where there is neither window nor custom elements", async () => {
    expect("window" in globalThis).toBe(false);
    const viewer = await import("../../web/viewer/index.ts");
    await import("../../web/viewer/define.ts");
    expect(Object.keys(viewer).sort()).toEqual(["EigerViewerElement", "createViewer"]);
  });

  it("parses no markup and sets no style attribute: a strict content security policy holds", () => {
    const forbidden =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|cssText|["']style["']|\seval\(|new Function/;
    for (const name of sources()) {
      const text = readFileSync(new URL(name, WEB), "utf8");
      expect(forbidden.exec(text)?.[0], name).toBeUndefined();
    }
    const page = readFileSync(new URL("index.html", WEB), "utf8");
    expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });
});
