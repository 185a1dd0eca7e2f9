/** The panel beside the picture: levels, geometry, measuring, facts. */
export const panel = /* css */ `
.panel {
  display: flex; flex-direction: column; inline-size: 296px; min-block-size: 0;
  border-inline-start: 1px solid var(--border); background: var(--surface);
}
.sections { flex: 1; min-block-size: 0; overflow: hidden auto; scrollbar-width: thin; scrollbar-color: var(--border-strong) transparent; }
.section + .section { border-block-start: 1px solid var(--border); }
.section h2 { font: inherit; }
.section-head {
  display: flex; justify-content: space-between; align-items: center; inline-size: 100%; min-block-size: 34px; padding: 0 10px 0 14px;
  border: 0; background: transparent; font-weight: 600; text-align: start; cursor: pointer;
}
.section-head:focus-visible { outline-offset: -2px; }
.section-head .icon { inline-size: 14px; block-size: 14px; color: var(--muted); transform: rotate(-90deg); }
.section-head[aria-expanded="true"] .icon { transform: none; }
.section-body { padding: 2px 14px 14px; }
.levels, .geometry, .measure { display: grid; gap: 10px; }

.histogram { padding-inline: 2px; }
.plot { position: relative; block-size: 96px; border-block-end: 1px solid var(--border-strong); background: var(--field); }
.plot svg { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
.bars { fill: light-dark(#6d7882, #8b96a1); }
.range { fill: var(--accent-soft); }
.handle {
  position: absolute; inset-block: 0 -10px; inline-size: 24px; margin-inline-start: -12px; cursor: ew-resize; touch-action: none; border-radius: 4px;
}
.handle::before { content: ""; position: absolute; inset: 0 auto 10px 11px; inline-size: 2px; background: var(--accent); }
.handle::after {
  content: ""; position: absolute; inset: auto auto 0 6px; inline-size: 12px; block-size: 12px; border-radius: 50% 50% 3px 3px;
  border: 2px solid var(--accent);
}
.handle-black::after { background: #101418; }
.handle-white::after { background: #ffffff; }
.handle-value { position: absolute; inset-block-start: 3px; font-size: 11px; font-weight: 600; color: var(--accent); white-space: nowrap; text-shadow: 0 0 2px var(--field), 0 0 3px var(--field), 0 0 4px var(--field); }
.handle-black .handle-value { inset-inline-end: 16px; }
.handle-white .handle-value { inset-inline-start: 16px; }
.handle-black[data-edge="start"] .handle-value { inset: 20px auto auto 16px; }
.handle-white[data-edge="end"] .handle-value { inset: 3px 16px auto auto; }
.colour-bar { display: block; inline-size: 100%; block-size: 10px; margin-block-start: 11px; border: 1px solid var(--border); image-rendering: pixelated; }
.ticks { position: relative; block-size: 16px; color: var(--muted); font-size: 10.5px; }
.ticks span { position: absolute; inset-block-start: 2px; transform: translateX(-50%); }
.ticks span::before { content: ""; position: absolute; inset: -3px auto auto 50%; inline-size: 1px; block-size: 4px; background: var(--border-strong); }
.ticks span:last-child { transform: translateX(-80%); }
.ticks span:first-child { transform: translateX(-20%); }
.ticks span:last-child::before { inset-inline-start: 80%; }
.ticks span:first-child::before { inset-inline-start: 20%; }
.levels .row:nth-child(2) .field { flex: 0 1 64px; }
.levels .row:nth-child(2) .choice .segment span { min-block-size: 28px; padding-inline: 5px; }
.swatch { display: block; inline-size: 100%; block-size: 14px; border-radius: 2px; }
.swatches .segment span { padding: 5px; }
.swatches .segment input:checked + span { box-shadow: inset 0 0 0 2px var(--accent); }
.colour-field { display: flex; flex: 1; align-items: center; gap: 8px; cursor: pointer; }
.colour-field input { inline-size: 26px; block-size: 26px; padding: 0; border: 1px solid var(--border-strong); border-radius: 5px; background: none; cursor: pointer; }
.colour-field input::-webkit-color-swatch-wrapper { padding: 2px; }
.colour-field input::-webkit-color-swatch { border: 0; border-radius: 3px; }
.colour-name { display: grid; line-height: 1.25; font-size: 12px; }

.missing { color: var(--warning); }
.missing:empty { display: none; }
.figure { display: flex; gap: 8px; align-items: flex-end; }
.figure .hint { block-size: 28px; line-height: 28px; min-inline-size: 88px; white-space: nowrap; }
.figure .reset { inline-size: 28px; block-size: 28px; }
.figure .reset .icon { inline-size: 15px; block-size: 15px; }
.geometry .row { justify-content: space-between; }

.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 2px 16px; font-size: 12px; }
.facts > div { display: flex; justify-content: space-between; gap: 8px; min-inline-size: 0; }
.facts dt { color: var(--muted); white-space: nowrap; }
.facts dd { text-align: end; white-space: nowrap; }
.section-image .facts { grid-template-columns: 1fr; }
.places { display: grid; grid-template-columns: repeat(4, 1fr); gap: 6px; }
.places:empty { display: none; }
.measure .button { justify-self: start; }

.profile { position: relative; }
.profile svg { display: block; inline-size: 100%; block-size: 110px; background: var(--field); }
.profile .grid { fill: none; stroke: var(--border); stroke-width: 1; vector-effect: non-scaling-stroke; }
.profile-line { fill: none; stroke: light-dark(#6a2fc4, #b895f5); stroke-width: 1.25; vector-effect: non-scaling-stroke; }
.profile-top { position: absolute; inset: 3px 6px auto auto; font-size: 11px; color: var(--muted); }
.profile-axis { display: flex; justify-content: space-between; padding-block-start: 2px; color: var(--muted); font-size: 11px; }
:is(.profile-top, .profile-bottom) { text-shadow: 0 0 2px var(--field), 0 0 3px var(--field), 0 0 4px var(--field); }
.profile-bottom { position: absolute; inset: 94px 6px auto auto; font-size: 11px; color: var(--muted); }
.profile-foot { display: flex; justify-content: space-between; align-items: center; padding-block-start: 6px; }
.profile-extremes { font-size: 12px; }
.profile-reading { color: var(--text); }
.tabs { display: flex; }
`;
