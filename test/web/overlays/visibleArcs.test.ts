import { describe, expect, it } from "vitest";
import { visibleArcs } from "../../../web/viewer/overlays/visibleArcs.ts";
import type { Point } from "../../../web/viewer/viewport.ts";

const canvas = { width: 1000, height: 700 };

/** Distance of a point from a line of points. */
function distance([x, y]: Point, arc: readonly Point[]): number {
  return Math.min(
    ...arc.slice(1).map(([endX, endY], index) => {
      const [startX, startY] = arc[index] ?? [endX, endY];
      const along = { x: endX - startX, y: endY - startY };
      const part = ((x - startX) * along.x + (y - startY) * along.y) / (along.x ** 2 + along.y ** 2);
      const nearest = Math.min(Math.max(part, 0), 1);
      return Math.hypot(x - startX - nearest * along.x, y - startY - nearest * along.y);
    }),
  );
}

/** Points of an ellipse that are on the canvas, 0.02 pixels apart where it is flattest. */
function pointsInSight({ cx, cy, rx, ry }: { cx: number; cy: number; rx: number; ry: number }): Point[] {
  return Array.from({ length: 400_000 }, (_, index): Point => {
    const angle = (index * Math.PI) / 200_000;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  }).filter(([x, y]) => x >= 0 && x <= canvas.width && y >= 0 && y <= canvas.height);
}

describe("the arcs of a ring that are in sight", () => {
  for (const [name, ellipse, arcs] of [
    ["cross a canvas far from the beam", { cx: -200_000, cy: 300, rx: 200_500, ry: 200_500 }, 1],
    ["are several where it leaves the canvas and comes back", { cx: 500, cy: 2100, rx: 2120, ry: 2120 }, 2],
    ["leave by all edges around the beam", { cx: 500, cy: 350, rx: 550, ry: 400 }, 4],
    ["are all of it where it is inside", { cx: 500, cy: 350, rx: 300, ry: 200 }, 1],
    ["are none where it is outside", { cx: 500, cy: 350, rx: 5000, ry: 5000 }, 0],
  ] as const) {
    it(name, () => {
      const found = visibleArcs(ellipse, canvas);
      expect(found).toHaveLength(arcs);
      const points = pointsInSight(ellipse).filter((_, index) => index % 37 === 0);
      expect(points.length > 0).toBe(arcs > 0);
      for (const point of points) {
        expect(Math.min(...found.map((arc) => distance(point, arc)))).toBeLessThan(0.4);
      }
    });
  }
});
