/** The picture and all that lies on it. */
export const picture = /* css */ `
.toolbar {
  display: flex; flex-direction: column; gap: 6px; padding: 8px 6px; overflow: hidden auto;
  border-inline-end: 1px solid var(--border); background: var(--surface); scrollbar-width: thin;
}
.tool-group { display: flex; flex-direction: column; gap: 2px; }
.tool-group + .tool-group { padding-block-start: 6px; border-block-start: 1px solid var(--border); }
/* Too low for all tools one under the other: two columns, so that none is out of sight. */
@container viewer (max-height: 562px) {
  .viewer[data-layout="wide"] .tool-group { flex-flow: row wrap; inline-size: 70px; }
}

.one-to-one { position: relative; display: grid; }
.one-to-one .icon-button { padding-block-end: 11px; }
.zoom { position: absolute; inset: auto 0 3px; text-align: center; font-size: 10px; line-height: 1.2; color: var(--muted); pointer-events: none; }

.stage { position: absolute; inset: 0; overflow: hidden; touch-action: none; cursor: grab; user-select: none; -webkit-user-select: none; }
.stage[data-moving] { cursor: grabbing; }
.stage:not([data-tool="pan"]) { cursor: crosshair; }
.stage[data-wheel="ctrl"] { touch-action: pan-x pan-y; }
.stage:focus-visible { outline-offset: -2px; z-index: 1; }
.picture, .picture canvas, .rings, .marks, .pixel-values { position: absolute; inset: 0 auto auto 0; }
.viewer {
  --on-ring: var(--eiger-ring, #0a6fb8); --on-ice: var(--eiger-ice, #b4530a); --on-pin: var(--eiger-pin, #c4006a);
  --on-measure: var(--eiger-measure, #6a2fc4); --halo: rgb(255 255 255 / 0.85);
}
.viewer[data-ground="dark"] {
  --on-ring: var(--eiger-ring, #7cc4ff); --on-ice: var(--eiger-ice, #ffb26b); --on-pin: var(--eiger-pin, #ff7ac0);
  --on-measure: var(--eiger-measure, #c9a8ff); --halo: rgb(0 0 0 / 0.75);
}
.picture { transition: filter 0.25s, opacity 0.25s; }
.picture canvas { transform-origin: 0 0; will-change: transform; }
.rings, .marks, .pixel-values { inline-size: 100%; block-size: 100%; pointer-events: none; overflow: hidden; }
[data-stale] .picture { filter: grayscale(1) contrast(0.6); opacity: 0.45; }
[data-stale] :is(.rings, .marks, .pixel-values) { opacity: 0.35; }

.rings .line, .marks .line { fill: none; stroke-width: 1.25; }
.rings .halo, .marks .halo { fill: none; stroke: var(--halo); stroke-width: 3; stroke-opacity: 0.55; }
.resolution .line { stroke: var(--on-ring); }
.ice .line { stroke: var(--on-ice); stroke-dasharray: 5 4; }
.ice .halo { stroke-opacity: 0.3; }
.beam .line { stroke: var(--on-pin); stroke-width: 1.5; }
.rings text {
  font: 600 11.5px/1 inherit; font-size: 11.5px; font-weight: 600;
  paint-order: stroke; stroke: var(--halo); stroke-width: 3.5px; stroke-linejoin: round;
}
.resolution text { fill: var(--on-ring); }
.ice text { fill: var(--on-ice); font-size: 10.5px; }
.pin .line { stroke: var(--on-pin); stroke-width: 1.5; }
.measured .line { stroke: var(--on-measure); stroke-width: 1.5; }

.minimap {
  position: absolute; inset: auto 12px 12px auto; overflow: hidden; cursor: move; touch-action: none;
  border: 1px solid var(--border-strong); border-radius: 3px; background: var(--canvas); box-shadow: 0 1px 4px rgb(0 0 0 / 0.25);
}
.minimap canvas { display: block; inline-size: 100%; block-size: 100%; }
.minimap-window {
  position: absolute; inset: 0 auto auto 0; border: 1.5px solid var(--accent);
  background: rgb(90 160 230 / 0.12); outline: 1000px solid rgb(128 134 140 / 0.16);
}
.viewer[data-minimap="false"] .minimap, .viewer:not([data-minimap]) .minimap { display: none; }

.loupe {
  position: absolute; inset: 12px 12px auto auto; padding: 4px; border-radius: 5px; pointer-events: none;
  border: 1px solid var(--border-strong); background: var(--surface); box-shadow: 0 1px 6px rgb(0 0 0 / 0.3);
}
.loupe[data-side="left"] { inset: 12px auto auto 12px; }
.loupe-picture { position: relative; }
.loupe canvas { display: block; image-rendering: pixelated; background: var(--canvas); }
.loupe-mark { position: absolute; inset: calc(50% - 6px) auto auto calc(50% - 6px); inline-size: 12px; block-size: 12px; border: 1.5px solid var(--on-pin); outline: 1px solid var(--halo); }
.loupe-caption { display: block; padding-block-start: 3px; text-align: center; font-weight: 600; }

.wheel-hint {
  position: absolute; inset: auto 0 20px; inline-size: max-content; margin-inline: auto; padding: 5px 12px; border-radius: 14px;
  background: var(--raised); border: 1px solid var(--border); opacity: 0; pointer-events: none; transition: opacity 0.2s;
}
.wheel-hint[data-shown] { opacity: 1; }
::slotted(*) { position: absolute; }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;
