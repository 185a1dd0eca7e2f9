/** The live bar above, readout and transport below. */
export const bar = /* css */ `
.live-bar {
  display: flex; align-items: center; gap: 22px; min-block-size: 46px; padding: 4px 14px;
  border-block-end: 1px solid var(--border); background: var(--surface);
}
.state { display: inline-flex; align-items: center; gap: 8px; font-weight: 600; white-space: nowrap; min-inline-size: 5.5em; }
.state-retry { font-weight: 400; color: var(--muted); }
.state-retry:empty { display: none; }
.lamp { inline-size: 9px; block-size: 9px; border-radius: 50%; background: var(--muted); }
.state[data-tone="good"] { color: var(--good); }
.state[data-tone="good"] .lamp { background: var(--good); }
.state[data-tone="warning"] { color: var(--warning); }
.state[data-tone="warning"] .lamp { background: var(--warning); border-radius: 2px; }
.state[data-tone="bad"] { color: var(--bad); }
.state[data-tone="bad"] .lamp { background: var(--bad); border-radius: 0; transform: rotate(45deg); }
.identity { display: inline-flex; gap: 14px; white-space: nowrap; color: var(--muted); }
.identity b { color: var(--text); font-weight: 600; font-size: 14px; }
.threshold { flex: none; min-block-size: 28px; padding: 0 4px; border: 1px solid var(--border-strong); border-radius: 5px; background: var(--field); cursor: pointer; }
.metrics { display: flex; flex: 1; justify-content: flex-end; gap: 4px 20px; flex-wrap: wrap; overflow: hidden; }
.metric { text-align: end; min-inline-size: 44px; }
.metric dt { color: var(--muted); font-size: 10.5px; line-height: 1.2; white-space: nowrap; }
.metric dd { font-size: 13px; line-height: 1.35; white-space: nowrap; }
.metric-age, .metric-bytes { min-inline-size: 68px; }
.metric dd[data-noted] { color: var(--warning); font-weight: 600; }
.more { display: none; }
@media (max-width: 1180px) { .metrics { gap: 4px 12px; } .live-bar { gap: 14px; } }

.readout {
  display: flex; flex-wrap: wrap; gap: 0 28px; min-block-size: 32px; padding: 0 14px; align-items: center;
  border-block-start: 1px solid var(--border); background: var(--surface);
}
.reading { display: flex; align-items: center; gap: 12px; min-block-size: 32px; }
/* Above the line of the cursor, so that pinning does not move the picture. */
.readout { position: relative; container: readout / inline-size; }
.reading-pinned {
  position: absolute; inset: auto auto 100% 0; padding: 0 6px 0 14px;
  border: 1px solid var(--border); border-width: 1px 1px 0 0; border-start-end-radius: 6px; background: var(--surface);
}
.reading-label { color: var(--muted); font-size: 11px; min-inline-size: 40px; }
.reading-pinned .reading-label { color: light-dark(#a80058, #ff8cc3); font-weight: 600; }
.reading dl { display: flex; gap: 14px; }
.cell { display: flex; align-items: baseline; gap: 5px; white-space: nowrap; }
.cell dt { color: var(--muted); font-size: 12px; }
.cell dd { min-inline-size: 4ch; font-weight: 500; }
.cell i { margin-inline-start: 4px; font-weight: 400; color: var(--muted); font-style: normal; font-size: 11px; }
.cell-2 dd { font-weight: 700; }
.cell { min-inline-size: 52px; }
.cell-2 { min-inline-size: 108px; }
.cell-2 dd { min-inline-size: 0; }
.cell-3, .cell-4, .cell-5 { min-inline-size: 74px; }
.cell-3 dd, .cell-4 dd, .cell-5 dd { min-inline-size: 0; }
.reading[data-empty] dd, .reading[data-empty] i { color: var(--muted); font-weight: 400; }
.reading[data-masked] .cell-2 dd { color: var(--muted); font-weight: 500; font-style: italic; }
.reading .icon-button { inline-size: 26px; block-size: 26px; }

@container readout (max-width: 640px) {
  .reading { gap: 8px; }
  .reading dl { gap: 8px; }
  .cell, .cell-3, .cell-4, .cell-5 { min-inline-size: 0; }
  .cell-2 { min-inline-size: 84px; }
}
/* Too little for one line: names above their figures. */
@container readout (max-width: 460px) {
  .reading { flex: 1; gap: 6px; min-block-size: 38px; }
  .reading-cursor .reading-label { display: none; }
  .reading dl { flex: 1; display: grid; grid-template-columns: 1fr 1fr 1.5fr 1.2fr 1.2fr 1.3fr; gap: 4px; }
  .cell, .cell-2 { display: grid; line-height: 1.25; min-inline-size: 0; }
  .cell dt { font-size: 10.5px; }
  .cell dd { min-inline-size: 0; }
  .cell i { margin-inline-start: 2px; }
  .reading-pinned { inset-inline: 0; }
}

.transport {
  container: transport / inline-size; display: flex; align-items: center; gap: 12px; min-block-size: 46px; padding: 4px 14px 4px 8px;
  border-block-start: 1px solid var(--border); background: var(--surface);
}
.transport-buttons { display: flex; gap: 2px; }
.transport-buttons .icon-button:first-child { color: var(--text); }
.transport-facts { display: flex; gap: 14px; align-items: baseline; white-space: nowrap; }
.transport-id { min-inline-size: 9ch; text-align: end; font-weight: 600; }
.transport-size { color: var(--muted); font-size: 12px; min-inline-size: 17ch; }
.live-button { border-color: var(--warning); color: var(--warning); font-weight: 600; white-space: nowrap; }
@container transport (max-width: 600px) {
  .transport-facts { display: grid; gap: 0; justify-items: end; line-height: 1.25; }
  .transport-size { min-inline-size: 0; font-size: 11px; }
  .live-text { text-transform: capitalize; }
  .live-text span { display: none; }
}
@container transport (max-width: 420px) {
  .transport-buttons { gap: 0; }
  .transport-facts, .scrub { margin-inline: -3px; }
  .transport-id { min-inline-size: 0; }
  .scrub { min-inline-size: 40px; }
  .live-button { padding-inline: 8px; gap: 4px; }
}
@container transport (max-width: 310px) {
  .live-text { display: none; }
}
.scrub {
  --fill: 100%;
  flex: 1; min-inline-size: 60px; block-size: 28px; margin: 0; background: transparent; appearance: none; cursor: pointer;
}
.scrub::-webkit-slider-runnable-track {
  block-size: 4px; border-radius: 2px;
  background: linear-gradient(to right, var(--accent) var(--fill), var(--border) var(--fill));
}
.scrub::-moz-range-track { block-size: 4px; border-radius: 2px; background: var(--border); }
.scrub::-moz-range-progress { block-size: 4px; border-radius: 2px; background: var(--accent); }
.scrub::-webkit-slider-thumb {
  appearance: none; inline-size: 16px; block-size: 16px; margin-block-start: -6px; border-radius: 50%;
  border: 2px solid var(--surface); background: var(--accent);
}
.scrub::-moz-range-thumb { inline-size: 12px; block-size: 12px; border-radius: 50%; border: 2px solid var(--surface); background: var(--accent); }
.scrub:disabled { opacity: 0.45; cursor: default; }
`;
